"""What a table's columns and values are called, made once for each table and kept.

Facts are values that never change, so that what was made of one is found again by which
object it is: comparing three hundred columns at every turn would take longer than reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ..facts import Facts
from .abbreviating import shortened
from .lexis import loaded
from .normal import parts, stem
from .thesaurus import groups_of_header

SMALL_WORDS = frozenset(
    (
        "a an and are as at be by can do does for from has have how i if in is it its me my "
        "no not of on or our so than that the their them they this to up us was we what when "
        "which who will with you your yes row rows column columns id number value type total "
        "count data all before after during since until use used using "
    ).split()
)
"""Words that name no column by themselves."""


class Same:
    """Facts compared by which object they are."""

    __slots__ = ("facts",)

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.facts is self.facts


@dataclass(frozen=True)
class Index:
    """The names of a table, ready to be looked for."""

    headers: tuple[tuple[str, str], ...]
    """A header in lower case, and as it is."""
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    """First stem of a header -> the stems of all its words, and the header."""
    by_stem: dict[str, tuple[str, ...]]
    values: dict[str, tuple[tuple[str, str], ...]]
    """Value in lower case -> (column, value)."""
    by_group: dict[str, tuple[str, ...]]
    """Group of near-synonyms -> the columns whose header holds one of them."""
    shortened: Mapping[str, tuple[str, ...]]
    """The parts of each header that shortens words."""
    by_length: dict[int, tuple[tuple[str, str], ...]]
    """Length of a header without its joints -> the header so, and as it is."""


_DAYS = 4
"""Short names of days or months from which on a column is read as holding them."""


@cache
def _calendar() -> dict[str, str]:
    """Return the short names of days and months, and the names in full."""
    known = loaded("measures")["calendar"]
    return {short: full for full, shorts in known.items() for short in shorts}


def index_of(facts: Facts) -> Index:
    """Return what columns and values are called, made once for each table."""
    return _made(Same(facts))


def words_held(facts: Facts) -> frozenset[str]:
    """Return the words of a table's cells, which no slip is seen in."""
    return _held(Same(facts))


@lru_cache(maxsize=8)
def _held(key: Same) -> frozenset[str]:
    cells = index_of(key.facts).values
    many = {f"{v}s" for v in cells if len(v) == 3 and v.isalpha()}
    return frozenset(many) | frozenset(
        w for v in cells for w in re.findall(r"[^\W\d_]{4,}", v)
    )


@lru_cache(maxsize=8)
def _made(key: Same) -> Index:
    by_stem: dict[str, list[str]] = {}
    values: dict[str, list[tuple[str, str]]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    by_group: dict[str, list[str]] = {}
    by_length: dict[int, list[tuple[str, str]]] = {}
    for column in key.facts.columns:
        name = column.name
        pieces = parts(name)
        for group in {g for p in pieces for g in groups_of_header(p)}:
            by_group.setdefault(group, []).append(name)
        stems = tuple(stem(p) for p in pieces)
        if stems:
            phrases.setdefault(stems[0], []).append((stems, name))
        for s in set(stems):
            told = len(s) > 2 or re.search(r"\d[a-z]|[a-z]\d", s)
            if told and s not in SMALL_WORDS:
                by_stem.setdefault(s, []).append(name)
        plain = "".join(pieces)
        by_length.setdefault(len(plain), []).append((plain, name))
        calendar = _calendar()
        dated = sum(v.casefold().strip() in calendar for v in column.values) >= _DAYS
        for cell in () if column.kind.numeric else column.values:
            low = cell.casefold().strip()
            if len(low) > 1 and low not in SMALL_WORDS and not low.isdigit():
                for form in {low, calendar.get(low, low)} if dated else {low}:
                    values.setdefault(form, []).append((name, cell))
    return Index(
        tuple((c.name.casefold().strip(), c.name) for c in key.facts.columns),
        {s: tuple(sorted(p, key=lambda e: -len(e[0]))) for s, p in phrases.items()},
        {s: tuple(n) for s, n in by_stem.items()},
        {v: tuple(n) for v, n in values.items()},
        {g: tuple(n) for g, n in by_group.items()},
        shortened([c.name for c in key.facts.columns]),
        {n: tuple(h) for n, h in by_length.items()},
    )
