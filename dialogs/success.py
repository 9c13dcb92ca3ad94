"""The business's words for good enough become a `Success`.

What is said decides: costs, a capacity, a share to catch, a tolerance. Where nothing is
said, the task's own proper score ranks and the decision is balanced, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from .brief import Brief
from .constraints import Missing, Requirement, Success
from .facts import Facts, Kind
from .toml_data import toml_data

COSTS = ("miss_cost", "false_alarm_cost", "hit_cost", "pass_cost", "review_cost")
"""Costs that may be a column's name."""

SHARES = frozenset({
    "accuracy", "balanced_accuracy", "f1", "f1_macro", "roc_auc", "average_precision",
    "within_tolerance", "precision_at_k", "precision_at_recall", "recall_at_precision",
    "recall_at_fpr", "top_k_accuracy", "within_one", "r2",
})  # fmt: skip
"""Objectives whose best value is 1."""

IN_UNITS = frozenset({
    "mean_absolute_error", "root_mean_squared_error", "pinball", "interval", "bias",
})  # fmt: skip
"""Objectives in the target's own unit."""

NEEDS = {
    # objective -> the slot it cannot do without, and its default where there is one
    "precision_at_recall": ("recall", 0.9),
    "recall_at_precision": ("precision", 0.8),
    "recall_at_fpr": ("fpr", 0.05),
    "pinball": ("quantile", 0.5),
    "interval": ("coverage", 0.9),
    "within_tolerance": ("tolerance", None),
}


def _data() -> Mapping[str, Any]:
    return toml_data("success.toml")


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
    return must_as_objective(brief.get("success.require", ()), allowed)


def must_as_objective(
    musts: Iterable[Mapping[str, Any]], allowed: tuple[str, ...]
) -> tuple[str, str, float] | None:
    """Return objective, parameter and value of the first must that can be one."""
    for requirement in musts:
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
    lacking |= _needed(objective, values) | _no_shares(values)
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
    if not lacking and all(values.get(name, 0) in (0, None) for name in COSTS):
        lacking["success.miss_cost"] = (
            "both mistakes cost nothing, so every decision would be as good as another"
        )
    # A gain on a hit prices the miss: what was not gained is what it costs.
    if values.get("hit_cost") is not None and "miss_cost" not in values:
        lacking.pop("success.miss_cost", None)
        values["miss_cost"] = 0.0
    return lacking


def _no_shares(values: Mapping[str, Any]) -> dict[str, str]:
    """Return which goals for a share are no share: 80 where 0.8 is meant."""
    wrong = {}
    of_hundred = SHARES | {"recall", "precision", "specificity", "fpr"}
    goal = values.get("target_value")
    if values["objective"] in SHARES and goal is not None and goal > 1:
        wrong["success.target_value"] = _as_share(values["objective"], goal)
    for asked in values["requirements"]:
        bounds = (b for b in (asked.at_least, asked.at_most) if b is not None)
        if asked.metric in of_hundred and any(b > 1 for b in bounds):
            bound = asked.at_least if asked.at_least is not None else asked.at_most
            wrong["success.require"] = _as_share(asked.metric, bound)
    return wrong


def _as_share(metric: str, found: float) -> str:
    name = metric.replace("_", " ")
    hint = f"; for {found:g} of 100 write {found / 100:g}" if found <= 100 else ""
    return f"{name} is a share from 0 to 1, and {found:g} is more than all{hint}"


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


def said_already(requirement: Requirement, success: Success) -> bool:
    """Return whether the objective's own line says this must already."""
    return any(
        entry["objective"] == success.objective
        and entry["metric"] == requirement.metric
        and getattr(requirement, entry["side"]) == getattr(success, entry["parameter"])
        for entry in _data()["must"]
    )
