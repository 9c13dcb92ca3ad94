"""One search from go to the fitted winner."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import NoUsableModel
from assistant.plan import Machine, Plan
from assistant.trial_pool import TrialPool
from dialogs.message import Progress

from .choosing import Board, Choice
from .ensemble import blend
from .folds import Fold, copies, make_folds
from .outcome import FittedChoice, SearchData, SearchOutcome, TrialRecord
from .race import Clock, Entry, Race, refit_seconds
from .trial import Job, Setting, latency, make, predict, refit, write_data

Describe = Callable[[NDArray[Any], NDArray[Any]], "tuple[float | None, str]"]
"""Out-of-fold predictions and which rows have one -> value and text for the person."""

_pools: dict[int, TrialPool] = {}


def warm(machine: Machine | None = None) -> None:
    """Start the processes that trials run in, while the person still talks."""
    if machine is None:
        from assistant.machine import look

        machine = look()
    workers = max(1, min(machine.cores, 16))
    _pool(workers, max(300.0, machine.memory_mb * 0.8 / workers))


def _pool(workers: int, memory_mb: float) -> TrialPool:
    """Return a pool of this size, the one at hand where it fits."""
    held = _pools.get(os.getpid())
    if held is not None:
        if held.workers == workers and held.memory_mb <= memory_mb * 1.25:
            return held
        held.close()
    _pools[os.getpid()] = TrialPool(workers, memory_mb)
    return _pools[os.getpid()]


def search(
    plan: Plan,
    data: SearchData,
    emit: Callable[[Progress], None],
    stop: Callable[[], bool],
    on_trial: Callable[[TrialRecord], None] | None = None,
    reuse: Sequence[TrialRecord] = (),
    *,
    deadline: float | None = None,
    describe: Describe | None = None,
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
    reuse : sequence of TrialRecord
        Trials of earlier rounds.
    deadline : float, optional
        On ``time.monotonic()``; by default ``plan.search_seconds`` from now.
    describe : callable, optional
        What a set of out-of-fold predictions is worth, in the person's measure.

    Raises
    ------
    NoUsableModel
        If every candidate failed, or none keeps the limits.
    """
    return _Search(plan, data, emit, stop, on_trial, deadline, describe).run()


