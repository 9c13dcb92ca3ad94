"""Wishes that ask for more than any model gives: certainty, perfection, a span."""

from __future__ import annotations

from collections.abc import Iterator

from ..success import IN_UNITS, SHARES
from .case import Case
from .trap import Trap

CERTAIN = 0.995
"""A share from here on means 'always'."""


def certain(case: Case) -> Iterator[Trap]:
    """Yield a catch, or an alarm, that is to be certain."""
    recall = max(case.number("recall") or 0, case.must("recall", "at_least") or 0)
    precision = max(
        case.number("precision") or 0, case.must("precision", "at_least") or 0
    )
    alarms = [case.number("fpr"), case.must("fpr", "at_most")]
    silent = precision >= CERTAIN or any(
        a is not None and a <= 1 - CERTAIN for a in alarms
    )
    if recall >= CERTAIN and silent:
        yield Trap("both_certain", ("success.recall", "success.precision"))
    elif recall >= CERTAIN:
        events = f"{case.events:,}" if case.events else "all"
        yield Trap("certain_catch", ("success.recall",), {"events": events})
    elif silent:
        yield Trap("certain_alarm", ("success.precision",))


def perfect(case: Case) -> Iterator[Trap]:
    """Yield a share of 100 in 100, or a range that always holds."""
    goal = case.number("target_value")
    shares = [case.must(m, "at_least") for m in (*sorted(SHARES), "specificity")]
    wanted = [goal] if case.objective in SHARES else []
    if any(v is not None and v >= 1 for v in (*wanted, *shares)):
        yield Trap("perfect", ("success.target_value",))
    if case.objective == "interval" and (case.number("coverage") or 0) >= CERTAIN:
        yield Trap("sure_range", ("success.coverage",))


def units(case: Case) -> Iterator[Trap]:
    """Yield a bound that is wider than all of the target's values."""
    low, high = case.target.minimum, case.target.maximum
    if case.task not in ("regression", "forecast") or low is None or high is None:
        return
    wanted: dict[str, float | None] = {}
    if not case.get("relative"):
        wanted["success.tolerance"] = case.number("tolerance")
    if case.objective in IN_UNITS:
        wanted["success.target_value"] = case.number("target_value")
    wanted["success.require"] = max(
        (v for m in sorted(IN_UNITS) if (v := case.must(m, "at_most"))), default=None
    )
    for slot, value in wanted.items():
        if value is not None and high > low and value >= high - low:
            data = {"target": case.target.name, "low": f"{low:g}", "high": f"{high:g}",
                    "tolerance": f"{value:g}"}  # fmt: skip
            yield Trap("unit_mismatch", (slot,), data)
            return
