"""The business's words for good enough become a `Success`.

What is said decides: costs, a capacity, a share to catch, a tolerance. Where nothing is
said, the task's own proper score ranks and the decision is balanced, and that is said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from .brief import Brief
from .constraints import Constraints, Missing, Requirement, Success
from .facts import Facts, Kind
from .message import Level

COSTS = ("miss_cost", "false_alarm_cost", "hit_cost", "pass_cost", "review_cost")
"""Costs that may be a column's name."""

NEEDS = {
    # objective -> the slot it cannot do without, and its default where there is one
    "precision_at_recall": ("recall", 0.9),
    "recall_at_precision": ("precision", 0.8),
    "recall_at_fpr": ("fpr", 0.05),
    "pinball": ("quantile", 0.5),
    "interval": ("coverage", 0.9),
    "within_tolerance": ("tolerance", None),
}


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("dialogs").joinpath("success.toml").read_text("utf-8"))


def fitting(task: str) -> tuple[str, ...]:
    """Return the objectives that can judge a task."""
    return tuple(_data()["fitting"].get(task, ()))


def fallback_of(task: str) -> tuple[str, str]:
    """Return the objective where nothing was said, and the reason.

    Parameters
    ----------
    task : str
    """
    entry = _data()["fallback"].get(task, {})
    return str(entry.get("objective", "log_loss")), str(entry.get("reason", ""))


def objective_of(brief: Brief, task: str) -> str | None:
    """Return the objective said or implied; None where nothing points to one.

    What is implied counts only where it can judge the task: a capacity does not rank
    numbers. A must is the objective where none was agreed.
    """
    said = brief.get("success.objective")
    if said:
        return str(said)
    allowed = fitting(task)
    for slot, name in _data()["implied"].items():
        priced = name != "expected_cost" or _priced(slot, task)
        if slot in brief and name in allowed and priced:
            return str(name)
    if "success.k" in brief and "top_k_accuracy" in allowed:
        return "top_k_accuracy"
    must = _must_as_objective(brief, allowed)
    return must[0] if must else None


def _priced(slot: str, task: str) -> bool:
    """Return whether a cost prices every mistake: two of them do, for two outcomes."""
    return task == "binary" or slot == "success.cost_matrix"


def _must_as_objective(
    brief: Brief, allowed: tuple[str, ...]
) -> tuple[str, str, float] | None:
    """Return objective, parameter and value of the first must that can be one."""
    for requirement in brief.get("success.require", ()):
        for entry in _data()["must"]:
            bound = requirement.get(entry["side"])
            fits = requirement.get("metric") == entry["metric"]
            if fits and bound is not None and entry["objective"] in allowed:
                return entry["objective"], entry["parameter"], float(bound)
    return None


def compile_success(
    brief: Brief, facts: Facts, task: str, reasons: dict[str, str]
) -> Success | Missing:
    """Return how right and wrong are counted, or what is lacking for that.

    Parameters
    ----------
    brief : Brief
    facts : Facts
    task : str
        As compiled.
    reasons : dict
        Reasons are added to it.
    """
    objective = objective_of(brief, task)
    if objective is None:
        objective, reasons["objective"] = fallback_of(task)
    elif "success.objective" not in brief:
        reasons["objective"] = "It follows from what you said about right and wrong."
    if objective not in fitting(task):
        return Missing({"success.objective": _unfit(objective, task)})
    values = _values(brief, objective, task)
    lacking = _cost_columns(values, facts) if objective == "expected_cost" else {}
    if objective == "expected_cost" and "cost_matrix" not in values:
        lacking |= _matrix_lacking(task) or _costs(values)
    lacking |= _needed(objective, values)
    return Missing(lacking) if lacking else Success(**values)


def _values(brief: Brief, objective: str, task: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        f.name: brief.get(f"success.{f.name}")
        for f in fields(Success)
        if brief.get(f"success.{f.name}") is not None
    }
    values["objective"] = objective
    must = _must_as_objective(brief, fitting(task))
    if must and must[0] == objective:
        values.setdefault(must[1], must[2])
    values["requirements"] = tuple(
        Requirement(**requirement) for requirement in brief.get("success.require", ())
    )
    return values


def _unfit(objective: str, task: str) -> str:
    allowed = ", ".join(fitting(task)) or "nothing yet"
    return (
        f"{objective} cannot judge this kind of prediction ({task}); allowed: {allowed}"
    )


def _matrix_lacking(task: str) -> dict[str, str]:
    if task != "multiclass":
        return {}
    return {"success.cost_matrix": "with several outcomes each mix-up has its own cost"}


