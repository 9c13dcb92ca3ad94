"""Race, then complete: every candidate on one fold, the best ones on all.

Invariant: `Entry.results` holds only folds that really ran; a failed candidate keeps
its reason.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.trial_pool import Task, TrialPool

from .allowance import Allowance
from .archive import Archive
from .beginning import Begun
from .entries import Clock, Entry
from .trial import FoldResult, run_fold
from .turns import Turns

TICK = 0.1
"""Seconds between two looks at the clock and at whether to stop."""


class Race:
    """Runs candidates in a pool until all is done, the time is up, or it is stopped.

    Parameters
    ----------
    begun : Begun
        Plan, folds and the first model.
    pool : TrialPool
    clock : Clock
    archive : Archive
        Of folds that were run before.
    """

    def __init__(
        self,
        begun: Begun,
        pool: TrialPool,
        clock: Clock,
        archive: Archive,
    ) -> None:
        plan, self.job = begun.plan, begun.job
        self.plan = plan
        self.pool = pool
        self.clock = clock
        self.archive = archive
        self._turns = Turns(plan, len(begun.folds), archive, begun.steps, clock)
        self._allowance = Allowance(plan, clock, begun.rows, self.job.in_order)
        self._tasks: dict[Task, tuple[Entry, int]] = {}
        self._stand(begun.first)

    @property
    def entries(self) -> list[Entry]:
        """All candidates, in the order in which they are tried."""
        return self._turns.entries

    @property
    def running(self) -> tuple[str, ...]:
        """Names of what runs now."""
        return tuple(
            dict.fromkeys(entry.candidate.name for entry, _ in self._tasks.values())
        )

    @property
    def _reserve(self) -> float:
        return self._allowance.reserve(self.entries)

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
                late = self.clock.left <= self._reserve
                if late and not self._waited_for():
                    return False
                if not late:
                    self._start()
                if not self._tasks:
                    return False
                self._collect(changed)
            return True
        finally:
            for task in list(self._tasks):
                self._give_up(task)

    def _waited_for(self) -> bool:
        """Whether the first model of all is about to end: late is better than none."""
        first = self._turns.first
        if first is None or first.failure is not None:
            return False
        if self.clock.left <= -self._allowance.grace:
            return False
        if any(e.results for e in self.entries if e.candidate.family != "baseline"):
            return False
        for task, (entry, _) in list(self._tasks.items()):
            if entry is not first:
                self._give_up(task)
        if not self._tasks:
            self._submit(first, 0)
        return True

    def _start(self) -> None:
        while len(self._tasks) < self.plan.workers:
            found = self._next()
            if found is None:
                return
            self._submit(*found)

    def _next(self) -> tuple[Entry, int] | None:
        found = self._turns.next()
        if found is not None or self._tasks:
            return found
        if self.clock.left < 1.5 * self._reserve or not self._turns.tune():
            return None
        return self._next()

    def _stand(self, first: tuple[str, FoldResult] | None) -> None:
        """Put the model that was fitted before the race where its candidate is."""
        for entry in self.entries:
            if first is not None and entry.candidate.id == first[0]:
                entry.results.setdefault(0, first[1])
                entry.seconds += first[1].fit_seconds

    def _submit(self, entry: Entry, fold: int) -> None:
        rows = self._turns.rows(entry, fold)
        expected = self._turns.steps.takes(entry, rows)
        task = self.pool.submit(
            run_fold,
            self.job,
            entry.setting,
            fold,
            fold == 0,
            self._allowance.seconds(entry, expected),
            rows,
            timeout=self._allowance.timeout(
                entry, expected, entry is self._turns.first
            ),
        )
        entry.running.add(fold)
        self._tasks[task] = (entry, fold)

    def _collect(self, changed: Callable[[Entry], None]) -> None:
        left = self.clock.left - self._reserve
        wait = min(TICK, left) if left > 0 else TICK
        for task in self.pool.wait(self._tasks, wait):
            entry, fold = self._tasks.pop(task)
            entry.running.discard(fold)
            ended = self.pool.result(task)
            entry.seconds += ended.seconds
            if ended.status == "done":
                entry.results[fold] = ended.value
                if not ended.value.cut_short and not ended.value.sampled:
                    self.archive.keep(entry.setting, fold, ended.value)
            elif fold in entry.results and self._turns.steps.first is not None:
                entry.stuck = True  # what learned from fewer rows stands
            elif entry.failure is None:
                entry.failure = ended
            changed(entry)

    def _give_up(self, task: Task) -> None:
        entry, fold = self._tasks.pop(task)
        self.pool.cancel(task)
        entry.running.discard(fold)
