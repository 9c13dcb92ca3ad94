"""Which measure counts among several classes, as the grammar hears it.

Invariant: a share that is asked for beside words of being right is what must be reached;
beside a mix-up that is worse than another there is no plain share of hits.
"""

from __future__ import annotations

import re

from .lexicon import denied, lexicon
from .measure_names import scrapped
from .numerals import value_of
from .quantities import Quantity
from .reading import Heard


def among_classes(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the measure that words tell, with the number that belongs to it.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    """
    tried = _tried(text)
    if tried:
        return tried
    heard = by_words(text, "many") or _hits(text, found)
    if not heard:
        return []
    top = _TOP.search(text) if heard[0].value == "top_k_accuracy" else None
    if top:
        number = value_of(top.group(1)) or 1
        heard.append(Heard("success.k", int(number), *top.span()))
    goal = _goal(found)
    if heard[0].value == "within_one" and any(q.kind == "ratio" for q in found):
        return []  # "two steps off is twice as bad" counts them
    if heard[0].value == "within_one" and not goal:
        # "One step off is fine, two are not": the two is said by it.
        return [Heard("success.objective", "within_one", 0, len(text), 0.92)]
    if goal:
        value = goal.value if goal.kind == "percent" else goal.value / 100
        heard.append(
            Heard("success.target_value", round(value, 9), goal.start, goal.end)
        )
    return heard


_TOP = re.compile(r"\b(?:top|first|best) (\d|two|three|four|five)\b", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"\b(?P<n>two|three|four|five|[2-5]) (?:\w+ ){0,2}?(?:guess\w*|parts?|candidates?|answers?|tries|things?|causes?"
    r"|options?|suspects?|likeliest|boxes|kinds|suggestions?|spares?|names?|ones)\b",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(
    r"\b(?:among|amongst|between|within|in|one of|any of) (?:it|them|those|these|there"
    r"|the (?:two|three|four|five|[2-5]))\b",
    re.IGNORECASE,
)
_TRUE_ONE = re.compile(
    r"\b(?:right|true|truth|correct|culprit|real|actual|answer|counts|has to be it|must be it|is it|it is)\b",
    re.IGNORECASE,
)


def _tried(text: str) -> list[Heard]:
    """Return among how many tries the truth must be: "the van carries two parts"."""
    many = _HOW_MANY.search(text)
    if not many or not _ONE_OF_THEM.search(text) or not _TRUE_ONE.search(text):
        return []
    k = int(value_of(many["n"]) or 1)
    return [
        Heard("success.objective", "top_k_accuracy", 0, len(text), 0.92),
        Heard("success.k", k, 0, len(text), 0.92),
    ]


_RIGHT = re.compile(
    r"\b(?:right|correct(?:ly)?|hits?|proper (?:stack|pile|box|place|bin|group|heap|drawer))\b",
    re.IGNORECASE,
)
_RATHER = re.compile(
    r"\b(?:mean|means|confus\w*|mix\w*|worse|costs?|chances?|probabilit\w*|each|every|rare\w*|small|per (?:class|kind|type)"
    r"|because|anyway|already|any fool|always)\b",
    re.IGNORECASE,
)
"""What a share of hits over all is not told with."""


def _hits(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the share of hits, where words of being right stand beside a share."""
    cue = _RIGHT.search(text)
    if not cue or len(found) != 1 or not _goal(found) or _RATHER.search(text):
        return []
    if denied(text, cue.start()):
        return []
    name = "within_one" if _NEXT.search(text) else "accuracy"
    return [Heard("success.objective", name, *cue.span(), 0.92)]


_NEXT = re.compile(r"\b(?:neighbou?r\w*|beside|next to|adjacent|either side)\b", re.I)
"""What is as good as right, where classes have an order."""


def _goal(found: tuple[Quantity, ...]) -> Quantity | None:
    shares = [q for q in found if q.kind == "percent" and 0 < q.value <= 1]
    bare = [
        q
        for q in found
        if q.kind == "number" and 30 <= q.value < 100 and q.bound == "at_least"
    ]
    some = shares or (bare if len(found) == 1 else [])
    return some[0] if some else None


_NO_MORE = re.compile(
    r"(?:n't|\bnot?|\bnever|\bnobody|\bnone) (?:\w+ ){0,3}?(?:more|further|farther|over|above|beyond"
    r"|worse)(?: than)?\s(?:\w+\s)?$",
    re.IGNORECASE,
)
"""Before what is the most that is allowed: "shouldn't be more than a notch away" denies nothing."""


def _no(text: str, at: int) -> bool:
    return denied(text, at) and not _NO_MORE.search(text[:at])


def by_words(text: str, section: str) -> list[Heard]:
    """Return the measure whose words a message holds, by the section of the lexicon."""
    for name, forms in lexicon()[section].items():
        pattern = re.compile("|".join(forms), re.IGNORECASE)
        match = pattern.search(text)
        while match and (_no(text, match.start()) or scrapped(text, match.start())):
            match = pattern.search(text, match.start() + 1)  # "not that after all, ..."
        if match:
            return [Heard("success.objective", name, *match.span(), 0.85)]
    return []
