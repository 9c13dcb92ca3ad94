"""Families of outcomes and amounts: which column a goal is about, and which side is bad.

Words belong to families (leaving, not paying back, breaking down ...), columns to a family
by header or values. Invariant: nothing in here knows any table's names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ..facts import ColumnFacts, Facts
from ..toml_data import toml_data
from .lexicon import denied, every, find
from .normal import parts

TRUE = frozenset({"yes", "y", "true", "t", "1", "1.0"})
FALSE = frozenset({"no", "n", "false", "f", "0", "0.0"})


@dataclass(frozen=True)
class Side:
    """What a clause says of an outcome: its family, and whether it is the bad side."""

    family: str
    bad: bool
    start: int
    end: int


def _load(name: str) -> Mapping[str, Any]:
    return toml_data(f"hearing/{name}")


def families() -> Mapping[str, Any]:
    """Return the families of outcomes."""
    return _load("concepts.toml")


def amounts() -> Mapping[str, Any]:
    """Return the families of numbers."""
    return _load("amounts.toml")


def sides(text: str, only: str | None = None) -> list[Side]:
    """Return the outcomes that a text names, a denied one as its opposite."""
    found = []
    for family, body in families().items():
        if only is not None and family != only:
            continue
        for key in ("bad", "good"):
            for match in every(body[key], text) if body[key] else ():
                no = denied(text, match.start()) and not match.group().startswith("n")
                bad = (key == "bad") != no
                found.append(Side(family, bad, *match.span()))
    # A longer phrase takes its place from a shorter one within it.
    return [
        s for s in found
        if not any(o.start <= s.start and s.end <= o.end and o != s
                   and o.end - o.start > s.end - s.start for o in found)
    ]  # fmt: skip


@cache
def _skeletons() -> Mapping[str, frozenset[str]]:
    """Return the words for outcomes by what is left of them without vowels."""
    found: dict[str, set[str]] = {}
    for body in families().values():
        for word in (
            w
            for w in (*body["bad"], *body["good"])
            if w.isalpha() and len(w) > _FEW_LETTERS
        ):
            for form in (word, word + ("d" if word.endswith("e") else "ed")):
                found.setdefault(_bones(form), set()).add(form)
    return {bones: frozenset(words) for bones, words in found.items()}


def _bones(word: str) -> str:
    left = word[0] + re.sub(r"[aeiou]", "", word[1:])
    return re.sub(r"(.)\1", r"\1", left)


_FEW_LETTERS = 4
"""Letters of a word from which on it is known without its vowels."""


@lru_cache(maxsize=4096)
def spelled_out(value: str) -> str:
    """Return a value's words, one that has lost its vowels as what it is short for: LPS, lapse."""
    said = []
    for part in parts(value):
        bare = 3 <= len(part) <= _LONGEST_BARE and not set(part[1:]) & set("aeiou")
        said += sorted(_skeletons().get(part, ())) if bare and part.isalpha() else []
        said.append(part)
    return " ".join(said)


_LONGEST_BARE = 5
"""Letters of a value that may be a word without its vowels."""


def family_of(column: ColumnFacts) -> str | None:
    """Return the family of outcomes that a column records, or None."""
    spoken = () if column.kind.numeric else tuple(v for v, _ in column.top[:8])
    return _family(column.name, spoken)


@lru_cache(maxsize=4096)
def _family(name: str, values: tuple[str, ...]) -> str | None:
    header = " ".join(parts(name))
    spoken = " ; ".join(spelled_out(v) for v in values)
    for text in (header, spoken):
        for family, body in families().items():
            if find([*body["bad"], *body["good"]], text):
                return family
    return None


def value_side(column: ColumnFacts, value: str) -> bool | None:
    """Return whether a value of a column is the bad side, or None where unknown."""
    family = family_of(column)
    spoken = spelled_out(value)
    plain = value.strip().casefold()
    if plain in TRUE | FALSE:
        return _flag_side(column, plain in TRUE, family, value)
    for body in families().values():
        if find(body["bad"] or ["\0"], spoken):
            return True
        if find(body["good"] or ["\0"], spoken):
            return False
    if find(("bad", "negative", "rejected", "abnormal", "poor"), spoken):
        return True
    return False if find(("good", "positive", "normal", "ok"), spoken) else None


def _flag_side(
    column: ColumnFacts, true: bool, family: str | None, value: str
) -> bool | None:
    if family is None:
        return None
    header = " ".join(parts(column.name))
    body = families()[family]
    if find(("risk", "status", "class", "type"), header):
        # "credit risk 0/1" does not say which is which: the rarer one is the feared.
        rarest = min(column.top, key=lambda t: t[1])[0] if column.top else value
        return value == rarest
    named_bad = bool(find(body["bad"] or ["\0"], header))
    return named_bad == true


def event_value(column: ColumnFacts, bad: bool) -> str | None:
    """Return the value of a two-class column that is the bad (or good) side."""
    sides_of = {v: value_side(column, v) for v in column.values[:4]}
    hits = [v for v, side in sides_of.items() if side is bad]
    if not hits and column.distinct == 2:
        # Of two outcomes the one that is not the other side is this one.
        others = [
            v for v, side in sides_of.items() if side is not bad and side is not None
        ]
        hits = [v for v in sides_of if v not in others] if len(others) == 1 else []
    return hits[0] if len(hits) == 1 else None


PAST = frozenset("prev previous prior prv past former hist history earlier".split())
"""Words of headers that tell what was before."""
_HOW_MUCH = re.compile(r"\bhow (?:much |many \w+ |badly )?$", re.IGNORECASE)


def outcome_columns(text: str, facts: Facts) -> list[tuple[str, Side]]:
    """Return the columns that record an outcome which a text names."""
    found = []
    for side in sides(text):
        for column in facts.columns:
            if PAST & set(parts(column.name)):
                continue  # what was before is known, and no goal
            few = 2 <= column.distinct <= 12
            much = column.kind.numeric and _HOW_MUCH.search(text[: side.start])
            if (few or much) and family_of(column) == side.family:
                found.append((column.name, side))
    return found or _of_kin(text, facts)


_KIN = (
    {"back", "rework", "fail"},
    {"back", "ill"},
    {"vanish", "collect"},
    {"leave", "absent"},
)
"""Families that many words belong to alike: what comes back to the bench is made again."""


def _of_kin(text: str, facts: Facts) -> list[tuple[str, Side]]:
    """Return the one column of two classes whose outcome is near kin to one that is named."""
    found = {
        column.name: side
        for side in sides(text)
        for column in facts.columns
        if column.distinct == 2 and not PAST & set(parts(column.name))
        and any({side.family, family_of(column)} <= kin for kin in _KIN)
    }  # fmt: skip
    return list(found.items()) if len(found) == 1 else []


def amount_columns(text: str, facts: Facts) -> list[tuple[str, int, int]]:
    """Return the numeric columns of the kind of amount that a text asks for."""
    found = []
    for body in amounts().values():
        match = find(body["asked"], text)
        if match is None:
            continue
        for column in facts.columns:
            header = " ".join(parts(column.name))
            if column.kind.numeric and find(body["called"], header):
                found.append((column.name, *match.span()))
    return found
