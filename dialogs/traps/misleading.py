"""Measures that mislead on this table: rare events, few events, values near zero."""

from __future__ import annotations

from collections.abc import Iterator

from .case import Case
from .trap import Trap

RARE = 0.10
"""Events in fewer rows than this make plain accuracy mislead."""

VERY_RARE = 0.05

FEW_EVENTS = 100
"""Below this no cut is tuned."""


def rare(case: Case) -> Iterator[Trap]:
    """Yield a measure that rare events make look good."""
    if case.rate is None:
        return
    asked = case.must("accuracy", "at_least")
    data = {
        "rare": f"{100 * case.rate:.2g}",
        "majority": f"{100 * (1 - case.rate):.3g}",
        "event": case.brief.get("goal.event"),
    }
    on_accuracy = case.objective == "accuracy" or asked is not None
    if on_accuracy and case.rate <= RARE:
        yield Trap("accuracy_rare", ("success.objective",), data)
    if case.objective == "roc_auc" and case.rate <= VERY_RARE:
        yield Trap("rank_rare", ("success.objective",), data)


def few(case: Case) -> Iterator[Trap]:
    """Yield that there are too few events to tune a cut."""
    if case.events is not None and case.events < FEW_EVENTS:
        data = {"events": case.events, "event": case.brief.get("goal.event")}
        yield Trap("few_events", ("goal.event",), data)


def _near_zero(case: Case) -> bool:
    low, high = case.target.minimum, case.target.maximum
    if low is None or high is None:
        return False
    middle = case.target.quantiles[2] if len(case.target.quantiles) > 2 else high
    # Values at or below 5 in 100 of the median make a percentage meaningless.
    return low <= 0 or abs(low) < 0.05 * abs(middle)


def percentages(case: Case) -> Iterator[Trap]:
    """Yield an error in percent of values near zero."""
    if not _near_zero(case):
        return
    data = {"target": case.target.name}
    if case.objective == "mean_absolute_percentage_error":
        yield Trap("percentage_zeros", ("success.objective",), data)
    if case.objective == "within_tolerance" and case.get("relative"):
        share = f"{100 * (case.number('tolerance') or 0):g}"
        yield Trap(
            "relative_zeros", ("success.tolerance",), {**data, "tolerance": share}
        )
