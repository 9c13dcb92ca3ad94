"""Columns meant by words that stand beside their headers' words: 'how warm' for temp.

Works on groups of near-synonyms kept as data. Invariant: where two columns fit alike both
are returned, so that the choice can be offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache, partial

from ..facts import Facts
from ..toml_data import toml_data
from .normal import parts, stem

SMALL = frozenset(
    (
        "a an the of and or to in on at for with by from is are was were be it its not no nor "
        "up down all any some that this these those which who whom what when where how why "
        "their his her they them he she we our you your i my me us do does did has have had "
        "can could may out over under than then as if so too also only just very more most "
        "less much many use used using uses "
    ).split()
)


@cache
def _groups(section: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, members in toml_data("hearing/thesaurus.toml")[section].items():
        for member in members:
            found.setdefault(stem(member), set()).add(name)
    return {s: frozenset(g) for s, g in found.items()}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    said = toml_data("hearing/thesaurus.toml")["phrases"]
    return tuple((re.compile(f, re.IGNORECASE), w) for f, w in said.items())


def paraphrased(text: str) -> str:
    """Return a text with its set phrases as one word: 'where they were born'.

    What stands behind a phrase keeps its place, so that a place found is one of the message.
    """
    for form, word in _phrases():
        text = form.sub(partial(_in_place, word), text)
    return text


def _in_place(word: str, match: re.Match[str]) -> str:
    return word.ljust(len(match.group()))


@lru_cache(maxsize=50_000)
def groups_of(word: str) -> frozenset[str]:
    """Return the groups that a word belongs to."""
    return _groups("groups").get(stem(word), frozenset())


@lru_cache(maxsize=50_000)
def groups_of_header(word: str) -> frozenset[str]:
    """Return the groups of a header's word, which may be of another language."""
    return groups_of(word) | _groups("foreign").get(stem(word), frozenset())


def alike(said: str, header: str) -> float:
    """Return how well a word meets a header's: 1 by stem, 0.6 by a shared group, else 0."""
    if stem(said) == stem(header):
        return 1.0
    return 0.6 if groups_of(said) & groups_of_header(header) else 0.0


_GENERAL = frozenset(
    "number nr num nbr no id count cnt n qty time date code total sum type value day days".split()
)
"""Words of a header by which alone no column is meant: of many things there is a number."""
_IDS = frozenset("id nr nbr ref uuid key".split())
"""Words by which a header only numbers a thing."""
_ID_SAID = _IDS | frozenset("number numbers ids code reference identifier".split())


@lru_cache(maxsize=64)
def _headers(names: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((n, tuple(p for p in parts(n) if p not in SMALL)) for n in names)


def meant(text: str, facts: Facts, without: Iterable[str] = ()) -> list[str]:
    """Return the columns that a phrase means, several where they fit alike.

    Parameters
    ----------
    text : str
        One noun phrase: 'parents jobs', 'anything out of the second term'.
    facts : Facts
        Of the table.
    without : iterable of str
        Columns that cannot be meant, such as the target.
    """
    text = paraphrased(text)
    said = [
        w
        for w in re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.casefold())
        if w not in SMALL
    ]
    left = set(without)
    scores = [
        (_fit(said, pieces), name)
        for name, pieces in _headers(facts.names)
        if name not in left and not (_IDS & set(pieces) and not _ID_SAID & set(said))
    ]
    best = max((s for s, _ in scores), default=0.0)
    found = [n for s, n in scores if s == best] if best >= 0.6 else []
    if len(found) > 1:
        # "The number of the message": of many columns that number something, none.
        return [n for n in found if not _only_general(said, n)]
    return found


def _only_general(said: list[str], header: str) -> bool:
    pieces = [p for p in parts(header) if any(alike(w, p) for w in said)]
    return all(p in _GENERAL for p in pieces)


def _fit(said: list[str], pieces: tuple[str, ...]) -> float:
    matched = {
        p: max((alike(w, p) for w in said), default=0.0) for p in dict.fromkeys(pieces)
    }
    full = sum(matched.values())
    if not full:
        return 0.0
    # Among columns that explain as many words the one with fewer words left over wins
    # only where its whole header was said.
    whole = all(matched.values())
    return round(full + (0.3 if whole else 0.0), 3)
