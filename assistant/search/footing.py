"""The first model of a search: fitted here, on a few rows, before any process is asked.

Whatever else happens, the search has an answer that learned something; and what these
rows took tells what all of them would take on this machine.
"""

from __future__ import annotations

import pickle
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.closing import crowd
from assistant.plan import Candidate, Plan

from .families.deadline import Deadline
from .folds import Fold, some_of
from .losses import row_losses
from .outcome import SearchData
from .steps import Pace
from .trial import FoldResult, Job, Setting, answered, latency, make

CELLS, FEWEST, MOST = 30_000, 300, 1000
"""Cells that are learned from; and rows at least and at most."""

MEASURED = 100
"""Rows by which it is measured what an answer takes."""

NEARLY = 1.5
"""Times as many rows are taken all at once: to leave some of them saves little."""

CALM = 2.0
"""Programs that want a core, for each there is: from there on fewer rows are taken."""

COSTLY = 1.0
"""What costs more than boosted trees is left to a process that can be killed."""

SECONDS = 2.0
"""After which a learner that grows stops with what it has."""

TELLING = 0.03
"""Seconds of own computing from which on a step's pace can be told."""

SLOWEST = 20.0
"""Times its own computing that a step may have taken for others' work."""


@dataclass(frozen=True)
class Footing:
    """A fitted candidate and what it took."""

    candidate: Candidate
    model: Any
    pace: Pace
    learned: int
    sampled: bool
    seconds: float

    def result(
        self, plan: Plan, data: SearchData, fold: Fold, folder: Path, measure: bool
    ) -> FoldResult:
        """Return what it is worth on the rows that a fold checks.

        Parameters
        ----------
        plan : Plan
        data : SearchData
        fold : (learn, check)
        folder : Path
            Where the model is kept.
        measure : bool
            Whether to measure how long one row takes, too.
        """
        started = time.monotonic()
        _, check = fold
        X = data.X.iloc[check]
        encoded = self.model.encoder_.transform(X)
        prediction = answered(self.model, encoded)
        if not np.isfinite(prediction).all():
            raise ValueError("it answered with something that is not a number")
        losses = row_losses(plan.loss, data.y[check], prediction, plan.quantile)
        file = folder / f"{self.candidate.id}-0-first.model"
        file.write_bytes(pickle.dumps(self.model, protocol=5))
        return FoldResult(
            score=float(losses.mean()),
            prediction=prediction,
            model=str(file),
            rounds=int(getattr(self.model, "rounds_", 0) or 0),
            fit_seconds=self.seconds + time.monotonic() - started,
            latency_ms=latency(self.model, X) if measure else None,
            size_mb=file.stat().st_size / 2**20,
            learned=self.learned,
            sampled=self.sampled,
        )


def footing(plan: Plan, data: SearchData, job: Job, fold: Fold) -> Footing | None:
    """Fit the first candidate that costs little on some rows of a fold.

    Returns
    -------
    Footing or None
        None where no candidate costs little, or this one cannot be fitted: processes
        will tell why.
    """
    candidate = next((c for c in plan.candidates if _quick(c)), None)
    if candidate is None:
        return None
    learn, check = fold
    # Beside many programs even a few rows take seconds.
    cells = CELLS / max(1.0, crowd() / CALM)
    most = min(MOST, max(FEWEST, int(cells / max(1, len(job.roles)))))
    if len(learn) <= NEARLY * most:
        most = len(learn)
    some = some_of(learn, data.y, most, job.seed, job.classes)
    if data.times is not None:
        some = some[np.argsort(data.times[some], kind="stable")]
    try:
        return _fitted(candidate, data, job, (some, check), len(some) < len(learn))
    except Exception:  # whatever a learner makes of a stranger's rows
        return None


def _quick(candidate: Candidate) -> bool:
    known = candidate.family not in ("baseline", "own")
    return known and candidate.cost <= COSTLY


def _fitted(
    candidate: Candidate, data: SearchData, job: Job, fold: Fold, sampled: bool
) -> Footing:
    some, check = fold
    setting = Setting(
        candidate.id, candidate.algorithm, candidate.style, candidate.params
    )
    groups = None if data.groups is None else data.groups[some]
    began = time.monotonic()
    model = make(job, setting)
    encoder = model.encoder()
    learning, checking = _Watch(), None
    matrix = encoder.fit_transform(data.X.iloc[some], data.y[some])
    model.fit_encoded(encoder, matrix, data.y[some], groups, Deadline(began + SECONDS))
    learned = learning.seconds() / len(some)
    checking = _Watch()
    probe = check[:MEASURED]
    answered(model, encoder.transform(data.X.iloc[probe]))
    pace = Pace(learned, checking.seconds() / max(1, len(probe)))
    return Footing(candidate, model, pace, len(some), sampled, time.monotonic() - began)


class _Watch:
    """Measures a step: its own computing, times how busy the machine is."""

    def __init__(self) -> None:
        self._wall, self._own = time.monotonic(), time.thread_time()

    def seconds(self) -> float:
        own = time.thread_time() - self._own
        wall = time.monotonic() - self._wall
        # A short step may have met one long pause, or none at all.
        busy = max(wall / own if own >= TELLING else 1.0, crowd())
        return max(1e-6, own * min(SLOWEST, busy))
