"""Whose turn it is: which fold of which candidate runs next.

Decisions fall at fixed points: after the first R candidates have run their first fold,
the best M of exactly these are taken further, whatever else has finished meanwhile.
So the clock decides how far a race gets and nothing else.
"""

from __future__ import annotations

import numpy as np

from assistant.plan import Candidate, Plan

from .archive import Archive
from .entries import Clock, Entry
from .steps import Steps
from .tuner import Tuner

RIVALS = 3
"""A tuned candidate goes on if its first fold beats that of the so-manieth best."""

ALL_ROWS = Steps()

STAGES = ((3, 1), (6, 2), (10, 3), (14, 4), (18, 5), (10_000, 6))
"""(R, M): once the first R have raced, the best M of them are completed."""


class Turns:
    """The candidates in their order, and how far each is taken.

    Parameters
    ----------
    plan : Plan
    folds : int
        How many folds there are.
    archive : Archive
        Of folds that were run before.
    steps : Steps
        How many rows are learned from.
    clock : Clock, optional
        Decides how many rows are worth beginning with.
    """

    def __init__(
        self,
        plan: Plan,
        folds: int,
        archive: Archive,
        steps: Steps = ALL_ROWS,
        clock: Clock | None = None,
    ) -> None:
        self.plan = plan
        self.folds = folds
        self.archive = archive
        self.steps = steps
        self._clock = clock
        self.tuner = Tuner(plan.seed, plan.sampler, plan.ranges)
        self.entries = [self._entry(c) for c in plan.candidates]
        # The baseline and the first real candidate give the first honest number; what
        # did well before gives a better one.
        self._lead = [e for e in self.entries if e.candidate.id == plan.lead]
        for entry in (*self.entries[:2], *self._lead):
            entry.promoted = True
        self.first = next((e for e in self.entries if _searched(e)), None)
        self._batch = 0
        self._stage = 0

    def _entry(self, candidate: Candidate) -> Entry:
        entry = Entry(candidate, self.folds)
        for fold in range(self.folds):
            held = self.archive.load(entry.setting, fold)
            if held is not None:
                entry.results[fold] = held
                entry.reused = True
        return entry

    def next(self) -> tuple[Entry, int] | None:
        """Return what to run now; None where nothing is left, or all of it runs."""
        self._promote()
        first = self.first
        if first is not None and not first.raced and 0 not in first.running:
            # Before all else, the yardstick too: where time is short it is the answer.
            return first, 0
        for entry in (*self._lead, *self.entries):
            if entry.promoted and entry.failure is None:
                for fold in range(entry.folds):
                    if self._due(entry, fold):
                        return entry, fold
        for entry in self.entries:
            if not entry.raced and 0 not in entry.running:
                return entry, 0
        return None

    def rows(self, entry: Entry, fold: int) -> int | None:
        """Return how many rows to learn from at most; None for all of the fold."""
        held = entry.results.get(fold)
        return self.steps.first if held is None else self.steps.after(held.learned)

    def _due(self, entry: Entry, fold: int) -> bool:
        if fold in entry.running:
            return False
        held = entry.results.get(fold)
        if held is None:
            return True
        left = np.inf if self._clock is None else self._clock.left
        return held.sampled and self.steps.grows(entry, self.entries, left)

    def tune(self) -> bool:
        """Add tuned candidates once all else has ended; False where none may be."""
        room = self.plan.models + 1 - len(self.entries)
        count = min(room, 2 * self.plan.workers)
        known = [
            (e.candidate, e.results[0].score)
            for e in self.entries
            if 0 in e.results and _searched(e)
        ]
        if count <= 0 or not known:
            return False
        fresh = [self._entry(c) for c in self.tuner.propose(known, count, self._best())]
        self._batch = len(self.entries)
        self.entries += fresh
        return bool(fresh)

    def _best(self) -> list[Candidate]:
        """Return what ran on all folds, the best first: one fold may suit one kind."""
        real = [e for e in self.entries if e.covered and _searched(e)]
        return [e.candidate for e in sorted(real, key=lambda e: e.score)]

    def _promote(self) -> None:
        self._promote_tuned()
        if self.plan.complete_all:
            for entry in self.entries:
                entry.promoted = entry.promoted or 0 in entry.results
            return
        while self._stage < len(STAGES):
            first, best = STAGES[self._stage]
            racers = self.entries[:first]
            if not all(e.raced for e in racers):
                return
            ranked = sorted(
                (e for e in racers if 0 in e.results),
                key=lambda e: e.results[0].score,
            )
            real = [e for e in ranked if e.candidate.family != "baseline"]
            for entry in real[:best]:
                entry.promoted = True
            self._stage += 1
            if first >= len(self.entries):
                self._stage = len(STAGES)

    def _promote_tuned(self) -> None:
        """Take further what beats the best so far, when its whole batch has raced."""
        batch = self.entries[self._batch :]
        if not self._batch or not all(e.raced for e in batch):
            return
        rivals = sorted(
            e.results[0].score for e in self.entries[: self._batch] if e.covered
        )
        bar = rivals[min(RIVALS, len(rivals)) - 1] if rivals else np.inf
        for entry in batch:
            entry.promoted = 0 in entry.results and entry.results[0].score < bar


def _searched(entry: Entry) -> bool:
    return entry.candidate.family not in ("baseline", "own")
