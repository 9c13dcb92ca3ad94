"""What a person knows, a concept at a time, from what can be seen in the transcript.

Beta-Bernoulli weights of evidence (no timing, no knowledge tracing). Invariant: skill
changes words and which settings are shown, never the Constraints.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from .message import Level

PINS = ("expert", "novice", "everything")
"""What a person may say of themselves."""

MOST_EVIDENCE = 1e6
"""No conversation gathers more; a stored count beyond it is damaged."""


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("dialogs").joinpath("skill.toml").read_text("utf-8"))


def concepts() -> tuple[str, ...]:
    """Return the names of all concepts."""
    return tuple(_data()["concepts"])


def constant(name: str) -> float:
    """Return one constant of the estimate."""
    return float(_data()["constants"][name])


@dataclass(frozen=True)
class Skill:
    """Counts of evidence for and against each concept, with the words that showed it."""

    counts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    because: Mapping[str, str] = field(default_factory=dict)
    pinned: str = ""
    """expert, novice or everything, where the person said so."""

    def p(self, concept: str) -> float:
        """Return how likely the person knows a concept, from 0 to 1.

        A part of what was shown of other concepts counts as well: a default that the
        concept's own evidence defeats.
        """
        base = _base(self.pinned)
        alpha, beta = self._own(concept)
        part = constant("pooled")
        others = [self._own(name) for name in self.counts if name != concept]
        alpha += part * sum(max(0.0, a - base[0]) for a, _ in others)
        beta += part * sum(max(0.0, b - base[1]) for _, b in others)
        return alpha / (alpha + beta)

    def _own(self, concept: str) -> tuple[float, float]:
        return self.counts.get(concept, (constant("alpha"), constant("beta")))

    def level_for(self, *names: str) -> Level:
        """Return how technical to be about some concepts: as the least known allows.

        Parameters
        ----------
        *names : str
            Concepts that a sentence rests on; those that are none count for nothing.
        """
        known = [self.p(n) for n in names if n in concepts()]
        if not known or min(known) < constant("fold"):
            return Level.PLAIN
        return Level.TECHNICAL if min(known) >= constant("open") else Level.NAMED

    def with_evidence(self, kind: str, concept: str, words: str = "") -> Skill:
        """Return the estimate after one piece of evidence, easier concepts included.

        Parameters
        ----------
        kind : str
            A kind of evidence in ``skill.toml``: used, asked, delegated ...
        concept : str
            What it is about.
        words : str
            The words that show it.
        """
        up, down = _data()["constants"][kind]
        counts = dict(self.counts)
        _add(counts, concept, up, down)
        if up:
            for easier in _data()["concepts"][concept]["easier"]:
                _add(counts, easier, up * constant("implies"), 0.0)
        because = {**self.because, concept: words} if words else dict(self.because)
        return Skill(counts, because, self.pinned)

    def pin(self, kind: str) -> Skill:
        """Return the estimate set to what a person says of themselves; revisable."""
        if kind == "everything":
            return Skill(self.counts, self.because, kind)
        alpha, beta = _data()["constants"][kind]
        return Skill(dict.fromkeys(concepts(), (alpha, beta)), self.because, kind)

    def decayed(self) -> Skill:
        """Return the estimate one turn later, a little closer to the prior."""
        rate = constant("decay")
        prior = _base(self.pinned)
        counts = {
            name: (
                prior[0] + rate * (alpha - prior[0]),
                prior[1] + rate * (beta - prior[1]),
            )
            for name, (alpha, beta) in self.counts.items()
        }
        return Skill(counts, self.because, self.pinned)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, to be remembered across conversations."""
        return {
            "counts": {k: list(v) for k, v in self.counts.items()},
            "because": dict(self.because),
            "pinned": self.pinned,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Skill:
        """Return the estimate remembered; what another version wrote is left out."""
        body = data if isinstance(data, Mapping) else {}
        counts = {k: _pair(v) for k, v in _entries(body.get("counts"))}
        because = {k: str(v) for k, v in _entries(body.get("because"))}
        pinned = body.get("pinned")
        return cls(
            {k: v for k, v in counts.items() if v is not None},
            because,
            pinned if pinned in PINS else "",
        )


def _base(pinned: str) -> tuple[float, float]:
    """Return the counts before any evidence: the prior, or what a person claims."""
    if pinned in ("expert", "novice"):
        alpha, beta = _data()["constants"][pinned]
        return float(alpha), float(beta)
    return constant("alpha"), constant("beta")


def _entries(body: Any) -> list[tuple[str, Any]]:
    known = set(concepts())
    items = body.items() if isinstance(body, Mapping) else ()
    return [(k, v) for k, v in items if k in known]


def _pair(value: Any) -> tuple[float, float] | None:
    """Return two counts, or None where they are none."""
    numbers = isinstance(value, list | tuple) and len(value) == 2
    if not numbers or not all(isinstance(v, int | float) for v in value):
        return None
    alpha, beta = float(value[0]), float(value[1])
    sound = 0 < alpha < MOST_EVIDENCE and 0 < beta < MOST_EVIDENCE
    return (alpha, beta) if sound else None


def _add(
    counts: dict[str, tuple[float, float]], concept: str, up: float, down: float
) -> None:
    alpha, beta = counts.get(concept, (constant("alpha"), constant("beta")))
    counts[concept] = (alpha + up, beta + down)


@cache
def _pattern(concept: str) -> re.Pattern[str]:
    words = sorted(_data()["concepts"][concept]["words"], key=len, reverse=True)
    joined = "|".join(re.escape(w) for w in words)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


@cache
def _incoherent() -> tuple[re.Pattern[str], ...]:
    patterns = _data()["incoherent"]["patterns"]
    return tuple(re.compile(p, re.IGNORECASE) for p in patterns)


def incoherent(text: str) -> bool:
    """Return whether a message uses a term in a way that cannot be."""
    return any(p.search(text) for p in _incoherent())


def shown_in(text: str, lately: Iterable[str] = ()) -> dict[str, str]:
    """Return the concepts whose words a message uses, with the words.

    Parameters
    ----------
    text : str
        What the person typed.
    lately : iterable of str
        What Tandem said last: words taken from there prove nothing.

    Returns
    -------
    dict
        Concept -> the words; empty where the words are used in a way that cannot be.
    """
    if incoherent(text):
        return {}
    return _words_in(text, " ".join(lately).casefold())


def _words_in(text: str, said: str) -> dict[str, str]:
    found = {}
    for concept in concepts():
        match = _pattern(concept).search(text)
        if match and match.group().casefold() not in said:
            found[concept] = match.group()
    return found


def observe(
    skill: Skill, text: str, kind: str, lately: Iterable[str] = ()
) -> tuple[Skill, Mapping[str, str]]:
    """Return the estimate one turn later, and what the message showed.

    Parameters
    ----------
    skill : Skill
        Before the message.
    text : str
        What the person typed.
    kind : str
        ``used`` where it set something, ``asked`` where it asked what a word means,
        nothing else shows anything.
    lately : iterable of str
        What Tandem said last.

    Returns
    -------
    tuple of (Skill, mapping of concept to words)
    """
    after = skill.decayed()
    if incoherent(text):
        wrong = _words_in(text, "")
        for concept, words in wrong.items():
            after = after.with_evidence("incoherent", concept, words)
        return after, {}
    if kind not in ("used", "asked"):
        return after, {}
    found = shown_in(text, lately if kind == "used" else ())
    for concept, words in found.items():
        after = after.with_evidence(kind, concept, words)
    return after, found
