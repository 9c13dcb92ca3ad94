"""Race, then complete: every candidate on one fold, the best ones on all.

Decisions fall at fixed points: after the first R candidates have run their first fold,
the best M of exactly these are taken further, whatever else has finished meanwhile.
So the clock decides how far a race gets and nothing else. Invariant: `Entry.results`
holds only folds that really ran; a failed candidate keeps its reason.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assistant.plan import Candidate, Plan
from assistant.trial_pool import Task, TrialPool

from .archive import Archive
from .ensemble import PARTS
from .entries import Clock, Entry, refit_seconds
from .trial import Job, run_fold
from .tuner import Tuner

RIVALS = 3
"""A tuned candidate goes on if its first fold beats that of the so-manieth best."""

STAGES = ((3, 1), (6, 2), (10, 3), (14, 4), (18, 5), (10_000, 6))
"""(R, M): once the first R have raced, the best M of them are completed."""

LIKELY = 6
"""The parts of a blend are most often among so many of the best."""

GRACE = 0.25
"""Share of the time that the first model may take beyond it, where there is no other."""

LEAST_GRACE = 2.0
"""Seconds; a busy machine may need them for the simplest model."""

ENDING = 0.6
"""Seconds that the end takes beside fits: new processes for those that were stopped, and
reading the models of the folds where a fit is not ready in time."""

RACE_SHARE = 0.15
"""Share of the time that the first fold of one candidate may take."""

TICK = 0.1
"""Seconds between two looks at the clock and at whether to stop."""


class Race:
    """Runs candidates in a pool until all is done, the time is up, or it is stopped.

    Parameters
    ----------
    plan : Plan
    job : Job
        What all trials share.
    folds : int
        How many folds there are.
    pool : TrialPool
    clock : Clock
    archive : Archive
        Of folds that were run before.
    """

    def __init__(
        self,
        plan: Plan,
        job: Job,
        folds: int,
        pool: TrialPool,
        clock: Clock,
        archive: Archive,
    ) -> None:
        self.plan = plan
        self.job = job
        self.pool = pool
        self.clock = clock
        self.folds = folds
        self.archive = archive
        self.tuner = Tuner(plan.seed, plan.sampler, plan.ranges)
        self.entries = [self._entry(c) for c in plan.candidates]
        for entry in self.entries[:2]:
            # The baseline and the first real candidate give the first honest number.
            entry.promoted = True
        self._first = next(
            (e for e in self.entries if e.candidate.family not in ("baseline", "own")),
            None,
        )
        self._tasks: dict[Task, tuple[Entry, int]] = {}
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

    @property
    def running(self) -> tuple[str, ...]:
        """Names of what runs now."""
        return tuple(
            dict.fromkeys(entry.candidate.name for entry, _ in self._tasks.values())
        )

    @property
    def complete(self) -> list[Entry]:
        """The candidates that ran on all folds."""
        return [e for e in self.entries if e.complete]

    def run(self, stop: Callable[[], bool], changed: Callable[[Entry], None]) -> bool:
        """Run to the end; return whether it was stopped.

        Parameters
        ----------
        stop : callable
            Asked ten times a second.
        changed : callable
            Told of each entry when a fold of it has ended.
        """
        for entry in self.entries:
            if entry.results:
                changed(entry)
        try:
            while not stop():
                late = self.clock.left <= self.reserve()
                if late and not self._waited_for():
                    return False
                if not late:
                    self._start()
                if not self._tasks:
                    return False
                self._collect(changed)
            return True
        finally:
            self._abandon()

    @property
    def _grace(self) -> float:
        return max(LEAST_GRACE, GRACE * self.clock.budget)

    def _waited_for(self) -> bool:
        """Whether the first model of all is about to end: late is better than none."""
        first = self._first
        if first is None or first.failure is not None:
            return False
        if self.clock.left <= -self._grace:
            return False
        if any(e.results for e in self.entries if e.candidate.family != "baseline"):
            return False
        for task, (entry, _) in list(self._tasks.items()):
            if entry is not first:
                self._give_up(task)
        if not self._tasks:
            self._submit(first, 0)
        return True

    def reserve(self) -> float:
        """Return the seconds to keep for fitting the winner on all rows."""
        # In order of time the models of the folds are no way out: see `Finisher`.
        known = self.entries if self.job.in_order else self.complete
        real = [e for e in known if e.results and e.candidate.family != "baseline"]
        best = sorted(real, key=lambda e: e.results[min(e.results)].score)[:LIKELY]
        each = sorted((refit_seconds(e) for e in best), reverse=True)[:PARTS]
        needed = max([sum(each) / self.plan.workers, *each], default=0.0)
        return min(0.4 * self.clock.budget, ENDING + 1.4 * needed)

    def _start(self) -> None:
        while len(self._tasks) < self.plan.workers:
            found = self._next()
            if found is None:
                return
            self._submit(*found)

    def _submit(self, entry: Entry, fold: int) -> None:
        task = self.pool.submit(
            run_fold,
            self.job,
            entry.setting,
            fold,
            fold == 0,
            self._seconds(entry),
            timeout=self._timeout(entry),
        )
        entry.running.add(fold)
        self._tasks[task] = (entry, fold)

    def _seconds(self, entry: Entry) -> float | None:
        """Return after how long a growing learner stops with what it has.

        Not where a run must repeat to the digit: the clock would decide then.
        """
        if self.plan.repeatable:
            return None
        cap = max(2.0, RACE_SHARE * self.clock.budget)
        if entry.results:
            cap = max(cap, 1.5 * entry.fit_seconds)
        return max(0.3, min(cap, 0.8 * self.clock.left))

    def _timeout(self, entry: Entry) -> float:
        """Return after how long a trial is killed: learners that cannot stop are."""
        cap = max(2.0, RACE_SHARE * self.clock.budget)
        if entry.results:
            cap = max(cap, 4 * entry.fit_seconds + 2)
        grace = self._grace if entry is self._first and not entry.results else 0.0
        return max(0.5, min(1.5 * cap + 1.0, self.clock.left) + grace)

    def _next(self) -> tuple[Entry, int] | None:
        self._promote()
        first = self._first
        if first is not None and not first.raced and 0 not in first.running:
            # Before all else, the yardstick too: where time is short it is the answer.
            return first, 0
        for entry in self.entries:
            if entry.promoted and entry.failure is None:
                for fold in range(entry.folds):
                    if fold not in entry.results and fold not in entry.running:
                        return entry, fold
        for entry in self.entries:
            if not entry.raced and 0 not in entry.running:
                return entry, 0
        if not self._tasks and self._tune():
            return self._next()
        return None

    def _tune(self) -> bool:
        """Add tuned candidates once all else has ended; False where none may be."""
        room = self.plan.models + 1 - len(self.entries)
        count = min(room, 2 * self.plan.workers)
        known = [
            (e.candidate, e.results[0].score)
            for e in self.entries
            if 0 in e.results and e.candidate.family not in ("baseline", "own")
        ]
        if count <= 0 or not known or self.clock.left < 1.5 * self.reserve():
            return False
        fresh = [self._entry(c) for c in self.tuner.propose(known, count, self._best())]
        self._batch = len(self.entries)
        self.entries += fresh
        return bool(fresh)

    def _best(self) -> list[Candidate]:
        """Return what ran on all folds, the best first: one fold may suit one kind."""
        real = [
            e for e in self.complete if e.candidate.family not in ("baseline", "own")
        ]
        return [e.candidate for e in sorted(real, key=lambda e: e.score)]

    def _promote_tuned(self) -> None:
        """Take further what beats the best so far, when its whole batch has raced."""
        batch = self.entries[self._batch :]
        if not self._batch or not all(e.raced for e in batch):
            return
        rivals = sorted(
            e.results[0].score for e in self.entries[: self._batch] if e.complete
        )
        bar = rivals[min(RIVALS, len(rivals)) - 1] if rivals else np.inf
        for entry in batch:
            entry.promoted = 0 in entry.results and entry.results[0].score < bar

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

    def _collect(self, changed: Callable[[Entry], None]) -> None:
        left = self.clock.left - self.reserve()
        wait = min(TICK, left) if left > 0 else TICK
        for task in self.pool.wait(self._tasks, wait):
            entry, fold = self._tasks.pop(task)
            entry.running.discard(fold)
            ended = self.pool.result(task)
            entry.seconds += ended.seconds
            if ended.status == "done":
                entry.results[fold] = ended.value
                if not ended.value.cut_short:
                    self.archive.keep(entry.setting, fold, ended.value)
            elif entry.failure is None:
                entry.failure = ended
            changed(entry)

    def _abandon(self) -> None:
        for task in list(self._tasks):
            self._give_up(task)

    def _give_up(self, task: Task) -> None:
        entry, fold = self._tasks.pop(task)
        self.pool.cancel(task)
        entry.running.discard(fold)
