"""From what was chosen to its fitted model, in the time that is left."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import NoUsableModel
from assistant.trial_pool import TrialPool

from .choosing import Board, Choice
from .ensemble import blend
from .entries import Clock, Entry, refit_seconds
from .families.own import fresh
from .outcome import FittedChoice, SearchData
from .trial import Job, find_own, latency, make, predict, refit

GRACE = 5.0
"""Seconds over the deadline that a fit may take where there is no other model."""

MOST_MODELS = 10
"""Where models of folds stand for the parts of a blend: in all so many. Each takes time
to be asked, kept and loaded; more of them hardly add."""


NEARLY = 0.7
"""What would end in time if it took so much of its estimate is tried: that is rough."""

READING, READING_BY_MB = 0.3, 0.01
"""Seconds that reading the models of folds takes: once, and by megabyte."""


class NotInTime(NoUsableModel):
    """What is known from an earlier round could not be fitted again in time."""


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
        found: list[Any] = [None] * len(choice.entries)
        if not hurry:
            found = self._refit(choice.entries, self.clock.left - self._reading(choice))
        refitted = all(model is not None for model in found)
        models = found if refitted else self._filled(choice, found)
        return self.measured(choice, blend(models, list(choice.weights)), refitted)

    def affords(self, choice: Choice) -> bool:
        """Whether a choice can be fitted on all rows in time, where it must be.

        In order of time the models of the folds know nothing of the latest rows: there
        one model that knows them is worth more than several that do not.
        """
        return not self.job.in_order or self._takes(choice) < self.clock.left

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

    def _takes(self, choice: Choice) -> float:
        needed = [refit_seconds(e, len(self.data.y)) for e in choice.entries]
        return max([sum(needed) / self.pool.workers, *needed])

    def _affordable(self, entries: Sequence[Entry], seconds: float) -> list[Entry]:
        """Return those whose fits end in these seconds, the slowest left out first."""
        known = [(refit_seconds(e, len(self.data.y)), e) for e in entries]
        known.sort(key=lambda pair: pair[0])
        while known:
            needed = [takes for takes, _ in known]
            if NEARLY * max(sum(needed) / self.pool.workers, needed[-1]) <= seconds:
                break
            known.pop()
        return [e for _, e in known]

    def _refit(self, entries: Sequence[Entry], seconds: float) -> list[Any]:
        """Fit what can be fitted on all rows in these seconds; None for the others."""
        begun = self._affordable(entries, seconds)
        tasks = {
            self.pool.submit(refit, self.job, e.setting, rounds(e), timeout=seconds): e
            for e in begun
        }
        waiting = set(tasks)
        end = self.clock.elapsed + seconds
        while waiting and self.clock.elapsed < end and not self.poll():
            waiting -= set(self.pool.wait(waiting, 0.1))
        for task in waiting:
            self.pool.cancel(task)
        fitted: dict[str, Any] = {}
        for task in set(tasks) - waiting:
            ended = self.pool.result(task)
            if ended.status == "done":
                _ready(tasks[task])
                model = pickle.loads(Path(ended.value).read_bytes())
                fitted[tasks[task].candidate.id] = model
        return [fitted.get(e.candidate.id) for e in entries]

    def _kept(self, choice: Choice) -> int:
        """Return how many models of its folds stand for a part."""
        # In order of time the first fold is the latest: the others know only the past
        # of what it learned from.
        if self.job.in_order:
            return 1
        most = max(2, MOST_MODELS // len(choice.entries))
        return min(most, len(choice.entries[0].results))

    def _reading(self, choice: Choice) -> float:
        """Return the seconds that reading the models of the folds takes."""
        return READING + READING_BY_MB * choice.size_mb * self._kept(choice)

    def _filled(self, choice: Choice, found: list[Any]) -> list[Any]:
        """Return a model for each part: those of its folds where it was not fitted."""
        lacking = [
            e
            for e, model in zip(choice.entries, found, strict=True)
            if model is None and not e.at_hand
        ]
        # Known from an earlier round, without its models: it has to be fitted.
        late = self._refit(lacking, max(GRACE, self.clock.left)) if lacking else []
        if any(model is None for model in late):
            raise NotInTime(
                "There was no time to fit the best model again",
                "It is known from an earlier round. Allow some more seconds.",
            )
        fitted = iter(late)
        return [
            model
            if model is not None
            else _fold_average(e, self._kept(choice))
            if e.at_hand
            else next(fitted)
            for e, model in zip(choice.entries, found, strict=True)
        ]


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
