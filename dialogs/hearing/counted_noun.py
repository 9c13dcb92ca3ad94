"""What a number of a question counts: the noun right behind it, and what that says of its column.

"Stays longer than seven nights" is of nights, whatever other header holds "stays"; "twice
before" counts what was before; "booked a week earlier" leaves more time ahead. Invariant: a
header said in whole is never given up for a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..facts import Facts, Kind
from .concepts import PAST
from .lexis import units
from .measure import ALONE, MOVES, Measure
from .mentions import Cue
from .normal import parts, stem
from .thesaurus import meant

Span = tuple[int, int]
_BEHIND = re.compile(
    r"[\s-]+(?:(?:more|fewer|less|extra|additional|further|whole|full|or more|or less)\s+)?"
    r"(?P<noun>[^\W\d_]{3,})", re.IGNORECASE,
)  # fmt: skip
_FAR = 12
"""Letters behind a number within which "a night" says how often."""
_LOOSE = frozenset("number num nr no count cnt total of per n qty the".split())
"""Words of headers that say only that something is counted."""
_BEFORE = re.compile(
    r"\W*(?:before|already|earlier|previously|in the past|so far|until now|up to now)\b",
    re.IGNORECASE,
)
_AHEAD = frozenset("lead notice advance ahead".split())
"""Words of headers that tell the time left before something."""
_SOONER = frozenset({"earlier", "later", "sooner"})
_GROUP = re.compile(
    r"\b(?:groups?|part(?:y|ies)|famil(?:y|ies)|crews?|teams?|households?|gangs?|bookings? for"
    r"|tables?)(?: of)? (?:(?:more|fewer|less|over|under|at least|at most|up to)(?: than)? )?$",
    re.IGNORECASE,
)  # fmt: skip
_SAME = re.compile(
    r"\s*(?:\(\s*|,\s*(?=that|i\.?e|meaning))(?:so |that is |that.?s |i\.?e\.?,? |= ?|or |meaning )?",
    re.IGNORECASE,
)


def noun_column(text: str, one: Measure, facts: Facts) -> str | None:
    """Return the one column whose whole header is the noun right behind a number."""
    return _one_of(text, one, facts, whole=True)


def part_column(text: str, one: Measure, facts: Facts) -> str | None:
    """Return the one column with the noun behind a number in its header: "2 accounts fewer"."""
    found = _BEHIND.match(text, one.end)
    counted = found is not None and (found["noun"][-1] in "sS" or one.value == 1)
    moved = counted and (one.role == MOVES or one.key != "is")
    return _one_of(text, one, facts, whole=False) if moved else None


def counted_span(text: str, one: Measure) -> Span | None:
    """Return where the noun stands that a number compares by: "more than 10 medicines"."""
    found = _BEHIND.match(text, one.end)
    if found is None or one.key == "is" or not found["noun"].casefold().endswith("s"):
        return None
    return found.span("noun")


def _one_of(text: str, one: Measure, facts: Facts, *, whole: bool) -> str | None:
    found = _BEHIND.match(text, one.end)
    if found is None or (not whole and stem(found["noun"]) in units()):
        return None
    said = stem(found["noun"])
    numbers = [c for c in facts.columns if c.kind.numeric and c.kind is not Kind.ID]
    if whole:
        hits = [c.name for c in numbers if _stems(c.name) == {said}]
        return hits[0] if len(hits) == 1 else None
    hits = [c.name for c in numbers if said in _stems(c.name)]
    hits = hits or [c.name for c in numbers if (c.maximum or 0) > 1 and meant(
        found["noun"], facts, [f for f in facts.names if f != c.name])]  # fmt: skip
    return hits[0] if len(hits) == 1 else None


def _stems(header: str) -> set[str]:
    return {stem(p) for p in parts(header) if p not in _LOOSE}


def before_column(text: str, one: Measure, facts: Facts) -> str | None:
    """Return the one column that counts what was before: "fewer than two times before"."""
    often = one.unit in (stem("times"), stem("time")) or text[
        one.start : one.end
    ].casefold() in ("once", "twice", "thrice")
    if not often or not _BEFORE.match(text, one.closes):
        return None
    hits = [
        c.name for c in facts.columns
        if c.kind.numeric and c.kind is not Kind.ID and PAST & set(parts(c.name))
    ]  # fmt: skip
    return hits[0] if len(hits) == 1 else None


def own_words(text: str, one: Measure, near: Iterable[Cue]) -> list[Cue]:
    """Return the signs of a column that are no words of the number itself: "3 days earlier"."""
    return [
        c for c in near
        if not (
            one.end <= c.start and c.end <= one.closes
            and text[c.start : c.end].casefold() in (one.adjective, "times", "time")
        )
        and not (one.per and one.end <= c.start <= one.end + _FAR
                 and text[c.start : c.end].casefold() == one.per)
    ]  # fmt: skip


def turned_ahead(one: Measure, column: str) -> Measure:
    """Return a move of a time left before something: what is booked earlier leaves more."""
    ahead = one.role == MOVES and one.adjective in _SOONER
    if not ahead or not _AHEAD & set(parts(column)):
        return one
    return replace(one, sign=-one.sign)


def of_people(text: str, one: Measure) -> Measure:
    """Return a number of people in a group as such: "groups of six"."""
    if one.unit or not _GROUP.search(text[: one.start]):
        return one
    return replace(one, unit=stem("people"))


def told_once(text: str, found: Sequence[Measure]) -> list[Measure]:
    """Return the numbers, one said again in another unit as one: "two weeks (14 days)"."""
    made = list(found)
    for one, two in pairwise(found):
        between = text[one.closes : two.start]
        both = one.unit in units() and two.unit in units()
        same = both and two.role == ALONE and _SAME.fullmatch(between)
        if same and text[two.closes :][:1] in (")", ",", "."):
            made.remove(one)
            made[made.index(two)] = replace(
                two, key=one.key, role=one.role, sign=one.sign, opens=one.opens,
                adjective=one.adjective or two.adjective, closes=two.closes + 1,
            )  # fmt: skip
    return made


__all__ = [
    "before_column",
    "counted_span",
    "noun_column",
    "of_people",
    "own_words",
    "part_column",
    "told_once",
    "turned_ahead",
]
