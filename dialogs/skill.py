"""What a person knows, a concept at a time, from what can be seen in the transcript.

Beta-Bernoulli weights of evidence (no timing, no knowledge tracing). Invariant: skill
changes words and which settings are shown, never the Constraints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from .message import Level
from .toml_data import toml_data

PINS = ("expert", "novice", "everything")
"""What a person may say of themselves."""

LONGEST_QUOTE = 120
"""Characters of a sentence that is kept as the reason of an estimate."""

MOST_EVIDENCE = 1e6
"""No conversation gathers more; a stored count beyond it is damaged."""


def table() -> Mapping[str, Any]:
    """Return the constants, the concepts with their words, and what cannot be."""
    return toml_data("skill.toml")


def concepts() -> tuple[str, ...]:
    """Return the names of all concepts."""
    return tuple(table()["concepts"])


@cache
def constant(name: str) -> float:
    """Return one constant of the estimate."""
    return float(table()["constants"][name])


@dataclass(frozen=True)
class Skill:
    """Counts of evidence for and against each concept, with the words that showed it."""

    counts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    because: Mapping[str, str] = field(default_factory=dict)
    """Concept -> the sentence that last spoke for it."""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """Concept -> the sentence that last spoke against it."""
    known: tuple[str, ...] = ()
    """Taken for known since they reached ``open``, until they fall below ``fold``."""
    pinned: str = ""
    """expert, novice or everything, where the person said so."""

    def p(self, concept: str) -> float:
        """Return how likely the person knows a concept, from 0 to 1.

        A part of what was shown of other concepts counts as well: a default that the
        concept's own evidence defeats.
        """
        alpha, beta = self._own(concept)
        part, (shown, doubted) = constant("pooled"), self._pool
        if concept in self.counts:  # its own part counts whole
            base = _base(self.pinned)
            shown -= max(0.0, alpha - base[0])
            doubted -= max(0.0, beta - base[1])
        alpha, beta = alpha + part * shown, beta + part * doubted
        return alpha / (alpha + beta)

    @cached_property
    def _pool(self) -> tuple[float, float]:
        """What was shown of all concepts, for and against, beyond the prior."""
        base = _base(self.pinned)
        return (
            sum(max(0.0, alpha - base[0]) for alpha, _ in self.counts.values()),
            sum(max(0.0, beta - base[1]) for _, beta in self.counts.values()),
        )

    def _own(self, concept: str) -> tuple[float, float]:
        return self.counts.get(concept, (constant("alpha"), constant("beta")))

    def _seen(self, concept: str) -> bool:
        # What only follows from other concepts goes with the first doubt.
        return self._own(concept)[0] > _base(self.pinned)[0]

    def level_for(self, *names: str) -> Level:
        """Return how technical to be about some concepts: as the least known allows.

        Parameters
        ----------
        *names : str
            Concepts that a sentence rests on; those that are none count for nothing.
        """
        about = [n for n in names if n in concepts()]
        if about and all(n in self.known for n in about):
            return Level.TECHNICAL
        heard = [n in self.known or self.p(n) >= constant("fold") for n in about]
        return Level.NAMED if heard and all(heard) else Level.PLAIN

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
        up, down = table()["constants"][kind]
        counts = dict(self.counts)
        _add(counts, concept, up, down)
        if up:
            for easier in table()["concepts"][concept]["easier"]:
                _add(counts, easier, up * constant("implies"), 0.0)
        because, doubts = dict(self.because), dict(self.doubts)
        if words:
            (because if up else doubts)[concept] = words[:LONGEST_QUOTE]
        return replace(self, counts=counts, because=because, doubts=doubts).settled()

    def settled(self) -> Skill:
        """Return the estimate with what is known brought up to date: with hysteresis."""
        up, down = constant("open"), constant("fold")
        known = tuple(
            c for c in concepts()
            if (p := self.p(c)) >= up or (c in self.known and p >= down and self._seen(c))
        )  # fmt: skip
        return self if known == self.known else replace(self, known=known)

    def pin(self, kind: str) -> Skill:
        """Return the estimate set to what a person says of themselves; revisable."""
        if kind == "everything":
            return replace(self, pinned=kind)
        alpha, beta = table()["constants"][kind]
        counts = dict.fromkeys(concepts(), (float(alpha), float(beta)))
        return replace(self, counts=counts, known=(), pinned=kind).settled()

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
        return replace(self, counts=counts).settled()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, to be remembered across conversations."""
        return {
            "counts": {k: list(v) for k, v in self.counts.items()},
            "because": dict(self.because),
            "doubts": dict(self.doubts),
            "known": list(self.known),
            "pinned": self.pinned,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Skill:
        """Return the estimate remembered; what another version wrote is left out."""
        body = data if isinstance(data, Mapping) else {}
        counts = {k: _pair(v) for k, v in _entries(body.get("counts"))}
        quoted = {
            name: {k: str(v)[:LONGEST_QUOTE] for k, v in _entries(body.get(name))}
            for name in ("because", "doubts")
        }
        held = body.get("known")
        known = held if isinstance(held, list | tuple) else ()
        pinned = body.get("pinned")
        return cls(
            counts={k: v for k, v in counts.items() if v is not None},
            because=quoted["because"],
            doubts=quoted["doubts"],
            known=tuple(c for c in concepts() if c in known),
            pinned=pinned if pinned in PINS else "",
        ).settled()


def _base(pinned: str) -> tuple[float, float]:
    """Return the counts before any evidence: the prior, or what a person claims."""
    if pinned in ("expert", "novice"):
        alpha, beta = table()["constants"][pinned]
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