class _Search:
    def __init__(
        self,
        plan: Plan,
        data: SearchData,
        emit: Callable[[Progress], None],
        stop: Callable[[], bool],
        on_trial: Callable[[TrialRecord], None] | None,
        deadline: float | None,
        describe: Describe | None,
    ) -> None:
        now = time.monotonic()
        self.plan = plan
        self.data = data
        self.emit = emit
        self.stop = stop
        self.on_trial = on_trial
        self.describe = describe
        self.clock = Clock(now, deadline or now + plan.search_seconds)
        self.pool = _pool(plan.workers, plan.trial_memory_mb)
        self.folds = self._make_folds()
        self.board = Board(
            plan, data.y, [check for _, check in self.folds], data.groups
        )
        self._best: Choice | None = None
        self._said: tuple[float | None, str] = (None, "")
        self._curve: list[tuple[float, float]] = []
        self._emitted = 0.0

    def run(self) -> SearchOutcome:
        folder = Path(tempfile.mkdtemp(prefix="search-", dir=self.pool.scratch))
        try:
            return self._run(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _run(self, folder: Path) -> SearchOutcome:
        job = self._job(write_data(folder, self.data, self.folds))
        self.race = Race(self.plan, job, len(self.folds), self.pool, self.clock)
        self._progress("search", force=True)
        stopped = self.race.run(self._asked_to_stop, self._changed)
        for entry in self.race.entries:
            self._report(entry, over=True)
        winner, comparison, simple = self._choose()
        self._progress("final fit", force=True)
        choice = self._finish(winner, job, hurry=stopped)
        return SearchOutcome(
            trials=tuple(self._record(e) for e in self.race.entries if _touched(e)),
            winner=choice,
            oof=winner.oof,
            oof_rows=~np.isnan(winner.oof.reshape(len(winner.oof), -1)).any(axis=1),
            simple=simple,
            comparison=comparison,
            seconds=self.clock.elapsed,
            stopped=stopped,
            baseline_score=self._baseline(),
            loss=self.plan.loss,
            notes=self.plan.missing,
        )

    def _make_folds(self) -> list[Fold]:
        groups = self.data.groups
        if groups is None and self.plan.folds.kind == "random":
            groups = copies(self.data.X)
        return make_folds(
            self.plan.folds,
            self.data.y,
            groups,
            self.data.times,
            self.plan.seed,
            stratify=self.plan.classes > 0,
        )

    def _job(self, data: str) -> Job:
        plan = self.plan
        columns = set(self.data.X.columns)
        roles = {c: r for c, r in plan.roles.items() if c in columns}
        return Job(
            data=data,
            loss=plan.loss,
            classes=plan.classes,
            quantile=plan.quantile,
            roles=roles,
            monotonic=plan.monotonic,
            in_order=self.data.times is not None,
            seed=plan.seed,
        )

    def _asked_to_stop(self) -> bool:
        self._progress("search")
        return self.stop()

    # -- what is told meanwhile -------------------------------------------------

    def _changed(self, entry: Entry) -> None:
        self._report(entry)
        if entry.complete and entry.candidate.family != "baseline":
            choice = self.board.of(entry)
            allowed = self.board.allowed(choice)
            if allowed and (self._best is None or choice.score < self._best.score):
                self._best = choice
                self._curve.append((round(self.clock.elapsed, 2), choice.score))
                if self.describe is not None:
                    known = self.board.rows
                    self._said = self.describe(choice.oof, known)
                self._progress("search", force=True)

    def _progress(self, stage: str, force: bool = False) -> None:
        now = self.clock.elapsed
        if not force and now - self._emitted < 0.5:
            return
        self._emitted = now
        value, text = self._said
        self.emit(
            Progress(
                elapsed=round(now, 2),
                budget=round(self.clock.budget, 2),
                trials=sum(e.reported for e in self.race.entries),
                best_value=value,
                best_text=text,
                running=self.race.running,
                curve=tuple(self._curve),
                stage=stage,
            )
        )

    def _report(self, entry: Entry, over: bool = False) -> None:
        ended = entry.complete or entry.failure is not None
        if entry.reported or not (ended or (over and _touched(entry))):
            return
        entry.reported = True
        if self.on_trial is not None:
            self.on_trial(self._record(entry))

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
            reused=entry.reused,
        )

    # -- the end -----------------------------------------------------------------

    def _choose(self) -> tuple[Choice, Any, FittedChoice | None]:
        singles = [self.board.of(e) for e in self._usable()]
        allowed = [c for c in singles if self.board.allowed(c)]
        if singles and not allowed:
            raise NoUsableModel("No model keeps the limits", self._tightest(singles))
        if not allowed:
            return self._last_resort(), None, None
        options = list(allowed)
        if self.plan.ensemble:
            mixed = self.board.blend([c for c in allowed if c.entries[0].complete])
            if mixed is not None and self.board.allowed(mixed):
                options.append(mixed)
        chosen = self.board.simplest(options)
        best = min(options, key=lambda c: c.score)
        if best is not chosen:
            return chosen, self.board.compare(chosen, best), None
        simpler = [c for c in options if c.simplicity < chosen.simplicity]
        if not simpler:
            return chosen, None, None
        other = min(simpler, key=lambda c: c.score)
        simple = self._unfitted(other)
        return chosen, self.board.compare(other, chosen), simple

    def _usable(self) -> list[Entry]:
        """Return the entries to choose from: complete ones, or what there is."""
        real = [
            e
            for e in self.race.entries
            if e.candidate.family != "baseline" and e.results
        ]
        complete = [e for e in real if e.complete]
        if complete:
            return complete
        most = max((len(e.results) for e in real), default=0)
        return [e for e in real if len(e.results) == most]

    def _last_resort(self) -> Choice:
        """Nothing but the baseline is there: for lack of time, or all have failed."""
        failed = [e for e in self.race.entries if e.failure is not None]
        real = [e for e in self.race.entries if e.candidate.family != "baseline"]
        if real and all(e.failure is not None for e in real):
            reasons = "; ".join(
                f"{e.candidate.name}: {e.failure.reason}"
                for e in failed[:4]
                if e.failure
            )
            raise NoUsableModel(
                "Every candidate failed",
                f"None of {len(failed)} could be fitted. {reasons}",
            )
        entry = self.race.entries[0]
        if entry.results:
            return self.board.of(entry)
        return self._guess_at_once(entry)

    def _guess_at_once(self, entry: Entry) -> Choice:
        """Fit the baseline here: there was not even time for a process to start."""
        c = entry.candidate
        job = self._job("")
        model = make(job, Setting(c.id, "constant", "codes", {}))
        model.fit(self.data.X, self.data.y)
        answers = predict(model, self.data.X)
        oof = np.where(self.board.rows.reshape(-1, *[1] * (answers.ndim - 1)), answers, np.nan)  # fmt: skip  # noqa: E501
        self._at_hand = model
        return self.board._choice((entry,), (1.0,), oof)

    def _tightest(self, singles: list[Choice]) -> str:
        parts = []
        if self.plan.latency_ms is not None:
            fastest = min(singles, key=lambda c: c.latency_ms)
            parts.append(
                f"one row may take {self.plan.latency_ms:g} ms; the quickest "
                f"({fastest.name}) takes {fastest.latency_ms:.1f} ms"
            )
        if self.plan.size_mb is not None:
            smallest = min(singles, key=lambda c: c.size_mb)
            parts.append(
                f"a model may have {self.plan.size_mb:g} MB; the smallest "
                f"({smallest.name}) has {smallest.size_mb:.2f} MB"
            )
        return "; ".join(parts).capitalize() + ". Loosen this limit to go on."

    def _finish(self, choice: Choice, job: Job, hurry: bool) -> FittedChoice:
        at_hand = getattr(self, "_at_hand", None)
        models = None if hurry or at_hand else self._refit(choice, job)
        refitted = models is not None or at_hand is not None
        if at_hand is not None:
            models = [at_hand]
        elif models is None:
            models = [_fold_average(e) for e in choice.entries]
        estimator = blend(models, list(choice.weights))
        rows = self.data.X.iloc[: min(len(self.data.X), 50)]
        return FittedChoice(
            **self._described(choice),
            estimator=estimator,
            latency_ms=latency(estimator, rows),
            size_mb=len(pickle.dumps(estimator)) / 2**20,
            refitted=refitted,
        )

    def _refit(self, choice: Choice, job: Job) -> list[Any] | None:
        """Fit all parts on all rows; None where the time does not allow it."""
        left = self.clock.left - 0.2
        needed = [refit_seconds(e) for e in choice.entries]
        if left < max([sum(needed) / self.plan.workers, *needed]) * 0.7:
            return None
        tasks = []
        for entry in choice.entries:
            c = entry.candidate
            setting = Setting(c.id, c.algorithm, c.style, c.params)
            tasks.append(
                self.pool.submit(refit, job, setting, _rounds(entry), timeout=left)
            )
        waiting = set(tasks)
        while waiting and self.clock.left > 0.1 and not self.stop():
            waiting -= set(self.pool.wait(waiting, 0.1))
            self._progress("final fit")
        for task in waiting:
            self.pool.cancel(task)
        if waiting:
            return None
        ended = [self.pool.result(task) for task in tasks]
        if any(e.status != "done" for e in ended):
            return None
        return [pickle.loads(Path(e.value).read_bytes()) for e in ended]

    def _unfitted(self, choice: Choice) -> FittedChoice:
        return FittedChoice(estimator=None, refitted=False, **self._described(choice))

    def _described(self, choice: Choice) -> dict[str, Any]:
        first = choice.heaviest.candidate
        members = tuple(
            {
                "id": e.candidate.id,
                "name": e.candidate.name,
                "family": e.candidate.family,
                "algorithm": e.candidate.algorithm,
                "style": e.candidate.style,
                "params": dict(e.candidate.params),
                "rounds": _rounds(e),
                "weight": round(weight, 4),
            }
            for e, weight in zip(choice.entries, choice.weights, strict=True)
        )
        return {
            "family": first.family,
            "description": choice.name,
            "params": dict(first.params),
            "members": members,
            "score": choice.score,
            "oof": choice.oof,
        }

    def _baseline(self) -> float | None:
        entry = self.race.entries[0]
        known = entry.candidate.family == "baseline" and entry.results
        return entry.score if known else None


def _touched(entry: Entry) -> bool:
    return bool(entry.results) or entry.failure is not None


def _status(entry: Entry) -> tuple[str, str]:
    if entry.failure is not None:
        return "failed", entry.failure.reason
    if entry.complete:
        return "done", ""
    if entry.promoted:
        return "stopped", "The time was up before it ran on all folds."
    return "done", "Others did better on the first fold, so it was not taken further."


def _rounds(entry: Entry) -> int | None:
    """Trees for a fit on all rows: more rows carry a few more."""
    rounds = [r.rounds for r in entry.results.values() if r.rounds]
    return max(1, round(1.1 * float(np.mean(rounds)))) if rounds else None


def _fold_average(entry: Entry) -> Any:
    models = [
        pickle.loads(Path(entry.results[k].model).read_bytes())
        for k in sorted(entry.results)
    ]
    return blend(models, [1 / len(models)] * len(models))
