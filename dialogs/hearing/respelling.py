"""Slips in the words of questions put right: 'likley', 'probabilty'.

Corrects towards these words alone. Invariant: a word of the table is never changed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from ..facts import Facts
from .indexing import index_of
from .lexis import loaded
from .naming import opposite
from .normal import stem


def respelled(text: str, facts: Facts | None) -> str:
    """Return a question with slips in its own words put right.

    Examples
    --------
    >>> respelled("how likley is it", None)
    'how likely is it'
    """
    index = index_of(facts) if facts else None

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        if index and (stem(word) in index.by_stem or word.casefold() in index.values):
            return word
        return _right(word)

    for short, whole in loaded("queries")["spelling"]["short"].items():
        text = re.sub(rf"(?<![\w/]){re.escape(short)}(?!\w)", whole, text, flags=re.I)
    if index and "electric" in index.values:
        text = re.sub(r"\be-(?=[a-z]{3,})", "electric ", text, flags=re.IGNORECASE)
    return re.sub(r"[^\W\d_]{5,}", swap, text)


@cache
def _known() -> frozenset[str]:
    return frozenset(stem(w) for w in loaded("queries")["spelling"]["words"])


@lru_cache(maxsize=20_000)
def _right(word: str) -> str:
    low = word.casefold()
    if stem(low) in _known():
        return word
    hits = [w for w in loaded("queries")["spelling"]["words"] if _slip(low, w)]
    return min(hits, key=lambda w: OSA.distance(low, w)) if hits else word


def _slip(word: str, right: str) -> bool:
    if word[0] != right[0] or len(right) < 6 or opposite(word, right):
        return False
    # One letter for another makes another word of a short one: change, chance.
    swapped = len(word) == len(right) and sorted(word) != sorted(right)
    if swapped and len(right) < 8:
        return False
    return OSA.distance(word, right, score_cutoff=1) <= 1
