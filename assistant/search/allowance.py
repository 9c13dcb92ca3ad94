"""How the time of a race is shared: what a trial may take, what the end needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.plan import Plan

from .ensemble import PARTS, PARTS_OF_FEW
from .entries import Clock, Entry, refit_seconds

LIKELY = 6
"""The parts of a blend are most often among so many of the best."""

GRACE = 0.25
"""Share of the time that the first model may take beyond it, where there is no other."""

LEAST_GRACE = 2.0
"""Seconds; a busy machine may need them for the simplest model."""

ENDING = 0.6
"""Seconds that the end takes beside fits: new processes for those that were stopped, and
reading the models of the folds where a fit is not ready in time."""

ROUGH = 1.4
"""Times what the fits of the folds took: a fit on all rows takes about so much at most."""

MOST_RESERVED = 0.4
"""Share of the time that is kept for the end at most: else nothing would be tried."""

RACE_SHARE, LEAST_CAP = 0.15, 2.0
"""Share of the time that the first fold of one candidate may take, and the seconds that
it may take however short the time is."""

STEADY = 1.5
"""Times what its other folds took: where a growing learner stops on the next one."""

KILLED, KILLED_LATER = 1.5, 1.0
"""What cannot stop itself is killed at so many times its cap, and so many seconds: a
learner that can has stopped by then."""


@dataclass(frozen=True)
class Allowance:
    """The time that is given to whom.

    Parameters
    ----------
    plan : Plan
    clock : Clock
    rows : int
        On which the winner is fitted in the end.
    in_order : bool
        Whether rows are in order of time: then the models of the folds, which know
        nothing of the latest rows, are no way out. See `Finisher`.
    """

    plan: Plan
    clock: Clock
    rows: int
    in_order: bool

    @property
    def grace(self) -> float:
        """Seconds that the first model may take beyond the end."""
        return max(LEAST_GRACE, GRACE * self.clock.budget)

    def reserve(self, entries: Iterable[Entry]) -> float:
        """Return the seconds to keep for fitting the winner on all rows."""
        real = [
            e
            for e in entries
            if e.results
            and e.candidate.family != "baseline"
            # One that learned from some rows is fitted on all where that is in time.
            and (e.complete or (self.in_order and not e.sampled))
        ]
        best = sorted(real, key=lambda e: e.results[min(e.results)].score)[:LIKELY]
        parts = PARTS_OF_FEW if self.plan.complete_all else PARTS
        each = sorted((refit_seconds(e, self.rows) for e in best), reverse=True)[:parts]
        needed = max([sum(each) / self.plan.workers, *each], default=0.0)
        return min(MOST_RESERVED * self.clock.budget, ENDING + ROUGH * needed)

    @property
    def _cap(self) -> float:
        """Seconds that the first fold of one candidate may take."""
        return max(LEAST_CAP, RACE_SHARE * self.clock.budget)

    def seconds(self, entry: Entry, expected: float) -> float | None:
        """Return after how long a growing learner stops with what it has.

        Not where a run must repeat to the digit: the clock would decide then.

        Parameters
        ----------
        entry : Entry
        expected : float
            Seconds that the fit will take, where it has results.
        """
        if self.plan.repeatable:
            return None
        cap = self._cap
        if entry.results:
            cap = max(cap, STEADY * expected)
        return max(0.3, min(cap, 0.8 * self.clock.left))

    def timeout(self, entry: Entry, expected: float, alone: bool) -> float:
        """Return after how long a trial is killed: learners that cannot stop are.

        Parameters
        ----------
        entry : Entry
        expected : float
            As for `seconds`.
        alone : bool
            Whether there will be no model where it gives none.
        """
        if alone and not entry.results:
            # On many rows, beside other programs, it may need all there is.
            return max(0.5, self.clock.left + self.grace)
        cap = self._cap
        if entry.results:
            cap = max(cap, 4 * expected + LEAST_CAP)
        return max(0.5, min(KILLED * cap + KILLED_LATER, self.clock.left))
