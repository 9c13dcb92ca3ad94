"""Outcomes to offer where an answer was not understood."""

from __future__ import annotations

from .reading import Context, Reading


def outcomes_offered(context: Context) -> tuple[Reading, ...]:
    """Return readings that name each outcome of a target of few."""
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None or not 2 <= column.distinct <= 4:
        return ()
    return tuple(
        Reading(("inform",), {"goal.event": v}, score=0.4) for v in column.values[:4]
    )
