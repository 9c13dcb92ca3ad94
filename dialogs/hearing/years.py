"""Years that "older" and "newer" compare with: older than 1980 is before it."""

from __future__ import annotations

from dataclasses import replace

from ..facts import Facts
from .binding import Bound
from .measure import COMPARES

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
