"""Slips of the finger in words that carry meaning here, put right before reading.

Corrects towards this package's own words and those that are usual in its examples, never
towards a table's names. Invariant: a word that is itself known, or in the table, is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from .bank import vocabulary
from .normal import parts, stem
from .numerals import vocabulary as numbers

TARGETS = (
    "seconds secs minutes mins hours days weeks months percent range average within always "
    "never without between least most more than less running missing catching having having "
    "predict customer customers model models target column columns accuracy precision "
    "ahead possible alarm alarms false missed misses cost costs price prices threshold "
    "every different result results probability important mistake mistakes because explain predictions prediction"
).split()
"""Words worth putting right: units, comparators, and the words of questions."""

_KNOWN = frozenset(
    "messed tent tents ranger orange change saving days says means mean hour house sees sec scenes manes lest "
    "moss host lost cost mist rest best last list past modes modal targets averages "
    "explains predicts predicted columnist catches ranges ranges' minuets then them they "
    "there these those this that thank weak weeks' mouths month moths having halving shaving "
    "falls fails falsely prize prizes coast coasts costly mixes misled threshing "
    "saving leaving heaving raving running cunning turning ruining raining".split()
)

_FIRM = ("alarm",)
"""Short words that nothing else is near to."""


_SHORT = frozenset(("go", "no", "yes", "stop", "start", "back"))
"""Words that are acts by themselves: a letter typed twice is put right here too."""


def _typed_twice(low: str) -> str | None:
    """Return the short word that a word is but for a letter typed twice: 'ggo'."""
    cuts = {low[:i] + low[i + 1 :] for i in range(1, len(low)) if low[i] == low[i - 1]}
    return next(iter(cuts & _SHORT), None) if len(cuts) == 1 else None


@lru_cache(maxsize=20_000)
def _corrected(word: str) -> str:
    low = word.casefold()
    twice = _typed_twice(low)
    if twice is not None and low not in vocabulary():
        return twice
    plural = {low + "s", low.removesuffix("s")}
    if low in TARGETS or low in _KNOWN or len(low) < 3 or plural & set(TARGETS):
        return word
    best = [t for t in TARGETS if _slip(low, t)]
    if best:
        return best[0] if len(set(best)) == 1 else word
    return _usual(low) or word


RARE = 2
"""A word seen no more than this may itself be a slip."""
USUAL = 5
"""How often a word stands in the examples before a slip is put right towards it."""


@cache
def _shortened() -> Mapping[str, tuple[str, ...]]:
    """Return the usual words by each way to leave out one letter (Garbe's SymSpell)."""
    found: dict[str, list[str]] = {}
    for word, often in vocabulary().items():
        if often >= USUAL and len(word) >= 4 and word.isalpha():
            for cut in _cuts(word):
                found.setdefault(cut, []).append(word)
    return {cut: tuple(words) for cut, words in found.items()}


@cache
def _numbers() -> frozenset[str]:
    """Return the words of numbers: 'fifth' is no slip of 'fifty'."""
    words = numbers()
    return frozenset(w for key in ("units", "scales", "fractions") for w in words[key])


def _cuts(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _usual(low: str) -> str | None:
    """Return the one usual word that a word is a slip of: 'avrage', 'mcuh', 'litle'."""
    if vocabulary().get(low, 0) > RARE or low in _numbers():
        return None
    near = {w for cut in _cuts(low) for w in _shortened().get(cut, ())}
    close = [w for w in near if _slipped(low, w)]
    return close[0] if len(close) == 1 else None


def _slipped(word: str, usual: str) -> bool:
    if word[0] != usual[0] or OSA.distance(word, usual, score_cutoff=1) != 1:
        return False
    if word in (usual + "s", usual + "d", usual + "e") or usual in (
        word + "s",
        word + "e",
    ):
        return False  # another form of the word, or another word
    if len(word) == len(usual):
        return sorted(word) == sorted(usual)  # another letter makes another word
    return len(usual) >= 5


def _slip(word: str, target: str) -> bool:
    if abs(len(word) - len(target)) > 1 or word[0] != target[0]:
        return False
    swapped = sorted(word) == sorted(target)
    if len(target) < 6 and not swapped and target not in _FIRM:
        return False
    return OSA.distance(word, target, score_cutoff=1) == 1


def respelled(
    text: str, known: Iterable[str] = (), held: Collection[str] = frozenset()
) -> str:
    """Return the text with slips put right, the table's own words left alone.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    known : iterable of str
        Headers of the table.
    held : collection of str
        Words of its cells, in lower case.
    """
    own = _lowered(tuple(known))

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        low = word.casefold()
        ours = low in own or low in held or low.removesuffix("s") in held
        return word if ours else _doubled(low, own) or _corrected(word)

    fixed = _DAY.sub("day", re.sub(r"[^\W\d_]{3,}+(?!')", swap, text))
    return _THEN.sub(r"\1 than", fixed)


def _doubled(low: str, own: Collection[str]) -> str | None:
    """Return the one word of the headers that a word is but for a letter left single: "fal"."""
    if low in vocabulary() or len(low) < len("fal"):
        return None
    bare = _single(low)
    known = {
        form for word in own for form in (word, stem(word)) if len(form) > len("fal")
    }
    found = {k for k in known if k != low and len(k) > len(low) and _single(k) == bare}
    return found.pop() if len(found) == 1 else None


def _single(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


_DAY = re.compile(r"(?<=\ba )(?:dya|ady)\b|(?<=\bper )(?:dya|ady)\b", re.I)
_THEN = re.compile(
    r"\b(more|less|fewer|higher|lower|older|younger|better|worse) then\b", re.I
)


@cache
def _lowered(names: tuple[str, ...]) -> frozenset[str]:
    whole = (w for n in names for w in re.findall(r"[^\W\d_]+", n.casefold()))
    return frozenset((*whole, *(p for n in names for p in parts(n))))
