"""Which kind a column is of: from its values first, from its name where values fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from dialogs.facts import Kind

from .names import identifier, lexicon, says, words

UNIQUE = 0.95
"""From this share of different values on, a column may be an ID."""

YEARS = (1800, 2100)
FEW_CODES = 60
"""More different whole numbers than this are quantities unless the name says code."""


@dataclass(frozen=True)
class Look:
    """What the kind of a column is decided on."""

    name: str
    rows: int
    known: int
    distinct: int
    values: Sequence[str]
    """Distinct texts, commonest first, at most 2000."""
    numbers: np.ndarray[Any, np.dtype[np.float64]] | None = None
    whole: bool = False
    is_date: bool = False
    ascending: bool = False


def kind_of(look: Look) -> Kind:
    """Return the kind of a column."""
    if look.known == 0:
        return Kind.EMPTY
    if look.distinct == 1 and look.known == look.rows:
        return Kind.CONSTANT
    if look.is_date:
        return Kind.DATE
    if is_id(look):
        return Kind.ID
    if _two_valued(look):
        return Kind.YES_NO
    return _number_kind(look) if look.numbers is not None else _word_kind(look)


def is_id(look: Look) -> bool:
    """Return whether values only name their rows.

    Whole numbers or text, nearly all different, and either named like an ID, or whole
    numbers that count up, or single words of one shape.
    """
    if look.known < 20 or look.distinct <= UNIQUE * look.known:
        return False
    named = identifier(look.name)
    if look.numbers is not None:
        if not look.whole:
            return False
        dated = says(look.name, "date")
        return named or (not dated and look.known == look.rows and _counts(look))
    if named:
        return True
    if look.distinct == look.known and _numbered(look):
        return True
    # Without a telling name: no repeats, one word each, letters mixed with digits.
    if look.distinct < look.known or look.known < 50:
        return False
    sample = look.values[:500]
    coded = [v for v in sample if re.fullmatch(r"[\w.:/#+-]{3,64}", v)]
    digits = [v for v in coded if any(c.isdigit() for c in v)]
    return len(coded) > 0.98 * len(sample) and len(digits) > 0.9 * len(sample)


def _numbered(look: Look) -> bool:
    """Return whether values are one word with a number behind it: "Donor 1", "Donor 2".

    A week or a year with a number says when a row was, and names no row.
    """
    sample = look.values[:500]
    if not all(v[-1:].isdigit() for v in sample):
        return False
    stems = {re.sub(r"\d+$", "", v).strip(" .-_#:/") for v in sample}
    stem = stems.pop() if len(stems) == 1 else ""
    return any(c.isalpha() for c in stem) and not (
        says(stem, "date") or says(f"{look.name} {stem}", "spell")
    )


def _counts(look: Look) -> bool:
    """Return whether values are the rows' own numbers, one more in each: 5000, 5001, ...

    A number for each year counts up as well, and says when a row was.
    """
    assert look.numbers is not None
    first, last = float(look.numbers[0]), float(look.numbers[-1])
    years = YEARS[0] <= first and last <= YEARS[1]
    return not years and bool((np.diff(look.numbers) == 1).all())


def _two_valued(look: Look) -> bool:
    if look.distinct != 2:
        return False
    pair = frozenset(v.casefold() for v in look.values)
    return pair in _pairs()


@cache
def _pairs() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(p) for p in lexicon()["missing"]["two_valued"])


def _number_kind(look: Look) -> Kind:
    assert look.numbers is not None
    low, high = float(look.numbers.min()), float(look.numbers.max())
    if _coordinate(look.name, low, high):
        return Kind.COORDINATE
    if look.whole and _codes(look, low, high):
        return Kind.CODE
    if look.values and any(v.rstrip().endswith("%") for v in look.values[:5]):
        return Kind.SHARE
    if says(look.name, "share") and low >= 0 and high <= 100:
        return Kind.SHARE
    if look.values and any(c in look.values[0] for c in "$€£¥₹"):
        return Kind.AMOUNT
    if says(look.name, "amount") and not (look.whole and look.distinct <= 12):
        return Kind.AMOUNT
    return Kind.NUMBER


def _coordinate(name: str, low: float, high: float) -> bool:
    if says(name, "latitude"):
        return low >= -90 and high <= 90
    # "long" alone is a word of many names; the values must be fine-grained.
    return says(name, "longitude") and low >= -180 and high <= 180 and high - low > 0


def _codes(look: Look, low: float, high: float) -> bool:
    """Whole numbers that name a class: the name says so, or they jump about."""
    if low < 0 or says(look.name, "count"):
        return False
    last = words(look.name)[-1] if words(look.name) else ""
    named = says(look.name, "code") or last.endswith(("class", "type", "code", "cat"))
    if named and not says(look.name, "amount"):
        return look.distinct <= FEW_CODES or last in ("code", "zip", "zipcode", "plz")
    if not 3 <= look.distinct <= FEW_CODES or look.known < 20 * look.distinct:
        return False
    assert look.numbers is not None
    values = np.unique(look.numbers)
    # Few different values far apart, and not round ones (10, 20, 50, 100, 1000).
    sparse = (high - low) > 20 * look.distinct
    odd = float(np.mean(np.mod(values, 5) != 0)) > 0.5
    return bool(sparse and odd)


def _word_kind(look: Look) -> Kind:
    sample = look.values[:500]
    lengths = [len(v) for v in sample]
    spaced = float(np.mean([v.count(" ") >= 3 for v in sample]))
    repeats = look.distinct < 0.5 * look.known
    if all(re.fullmatch(r"0*\d+", v) for v in sample):
        return Kind.CODE
    if is_ordered(sample) and look.distinct <= 20:
        return Kind.ORDERED
    if not repeats and (look.distinct > 50 or spaced > 0.5):
        return Kind.TEXT
    if look.distinct > 50 and (spaced > 0.5 or np.median(lengths) > 60):
        return Kind.TEXT
    if look.distinct > 20 and says(look.name, "code") and np.median(lengths) <= 6:
        return Kind.CODE
    return Kind.CATEGORY


_RANGE = re.compile(
    r"(<|>|≤|≥|\+|\d\s*(-|–|to|bis|\.\.)\s*\d|under|over|above|below|less|more)"
)


def is_ordered(values: Sequence[str]) -> bool:
    """Return whether these texts have an order: words of one scale, or ranges.

    Examples
    --------
    >>> is_ordered(["high", "low", "medium"]), is_ordered(["red", "low"])
    (True, False)
    >>> is_ordered(["0-10", "10-20", "20+"])
    True
    """
    lowered = {v.casefold().strip() for v in values}
    if len(lowered) < 3:
        return False
    for line in lexicon()["order"]["lines"]:
        if len(lowered & set(line)) >= 3 and len(lowered - set(line)) <= 1:
            return True
    ranges = [v for v in lowered if _RANGE.search(v) and any(c.isdigit() for c in v)]
    return len(ranges) >= 2 and len(ranges) >= 0.6 * len(lowered)
