"""The bank of example sentences, and which of them a message is nearest to.

Each label has phrases that people might type. A phrase is a bag of word stems and of pairs
of neighbours; a word weighs more the rarer it is and the fewer labels use it (tf-idf with
an entropy factor, Salton & Buckley 1988; Dumais 1991). The likeness of a message to a label
is the mean of its best cosines there, the best counting most. Nothing is trained: the
nearest phrase can be shown, and adding a line to a file changes what is understood.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise
from operator import truediv
from threading import Lock

from ..toml_data import toml_data
from .normal import stem

FILES = ("acts", "goals", "prices", "success_binary", "success_other")
_READING = Lock()
_PLACE = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_BEST = (0.5, 0.25, 0.15, 0.1)
"""How much the best cosines of a label count, the first one most."""
_UNKNOWN = 1.5
"""Weight of a word that no example has: it makes a message less like any."""
_PAIR = 0.5
"""Weight of two neighbours beside that of one word."""
_SPREAD = 0.75
"""How much of its weight a word loses that all labels use alike."""

Mark = tuple[int, int, str]
"""A stretch of a message and the placeholder that stands for it."""


@dataclass(frozen=True)
class Likeness:
    """A label, how like a message is to it, and the nearest of its phrases."""

    label: str
    score: float
    phrase: str


def mark_of(name: str) -> str:
    """Return the token of a placeholder."""
    return "zz" + {"m": "n"}.get(name, name).replace("_", "")


def tokens(text: str, marks: Sequence[Mark] = ()) -> list[str]:
    """Return the stems of a text, a marked stretch as its placeholder.

    Parameters
    ----------
    text : str
        A message as `normal` returns it, or a phrase with ``{placeholders}``.
    marks : sequence of (start, end, name)
        A name that ends in "+" is added beside the words, else it replaces them.
    """
    said = text
    if "{" in text:
        said = _PLACE.sub(lambda m: f" {mark_of(m[1])} ", text)
    for start, end, name in sorted(marks, reverse=True):
        token = mark_of(name.rstrip("+"))
        kept = said[start:end] + " " if name.endswith("+") else ""
        said = f"{said[:start]} {kept}{token} {said[end:]}"
    found: list[str] = []
    for match in _WORD.finditer(said.casefold().replace("n't", " not")):
        word = match.group()
        found.append(word if word.startswith("zz") else stem(word))
    return found


def features(stems: Sequence[str]) -> frozenset[str]:
    """Return the words and the neighbours of a text, its two ends included."""
    ends = ["^", *stems, "$"]
    return frozenset([*stems, *(f"{a} {b}" for a, b in pairwise(ends))])


class Bank:
    """Example phrases by label, indexed by what they consist of.

    Parameters
    ----------
    phrases : mapping of str to iterable of str
        Label -> what is said for it.

    Examples
    --------
    >>> bank = Bank({"undo": ["take that back"], "stop": ["that will do, stop"]})
    >>> bank.nearest("please take it back")[0].label
    'undo'
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        pairs = [(label, text) for label, said in phrases.items() for text in said]
        self._labels = [label for label, _ in pairs]
        self._spans = _spans(self._labels)
        self._texts = [text for _, text in pairs]
        held = [features(tokens(text)) for text in self._texts]
        self._weights = _weights(self._labels, held)
        self._where: dict[str, list[int]] = defaultdict(list)
        self._norms = []
        # One message is compared more than once: as a whole, and for one slot's sake.
        self._nearest = lru_cache(maxsize=500)(self._nearest_to)
        for number, kept in enumerate(held):
            squares = [self._weights[f] ** 2 for f in kept]
            self._norms.append(math.sqrt(sum(squares)) or 1.0)
            for feature in kept:
                self._where[feature].append(number)

    def nearest(
        self,
        text: str,
        marks: Sequence[Mark] = (),
        labels: frozenset[str] | None = None,
    ) -> tuple[Likeness, ...]:
        """Return the labels that a message is like, best first.

        Parameters
        ----------
        text : str
            As `normal` returns it.
        marks : sequence of (start, end, name)
            Stretches that stand for a placeholder.
        labels : frozenset of str, optional
            Only these.
        """
        return self._nearest(features(tokens(text, marks)), labels)

    def _nearest_to(
        self, said: frozenset[str], labels: frozenset[str] | None
    ) -> tuple[Likeness, ...]:
        spans = [self._spans[k] for k in labels & set(self._spans)] if labels else None
        shared = [0.0] * len(self._labels)
        own = 0.0
        for feature in sorted(said):  # sums of floats depend on their order
            weight = self._weights.get(feature)
            if weight is None:
                own += 0.0 if " " in feature else _UNKNOWN**2
                continue
            square = weight**2
            own += square
            for number in self._holding(feature, spans):
                shared[number] += square
        return self._ranked(shared, math.sqrt(own) or 1.0, labels)

    def _holding(
        self, feature: str, spans: Sequence[tuple[int, int]] | None
    ) -> Iterator[int]:
        """Return which phrases hold a word or a pair, of the labels wanted alone."""
        where = self._where[feature]
        if spans is None:
            return iter(where)
        return chain.from_iterable(
            where[bisect_left(where, start) : bisect_left(where, stop)]
            for start, stop in spans
        )

    def _ranked(
        self, shared: Sequence[float], own: float, labels: frozenset[str] | None
    ) -> tuple[Likeness, ...]:
        ranked = []
        for label, (start, stop) in self._spans.items():
            if labels is not None and label not in labels:
                continue
            # What all phrases of a label share with a message, at once: this is met by
            # every message, and a loop over each phrase was most of a turn.
            part = list(map(truediv, shared[start:stop], self._norms[start:stop]))
            top = sorted(part, reverse=True)[: len(_BEST)]
            if not top or not top[0]:
                continue
            score = sum(b * c for b, c in zip(_BEST, top, strict=False)) / own
            last = stop - 1 - part[::-1].index(top[0])
            ranked.append(Likeness(label, score, self._texts[last]))
        return tuple(sorted(ranked, key=lambda k: (-k.score, k.label)))


