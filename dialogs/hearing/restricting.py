"""What a question restricts its rows to: "the braces people", "of the grinders", "the late ones".

Found are the phrases that can only tell some rows from others, whatever their words mean.
What no column explains in one of them is offered and never left out: a filter silently
dropped answers another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .lexis import forms_of, loaded, row_nouns
from .mentions import Token, tokens
from .normal import stem

Span = tuple[int, int]
_ARTICLES = frozenset({"a", "an", "the"})
_MOST = 4
"""Words that a phrase has at most before it is a story."""


@dataclass(frozen=True)
class Restriction:
    """A phrase that rows are told apart by: its words, and what stands before it."""

    words: tuple[Token, ...]
    having: bool
    """Whether rows are said to have it: "with a", "who had"."""
    loose: bool = False
    """Whether it only stands in a question that counts, which any word may restrict."""

    @property
    def start(self) -> int:
        """Where its words begin."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.words[-1].end


def restrictions(text: str, row: str = "") -> tuple[Restriction, ...]:
    """Return the phrases of a question that restrict its rows, in order.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    row : str
        What one row is, in the person's word.
    """
    found: dict[int, Restriction] = {}
    for form, having in _openings():
        for match in form.finditer(text):
            words = _ahead(text, match.end(), to_noun=not having)
            if words:
                found.setdefault(words[0].start, Restriction(words, having))
    for words in _before_rows(text, row):
        if not any(r.start <= words[0].start < r.end for r in found.values()):
            found[words[0].start] = Restriction(words, False)
    if forms_of("restricting")["counts"].search(text):
        for words in _runs(text):
            free = [w for w in words if not _in_any(w, found.values())]
            if free:
                found[free[0].start] = Restriction(tuple(free), False, loose=True)
    return tuple(found[at] for at in sorted(found))


def _in_any(word: Token, phrases: Iterable[Restriction]) -> bool:
    return any(p.start <= word.start < p.end for p in list(phrases))


def _runs(text: str) -> list[tuple[Token, ...]]:
    """Return the words of a question between those that only join them."""
    found: list[list[Token]] = [[]]
    for token in tokens(text):
        last = found[-1][-1].end if found[-1] else token.start
        if token.text in _stops() or re.search(r"[^\s'\"-]", text[last : token.start]):
            found.append([])
        if token.text not in _stops():
            found[-1].append(token)
    return [tuple(run) for run in found if run]


def verbs_in(text: str) -> list[Span]:
    """Return where verbs and predicates stand, which restrict no rows: "machines lack a filter"."""
    return [m.span("verb") for f in _verbs() for m in f.finditer(text)]


@cache
def _verbs() -> tuple[re.Pattern[str], ...]:
    forms = loaded("queries")["restricting_words"]["verbs"]
    return tuple(re.compile(f, re.IGNORECASE) for f in forms)


@cache
def _openings() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return the forms before a phrase, each by itself: one may begin within another."""
    forms = loaded("queries")["restricting"]
    return tuple(
        (re.compile(f, re.IGNORECASE), name == "had")
        for name in ("said", "had") for f in forms[name]
    )  # fmt: skip


def _ahead(text: str, at: int, *, to_noun: bool) -> tuple[Token, ...]:
    """Return the words of the phrase that begins at a place, up to a noun in the plural."""
    kept: list[Token] = []
    for token in tokens(text):
        if token.start < at:
            continue
        if re.search(r"[^\s'\"-]", text[at : token.start]):
            break
        at = token.end
        if kept and token.text in _ARTICLES:
            continue  # "who'd paid a deposit"
        if token.text in _stops() or len(kept) >= _MOST:
            break
        kept.append(token)
        if to_noun and (
            token.text in row_nouns() or re.search(r"[^\Ws]s$", token.text)
        ):
            break
    return tuple(kept)


def own_stems(row: str) -> frozenset[str]:
    """Return the stems of the words for what one row is."""
    return frozenset(stem(w) for w in re.findall(r"[^\W\d_]{3,}", row))


def _before_rows(text: str, row: str) -> list[tuple[Token, ...]]:
    """Return what stands before a word for the rows: "top bar hives", "mortgage ones"."""
    said = tokens(text)
    own = own_stems(row)
    found = []
    for i, token in enumerate(said):
        named = token.text in row_nouns() or stem(token.text) in own
        if not named or not (
            token.text.endswith("s") or token.text in ("people", "ones")
        ):
            continue
        kept: list[Token] = []
        for before in reversed(said[:i]):
            last = kept[0] if kept else token
            gap = text[before.end : last.start]
            if gap.strip(" -'\"") or before.text in _stops() or len(kept) >= _MOST - 1:
                break
            kept.insert(0, before)
        if kept:
            found.append(tuple(kept))
    return found


@cache
def _stops() -> frozenset[str]:
    return frozenset(loaded("queries")["restricting_words"]["stops"].split())


@cache
def _plain() -> frozenset[str]:
    said = loaded("queries")["restricting_words"]["plain"].split()
    return frozenset(stem(w) for w in said)


def free_words(one: Restriction, told: Iterable[Span]) -> tuple[Token, ...]:
    """Return the words of a phrase that are not told otherwise, the plainest included."""
    spans = list(told)
    return tuple(
        t for t in one.words if not any(s < t.end and t.start < e for s, e in spans)
    )


def unexplained(
    one: Restriction,
    told: Iterable[Span],
    own: Iterable[str] = (),
    things: bool = True,
) -> tuple[Token, ...]:
    """Return the words of a phrase that nothing explains.

    Parameters
    ----------
    one : Restriction
    told : iterable of (int, int)
        Places that are explained.
    own : iterable of str
        Stems of words for what a row is.
    things : bool
        Whether any word for a thing of rows says nothing: not behind what is counted.
    """
    return tuple(t for t in free_words(one, told) if not says_nothing(t, own, things))


def says_nothing(token: Token, own: Iterable[str] = (), things: bool = True) -> bool:
    """Return whether a word by itself restricts no rows."""
    word = token.text
    return (
        word.isdigit()
        or len(word) < 2
        or (things and word in row_nouns())
        or word in loaded("measures")["rows"]["people"]
        or token.stem in own
        or token.stem in _plain()
        or word in _stops()
    )
