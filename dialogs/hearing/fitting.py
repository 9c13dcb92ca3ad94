"""How well a number fits a column: by its unit and adjective, and by what the column holds."""

from __future__ import annotations

from ..facts import ColumnFacts
from .lexis import adjectives, loaded, units
from .measure import MOVES, Measure
from .mentions import shown_words
from .normal import stem


def fits_measure(column: ColumnFacts, one: Measure) -> float:
    """Return what the unit and the adjective say for a column."""
    if not column.kind.numeric:
        return 0.0
    shown = {stem(w) for w in shown_words(column.name)}
    plain = shown_words(column.name)
    score = 0.0
    if one.adjective:
        said = adjectives()[one.adjective][1] & shown
        # "Older" is said of an age before it is said of years.
        score += 1.6 if stem("age") in said else 0.6 if said else 0.0
    if one.unit in units():
        fits = units()[one.unit]
        own = {one.unit, f"{one.unit}s"} & plain or stem(column.unit) == one.unit
        score += 0.55 if own else 0.45 if fits & shown else 0.0
        if one.unit in ("dollar", "euro", "buck") and column.kind == "amount":
            score += 0.1
    if one.per:
        words = {one.per, *loaded("measures")["rates"].get(one.per, "").split()}
        score += 0.3 if words & plain else 0.0
    if one.per and not one.unit and "visit" in shown:
        score += 0.1
    return score


def likely(column: ColumnFacts | None, one: Measure) -> float:
    """Return whether a column ever holds such a number."""
    low, high = (column.minimum, column.maximum) if column else (None, None)
    if column is None or low is None or high is None or not column.kind.numeric:
        return 0.0
    span = (high - low) or 1.0
    if one.role == MOVES:
        return 0.05 if 0 < one.value <= span else -0.3
    if low - 0.3 * span <= one.value <= high + 0.3 * span:
        return 0.1
    return 0.0 if low - 3 * span <= one.value <= high + 3 * span else -0.3
