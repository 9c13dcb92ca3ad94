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
        """Return how likely the person knows a concept, from 0 to 1."""
        alpha, beta = self.counts.get(concept, (constant("alpha"), constant("beta")))
        return alpha / (alpha + beta)

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
        prior = (constant("alpha"), constant("beta"))
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
        """Return the estimate remembered; concepts of another version are left out."""
        known = set(concepts())
        counts = {
            k: (float(v[0]), float(v[1]))
            for k, v in (data or {}).get("counts", {}).items()
            if k in known and len(v) == 2
        }
        because = {k: str(v) for k, v in (data or {}).get("because", {}).items()}
        return cls(counts, because, str((data or {}).get("pinned", "")))


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


def shown_in(text: str, lately: Iterable[str] = ()) -> dict[str, str]:
    """Return the concepts whose words a message uses, with the words.

    Parameters
    ----------
    text : str
        What the person typed.
    lately : iterable of str
        What Tandem said last: words taken from there prove nothing.
    """
    said = " ".join(lately).casefold()
    found = {}
    for concept in concepts():
        match = _pattern(concept).search(text)
        if match and match.group().casefold() not in said:
            found[concept] = match.group()
    return found