def _cost_columns(values: Mapping[str, Any], facts: Facts) -> dict[str, str]:
    """Return what is wrong with costs that name a column."""
    wrong = {}
    for name in COSTS:
        cost = values.get(name)
        if not isinstance(cost, str):
            continue
        column = facts.column(cost)
        if column is None:
            wrong[f"success.{name}"] = (
                f"the table has no column {cost!r} to take it from"
            )
        elif not column.kind.numeric and column.minimum is None:
            wrong[f"success.{name}"] = f"the column {cost!r} holds no numbers"
        elif column.kind == Kind.EMPTY:
            wrong[f"success.{name}"] = f"the column {cost!r} is empty"
    return wrong


def _costs(values: dict[str, Any]) -> dict[str, str]:
    lacking = {
        f"success.{name}": "a cost counts only beside the cost of the other mistake"
        for name in ("miss_cost", "false_alarm_cost")
        if name not in values
    }
    # A gain on a hit prices the miss: what was not gained is what it costs.
    if values.get("hit_cost") is not None and "miss_cost" not in values:
        lacking.pop("success.miss_cost", None)
        values["miss_cost"] = 0.0
    return lacking


def _needed(objective: str, values: dict[str, Any]) -> dict[str, str]:
    if objective == "precision_at_k" and not ({"k", "share"} & set(values)):
        return {"success.k": "a list needs a length"}
    if objective not in NEEDS:
        return {}
    name, default = NEEDS[objective]
    if name in values:
        return {}
    if default is None:
        return {f"success.{name}": "it says how far off still counts as right"}
    values[name] = default
    return {}


def contract_lines(
    constraints: Constraints, facts: Facts, level: Level | str = Level.PLAIN
) -> tuple[str, ...]:
    """Return the accuracy contract, a line each, in plain or technical words."""
    from .words import say

    level = Level(str(level))
    success = constraints.success
    slots = _slots(success, constraints, facts)
    objective = success.objective
    if objective == "precision_at_k" and success.k is None:
        objective = "precision_at_share"
    lines = [say(f"contract.{objective}", level, **slots)]
    lines += [
        _requirement(r, level) for r in success.requirements if not _said(r, success)
    ]
    if success.target_value is not None:
        value = f"{success.target_value:g}"
        lines.append(say("contract.target_value", level, value=value, **slots))
    return tuple(lines)


def _said(requirement: Requirement, success: Success) -> bool:
    """Return whether the objective's own line says this must already."""
    return any(
        entry["objective"] == success.objective
        and entry["metric"] == requirement.metric
        and getattr(requirement, entry["side"]) == getattr(success, entry["parameter"])
        for entry in _data()["must"]
    )


def _slots(success: Success, constraints: Constraints, facts: Facts) -> dict[str, Any]:
    return {
        "event": constraints.event or "",
        "target": constraints.target,
        "miss": _cost(success.miss_cost, facts),
        "false_alarm": _cost(success.false_alarm_cost, facts),
        "k": success.k or "",
        "per": f" a {success.per}" if success.per else "",
        "share": _hundred(success.share),
        "recall": _hundred(success.recall),
        "precision": _hundred(success.precision),
        "fpr": _hundred(success.fpr),
        "tolerance": _tolerance(success),
        "quantile": _hundred(success.quantile),
        "coverage": _hundred(success.coverage),
        "cut": _cut(success),
    }


def _cost(cost: float | str | None, facts: Facts) -> str:
    if isinstance(cost, str):
        column = facts.column(cost)
        unit = f" in {column.unit}" if column and column.unit else ""
        return f"what “{cost}” says{unit}"
    return f"{cost or 0:,.10g}"


def _hundred(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.4g}"


def _tolerance(success: Success) -> str:
    if success.tolerance is None:
        return ""
    if success.relative:
        return f"{100 * success.tolerance:g} in 100"
    return f"{success.tolerance:,g}"


def _cut(success: Success) -> str:
    miss, alarm = success.miss_cost, success.false_alarm_cost
    if isinstance(miss, str) or isinstance(alarm, str) or miss is None or alarm is None:
        return ""
    hit, leave = success.hit_cost, success.pass_cost
    if isinstance(hit, str) or isinstance(leave, str):
        return ""
    gain, waste = miss - hit, alarm - leave
    return "" if gain + waste <= 0 else f"{100 * waste / (gain + waste):.2g}"


def _requirement(requirement: Requirement, level: Level) -> str:
    from .words import say

    if requirement.text and level == Level.PLAIN:
        return requirement.text
    side = "at_least" if requirement.at_least is not None else "at_most"
    bound = getattr(requirement, side)
    key = f"contract.require_{side}"
    named: Mapping[str, Any] = {
        "metric": requirement.metric.replace("_", " "),
        "bound": f"{bound:g}",
        "of": requirement.of,
        "column": requirement.column,
    }
    return say(key, level, **named)
