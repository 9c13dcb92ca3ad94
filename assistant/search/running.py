"""One search from go to the fitted winner."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from assistant.plan import Plan
from assistant.pools import pool_of
from assistant.trial_pool import TrialPool
from dialogs.message import Progress

from .archive import Archive, data_digest
from .beginning import Begun, begun
from .choosing import Board, Choice
from .deciding import Verdict, beaten, decide
from .entries import Clock
from .finishing import Finisher, NotInTime, described, guess
from .nudging import nudges
from .outcome import FittedChoice, SearchData, SearchOutcome, TrialRecord
from .race import Race
from .telling import Describe, Listeners, Teller
from .trial import find_own

START = 15.0
"""Seconds to wait for the processes to start."""

LATE = 0.3
"""Where they started late, so much of its time is left to a search all the same."""

SOME_ROWS = (
    "The model learned from {some} of {all} rows: on this machine, as busy as it was, "
    "there was no time for more. With more time it may do better."
)
NOTHING_FITTED = "There was no time to fit a model: this always guesses the same."
NOTHING_BETTER = (
    "Nothing that was tried did better on new rows than always guessing the same. So "
    "that is what you get: this always guesses the same."
)


def search(
    plan: Plan,
    data: SearchData,
    emit: Callable[[Progress], None],
    stop: Callable[[], bool],
    on_trial: Callable[[TrialRecord], None] | None = None,
    *,
    deadline: float | None = None,
    describe: Describe | None = None,
    archive: Path | None = None,
) -> SearchOutcome:
    """Search as planned and return the winner, fitted.

    Parameters
    ----------
    plan : Plan
        From `assistant.plan.make_plan`.
    data : SearchData
        Rows to learn from; none of the rows held back for the final check.
    emit : callable
        Told how it goes, at most a few times a second.
    stop : callable
        Whether to stop now and keep the best.
    on_trial : callable, optional
        Told of each trial that has ended.
    deadline : float, optional
        On ``time.monotonic()``; by default ``plan.search_seconds`` from when the
        processes have started.
    describe : callable, optional
        What a set of out-of-fold predictions is worth, in the person's measure.
    archive : Path, optional
        Folder where the results of folds are kept: what is known from there is not
        run again.

    Raises
    ------
    NoUsableModel
        If every candidate failed, or none keeps the limits.
    """
    pool = pool_of(plan.workers, plan.trial_memory_mb)
    seconds = plan.search_seconds
    left = seconds if deadline is None else deadline - time.monotonic()
    with _scratch(pool) as folder:
        find_own(str(Path.cwd()))
        # While the processes start.
        ready = begun(plan, data, folder, left)
        clock = _started(pool, seconds, deadline)
        listeners = Listeners(emit, on_trial, describe)
        return _Search(ready, data, pool, clock, archive, listeners).run(stop)


def _started(pool: TrialPool, seconds: float, deadline: float | None) -> Clock:
    """Return the clock of a search once the processes run."""
    given = seconds if deadline is None else deadline - time.monotonic()
    pool.wait_ready(START)
    now = time.monotonic()
    end = now + given if deadline is None else deadline
    return Clock(now, max(end, now + LATE * given))


@contextmanager
def _scratch(pool: TrialPool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="search-", dir=pool.scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Search:
    def __init__(
        self,
        ready: Begun,
        data: SearchData,
        pool: TrialPool,
        clock: Clock,
        archive: Path | None,
        listeners: Listeners,
    ) -> None:
        self.plan = ready.plan
        self.data = data
        self.pool = pool
        self.clock = clock
        self.describe = listeners.describe
        checks = [check for _, check in ready.folds]
        self.board = Board(self.plan, data.y, checks, data.groups)
        self.job = ready.job
        self.row_seconds = ready.row_seconds
        digest = data_digest(data, ready.folds, self.job) if archive else ""
        held = Archive(archive, digest)
        self.race = Race(ready, pool, clock, held)
        self.teller = Teller(self.board, self.race, listeners)

    def run(self, stop: Callable[[], bool]) -> SearchOutcome:
        def poll() -> bool:
            self.teller.progress("search")
            return stop()

        stopped = self.race.run(poll, self.teller.changed)
        trials = self.teller.ended()
        self.teller.progress("final fit", force=True)
        verdict, fitted = self._finish(poll, stopped)
        return self._outcome(trials, verdict, fitted, stopped)

    def _outcome(
        self,
        trials: tuple[TrialRecord, ...],
        verdict: Verdict,
        fitted: FittedChoice,
        stopped: bool,
    ) -> SearchOutcome:
        oof = verdict.winner.oof
        return SearchOutcome(
            trials=trials,
            winner=fitted,
            oof=oof,
            oof_rows=~np.isnan(oof.reshape(len(oof), -1)).any(axis=1),
            simple=_unfitted(verdict.simple),
            comparison=verdict.comparison,
            nudges=nudges(self.board, verdict, self.race.entries, self.describe),
            overruled=_unfitted(verdict.overruled),
            seconds=self.clock.elapsed,
            stopped=stopped,
            baseline_score=self._baseline(),
            loss=self.plan.loss,
            row_seconds=self.row_seconds,
            notes=(*self.plan.missing, *self._tight(verdict.winner, fitted)),
        )

    def _finish(
        self, poll: Callable[[], bool], stopped: bool
    ) -> tuple[Verdict, FittedChoice]:
        finisher = Finisher(self.data, self.job, self.pool, self.clock, poll)
        verdict = decide(self.board, self.race.entries, self.plan, finisher.affords)
        if verdict is not None and not self._beaten(verdict.winner):
            try:
                return verdict, finisher.finish(verdict.winner, hurry=stopped)
            except NotInTime:
                # The next best of those whose models are at hand.
                fitted = [e for e in self.race.entries if e.at_hand]
                verdict = decide(self.board, fitted, self.plan)
                if (
                    verdict is None
                    or verdict.winner.heaviest.candidate.family == "baseline"
                ):
                    raise
                return verdict, finisher.finish(verdict.winner, hurry=True)
        choice = self._constant()
        return Verdict(choice), finisher.constant(choice)

    def _constant(self) -> Choice:
        return guess(self.board, self.data, self.job, self.race.entries[0])

    def _beaten(self, winner: Choice) -> bool:
        # What a person brought is judged as they brought it.
        if winner.heaviest.candidate.family in ("baseline", "own"):
            return False
        return beaten(self.board, winner, self._constant())

    def _tight(self, winner: Choice, fitted: FittedChoice) -> list[str]:
        """Say what there was no time for, or no use in."""
        if winner.heaviest.candidate.family == "baseline":
            tried = any(e.results for e in self.race.entries[1:])
            return [NOTHING_BETTER if tried else NOTHING_FITTED]
        if fitted.refitted or not any(e.sampled for e in winner.entries):
            return []
        learned = max(r.learned for r in winner.heaviest.results.values())
        return [SOME_ROWS.format(some=f"{learned:,}", all=f"{len(self.data.y):,}")]

    def _baseline(self) -> float | None:
        entry = self.race.entries[0]
        known = entry.candidate.family == "baseline" and entry.results
        return entry.score if known else None


def _unfitted(choice: Choice | None) -> FittedChoice | None:
    if choice is None:
        return None
    return FittedChoice(estimator=None, refitted=False, **described(choice))
