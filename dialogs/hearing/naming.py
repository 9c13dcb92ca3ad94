"""Columns and cell values named in free text, on any table.

A column is named by its whole header, by enough of its header's words, by a word form, or
by a near miss. Invariant: a near miss never turns a word into its opposite.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from ..facts import ColumnFacts, Facts
from .normal import parts, stem, words
from .thesaurus import groups_of

SMALL_WORDS = frozenset(
    (
        "a an and are as at be by can do does for from has have how i if in is it its me my "
        "no not of on or our so than that the their them they this to up us was we what when "
        "which who will with you your yes row rows column columns id number value type total "
        "count data all "
    ).split()
)
"""Words that name no column by themselves."""

OPPOSITES = ("in", "un", "non", "dis", "im", "ir")


@dataclass(frozen=True)
class Named:
    """A column, or a value of one, found in a message."""

    column: str
    start: int
    end: int
    score: float
    value: str | None = None


@dataclass(frozen=True)
class _Index:
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    """Stems of a header's words, and the header."""
    by_stem: dict[str, tuple[str, ...]]
    values: dict[str, tuple[tuple[str, str], ...]]
    """Value in lower case -> (column, value)."""
    by_group: dict[str, tuple[str, ...]]
    """Group of near-synonyms -> the columns whose header holds one of them."""


def index_of(facts: Facts) -> _Index:
    """Return what columns and values are called, made once for each table."""
    return _index(facts.columns)


@lru_cache(maxsize=8)
def _cached(names: tuple[tuple[str, tuple[str, ...]], ...]) -> _Index:
    by_stem: dict[str, list[str]] = {}
    values: dict[str, list[tuple[str, str]]] = {}
    phrases = []
    by_group: dict[str, list[str]] = {}
    for name, cells in names:
        for group in {g for p in parts(name) for g in groups_of(p)}:
            by_group.setdefault(group, []).append(name)
        stems = tuple(stem(p) for p in parts(name))
        phrases.append((stems, name))
        for s in set(stems):
            if len(s) > 2 and s not in SMALL_WORDS:
                by_stem.setdefault(s, []).append(name)
        for cell in cells:
            values.setdefault(cell.casefold().strip(), []).append((name, cell))
    return _Index(
        tuple(sorted(phrases, key=lambda p: -len(p[0]))),
        {s: tuple(n) for s, n in by_stem.items()},
        {v: tuple(n) for v, n in values.items()},
        {g: tuple(n) for g, n in by_group.items()},
    )


def _index(columns: tuple[ColumnFacts, ...]) -> _Index:
    return _cached(tuple((c.name, c.values if not c.kind.numeric else ())
                              for c in columns))  # fmt: skip


def columns_in(text: str, facts: Facts) -> tuple[Named, ...]:
    """Return the columns that a message names, best first where spans compete.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    """
    index = index_of(facts)
    found = [*_exact(text, facts), *_by_words(text, index), *_near(text, facts)]
    return _apart([*found, *_by_group(text, index)])


def _by_group(text: str, index: _Index) -> list[Named]:
    """Return columns that a near-synonym names, where it names one alone."""
    found = []
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        word = match.group().casefold()
        for group in groups_of(word):
            owners = index.by_group.get(group, ())
            if len(owners) == 1 and not _numbered(owners[0], set()):
                found.append(Named(owners[0], *match.span(), 0.7))
    return found


def _exact(text: str, facts: Facts) -> list[Named]:
    lowered = text.casefold()
    found = []
    for name in facts.names:
        plain = name.casefold().strip()
        if not plain or (plain in SMALL_WORDS and name not in text):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", lowered):
            one_letter = len(plain) == 1 and text[match.start()] != name.strip()
            if not one_letter:
                score = 1.0 if text[match.start() : match.end()] == name else 0.98
                found.append(Named(name, *match.span(), score))
    return found


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [
        (stem(m.group()), *m.span()) for m in re.finditer(r"[^\W_]+(?:'[^\W_]+)?", text)
    ]