def _spans(labels: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return where the phrases of each label begin and end."""
    spans: dict[str, tuple[int, int]] = {}
    for number, label in enumerate(labels):
        start, _ = spans.setdefault(label, (number, number))
        spans[label] = (start, number + 1)
    return spans


def _weights(labels: Sequence[str], held: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return the weight of each word and pair: rare is more, in few labels is more."""
    sizes = Counter(labels)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for label, kept in zip(labels, held, strict=True):
        counts[label].update(kept)
    rates: dict[str, list[float]] = defaultdict(list)
    for label, counted in counts.items():
        for feature, n in counted.items():
            rates[feature].append(n / sizes[label])
    whole: Counter[str] = Counter()
    for counted in counts.values():
        whole.update(counted)
    scale = math.log(max(2, len(sizes)))
    return {
        feature: math.log(1 + len(labels) / whole[feature])
        * (1 - _SPREAD * _entropy(shares) / scale)
        * (_PAIR if " " in feature else 1.0)
        for feature, shares in rates.items()
    }


def _entropy(shares: Sequence[float]) -> float:
    """Return how evenly a word is spread over the labels that use it, in nats."""
    if len(shares) == 1:
        return 0.0
    total = sum(shares)
    return -sum(s / total * math.log(s / total) for s in shares)


@cache
def _phrases() -> Mapping[str, list[str]]:
    phrases: dict[str, list[str]] = {}
    for name in FILES:
        for label, body in toml_data(f"hearing/examples/{name}.toml").items():
            phrases.setdefault(label, []).extend(body["said"])
    return phrases


def bank() -> Bank:
    """Return the bank of this package, read once: who comes second waits for the first."""
    with _READING:
        return _bank()


@cache
def _bank() -> Bank:
    return Bank(_phrases())


@cache
def vocabulary() -> Mapping[str, int]:
    """Return how often each word stands in the examples: what people say here."""
    counts: Counter[str] = Counter()
    for said in _phrases().values():
        for phrase in said:
            plain = _PLACE.sub(" ", phrase.casefold())
            counts.update(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", plain))
    return counts
