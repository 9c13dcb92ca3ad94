"""One search from go to the fitted winner."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.plan import Plan
from assistant.pools import pool_of
from assistant.trial_pool import TrialPool
from dialogs.message import Progress

from .archive import Archive, data_digest
from .choosing import Board, Choice
from .deciding import Verdict, decide
from .entries import Clock, Entry
from .finishing import Finisher, NotInTime, described, guess
from .folds import Fold, copies, make_folds
from .outcome import FittedChoice, SearchData, SearchOutcome, TrialRecord
from .race import Race
from .trial import Job, find_own, write_data

Describe = Callable[[NDArray[Any], NDArray[Any]], "tuple[float | None, str]"]
"""Out-of-fold predictions and which rows have one -> value and text for the person."""

START = 15.0
"""Seconds to wait for the processes to start."""

LATE = 0.3
"""Where they started late, so much of its time is left to a search all the same."""


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
    given = plan.search_seconds if deadline is None else deadline - time.monotonic()
    pool.wait_ready(START)
    now = time.monotonic()
    if deadline is None:
        deadline = now + given
    clock = Clock(now, max(deadline, now + LATE * given))
    folder = Path(tempfile.mkdtemp(prefix="search-", dir=pool.scratch))
    try:
        run = _Search(plan, data, pool, clock, folder, archive)
        run.told = _Told(emit, on_trial, describe)
        return run.run(stop, plan.missing)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Told:
    """Whom a search tells of what happens."""

    def __init__(
        self,
        emit: Callable[[Progress], None] = lambda _: None,
        on_trial: Callable[[TrialRecord], None] | None = None,
        describe: Describe | None = None,
    ) -> None:
        self.emit = emit
        self.on_trial = on_trial
        self.describe = describe


class _Search:
    def __init__(
        self,
        plan: Plan,
        data: SearchData,
        pool: TrialPool,
        clock: Clock,
        folder: Path,
        archive: Path | None,
    ) -> None:
        self.plan = plan
        self.data = data
        self.pool = pool
        self.clock = clock
        self.told = _Told()
        find_own(str(Path.cwd()))
        folds = _folds(plan, data)
        self.board = Board(plan, data.y, [check for _, check in folds], data.groups)
        self.job = _job(plan, data, write_data(folder, data, folds))
        digest = data_digest(data, folds, self.job) if archive else ""
        self.archive = Archive(archive, digest)
        self.race = Race(plan, self.job, len(folds), pool, clock, self.archive)
        self._best: Choice | None = None
        self._said: tuple[float | None, str] = (None, "")
        self._curve: list[tuple[float, float]] = []
        self._emitted = -1.0

    def run(self, stop: Callable[[], bool], notes: tuple[str, ...]) -> SearchOutcome:
        def poll() -> bool:
            self._progress("search")
            return stop()

        stopped = self.race.run(poll, self._changed)
        for entry in self.race.entries:
            self._report(entry, over=True)
        self._progress("final fit", force=True)
        verdict, fitted = self._finish(poll, stopped)
        if verdict.winner.heaviest.candidate.family == "baseline":
            notes += (
                "There was no time to fit a model: this always guesses the same.",
            )
        oof = verdict.winner.oof
        return SearchOutcome(
            trials=tuple(self._record(e) for e in self.race.entries if _touched(e)),
            winner=fitted,
            oof=oof,
            oof_rows=~np.isnan(oof.reshape(len(oof), -1)).any(axis=1),
            simple=_unfitted(verdict.simple),
            comparison=verdict.comparison,
            nudges=self._nudges(verdict),
            overruled=_unfitted(verdict.overruled),
            seconds=self.clock.elapsed,
            stopped=stopped,
            baseline_score=self._baseline(),
            loss=self.plan.loss,
            notes=notes,
        )

    def _finish(
        self, poll: Callable[[], bool], stopped: bool
    ) -> tuple[Verdict, FittedChoice]:
        finisher = Finisher(self.data, self.job, self.pool, self.clock, poll)
        verdict = decide(self.board, self.race.entries, self.plan, finisher.affords)
        if verdict is not None:
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
        choice = guess(self.board, self.data, self.job, self.race.entries[0])
        return Verdict(choice), finisher.constant(choice)

    def _nudges(self, verdict: Verdict) -> tuple[dict[str, Any], ...]:
        """Return what to say where the winner lies outside a preference."""
        liked, winner = verdict.overruled, verdict.winner
        if liked is None:
            return self._unexplored()
        found = self.board.compare(liked, winner)
        told = self.told.describe
        better, worse = (
            (told(c.oof, self.board.rows)[1] if told else "") for c in (winner, liked)
        )
        values = f" ({better}, against {worse})" if better and worse else ""
        text = (
            f"You leaned towards {liked.name}. I looked elsewhere too: {winner.name} "
            f"is measurably better{values}, with {100 * found.share:.1f} in 100 less "
            "error on the rows checked."
        )
        return (
            {
                "kind": "outside_preference",
                "text": text,
                "preferred": liked.name,
                "preferred_family": liked.heaviest.candidate.family,
                "winner": winner.name,
                "family": winner.heaviest.candidate.family,
                "gain": found.gain,
                "error": found.error,
                "share": found.share,
            },
        )

    def _unexplored(self) -> tuple[dict[str, Any], ...]:
        """Return the offer to look where there was no time to look."""
        untried = [e for e in self.race.entries if not e.raced]
        tried = [
            e.seconds / max(len(e.results), 1) for e in self.race.entries if e.raced
        ]
        if not untried or len(tried) < 2:
            return ()
        names = list(dict.fromkeys(e.candidate.name for e in untried))
        # On all folds at the mean pace so far; the last ones of the list are slower.
        each = float(np.mean(tried)) * untried[0].folds / self.plan.workers
        more = 30 * max(1, round(2 * each * len(untried) / 30))
        text = (
            f"There was no time to try {len(names)} other ways of learning. About "
            f"{more} seconds more would cover them; what was tried is kept."
        )
        return ({"kind": "unexplored", "text": text, "seconds": more},)

    def _changed(self, entry: Entry) -> None:
        self._report(entry)
        if not entry.complete or entry.candidate.family == "baseline":
            return
        choice = self.board.of(entry)
        better = self._best is None or choice.score < self._best.score
        if better and self.board.allowed(choice):
            self._best = choice
            self._curve.append((round(self.clock.elapsed, 2), choice.score))
            if self.told.describe is not None:
                self._said = self.told.describe(choice.oof, self.board.rows)
            self._progress("search", force=True)

    def _progress(self, stage: str, force: bool = False) -> None:
        now = self.clock.elapsed
        if not force and now - self._emitted < 0.5:
            return
        self._emitted = now
        value, text = self._said
        self.told.emit(
            Progress(
                elapsed=round(now, 2),
                budget=round(self.clock.budget, 2),
                trials=sum(
                    e.reported
                    for e in self.race.entries
                    if e.candidate.family != "baseline"
                ),
                best_value=value,
                best_text=text,
                running=self.race.running,
                curve=tuple(self._curve),
                stage=stage,
            )
        )

    def _report(self, entry: Entry, over: bool = False) -> None:
        if entry.reported or not (entry.settled or (over and _touched(entry))):
            return
        entry.reported = True
        if self.told.on_trial is not None:
            self.told.on_trial(self._record(entry))

    def _record(self, entry: Entry) -> TrialRecord:
        c = entry.candidate
        status, reason = _status(entry)
        measured = entry.results.get(0)
        return TrialRecord(
            id=c.id,
            family=c.family,
            algorithm=c.algorithm,
            name=c.name,
            params=dict(c.params),
            status=status,
            reason=reason,
            score=entry.score if entry.results else None,
            fold_scores=tuple(entry.results[k].score for k in sorted(entry.results)),
            folds=entry.folds,
            seconds=round(entry.seconds, 3),
            latency_ms=measured.latency_ms if measured else None,
            size_mb=measured.size_mb if measured else None,
            output=entry.failure.output if entry.failure else "",
            fingerprint=self.archive.name(entry.setting),
            reused=entry.reused,
        )

    def _baseline(self) -> float | None:
        entry = self.race.entries[0]
        known = entry.candidate.family == "baseline" and entry.results
        return entry.score if known else None


def _folds(plan: Plan, data: SearchData) -> list[Fold]:
    groups = data.groups
    if groups is None and plan.folds.kind == "random":
        groups = copies(data.X)
    return make_folds(
        plan.folds,
        data.y,
        groups,
        data.times,
        plan.seed,
        stratify=plan.classes > 0,
    )


def _job(plan: Plan, data: SearchData, file: str) -> Job:
    columns = set(data.X.columns)
    return Job(
        data=file,
        loss=plan.loss,
        classes=plan.classes,
        quantile=plan.quantile,
        roles={c: r for c, r in plan.roles.items() if c in columns},
        monotonic=plan.monotonic,
        in_order=data.times is not None,
        seed=plan.seed,
        impute=plan.impute,
        encode=plan.encode,
        folder=str(Path.cwd()),
    )


def _unfitted(choice: Choice | None) -> FittedChoice | None:
    if choice is None:
        return None
    return FittedChoice(estimator=None, refitted=False, **described(choice))


def _touched(entry: Entry) -> bool:
    return bool(entry.results) or entry.failure is not None


def _status(entry: Entry) -> tuple[str, str]:
    if entry.failure is not None:
        return "failed", entry.failure.reason
    if entry.unkeepable:
        return "done", (
            "Compared, but never the answer: it cannot be kept in a model file "
            f"({entry.unkeepable})."
        )
    if entry.cut_short:
        return "stopped", "It was still learning when its time was up; used as it was."
    if entry.complete:
        return "done", ""
    if entry.promoted:
        return "stopped", "The time was up before it ran on all folds."
    return "done", "Others did better on the first fold, so it was not taken further."
