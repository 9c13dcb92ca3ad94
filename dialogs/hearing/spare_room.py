"""Memory or disk of which a part is taken: "16 GB, half of that goes to the database".

Invariant: the part must be said to be another's; what is left is then the limit.
"""

from __future__ import annotations

import re

from .quantities import Quantity, quantities
from .sums import tidy

_OF_IT = re.compile(
    r"\s?(?:(?:gigs?|gigabytes?|gb|mb|megs?)\s)?(?:of\s)?(?:that|it|this|them|those|which|the (?:lot|whole))\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:is|are|goes|go|gets?|was|were|'s)\s(?:already\s|always\s|usually\s)?(?:to|taken|gone|used|eaten|full|busy|occupied|reserved|blocked"
    r"|needed|spoken for|in use|the\b|my\b|our\b|for\b)|\b(?:eats?|takes?|uses?|needs?|wants?|hogs?|grabs?|swallows?)\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\b(?:free|spare|left|available|unused|yours|idle|empty)\b", re.I)


def left_of(q: Quantity, text: str) -> tuple[float | int, int, int] | None:
    """Return what is left of a size and where that is said, or None where none is taken.

    Parameters
    ----------
    q : Quantity
        A size of the text.
    text : str
        As `normal` returns it.

    Examples
    --------
    >>> text = "8 GB in there, half of that is the browser"
    >>> left_of(quantities(text)[0], text)[0]
    4096
    """
    for part in quantities(text):
        if part.start < q.end:
            continue
        behind = re.split(r"[.;!?](?=\s|$)", text[part.end :])[0]
        taken = _TAKEN.search(behind)
        of_it = _OF_IT.match(behind) is not None
        free = _FREE.search(behind) is not None
        near = taken is not None and taken.start() < _NEAR
        if not (of_it or near) or not (taken or free):
            continue
        rest = _part(q, part)
        if rest is not None and 0 < rest < q.value:
            value = rest if free and not taken else q.value - rest
            return tidy(value), q.start, len(text)
    return None


_NEAR = 3
"""Letters behind a part within which its owner follows, where "of that" is not said."""


def _part(whole: Quantity, part: Quantity) -> float | None:
    """Return how much a part of a size is, in the size's own unit."""
    if part.kind == "percent":
        return whole.value * part.value
    if part.kind == "size":
        return part.value
    unit = re.match(r"\S*?[\d.,]+|\S+", whole.text)
    count = quantities(unit.group()) if unit else ()
    if part.kind != "number" or len(count) != 1 or not count[0].value:
        return None
    return part.value * whole.value / count[0].value
