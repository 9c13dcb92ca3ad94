"""The accuracy contract in words: a line for each thing agreed, from the same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .constraints import Constraints, Requirement, Success
from .facts import Facts
from .message import Level
from .success import said_already
from .tabular import brief_number, number


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
    if objective == "expected_cost" and success.even:
        objective = "expected_cost_even"
    if objective == "log_loss" and not constraints.event:
        objective = "log_loss_all"
    lines = [say(f"contract.{objective}", level, **slots)]
    if objective == "expected_cost" and slots["cut"] and success.review_cost is None:
        lines[0] = f"{lines[0]} {say('contract.cut', level, **slots)}".strip()
    if success.objective == "expected_cost":
        lines += _further_costs(success, facts, level)
    lines += [
        _requirement(r, level)
        for r in success.requirements
        if not said_already(r, success)
    ]
    if success.target_value is not None:
        value = f"{success.target_value:g}"
        lines.append(say("contract.target_value", level, value=value, **slots))
    return tuple(lines)


def _slots(success: Success, constraints: Constraints, facts: Facts) -> dict[str, Any]:
    from .words.clauses import side_told

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
        "quantile": "" if success.quantile is None else f"{100 * success.quantile:.3g}",
        "side": side_told(success.quantile),
        "coverage": _hundred(success.coverage),
        "cut": _cut(success),
    }


def _further_costs(success: Success, facts: Facts, level: Level) -> list[str]:
    """Return a line for what else has a price, where it has one."""
    from .words import say

    told = []
    if success.review_cost is not None:
        review = _cost(success.review_cost, facts)
        told.append(say("contract.review_cost", level, review=review))
    if success.hit_cost:
        gain = not isinstance(success.hit_cost, str) and success.hit_cost < 0
        key = "contract.hit_gain" if gain else "contract.hit_cost"
        value = success.hit_cost if not gain else -float(success.hit_cost)
        told.append(say(key, level, hit=_cost(value, facts)))
    return told


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
    found = line_in_hundred(success)
    if found is None:
        return ""
    # Near certainty the first two digits are those of certainty itself.
    return number(found) if found > 99 else brief_number(found)


def line_in_hundred(success: Success) -> float | None:
    """Return the chance, in 100, from which acting pays; None where it differs by row."""
    miss, alarm = success.miss_cost, success.false_alarm_cost
    if isinstance(miss, str) or isinstance(alarm, str) or miss is None or alarm is None:
        return None
    hit, leave = success.hit_cost, success.pass_cost
    if isinstance(hit, str) or isinstance(leave, str):
        return None
    gain, waste = miss - hit, alarm - leave
    return None if gain + waste <= 0 else 100 * waste / (gain + waste)


def _requirement(requirement: Requirement, level: Level) -> str:
    from .words import must_text, say

    if requirement.text and level == Level.PLAIN:
        return requirement.text
    side = "at_least" if requirement.at_least is not None else "at_most"
    bound = getattr(requirement, side)
    key = f"contract.require_{side}"
    named: Mapping[str, Any] = {
        "metric": requirement.metric.replace("_", " "),
        "bound": f"{bound:g}",
        "text": must_text(requirement.metric, side.replace("_", " "), bound),
        "of": requirement.of,
        "column": requirement.column,
    }
    return say(key, level, **named)
