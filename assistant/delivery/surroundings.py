"""Calibration and decision of a model, as Python source for the exported script."""

from __future__ import annotations

from collections.abc import Mapping
from pprint import pformat
from typing import Any

from ..metrics.rules import DECIDED, Rule
from ..model import TandemModel

_HEAD = '''\
def calibrated(p):
    """{text}"""
'''
_BINARY = "    q = np.clip(p[:, 1], 1e-6, 1 - 1e-6)\n"
_CALIBRATION = {
    "sigmoid": _BINARY
    + "    q = 1 / (1 + np.exp(-({a!r} * np.log(q / (1 - q)) + {b!r})))\n"
    "    return np.column_stack([1 - q, q])",
    "isotonic": "    q = np.interp(\n        p[:, 1],\n        {x},\n        {y},\n    )\n"
    "    return np.column_stack([1 - q, q])",
    "temperature": "    powered = np.clip(p, 1e-6, 1) ** (1 / {t!r})\n"
    "    return powered / powered.sum(axis=1, keepdims=True)",
}


def calibration(model: TandemModel) -> str:
    """Return the function that turns raw answers into the model's probabilities."""
    kind, params = model.calibrator.kind, dict(model.calibrator.params)
    if kind == "none":
        return _HEAD.format(text="Return the answers as they are.") + "    return p"
    values = {
        name: _wrapped(value) if isinstance(value, list) else value
        for name, value in params.items()
    }
    text = "Return probabilities corrected as in the model, on rows it had not seen."
    return _HEAD.format(text=text) + _CALIBRATION[kind].format(**values)


def _wrapped(values: list[float]) -> str:
    return pformat(values, width=72, compact=True).replace("\n", "\n       ")


def decision(model: TandemModel) -> str:
    """Return the function that decides what is done about each row."""
    head = 'def decide(p, text):\n    """Return what is done about each row."""\n'
    if not model.classes:
        return head + "    return p"
    return head + _body(model.rule, model.task == "binary")


def _body(rule: Rule, binary: bool) -> str:
    names = f"{list(DECIDED)}"
    pick = f"    return np.array({names}, dtype=object)[np.asarray(act, dtype=int)]"
    if not binary:
        if rule.kind == "min_cost":
            return (
                f"    costs = np.array({_cells(rule)})  # true class, class said\n"
                "    return [CLASSES[i] for i in (p @ costs).argmin(axis=1)]"
            )
        return "    return [CLASSES[i] for i in p.argmax(axis=1)]"
    match rule.kind:
        case "cut":
            return f"    act = p[:, 1] >= {rule.cut!r}\n{pick}"
        case "top_share":
            return (
                f"    act = np.zeros(len(p))\n    count = round(len(p) * {rule.share!r})"
                "\n    act[np.argsort(-p[:, 1], kind='stable')[:count]] = 1\n" + pick
            )
    return _by_cost(rule.success, rule.share) + pick


def _by_cost(success: Mapping[str, Any], share: float | None) -> str:
    names = ("hit_cost", "false_alarm_cost", "miss_cost", "pass_cost")
    lines = [
        *(f"    {name} = {_cost(success.get(name) or 0.0)}" for name in names),
        "    acting = p[:, 1] * hit_cost + p[:, 0] * false_alarm_cost",
        "    leaving = p[:, 1] * miss_cost + p[:, 0] * pass_cost",
        "    act = np.where(acting < leaving, 1, 0)",
    ]
    review = success.get("review_cost")
    if review is not None:
        lines += [
            f"    review = {_cost(review)}",
            "    act = np.where(review < np.minimum(acting, leaving), 2, act)",
        ]
    if share is not None:
        spare = "0" if review is None else "np.where(review < leaving, 2, 0)[spare]"
        lines += [
            f"    count = round(len(p) * {share!r})  # no more than can be handled",
            "    worth = np.flatnonzero(act == 1)",
            "    order = np.argsort((acting - leaving)[worth], kind='stable')",
            "    spare = worth[order[count:]]",
            f"    act[spare] = {spare}",
        ]
    return "\n".join(lines) + "\n"


def _cost(cost: float | str) -> str:
    if isinstance(cost, str):
        return f"as_number(text[{cost!r}], {cost!r}).to_numpy()"
    # Broadcast to every row, as a column would be.
    return f"np.full(len(p), {float(cost)!r})"


def _cells(rule: Rule) -> list[list[float]]:
    matrix = rule.success.get("cost_matrix") or {}
    return [
        [float(matrix.get(true, {}).get(told, 0.0)) for told in rule.classes]
        for true in rule.classes
    ]
