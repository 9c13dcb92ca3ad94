"""What is caught with the others left alone: "fix specificity at 90 %, then the best recall"."""

from __future__ import annotations

import re

from .quantities import Quantity
from .reading import Heard

_SPARE = re.compile(
    r"\b(?:specificity|true.negative rate|tnr)\b[^.;]{0,16}$|^[^.;]{0,4}\s?(?:specificity|true.negative rate|tnr)\b",
    re.I,
)
_THEN = re.compile(
    r"\b(?:best|highest|most|max\w*|as much|as many)\b[^.;]{0,24}\b(?:sensitivity|recall|hits?|caught|true positives)\b",
    re.IGNORECASE,
)


def at_specificity(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return what is caught with the others left alone: "fix specificity at 90 %"."""
    if not _THEN.search(text):
        return []
    for q in found:
        near = _SPARE.search(text[: q.start]) or _SPARE.search(text[q.end :])
        value = q.value if q.kind == "percent" or q.value <= 1 else q.value / 100
        if near and 0 < value < 1:
            return [Heard("success.fpr", round(1 - value, 9), q.start, q.end, 0.95)]
    return []
