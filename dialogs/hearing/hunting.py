"""What is hunted: the side of the target that a mistake misses, and the words that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ..facts import ColumnFacts
from .concepts import FALSE, TRUE, families, family_of, value_side
from .indexing import Same
from .lexicon import denied
from .normal import parts, stem
from .reading import Context


@dataclass(frozen=True)
class Hunt:
    """What is hunted: the family of the target, and whether it is the bad side."""

    family: str | None
    bad: bool
    roots: frozenset[str] = frozenset()
    """Beginnings of the words that name what is hunted: of the header, or of its value."""
    others: frozenset[str] = frozenset()
    """Beginnings of the words that name the rest."""
    rows: str = ""
    """What a row is called."""
    declines: bool = False
    """Whether those hunted are the ones who will say no to us."""


def hunt(context: Context) -> Hunt:
    """Return what the brief's event is about."""
    target, event = context.brief.get("table.target"), context.brief.get("goal.event")
    rows = str(context.brief.get("table.row", "")).casefold()
    if context.facts is None or not isinstance(target, str):
        return Hunt(None, True, rows=rows)
    known = None if event is None else str(event)
    return _hunt(Same(context.facts), target, known, rows)


@lru_cache(maxsize=64)
def _hunt(key: Same, target: str, event: str | None, rows: str) -> Hunt:
    column = key.facts.column(target)
    if column is None:
        return Hunt(None, True, rows=rows)
    return replace(hunt_of(column, event), rows=rows)


def hunt_of(column: ColumnFacts, event: Any) -> Hunt:
    """Return what the event of a column is about."""
    roots, others = _roots(column, event)
    family = family_of(column)
    side = value_side(column, str(event)) if event is not None else None
    harm = bool(families()[family]["harm"]) if family else True
    declines = _declines(column, event)
    side = harm if side is None else side
    return Hunt(family, side, roots, others, declines=declines)


def _declines(column: ColumnFacts, event: Any) -> bool:
    """Return whether the event is that an offer of ours is not taken."""
    plain = str(event).strip().casefold()
    words = set(parts(column.name))
    if plain in TRUE | FALSE:
        return bool(words & _TAKES and plain in FALSE) or bool(
            words & _TURNS_DOWN and words & {"offer", "offers"} and plain in TRUE
        )
    return bool(words & {"offer", "offers"} and set(parts(plain)) & _TURNS_DOWN)


_TAKES = frozenset("accept accepted accepts acceptance signed agreed".split())
_TURNS_DOWN = frozenset("declined decline refused refuse rejected withdrawn".split())


def _roots(column: ColumnFacts, event: Any) -> tuple[frozenset[str], frozenset[str]]:
    if event is None or column.distinct != 2:
        return frozenset(), frozenset()
    plain = str(event).strip().casefold()
    if plain in TRUE | FALSE:
        words = parts(column.name)
        header = frozenset(_beginning(p) for p in words) - {""}
        # "no_show": who shows is on the other side of it.
        named = (plain in TRUE) != bool(_NO & set(words))
        return (header, frozenset()) if named else (frozenset(), header)
    sides = [
        frozenset(_beginning(p) for v in column.values for p in parts(v)
                  if (v.strip().casefold() == plain) == own) - {""}
        for own in (True, False)
    ]  # fmt: skip
    return sides[0] - sides[1], sides[1] - sides[0]


_NO = frozenset("no not non never".split())
_GENERAL = frozenset(
    "status class type flag risk outcome result state label target case".split()
)


def _beginning(word: str) -> str:
    stemmed = stem(word)
    return stemmed if len(stemmed) >= 4 and word not in _GENERAL else ""


def named_side(clause: str, hunted: Hunt) -> bool | None:
    """Return True where a clause names what is hunted by the target's own words.

    False where it names the rest, None where neither or both: 'cracks' for a column
    'cracked' whose event is yes, 'cancellers' for 'cancelled'.
    """
    found = set()
    for match in re.finditer(r"[^\W\d_]{4,}", clause):
        word = stem(match.group())
        for roots, side in ((hunted.roots, True), (hunted.others, False)):
            if any(_kin(word, r) for r in roots):
                before = clause[max(0, match.start() - 12) : match.start()]
                no = denied(clause, match.start()) or _NOBODY.search(before)
                found.add(side != bool(no))
    return found.pop() if len(found) == 1 else None


_NOBODY = re.compile(r"\b(?:nobody|no one)\s$", re.IGNORECASE)


def _kin(word: str, root: str) -> bool:
    return word == root or (len(root) >= 5 and word.startswith(root)) or (
        len(word) >= 5 and root.startswith(word)
    )  # fmt: skip
