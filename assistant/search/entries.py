"""What is known of each candidate in a race, and of the race's clock."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from assistant.plan import Candidate
from assistant.trial_pool import Ended

from .trial import FoldResult, Setting


@dataclass
class Entry:
    """One candidate in the race."""

    candidate: Candidate
    folds: int
    results: dict[int, FoldResult] = field(default_factory=dict)
    running: set[int] = field(default_factory=set)
    promoted: bool = False
    failure: Ended | None = None
    seconds: float = 0.0
    reported: bool = False
    reused: bool = False
    stuck: bool = False
    """Whether learning from more rows took too long."""

    @property
    def setting(self) -> Setting:
        """What a process needs to know of it."""
        c = self.candidate
        return Setting(c.id, c.algorithm, c.style, c.params)

    @property
    def covered(self) -> bool:
        """Whether there is an answer for the rows of all folds."""
        return len(self.results) == self.folds

    @property
    def sampled(self) -> bool:
        """Whether it learned from some of the rows only."""
        return any(r.sampled for r in self.results.values())

    @property
    def complete(self) -> bool:
        """Whether all folds were run, on all their rows."""
        return self.covered and not self.sampled

    @property
    def raced(self) -> bool:
        """Whether the first fold has ended, well or not."""
        return 0 in self.results or self.failure is not None

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to run for it."""
        return self.complete or self.failure is not None

    @property
    def at_hand(self) -> bool:
        """Whether the models of its folds are there: none comes from another round."""
        return bool(self.results) and all(r.model for r in self.results.values())

    @property
    def cut_short(self) -> bool:
        """Whether the clock ended one of its fits."""
        return any(r.cut_short for r in self.results.values())

    @property
    def unkeepable(self) -> str:
        """Why it cannot be kept in a model file; empty where it can."""
        return next((r.unkeepable for r in self.results.values() if r.unkeepable), "")

    @property
    def score(self) -> float:
        """Mean loss of the folds that were run."""
        return float(np.mean([r.score for r in self.results.values()]))

    @property
    def fit_seconds(self) -> float:
        """Mean seconds of a fit; 0 where none has ended."""
        times = [r.fit_seconds for r in self.results.values()]
        return float(np.mean(times)) if times else 0.0


@dataclass(frozen=True)
class Clock:
    """When a search started, and when it has to be over."""

    started: float
    deadline: float

    @property
    def budget(self) -> float:
        """Seconds from start to deadline."""
        return self.deadline - self.started

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds to the deadline."""
        return self.deadline - time.monotonic()


def refit_seconds(entry: Entry, rows: int) -> float:
    """Return the seconds that a fit on all so many rows will take, roughly."""
    folds = max(2, entry.folds)
    known = [r.learned for r in entry.results.values() if r.learned]
    more = rows / max(known) if entry.sampled and known else folds / (folds - 1)
    return entry.fit_seconds * more
