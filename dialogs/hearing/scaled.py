"""A number said in another unit than its column is measured in: two days, of hours.

Invariant: only units of one kind are turned into each other, and only where the header says
its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from ..facts import Facts
from .binding import Bound
from .lexis import loaded
from .mentions import shown_words
from .normal import stem


@cache
def _kinds() -> tuple[Mapping[str, float], ...]:
    """Return the units of each kind by their stems, each with how many of the least it is."""
    kinds = loaded("measures")["scales"].values()
    return tuple({stem(u): float(n) for u, n in kind.items()} for kind in kinds)


def scaled(one: Bound, facts: Facts) -> Bound:
    """Return a number with its column, in the unit that the header says.

    Parameters
    ----------
    one : Bound
        A number, with the column it was found to belong to.
    facts : Facts
        Of the table.

    Examples
    --------
    ``Bound(2 days, "hours_open")`` becomes ``Bound(48 days, "hours_open")``.
    """
    column = facts.column(one.column) if one.column else None
    unit = one.measure.unit
    kind = next((k for k in _kinds() if unit in k), None)
    if column is None or kind is None or one.measure.per:
        return one
    held = {stem(w) for w in (*shown_words(column.name), column.unit or "")} & set(kind)
    if len(held) != 1 or unit in held:
        return one
    factor = kind[unit] / kind[held.pop()]
    value = round(one.measure.value * factor, 9)
    return replace(one, measure=replace(one.measure, value=value))
