"""Calibration and decision of a model, as Python source for the exported script."""

from __future__ import annotations

from collections.abc import Mapping
from pprint import pformat

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
            return _top(rule) + pick
    return _by_cost(rule) + pick


def _top(rule: Rule) -> str:
    lines = [
        f"    act = (p[:, 1] >= {rule.alone!r}).astype(int)  # a row by itself",
        f"    if len(p) * {rule.share!r} >= 1:",
        "        act = np.zeros(len(p), dtype=int)",
        f"        count = round(len(p) * {rule.share!r})",
        "        act[np.argsort(-p[:, 1], kind='stable')[:count]] = 1",
    ]
    if rule.alone is None:
        lines = [line.removeprefix("    ") for line in lines[2:]]
    return "\n".join(lines) + "\n"


def _by_cost(rule: Rule) -> str:
    names = ("hit_cost", "false_alarm_cost", "miss_cost", "pass_cost")
    chance, success = "p[:, 1]", rule.success
    leaned = f"{rule.lean!r} * {chance} / ({rule.lean!r} * {chance} + p[:, 0])"
    lines = [
        *(
            f"    {name} = {_cost(success.get(name) or 0.0, rule.fill)}"
            for name in names
        ),
        f"    event = {chance if rule.lean == 1.0 else leaned}",
        "    acting = event * hit_cost + (1 - event) * false_alarm_cost",
        "    leaving = event * miss_cost + (1 - event) * pass_cost",
        "    act = np.where(acting < leaving, 1, 0)",
    ]
    review = success.get("review_cost")
    if review is not None:
        lines += [
            f"    review = {_cost(review, rule.fill)}",
            "    act = np.where(review < np.minimum(acting, leaving), 2, act)",
        ]
    if rule.share is not None:
        spare = "0" if review is None else "np.where(review < leaving, 2, 0)[spare]"
        lines += [
            f"    count = round(len(p) * {rule.share!r})  # no more than can be handled",
            "    worth = np.flatnonzero(act == 1)",
            "    order = np.argsort(-(leaving - acting)[worth], kind='stable')",
            "    spare = worth[order[count:]]",
            *_by_itself(rule),
            f"    act[spare] = {spare}",
        ]
    return "\n".join(lines) + "\n"


def _by_itself(rule: Rule) -> list[str]:
    if rule.alone is None:
        return []
    return [
        f"    if len(p) * {rule.share!r} < 1:  # a row by itself",
        f"        saves = leaving - acting >= {rule.alone!r}",
        "        spare = np.flatnonzero((act == 1) & ~saves)",
    ]


def _cost(cost: float | str, fill: Mapping[str, float]) -> str:
    if isinstance(cost, str):
        read = f"as_number(text[{cost!r}], {cost!r})"
        filled = f".fillna({fill[cost]!r})" if cost in fill else ""
        return f"{read}{filled}.to_numpy()"
    # Broadcast to every row, as a column would be.
    return f"np.full(len(p), {float(cost)!r})"


def _cells(rule: Rule) -> list[list[float]]:
    matrix = rule.success.get("cost_matrix") or {}
    return [
        [float(matrix.get(true, {}).get(told, 0.0)) for told in rule.classes]
        for true in rule.classes
    ]
