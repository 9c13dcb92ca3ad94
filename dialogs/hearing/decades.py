"""Ages told by their decade: 'in their thirties', 'teenagers'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .measure import COMPARES, Measure

DECADE = "decade"
"""What a number is per that ends a decade of the calendar."""
_CENTURY = 1900
_TENS = dict(zip(("twenties", "thirties", "forties", "fifties", "sixties", "seventies",
                  "eighties", "nineties"), range(20, 100, 10), strict=True))  # fmt: skip
_DECADE = re.compile(
    rf"\b(?:in|into|from|of|during|since|built) the (?:early |mid |late )?(?P<y>(?:18|19|20)\d0'?s|[2-9]0'?s"
    rf"|'[2-9]0s|{'|'.join(_TENS)})\b|\b(?P<full>(?:18|19|20)\d0)'?s\b"
    rf"|\b(?:in|into) (?:their|his|her) (?P<d>\d0'?s|{'|'.join(_TENS)}|teens)\b"
    r"|\b(?P<teens>teenagers?|teenaged?|adolescents?)\b", re.IGNORECASE,
)  # fmt: skip


def decades(text: str, numbers: Sequence[Measure]) -> list[Measure]:
    """Return the two ends of each decade that a message names.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    numbers : sequence of Measure
        Those that it names itself: "teenagers, I mean under 20" needs no other.
    """
    found: list[Measure] = []
    for match in _DECADE.finditer(text):
        said = (match["d"] or "").casefold()
        calendar = (match["y"] or match["full"] or "").casefold().strip("'")
        if calendar:
            found += _of_calendar(calendar, *match.span())
            continue
        if match["teens"] and numbers:
            continue
        low = _TENS.get(said) or (int(said[:2]) if said[:1].isdigit() else 13)
        high = 20 if low == 13 else low + 10
        start, stop = match.span()
        found += [
            Measure(start, stop, low, "at_least", start, start, COMPARES, adjective="older"),
            Measure(start, stop, high, "below", start, stop, COMPARES, adjective="older",
                    paired=True),
        ]  # fmt: skip
    return found


def _of_calendar(said: str, start: int, stop: int) -> list[Measure]:
    """Return the two ends of "the seventies", "the 1980s"."""
    low = _TENS.get(said) or int(said.rstrip("'s"))
    low += _CENTURY if low < 100 else 0
    ends = ((low, "at_least", start), (low + 10, "below", stop))
    return [
        Measure(start, stop, n, key, start, closes, COMPARES, adjective="newer", per=DECADE,
                paired=key == "below")
        for n, key, closes in ends
    ]  # fmt: skip
