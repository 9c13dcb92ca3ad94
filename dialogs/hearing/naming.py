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
from .abbreviating import columns_shortened
from .indexing import SMALL_WORDS, Index, Same, index_of
from .lexis import loaded
from .normal import parts, stem, words
from .thesaurus import groups_of

OPPOSITES = ("in", "un", "non", "dis", "im", "ir")


@dataclass(frozen=True)
class Named:
    """A column, or a value of one, found in a message."""

    column: str
    start: int
    end: int
    score: float
    value: str | None = None


def columns_in(text: str, facts: Facts) -> tuple[Named, ...]:
    """Return the columns that a message names, best first where spans compete.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    """
    return _columns_in(text, Same(facts))


@lru_cache(maxsize=512)
def _columns_in(text: str, key: Same) -> tuple[Named, ...]:
    index = index_of(key.facts)
    found = [*_exact(text, index), *_by_words(text, index), *_near(text, index)]
    names = key.facts.names
    found += [Named(*hit) for hit in columns_shortened(text, index.shortened, names)]
    found += _by_group(text, index)
    named = _apart([n for n in found if not _occasion(n, text)])
    return tuple(n for n in named if n.score >= 0.9 or not _head_of(n, named, text))


def _occasion(one: Named, text: str) -> bool:
    """Return whether "time" counts an occasion: "this time without the fee"."""
    word = text[one.start : one.end].casefold()
    if word == "when":
        lead = text[: one.start].rstrip()
        return bool(lead) and not _ASKS_WHEN.search(lead)
    if word != "time":
        return False
    before = re.findall(r"[^\W\d_]+", text[max(0, one.start - 12) : one.start])
    return bool(before) and before[-1].casefold() in _OCCASION


_ASKS_WHEN = re.compile(
    r"(?:[,;:.(]|\b(?:and|or|nor|know|tell|of|by|out|drop|ignore|use|exclude|forget|about|also|plus))$",
    re.I,
)
"""Before "when" as the name of a date: elsewhere it joins two clauses."""


def _head_of(one: Named, named: tuple[Named, ...], text: str) -> bool:
    """Return whether a word is but the head of another's: the time of "wrap time"."""
    if text[one.start : one.end].casefold() not in loaded("measures")["rows"]["heads"]:
        return False
    return any(
        n.column != one.column and n.end <= one.start <= n.end + 1 for n in named
    )


def _by_group(text: str, index: Index) -> list[Named]:
    """Return columns that a near-synonym names, where it names one alone."""
    found = []
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        word = match.group().casefold()
        owners = [index.by_group.get(group, ()) for group in groups_of(word)]
        alone = {o[0] for o in owners if len(o) == 1}
        if len(alone) == 1 and not _numbered(name := alone.pop(), set()):
            found.append(Named(name, *match.span(), 0.7))
    return found


def _exact(text: str, index: Index) -> list[Named]:
    lowered = text.casefold()
    found = []
    for plain, name in index.headers:
        if plain not in lowered or not plain:
            continue
        if plain in SMALL_WORDS and name not in text:
            continue
        for start in _places(plain, lowered):
            stop = start + len(plain)
            one_letter = len(plain) == 1 and text[start:stop] != name.strip()
            if not one_letter:
                score = 1.0 if text[start:stop] == name else 0.98
                found.append(Named(name, start, stop, score))
    return found


def _places(plain: str, lowered: str) -> list[int]:
    """Return where a name stands as whole words."""
    found, at = [], lowered.find(plain)
    while at >= 0:
        stop = at + len(plain)
        before, after = lowered[at - 1 : at], lowered[stop : stop + 1]
        if not _is_word(before) and not _is_word(after):
            found.append(at)
        at = lowered.find(plain, at + 1)
    return found


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [
        (stem(m.group()), *m.span()) for m in re.finditer(r"[^\W_]+(?:'[^\W_]+)?", text)
    ]


