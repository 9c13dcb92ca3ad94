"""One quantity, its period and its bound, as the grammar makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .numerals import vocabulary


@dataclass(frozen=True)
class Quantity:
    """One quantity."""

    kind: str
    """number | percent | money | ratio | duration | milliseconds | size."""
    value: float
    start: int
    end: int
    text: str
    per: str = ""
    """A period: 'day' in '50 a day'."""
    bound: str = ""
    """at_least | at_most | about, where said."""
    second: float | None = None
    """The other side of a ratio: 1 in 5:1."""
    whole: bool = False
    """A count: no fraction, no unit."""


_PER = re.compile(
    r"\s*(?:[\w']+\s){0,2}?(?:a|an|per|each|every|/)\s?(?P<period>hour|day|night|evening|morning|wk|wek|weeek|weak"
    r"|afternoon|shift|week|weekend|month|quarter|season|year|annum|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\s*(?:[\w']+\s)?(?P<adverb>hourly|daily|weekly|monthly"
    r"|yearly)\b",
    re.IGNORECASE,
)


def made(
    kind: str, value: float, start: int, end: int, text: str, **more: Any
) -> Quantity:
    """Return a quantity with the period and the bound that stand beside it."""
    per = ""
    rate = _PER.match(text, end) if kind in ("number", "money") else None
    if rate:
        said = (rate.group("period") or rate.group("adverb")).casefold()
        per = vocabulary()["periods"][said]
        end = rate.end()
    return Quantity(
        kind, value, start, end, text[start:end], per, _bound(text, start, end), **more
    )


def _bound(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 60) : start].casefold(), text[end : end + 14]
    for name in ("at_most", "at_least", "about"):
        for phrase in sorted(vocabulary()["bounds"][name], key=len, reverse=True):
            if phrase.startswith(("or ", "and ", "tops", "at the")):
                if after.casefold().lstrip().startswith(phrase):
                    return name
            elif re.search(rf"(?<!\w){re.escape(phrase)}\s*$", before):
                return _flipped(before, phrase, name)
    return ""


def _flipped(before: str, phrase: str, name: str) -> str:
    negated = re.search(
        rf"(?:\b(?:not|never|no|nobody|none|cannot|without)|n't)\s[^,.;:!?]{{0,34}}?"
        rf"{re.escape(phrase)}\s*$|\b(?:not|never|no)\s+{re.escape(phrase)}\s*$",
        before,
    )
    if not negated or phrase.startswith(("no ", "not ", "never ")):
        return name
    return {"at_least": "at_most", "at_most": "at_least"}.get(name, name)
