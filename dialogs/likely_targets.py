"""Which columns of a table one may want predicted, the likeliest first."""

from __future__ import annotations

from .facts import ColumnFacts, Facts, Kind

MOST = 4
"""Columns worth offering at once."""
MOSTLY = 0.5
"""Share of empty cells above which a column hardly is the outcome."""
FEW = 12
"""Different values up to which a column tells classes."""
_NEVER = (Kind.ID, Kind.CONSTANT, Kind.EMPTY, Kind.TEXT, Kind.DATE)


def candidates(facts: Facts | None) -> tuple[str, ...]:
    """Return columns that one may want predicted, the likeliest first.

    Most tables keep the outcome in their last column, else in the first.
    """
    if facts is None:
        return ()
    usable = _usable(facts)
    # How it ended is known of nearly every past row: what is mostly empty comes last.
    full = [c for c in usable if c.missing <= facts.rows * MOSTLY]
    two = [c for c in full if c.distinct == 2]
    ends = [*full[-1:], *(c for c in full if c is facts.columns[0])]
    if full and full[-1].missing and any(not c.missing for c in two):
        # A last column with gaps is rather a remark on the outcome before it.
        ends = [c for c in reversed(two) if not c.missing]
    ordered = [*ends, *two, *full, *usable]
    return tuple(dict.fromkeys(c.name for c in ordered))[:MOST]


def of_kind(facts: Facts, *, amount: bool) -> tuple[str, ...]:
    """Return the columns that may be wanted as an amount, or as a class, last ones first."""
    fits = is_amount if amount else is_class
    return tuple(c.name for c in reversed(_usable(facts)) if fits(c))[:MOST]


def is_amount(column: ColumnFacts) -> bool:
    """Return whether a column holds amounts: how much, how many, how long."""
    return column.kind.numeric and column.distinct > 2


def is_class(column: ColumnFacts) -> bool:
    """Return whether a column tells which of a few things a row is."""
    return 2 <= column.distinct <= FEW


def _usable(facts: Facts) -> list[ColumnFacts]:
    return [c for c in facts.columns if c.kind not in _NEVER and not c.sensitive]