def _by_words(text: str, index: Index) -> list[Named]:
    tokens = _tokens(text)
    found = []
    for i, (token, _, _) in enumerate(tokens):
        for stems, name in index.phrases.get(token, ()):
            window = tokens[i : i + len(stems)]
            if tuple(t[0] for t in window) == stems and _tells(stems):
                found.append(Named(name, window[0][1], window[-1][2], 0.95))
    for i, (token, start, end) in enumerate(tokens):
        owners = index.by_stem.get(token, ())
        if not owners or token in SMALL_WORDS:
            continue
        beside = {t[0] for t in tokens[max(0, i - 2) : i + 3]}
        free = [o for o in owners if not _numbered(o, beside)]
        numbers = [o for o in owners if _numbered(o, set())]
        after = tokens[i + 1 : i + 2]
        if len(numbers) == 1 and after and after[0][0] in _ID_WORDS:
            found.append(Named(numbers[0], start, after[0][2], 0.9))
        elif len(free) == 1:
            found.append(Named(free[0], start, end, 0.8))
    return [*found, *_joined(text, tokens, index)]


_OCCASION = frozenset(
    "more this next last first each every single same that any some one second".split()
)
_ID_WORDS = frozenset(
    stem(w) for w in ("id", "no", "nr", "nbr", "num", "number", "ref", "reference", "key", "code",
                      "uuid", "index")
)  # fmt: skip


def _numbered(name: str, beside: set[str]) -> bool:
    """Return whether a header is a thing's number and only the thing was said."""
    ids = {stem(p) for p in parts(name)} & _ID_WORDS
    return bool(ids) and not beside & _ID_WORDS


def _joined(text: str, tokens: list[tuple[str, int, int]], index: Index) -> list[Named]:
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


def _near(text: str, index: Index) -> list[Named]:
    found = []
    for match in re.finditer(r"[^\W_]{5,}", text):
        word = match.group().casefold()
        for length in range(len(word) - 2, len(word) + 3):
            allowed = 1 if length < 8 else 2
            if abs(length - len(word)) > allowed:
                continue
            for plain, name in index.by_length.get(length, ()):
                if plain == word:
                    continue
                gap = OSA.distance(word, plain, score_cutoff=allowed)
                if gap <= allowed and not opposite(word, plain):
                    sure = (
                        0.9 if gap == 1 and length >= _LONG_NAME else 0.85 - 0.05 * gap
                    )
                    found.append(Named(name, *match.span(), sure))
    return [*found, *_near_joined(text, index)]


_LONG_NAME = 9
"""Letters of a header from which one slip leaves no doubt."""


def _near_joined(text: str, index: Index) -> list[Named]:
    """Return columns said in two words with one slip: 'falure mode' of FailureMode."""
    found = []
    pair = re.compile(r"(?=\b([^\W_]{3,}) ([^\W_]{3,})\b)")
    for match in pair.finditer(text):
        word = (match[1] + match[2]).casefold()
        for length in (len(word) - 1, len(word), len(word) + 1):
            for plain, name in index.by_length.get(length, ()):
                if length < _LONG_NAME or plain == word or plain[0] != word[0]:
                    continue
                if OSA.distance(word, plain, score_cutoff=1) <= 1:
                    found.append(Named(name, match.start(1), match.end(2), 0.9))
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


_SHORT = 3
"""Letters up to which a value with an s behind it is another word."""


def values_in(text: str, facts: Facts) -> tuple[Named, ...]:
    """Return the cell values of categories that a message names."""
    return _values_in(text, Same(facts))


@lru_cache(maxsize=512)
def _values_in(text: str, key: Same) -> tuple[Named, ...]:
    lowered = text.casefold()
    found = []
    for value, owners in index_of(key.facts).values.items():
        if value not in lowered:
            continue
        places = _places(value, lowered)
        plural = value + "s" if len(value) > _SHORT and value[-1].isalpha() else ""
        places += _places(plural, lowered) if plural else []
        for start in places:
            for column, cell in owners:
                found.append(Named(column, start, start + len(value), 0.9, cell))
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
