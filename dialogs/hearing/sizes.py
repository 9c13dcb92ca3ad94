"""Amounts of one sentence in one unit: "two tonnes" and "a hundred kilos" as 2000 and 100.

Invariant: days that are counted beside amounts of another kind are a count, and no time.
"""

from __future__ import annotations

import re

from .numerals import value_of
from .quantities import Quantity

_SCALES = {
    "t": 1000, "ton": 1000, "tonne": 1000, "kilo": 1, "kg": 1, "kilogram": 1, "g": 0.001, "gram": 0.001,
    "km": 1000, "kilometre": 1000, "kilometer": 1000, "m": 1, "metre": 1, "meter": 1, "cm": 0.01,
    "centimetre": 0.01, "centimeter": 0.01, "mm": 0.001, "mwh": 1000, "megawatt": 1000, "gwh": 1e6, "kwh": 1,
    "hectolitre": 100, "hectoliter": 100, "hl": 100, "l": 1, "litre": 1, "liter": 1, "ml": 0.001,
}  # fmt: skip
_TIMES = {
    "second": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
}
_UNIT = re.compile(r"\s?(?P<unit>[a-z]+)\b", re.IGNORECASE)
_BARE = re.compile(
    r"\b(?:an?|one|whole|full)\s(?P<unit>ton|tonne|kilo|kilogram|kilometre|kilometer|metre|meter|mwh|megawatt hour"
    r"|hectolitre|hectoliter|litre|liter)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?P<n>\S+)\s(?:\w+\s)?(?:of|out of)\s(?P<size>\S+)$", re.IGNORECASE
)


def sizes(text: str, found: tuple[Quantity, ...]) -> list[float]:
    """Return the amounts and counts of a text, amounts of one kind in the same unit.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    """
    counted = _BARE.search(text) is not None or any(
        q.kind in ("number", "money") for q in found
    )
    sized = [(q.start, v) for q in found for v in _values(text, q, counted)]
    taken = [(q.start, q.end) for q in found]
    sized += [
        (m.start(), float(_SCALES[_one(m["unit"])]))
        for m in _BARE.finditer(text)
        if not any(a < m.end() and m.start() < b for a, b in taken)
    ]
    return [value for _, value in sorted(sized)]


def _values(text: str, q: Quantity, counted: bool) -> list[float]:
    if q.kind in ("number", "money"):
        return [q.value * (_scale(text, q) or 1)]
    if q.kind == "duration":
        number = value_of(q.text.split()[0]) if counted else q.value
        return [number] if number and number > 1 else []
    if q.kind == "ratio" and q.second == 1.0:
        return [q.value]
    pair = _PAIR.match(q.text) if q.kind == "percent" else None
    both = (value_of(pair["n"]), value_of(pair["size"])) if pair else (None, None)
    if not both[0] or not both[1]:
        return []
    unit = _UNIT.match(text, q.end)
    times = _TIMES.get(_one(unit["unit"])) if unit else None
    return [both[0], both[1] * (times or _scale(text, q) or 1)]


def _scale(text: str, q: Quantity) -> float | None:
    """Return how many of the smaller unit the one behind a number is."""
    unit = _UNIT.match(text, q.end)
    return _SCALES.get(_one(unit["unit"])) if unit else None


def _one(unit: str) -> str:
    low = unit.casefold().split()[0]
    return low.removesuffix("s") if len(low) > 1 else low