def _by_words(text: str, index: _Index) -> list[Named]:
    tokens = _tokens(text)
    found = []
    for stems, name in index.phrases:
        if not stems:
            continue
        for i in range(len(tokens) - len(stems) + 1):
            window = tokens[i : i + len(stems)]
            if tuple(t[0] for t in window) == stems and _tells(stems):
                found.append(Named(name, window[0][1], window[-1][2], 0.95))
    for i, (token, start, end) in enumerate(tokens):
        owners = index.by_stem.get(token, ())
        if len(owners) == 1 and token not in SMALL_WORDS:
            beside = {t[0] for t in tokens[max(0, i - 2) : i + 3]}
            if not _numbered(owners[0], beside):
                found.append(Named(owners[0], start, end, 0.8))
    return [*found, *_joined(text, tokens, index)]


_ID_WORDS = frozenset(
    stem(w) for w in ("id", "no", "nr", "nbr", "num", "number", "ref", "reference", "key", "code",
                      "uuid", "index")
)  # fmt: skip


def _numbered(name: str, beside: set[str]) -> bool:
    """Return whether a header is a thing's number and only the thing was said."""
    ids = {stem(p) for p in parts(name)} & _ID_WORDS
    return bool(ids) and not beside & _ID_WORDS


def _joined(
    text: str, tokens: list[tuple[str, int, int]], index: _Index
) -> list[Named]:
    """Return columns whose header is written in one word and was said in two or three."""
    found = []
    for i in range(len(tokens)):
        for n in (2, 3):
            window = tokens[i : i + n]
            whole = stem("".join(text[a:b] for _, a, b in window))
            owners = index.by_stem.get(whole, ()) if len(window) == n else ()
            if len(owners) == 1 and len(whole) > 5:
                found.append(Named(owners[0], window[0][1], window[-1][2], 0.9))
    return found


def _tells(stems: tuple[str, ...]) -> bool:
    return any(len(s) > 1 and s not in SMALL_WORDS for s in stems)


def _near(text: str, facts: Facts) -> list[Named]:
    found = []
    for match in re.finditer(r"[^\W_]{5,}", text):
        word = match.group().casefold()
        for name in facts.names:
            plain = "".join(parts(name))
            allowed = 1 if len(plain) < 8 else 2
            if abs(len(plain) - len(word)) > allowed or plain == word:
                continue
            gap = OSA.distance(word, plain, score_cutoff=allowed)
            if gap <= allowed and not opposite(word, plain):
                found.append(Named(name, *match.span(), 0.85 - 0.05 * gap))
    return found


def opposite(one: str, other: str) -> bool:
    """Return whether one word is the other with a denying prefix."""
    short, long = sorted((one, other), key=len)
    return any(long == prefix + short for prefix in OPPOSITES)


def _apart(found: list[Named]) -> tuple[Named, ...]:
    chosen: list[Named] = []
    for one in sorted(found, key=lambda n: (-n.score, n.start - n.end)):
        clash = any(one.start < c.end and c.start < one.end for c in chosen)
        if not clash:
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda n: n.start))


def values_in(text: str, facts: Facts) -> tuple[Named, ...]:
    """Return the cell values of categories that a message names."""
    index = index_of(facts)
    lowered = text.casefold()
    found = []
    for value, owners in index.values.items():
        if len(value) < 2 or value in SMALL_WORDS or value.isdigit():
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", lowered):
            for column, cell in owners:
                found.append(Named(column, *match.span(), 0.9, cell))
    return _apart(found)


def column_for(text: str, facts: Facts) -> str | None:
    """Return the one column that a message is about, or None where it is not one."""
    named = columns_in(text, facts)
    names = list(dict.fromkeys(n.column for n in named))
    return names[0] if len(names) == 1 else None


def best_value(text: str, column: ColumnFacts) -> str | None:
    """Return the column's value that a message names, by stem where need be."""
    lowered = text.casefold().strip(" .!?\"'")
    for value in column.values:
        if value.casefold().strip() == lowered:
            return value
    said = {stem(w) for w in words(text)}
    hits = [
        v for v in column.values
        if parts(v) and {stem(p) for p in parts(v)} <= said
    ]  # fmt: skip
    longest = sorted(hits, key=len)
    return longest[-1] if longest else None
