"""Slips of the finger in words that carry meaning here, put right before reading.

Corrects towards this package's own words only, never towards general English or a table's
names. Invariant: a word that is itself known, or in the table, is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

TARGETS = (
    "seconds secs minutes mins hours days weeks months percent range average within always "
    "never without between least most more than less running missing catching having having "
    "predict customer customers model models target column columns accuracy precision "
    "possible alarm alarms false missed misses cost costs price prices threshold "
    "probability important mistake mistakes because explain predictions prediction"
).split()
"""Words worth putting right: units, comparators, and the words of questions."""

_KNOWN = frozenset(
    "ranger orange change saving days says means mean hour house sees sec scenes manes lest "
    "moss host lost cost mist rest best last list past modes modal targets averages "
    "explains predicts predicted columnist catches ranges ranges' minuets then them they "
    "there these those this that thank weak weeks' mouths month moths having halving shaving "
    "falls fails falsely prize prizes coast coasts costly mixes misled threshing "
    "saving leaving heaving raving running cunning turning ruining raining".split()
)

_FIRM = ("alarm",)
"""Short words that nothing else is near to."""


@lru_cache(maxsize=20_000)
def _corrected(word: str) -> str:
    low = word.casefold()
    plural = {low + "s", low.removesuffix("s")}
    if low in TARGETS or low in _KNOWN or len(low) < 3 or plural & set(TARGETS):
        return word
    best = [t for t in TARGETS if _slip(low, t)]
    return best[0] if len(set(best)) == 1 else word


def _slip(word: str, target: str) -> bool:
    if abs(len(word) - len(target)) > 1 or word[0] != target[0]:
        return False
    swapped = sorted(word) == sorted(target)
    if len(target) < 6 and not swapped and target not in _FIRM:
        return False
    return OSA.distance(word, target, score_cutoff=1) == 1


def respelled(text: str, known: Iterable[str] = ()) -> str:
    """Return the text with slips put right, the table's own words left alone."""
    own = _lowered(tuple(known))

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        return word if word.casefold() in own else _corrected(word)

    fixed = re.sub(r"\bnto\b", "not", text)
    return re.sub(r"[^\W\d_]{4,}", swap, fixed)


@cache
def _lowered(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w for n in names for w in re.findall(r"[^\W\d_]+", n.casefold()))
