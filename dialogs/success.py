"""The business's words for good enough become a `Success`.

What is said decides: costs, a capacity, a share to catch, a tolerance. Where nothing is
said, the task's own proper score ranks and the decision is balanced, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from .brief import Brief
from .constraints import Constraints, Missing, Requirement, Success
from .facts import Facts
from .message import Level

IMPLIED = (
    # what was said -> the objective it implies, strongest first
    ("success.cost_matrix", "expected_cost"),
    ("success.miss_cost", "expected_cost"),
    ("success.false_alarm_cost", "expected_cost"),
    ("success.k", "precision_at_k"),
    ("success.share", "precision_at_k"),
    ("success.recall", "precision_at_recall"),
    ("success.precision", "recall_at_precision"),
    ("success.fpr", "recall_at_fpr"),
    ("success.tolerance", "within_tolerance"),
    ("success.quantile", "pinball"),
    ("success.coverage", "interval"),
)

FALLBACK = {
    "binary": "log_loss",
    "multiclass": "accuracy",
    "ordinal": "mean_absolute_rank_error",
    "regression": "mean_absolute_error",
    "forecast": "mean_absolute_error",
}
"""Objective by task where the person said nothing, or chose to leave it to Tandem."""

NEEDS = {
    # objective -> the slot it cannot do without, and its default where there is one
    "precision_at_recall": ("recall", 0.9),
    "recall_at_precision": ("precision", 0.8),
    "recall_at_fpr": ("fpr", 0.05),
    "pinball": ("quantile", 0.5),
    "interval": ("coverage", 0.9),
    "within_tolerance": ("tolerance", None),
}


def objective_of(brief: Brief, task: str) -> str | None:
    """Return the objective said or implied; None where nothing points to one."""
    said = brief.get("success.objective")
    if said:
        return str(said)
    return next((name for slot, name in IMPLIED if slot in brief), None)


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
        objective = FALLBACK.get(task, "log_loss")
        reasons["objective"] = "You named no cost, so I rank by the task's own score."
    values: dict[str, Any] = {
        f.name: brief.get(f"success.{f.name}")
        for f in fields(Success)
        if brief.get(f"success.{f.name}") is not None
    }
    values["objective"] = objective
    if objective == "expected_cost" and "cost_matrix" not in values:
        lacking = _costs(values)
        if lacking:
            return Missing(lacking)
    lacking = _needed(objective, values)
    if lacking:
        return Missing(lacking)
    values["requirements"] = tuple(
        Requirement(**requirement) for requirement in brief.get("success.require", ())
    )
    return Success(**values)


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
    slots = _slots(success, constraints)
    lines = [say(f"contract.{success.objective}", level, **slots)]
    lines += [_requirement(r, level) for r in success.requirements]
    if success.target_value is not None:
        value = f"{success.target_value:g}"
        lines.append(say("contract.target_value", level, value=value, **slots))
    return tuple(lines)


def _slots(success: Success, constraints: Constraints) -> dict[str, Any]:
    return {
        "event": constraints.event or "",
        "target": constraints.target,
        "miss": _cost(success.miss_cost),
        "false_alarm": _cost(success.false_alarm_cost),
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


def _cost(cost: float | str | None) -> str:
    if cost is None:
        return "0"
    return cost if isinstance(cost, str) else f"{cost:,g}"


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
