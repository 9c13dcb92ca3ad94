"""Years that "older" and "newer" compare with: older than 1980 is before it."""

from __future__ import annotations

from dataclasses import replace

from ..facts import ColumnFacts, Facts
from .binding import Bound
from .decades import DECADE
from .measure import COMPARES
from .normal import parts

_YEARS = (1800, 2100)
"""Numbers that are years, and no age."""
_TURNED = {
    "above": "below",
    "below": "above",
    "at_least": "at_most",
    "at_most": "at_least",
}
_AGED = frozenset({"older", "newer", "younger"})


def of_years(one: Bound, facts: Facts) -> Bound:
    """Return a number with its column; "older than 1980" is before that year.

    Parameters
    ----------
    one : Bound
        A number, with the column it was found to belong to.
    facts : Facts
        Of the table.
    """
    m, (first, last) = one.measure, _YEARS
    if m.per == DECADE:
        return _of_calendar(one, facts)
    loose = one.column is None and not m.unit
    aged = m.adjective in _AGED and m.role == COMPARES
    if not (aged or loose) or not first <= m.value <= last:
        return one
    years = [
        c.name for c in facts.columns
        if c.kind.numeric and c.minimum is not None and c.maximum is not None
        and first <= c.minimum and c.maximum <= last
    ]  # fmt: skip
    if len(years) != 1:
        return one
    if loose and not aged:
        return Bound(m, years[0], 1.0)
    key = m.key if m.adjective == "newer" else _TURNED.get(m.key, m.key)
    return Bound(replace(m, key=key), years[0], 1.0)


_HEADERS = frozenset(
    "year built born birth vintage construction founded since jahr yr".split()
)
"""Words of headers that hold years."""
_CENTURY = 1900


def _of_calendar(one: Bound, facts: Facts) -> Bound:
    """Return an end of a decade: of the column of years, else of an age."""
    years = [c.name for c in facts.columns if c.kind.numeric and _holds_years(c)]
    if one.column in years:
        return replace(one, rival=None)
    if len(years) == 1:
        return Bound(one.measure, years[0], 1.0)
    if years or one.measure.value < _CENTURY:
        return Bound(one.measure)
    # "In the forties", where no column tells years, is said of ages.
    ages = [c.name for c in facts.columns if c.kind.numeric and "age" in parts(c.name)]
    if len(ages) != 1:
        return Bound(one.measure)
    one = Bound(one.measure, ages[0], 1.0)
    return replace(
        one, measure=replace(one.measure, value=one.measure.value - _CENTURY)
    )


def _holds_years(column: ColumnFacts) -> bool:
    first, last = _YEARS
    if column.minimum is not None and column.maximum is not None:
        return first <= column.minimum and column.maximum <= last
    words = set(parts(column.name))
    return bool(words & _HEADERS) and not words & {"at", "per", "count"}
