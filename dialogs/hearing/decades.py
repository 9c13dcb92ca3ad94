"""Ages told by their decade: 'in their thirties', 'teenagers'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .measure import COMPARES, Measure

_TENS = dict(zip(("twenties", "thirties", "forties", "fifties", "sixties", "seventies",
                  "eighties", "nineties"), range(20, 100, 10), strict=True))  # fmt: skip
_DECADE = re.compile(
    rf"\b(?:in|into) (?:their|his|her|the) (?P<d>\d0'?s|{'|'.join(_TENS)}|teens)\b"
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
