"""What kind of prediction a target asks for, and which outcome one wants to catch."""

from __future__ import annotations

from functools import cache

from .brief import Brief
from .facts import ColumnFacts, Facts, Kind
from .toml_data import toml_data

FEW_NUMBERS = 12
"""A number with no more different values than this may be a set of levels."""

MOST_CLASSES = 60
"""A text column with more values than this is no target to tell apart."""

NEARLY_EVEN = 0.4
"""Above this share the rarer of two outcomes says little about which one matters."""


def task_of(brief: Brief, facts: Facts) -> str | None:
    """Return the task said, or the one that the target's values imply."""
    said = brief.get("goal.task")
    if said:
        return str(said)
    column = facts.column(brief.get("table.target") or "")
    if column is None:
        return None
    if brief.get("goal.event") is not None or column.distinct == 2:
        return "binary"
    if column.kind == Kind.ORDERED:
        return "ordinal" if brief.get("goal.order") else "multiclass"
    if column.kind.numeric and column.distinct > FEW_NUMBERS:
        return "regression"
    if column.kind.numeric and not column.integers:
        return "regression"
    return "multiclass" if column.distinct <= MOST_CLASSES else None


@cache
def _event_words() -> frozenset[str]:
    return frozenset(toml_data("success.toml")["event_words"])


def likely_event(column: ColumnFacts) -> str | None:
    """Return the value one usually wants to catch: the rarer, or the one named yes.

    Parameters
    ----------
    column : ColumnFacts
        A column of two values.

    Returns
    -------
    str or None
        As written in the table; None where the column has not two values.
    """
    if len(column.top) < 2:
        return None
    pair = sorted(column.top[:2], key=lambda p: (p[1], p[0]))
    share = pair[0][1] / max(pair[0][1] + pair[1][1], 1)
    named = [v for v, _ in pair if v.strip().casefold() in _event_words()]
    # A label such as "yes" decides only where the counts are nearly even.
    if share > NEARLY_EVEN and len(named) == 1:
        return named[0]
    return pair[0][0]


def same_value(one: str, other: str) -> bool:
    """Return whether two texts write the same value: "1.0" and "1", "yes" and "Yes"."""
    if one == other:
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return one.strip().casefold() == other.strip().casefold()
