"""A capacity told by what is done: "we only ring 50", "what if we call 300"."""

from __future__ import annotations

import re

from .lexicon import find
from .listing import period_in
from .mistakes import mistakes
from .quantities import Quantity
from .reading import Heard

_ONLY = re.compile(
    r"\b(?:only|just|at most|no more than|up to|can|could|able to|manage to)\b(?: \w+){0,2}$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:we|i|they|you|staff|team|people|let us|let's)(?: (?:would|will|could|now|then|each|all|really"
    r"|also|were to|had to))?$", re.IGNORECASE,
)  # fmt: skip
"""Who does it, right ahead of the verb: "we call 300" counts calls and prices none."""
_NOTHING_AHEAD = re.compile(
    r"^(?:and|so|then|ok|please|what if|how about|suppose)?$", re.I
)
_BEHIND = re.compile(
    r"\W+(?:instead|of (?:them|these|those)|people|customers|rather|then|only)\b", re.I
)
MONEY = re.compile(
    r"\b(?:cost\w*|price\w*|los[et]\w*|pay\w*|paid|worth|earn\w*|saves?|times)\b", re.I
)


def so_many(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return a capacity told by what is done: 'we only ring 50', no price anywhere."""
    plain = [q for q in found if q.kind == "number" and q.whole and q.value >= 1]
    if len(found) != 1 or len(plain) != 1 or MONEY.search(text):
        return []
    q = plain[0]
    before = text[: q.start].rstrip()
    acted = find(mistakes()["act"], before)
    if acted is None or len(before) - acted.end() > 8:
        return []
    ahead, behind = before[: acted.start()].rstrip(), text[q.end :]
    told = _ONLY.search(ahead) or _WHO.search(ahead)
    if not told and not (_NOTHING_AHEAD.search(ahead) and _BEHIND.match(behind)):
        return []
    heard = [Heard("success.k", int(q.value), q.start, q.end)]
    per = q.per or period_in(text)
    return [*heard, Heard("success.per", per, q.start, q.end)] if per else heard
