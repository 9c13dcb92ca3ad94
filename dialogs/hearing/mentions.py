"""Signs of a column in a message: its header, a part of it, a verb or a unit said.

Every sign has a place and a weight; what they speak for is weighed elsewhere. Invariant:
a word for what a row is weighs little for a column that has it in its header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..facts import Facts
from .indexing import SMALL_WORDS, Same, index_of
from .lexis import row_nouns, verbs
from .naming import columns_in
from .normal import parts, stem

NAME, PART, VERB = "name", "part", "verb"


@dataclass(frozen=True)
class Cue:
    """A sign that a column is spoken of."""

    column: str
    start: int
    end: int
    weight: float
    kind: str


@dataclass(frozen=True)
class Token:
    """A word with its place."""

    text: str
    start: int
    end: int

    @property
    def stem(self) -> str:
        """The word's stem."""
        return stem(self.text)


_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text, in lower case."""
    return tuple(Token(m.group().casefold(), *m.span()) for m in _WORD.finditer(text))


def cues(text: str, facts: Facts) -> tuple[Cue, ...]:
    """Return every sign of a column in a message, in the order of their places."""
    return _cues(text, Same(facts))


@lru_cache(maxsize=256)
def _cues(text: str, key: Same) -> tuple[Cue, ...]:
    facts = key.facts
    found = [
        Cue(n.column, n.start, n.end, _weighed(text, n.column, n.start, n.end, n.score),
            NAME)
        for n in columns_in(text, facts) if not _how_often(n.column, text[n.start : n.end])
    ]  # fmt: skip
    found += _together(text, facts)
    found += _shared(text, facts, found)
    found += _spoken(text, facts)
    return tuple(sorted(found, key=lambda c: (c.start, -c.weight)))


def _weighed(text: str, column: str, start: int, end: int, score: float) -> float:
    said = [w.casefold() for w in re.findall(r"[^\W_]+", text[start:end])]
    whole = {stem(p) for p in parts(column)} <= {stem(w) for w in said}
    if not whole and all(w in row_nouns() for w in said):
        return 0.25 * score
    return score if score > 0.7 else 0.6


def _together(text: str, facts: Facts) -> list[Cue]:
    """Return columns with all words of a header close together: 'speed of the fan'."""
    said = tokens(text)
    found = []
    for column in facts.columns:
        wanted = {_base(p) for p in parts(column.name) if p not in SMALL_WORDS}
        if len(wanted) < 2:
            continue
        for i, first in enumerate(said):
            if _base(first.text) not in wanted:
                continue
            span = said[i : i + len(wanted) + 3]
            last = [t for t in span if _base(t.text) in wanted]
            if {_base(t.text) for t in last} == wanted and last[-1].end > first.end:
                found.append(Cue(column.name, first.start, last[-1].end, 0.95, NAME))
    return found


@lru_cache(maxsize=20_000)
def _base(word: str) -> str:
    """Return a word's stem, that of who does it alike: owner and own."""
    return re.sub(r"(?<=\w{3})(?:er|or)$", "", stem(word))


def _shared(text: str, facts: Facts, named: list[Cue]) -> list[Cue]:
    """Return the columns that share a word of their headers."""
    owners = index_of(facts).by_stem
    taken = [(c.start, c.end) for c in named if c.weight >= 0.6]
    found = []
    for token in tokens(text):
        several = [c for c in owners.get(token.stem, ()) if not _rate(c, token)]
        alone = len(several) == 1 and token.text not in SMALL_WORDS
        if alone and not any(
            c.column == several[0] and c.start == token.start for c in named
        ):
            found.append(Cue(several[0], token.start, token.end,
                             _weighed(text, several[0], token.start, token.end, 0.8), NAME))  # fmt: skip
        free = not any(s < token.end and token.start < e for s, e in taken)
        if len(several) < 2 or not free or token.text in SMALL_WORDS:
            continue
        weight = 0.15 if token.text in row_nouns() else 0.4
        found += [Cue(c, token.start, token.end, weight, PART) for c in several]
    return found


def _how_often(column: str, said: str) -> bool:
    """Return whether a word says how often and the header what: "nightly", nights."""
    word = said.casefold()
    return word.endswith("ly") and stem(word) in {
        stem(p) for p in parts(column) if not p.endswith("ly")
    }


def _rate(column: str, token: Token) -> bool:
    """Return whether a header says how often and the word how long: monthly, months."""
    said = {p for p in parts(column) if stem(p) == token.stem}
    return all(p.endswith("ly") for p in said) and not token.text.endswith("ly")


def _spoken(text: str, facts: Facts) -> list[Cue]:
    """Return the columns that a verb speaks of: what is earned is an income."""
    return [
        Cue(column.name, token.start, token.end, 0.5, VERB)
        for token in tokens(text)
        if (speaks_of := verbs().get(token.stem))
        for column in facts.columns
        if column.kind.numeric and speaks_of & words_of(column.name)
    ]


@lru_cache(maxsize=4096)
def words_of(column: str) -> frozenset[str]:
    """Return the stems of a header's words."""
    return frozenset(stem(p) for p in parts(column))


@lru_cache(maxsize=4096)
def shown_words(column: str) -> frozenset[str]:
    """Return a header's words as they stand: 'months' apart from 'monthly'."""
    return frozenset(parts(column))
