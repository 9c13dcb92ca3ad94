"""From the finished race to the choice: what is recommended, and its fitted model."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import NoUsableModel
from assistant.plan import Plan
from assistant.trial_pool import TrialPool

from .choosing import Board, Choice
from .ensemble import blend
from .entries import Clock, Entry, refit_seconds
from .families.own import fresh
from .outcome import Comparison, FittedChoice, SearchData
from .trial import Job, find_own, latency, make, predict, refit

GRACE = 5.0
"""Seconds over the deadline that a fit may take where there is no other model."""


class NotInTime(NoUsableModel):
    """What is known from an earlier round could not be fitted again in time."""


@dataclass(frozen=True)
class Verdict:
    """What is recommended, beside what else there is."""

    winner: Choice
    comparison: Comparison | None = None
    simple: Choice | None = None
    overruled: Choice | None = None
    """The best of what somebody prefers, where the winner lies outside of it."""


def _always(_: Choice) -> bool:
    return True


def decide(
    board: Board,
    entries: list[Entry],
    plan: Plan,
    affordable: Callable[[Choice], bool] = _always,
) -> Verdict | None:
    """Return what is recommended; None where nothing but the baseline was fitted.

    Parameters
    ----------
    board : Board
    entries : list of Entry
    plan : Plan
    affordable : callable
        Whether there is time to fit a blend.

    Raises
    ------
    NoUsableModel
        If every candidate failed, or none keeps the limits.
    """
    singles = [board.of(e) for e in _usable(board, entries)]
    if not singles:
        _raise_if_all_failed(entries)
        return None
    allowed = [c for c in singles if board.allowed(c)]
    if not allowed:
        raise NoUsableModel("No model keeps the limits", _tightest(plan, singles))
    options = list(allowed)
    mixed = board.blend(allowed)
    if mixed is not None and affordable(mixed):
        options.append(mixed)
    chosen = board.simplest(options)
    overruled = board.overruled(options, chosen)
    best = min(options, key=lambda c: c.score)
    if best is not chosen:
        return Verdict(chosen, board.compare(chosen, best), None, overruled)
    simpler = [c for c in options if c.simplicity < chosen.simplicity]
    if not simpler:
        return Verdict(chosen, None, None, overruled)
    other = min(simpler, key=lambda c: c.score)
    return Verdict(chosen, board.compare(other, chosen), other, overruled)


def _usable(board: Board, entries: list[Entry]) -> list[Entry]:
    """Return the entries to choose from, all on the same folds.

    Complete ones, or what there is. Where time ran out, one that ran on some folds only
    may be clearly better on these than every complete one: then these folds count.
    Better than the best one overall is not enough: on a fold that suits one kind of
    model all of that kind are, and the other folds know that it does not last.
    """
    real = [e for e in entries if e.candidate.family != "baseline" and e.results]
    most = max((len(e.results) for e in real), default=0)
    complete = [e for e in real if len(e.results) == most]
    allowed = [e for e in complete if board.allowed(board.of(e))]
    if not allowed:
        return complete
    late = [
        e
        for e in real
        if len(e.results) < most and all(_above(board, e, other) for other in allowed)
    ]
    if not late:
        return complete
    shared = set(min(late, key=lambda e: e.score).results)
    return [_on(e, shared) for e in real if shared <= set(e.results)]


def _above(board: Board, late: Entry, other: Entry) -> bool:
    """Whether an entry is clearly better than another on the folds that it ran on."""
    shared = set(late.results) & set(other.results)
    if not shared or not board.allowed(board.of(late)):
        return False
    return board.above(board.of(_on(late, shared)), board.of(_on(other, shared)))


def _on(entry: Entry, folds: set[int]) -> Entry:
    held = {k: r for k, r in entry.results.items() if k in folds}
    return replace(entry, results=held)


def _raise_if_all_failed(entries: list[Entry]) -> None:
    real = [e for e in entries if e.candidate.family != "baseline"]
    reasons = [f"{e.candidate.name}: {e.failure.reason}" for e in real if e.failure]
    if real and len(reasons) == len(real):
        raise NoUsableModel(
            "Every candidate failed",
            f"None of {len(real)} could be fitted. {' '.join(reasons[:4])}",
        )


def _tightest(plan: Plan, singles: list[Choice]) -> str:
    parts = []
    if plan.latency_ms is not None:
        fastest = min(singles, key=lambda c: c.latency_ms)
        parts.append(
            f"one row may take {plan.latency_ms:g} ms; the quickest "
            f"({fastest.name}) takes {fastest.latency_ms:.1f} ms"
        )
    if plan.size_mb is not None:
        smallest = min(singles, key=lambda c: c.size_mb)
        parts.append(
            f"a model may have {plan.size_mb:g} MB; the smallest "
            f"({smallest.name}) has {smallest.size_mb:.2f} MB"
        )
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}. Loosen this limit to go on."


class Finisher:
    """Fits what was chosen on all rows, or averages the models of the folds.

    Parameters
    ----------
    data : SearchData
    job : Job
    pool : TrialPool
    clock : Clock
    poll : callable
        Called while it waits; True to stop now.
    """

    def __init__(
        self,
        data: SearchData,
        job: Job,
        pool: TrialPool,
        clock: Clock,
        poll: Callable[[], bool],
    ) -> None:
        self.data = data
        self.job = job
        self.pool = pool
        self.clock = clock
        self.poll = poll
        # What the processes wrote may hold a class of the person's own.
        find_own(job.folder)

    def finish(self, choice: Choice, hurry: bool) -> FittedChoice:
        """Return a choice with its model.

        Parameters
        ----------
        choice : Choice
        hurry : bool
            Whether to take what is there: the average of the models of the folds.
        """
        # Reading the models of the folds, where the fit is not ready in time.
        reading = 0.3 + 0.01 * choice.size_mb * self._kept(choice.entries[0])
        models = None if hurry else self._refit(choice, self.clock.left - reading)
        refitted = models is not None
        if models is None:
            models = self._of_folds(choice)
        return self.measured(choice, blend(models, list(choice.weights)), refitted)

    def affords(self, choice: Choice) -> bool:
        """Whether a choice can be fitted on all rows in time, where it must be.

        In order of time the models of the folds know nothing of the latest rows: there
        one model that knows them is worth more than several that do not.
        """
        return not self.job.in_order or _fit_time(choice, self.pool) < self.clock.left

    def constant(self, choice: Choice) -> FittedChoice:
        """Return the baseline, fitted here: it takes no time."""
        setting = choice.entries[0].setting
        model = make(self.job, setting).fit(self.data.X, self.data.y)
        return self.measured(choice, model, True)

    def measured(self, choice: Choice, estimator: Any, refitted: bool) -> FittedChoice:
        """Return a choice with this model and its measures."""
        rows = self.data.X.iloc[:50]
        return FittedChoice(
            **described(choice),
            estimator=estimator,
            latency_ms=latency(estimator, rows),
            size_mb=len(pickle.dumps(estimator)) / 2**20,
            refitted=refitted,
        )

    def _refit(self, choice: Choice, seconds: float) -> list[Any] | None:
        """Fit all parts on all rows; None where that takes more than these seconds."""
        if seconds < _fit_time(choice, self.pool) * 0.7:
            return None
        tasks = [
            self.pool.submit(refit, self.job, e.setting, rounds(e), timeout=seconds)
            for e in choice.entries
        ]
        waiting = set(tasks)
        end = self.clock.elapsed + seconds
        while waiting and self.clock.elapsed < end and not self.poll():
            waiting -= set(self.pool.wait(waiting, 0.1))
        for task in waiting:
            self.pool.cancel(task)
        ended = [self.pool.result(t) for t in tasks if t not in waiting]
        if waiting or any(e.status != "done" for e in ended):
            return None
        for entry in choice.entries:
            _ready(entry)
        return [pickle.loads(Path(e.value).read_bytes()) for e in ended]

    def _kept(self, entry: Entry) -> int:
        # In order of time the first fold is the latest: the others know only the past
        # of what it learned from.
        return 1 if self.job.in_order else len(entry.results)

    def _of_folds(self, choice: Choice) -> list[Any]:
        if all(r.model for e in choice.entries for r in e.results.values()):
            return [_fold_average(e, self._kept(e)) for e in choice.entries]
        # Known from an earlier round, without its models: it has to be fitted.
        models = self._refit(choice, max(GRACE, self.clock.left))
        if models is None:
            raise NotInTime(
                "There was no time to fit the best model again",
                "It is known from an earlier round. Allow some more seconds.",
            )
        return models


def _fit_time(choice: Choice, pool: TrialPool) -> float:
    needed = [refit_seconds(e) for e in choice.entries]
    return max([sum(needed) / pool.workers, *needed])


def guess(board: Board, data: SearchData, job: Job, entry: Entry) -> Choice:
    """Return the baseline as a choice, from its folds or fitted at once."""
    if entry.complete:
        return board.of(entry)
    model = make(job, entry.setting).fit(data.X, data.y)
    answers = predict(model, data.X)
    answers[~board.rows] = np.nan
    return board.choice((entry,), (1.0,), answers)


def described(choice: Choice) -> dict[str, Any]:
    """Return what a `FittedChoice` says of a choice, all but its model."""
    first = choice.heaviest.candidate
    members = tuple(
        {
            "id": e.candidate.id,
            "name": e.candidate.name,
            "family": e.candidate.family,
            "algorithm": e.candidate.algorithm,
            "style": e.candidate.style,
            "params": dict(e.candidate.params),
            "rounds": rounds(e),
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


def rounds(entry: Entry) -> int | None:
    """Return trees for a fit on all rows: more rows carry a few more."""
    found = [r.rounds for r in entry.results.values() if r.rounds]
    return max(1, round(1.1 * float(np.mean(found)))) if found else None


def _ready(entry: Entry) -> None:
    """Let a person's own module be here as the trials knew it."""
    if entry.candidate.family == "own":
        fresh(str(entry.candidate.params["path"]).partition(":")[0])


def _fold_average(entry: Entry, count: int) -> Any:
    _ready(entry)
    models = [
        pickle.loads(Path(entry.results[k].model).read_bytes())
        for k in sorted(entry.results)[:count]
    ]
    return blend(models, [1 / len(models)] * len(models))
