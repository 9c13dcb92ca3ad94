"""How often the truth may lie below a number, or above it; and how often an error stays small.

"Only one pen in twenty may come in under it" is a level of one in twenty: the side is told
by where the truth comes in. Invariant: without a number that it is compared with, none.
"""

from __future__ import annotations

import re

from .lexicon import denied
from .quantities import Quantity
from .reading import Heard

_IT = (
    r"(?:it|that|this|them|(?:the|your|our|my) (?:\w+ )?(?:number|figure|promise|estimate|line|value|sum|forecast"
    r"|amount)|what (?:we|you|i) \w+)"
)
_GO = (
    r"(?:come|comes|came|coming|end|ends|stay|stays|land|lands|be|is|are|lie|lies|fall|falls|go|goes|turn out"
    r"|turns out|drop|drops)"
)
_BELOW = re.compile(
    rf"\b{_GO} (?:in |up |out )?(?:under|below|beneath|short of|less than|lower than) {_IT}\b"
    rf"|\b(?:undercut\w*|(?:deliver|yield|get|bring|make|reach|sell|pick|harvest)\w* less(?: than {_IT}| than promised)?)\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"\b{_GO} (?:in |up |out )?(?:above|over|beyond|past|higher than|more than) {_IT}\b"
    rf"|\b(?:(?:deliver|yield|bring|sell|pick|harvest)\w* more than {_IT}|exceeds? {_IT})\b",
    re.IGNORECASE,
)


def short_of_it(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the level of a number that the truth shall seldom, or mostly, come in under.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    """
    shares = [q for q in found if q.kind == "percent" and 0 < q.value < 1]
    below, above = _BELOW.search(text), _ABOVE.search(text)
    cue = below or above
    if len(shares) != 1 or cue is None or (below and above):
        return []
    q = shares[0]
    level = q.value if below else 1 - q.value
    if q.value > 0.5 and denied(text, cue.start()):
        level = 1 - level  # "must not come in under it nine times out of ten"
    return [Heard("success.quantile", round(level, 9), q.start, q.end)]


_ERROR = re.compile(
    r"\b(?:errors?|mistakes?|miss|deviation|difference|off|out|wrong|gap)\b",
    re.IGNORECASE,
)


def mostly_within(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return how often an error must stay below a part of the truth: "8 of 10 under 5 %".

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    """
    shares = [q for q in found if q.kind == "percent" and 0 < q.value < 1]
    if len(shares) != 2 or len(found) != 2 or not _ERROR.search(text):
        return []
    small, often = sorted(shares, key=lambda q: q.value)
    if small.bound != "at_most" or often.value < 0.5 or small.value >= 0.5:
        return []
    return [
        Heard("success.tolerance", small.value, small.start, small.end, 0.92),
        Heard("success.relative", True, small.start, small.end),
        Heard("success.target_value", often.value, often.start, often.end),
    ]
