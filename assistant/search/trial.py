"""What a trial's process does: fit one candidate on some rows, answer for others.

Data come from a file that is read once a process and shared by the system's cache;
fitted models go to a file, so that finished work is never fitted again.
"""

from __future__ import annotations

import pickle
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from assistant.trusting import why_unkeepable

from .families.deadline import NEVER, Deadline
from .folds import Fold, some_of
from .losses import row_losses
from .outcome import SearchData
from .pipelines import TableClassifier, TableRegressor

LATENCY_CALLS = 20
LATENCY_SECONDS = 0.3
"""Rows are timed one by one, no longer than this in all."""

PROBED = 20
"""Rows on which a person's own estimator is asked whether its file answers the same."""

ALL = -1
"""In place of a fold: all rows."""


@dataclass(frozen=True)
class Job:
    """What is the same for all trials of a search."""

    data: str
    """The file written by `write_data`."""
    loss: str
    classes: int
    quantile: float
    roles: Mapping[str, str]
    monotonic: Mapping[str, int]
    in_order: bool
    seed: int
    impute: str = ""
    encode: str = ""
    folder: str = ""
    """Where a person's own estimator is looked for."""


@dataclass(frozen=True)
class Setting:
    """What one candidate is made of."""

    id: str
    algorithm: str
    style: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class FoldResult:
    """One candidate on one fold."""

    score: float
    prediction: NDArray[Any]
    """For the checked rows: (m,) P(class 1) or numbers, or (m, k)."""
    model: str
    """The file that holds the fitted model."""
    rounds: int
    fit_seconds: float
    latency_ms: float | None = None
    size_mb: float | None = None
    cut_short: bool = False
    """Whether it was still growing when its time was up."""
    unkeepable: str = ""
    """Why a person's own estimator cannot be kept in a model file."""
    learned: int = 0
    """Rows that it learned from; 0 where that is not known."""
    sampled: bool = False
    """Whether these were some of the fold's rows only."""


def write_data(folder: Path, data: SearchData, folds: list[Fold]) -> str:
    """Write what trials read; return the file's name.

    Columns that Arrow cannot hold (mixed kinds of objects) go through pickle instead:
    the file is ours, written a moment ago.
    """
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / "data"
    try:
        _positional(data.X).to_feather(
            base.with_suffix(".arrow"), compression="uncompressed"
        )
    except (ValueError, TypeError, NotImplementedError, OverflowError):
        data.X.to_pickle(base.with_suffix(".pickle"))
    rest: dict[str, Any] = {
        "y": data.y,
        "groups": data.groups,
        "times": data.times,
        "folds": folds,
    }
    rest["columns"] = list(data.X.columns)
    base.with_suffix(".rest").write_bytes(pickle.dumps(rest))
    return str(base)


def _positional(X: pd.DataFrame) -> pd.DataFrame:
    frame = X.reset_index(drop=True)
    frame.columns = pd.Index([str(i) for i in range(X.shape[1])])
    return frame


@lru_cache(maxsize=2)
def _read_data(name: str) -> dict[str, Any]:
    base = Path(name)
    rest: dict[str, Any] = pickle.loads(base.with_suffix(".rest").read_bytes())
    if base.with_suffix(".arrow").exists():
        frame = pd.read_feather(base.with_suffix(".arrow"), use_threads=False)
        frame.columns = pd.Index(rest["columns"])
    else:
        frame = pd.read_pickle(base.with_suffix(".pickle")).reset_index(drop=True)
    rest["X"] = frame
    return rest


def make(job: Job, setting: Setting, rounds: int | None = None) -> Any:
    """Return the unfitted estimator of a candidate."""
    kind = TableClassifier if job.classes else TableRegressor
    return kind(
        algorithm=setting.algorithm,
        params=dict(setting.params),
        roles=dict(job.roles),
        style=setting.style,
        loss=job.loss,
        classes=job.classes,
        quantile=job.quantile,
        monotonic=dict(job.monotonic),
        rounds=rounds,
        seed=job.seed,
        impute=job.impute,
        encode=job.encode,
    )


def run_fold(
    job: Job,
    setting: Setting,
    fold: int,
    measure: bool,
    seconds: float | None = None,
    most: int | None = None,
) -> FoldResult:
    """Fit a candidate on a fold's rows and answer for the others.

    Parameters
    ----------
    job : Job
    setting : Setting
    fold : int
        Number of the fold.
    measure : bool
        Whether to measure latency and size too.
    seconds : float, optional
        After which a learner that grows stops with what it has.
    most : int, optional
        Of the fold's rows it learns from at most so many.
    """
    data = _read_data(job.data)
    part = Part(fold, most, job.seed, job.classes)
    learn, check = _rows(job.data, part)
    sampled = len(learn) < len(data["folds"][fold][0])
    find_own(job.folder)
    started = time.monotonic()
    deadline = Deadline(None if seconds is None else started + seconds)
    model, checked = _fit(make(job, setting), job.data, part, deadline)
    prediction = answered(model, checked)
    fit_seconds = time.monotonic() - started
    X = data["X"].iloc[check]
    if not np.isfinite(prediction).all():
        raise ValueError("it answered with something that is not a number")
    score = float(row_losses(job.loss, data["y"][check], prediction, job.quantile).mean())  # fmt: skip
    # A name of its own: what stood before still stands where this is killed midway.
    rows = f"-of-{len(learn)}" if sampled else ""
    file = Path(job.data).with_name(f"{setting.id}-{fold}{rows}.model")
    file.write_bytes(pickle.dumps(model, protocol=5))
    return FoldResult(
        score=score,
        prediction=prediction,
        model=str(file),
        rounds=int(getattr(model, "rounds_", 0) or 0),
        fit_seconds=fit_seconds,
        latency_ms=latency(model, X) if measure else None,
        size_mb=file.stat().st_size / 2**20 if measure else None,
        cut_short=deadline.met,
        unkeepable=_unkeepable(model, checked) if measure else "",
        learned=len(learn),
        sampled=sampled,
    )


def _unkeepable(model: Any, checked: Any) -> str:
    if model.algorithm != "own" or model.learner_ is None:
        return ""
    return why_unkeepable(model.learner_, checked[:PROBED])


def refit(job: Job, setting: Setting, rounds: int | None) -> str:
    """Fit a candidate on all rows; return the file that holds it."""
    find_own(job.folder)
    model, _ = _fit(make(job, setting, rounds), job.data, Part(ALL))
    file = Path(job.data).with_name(f"{setting.id}-all.model")
    file.write_bytes(pickle.dumps(model, protocol=5))
    return str(file)


def find_own(folder: str) -> None:
    """Let a person's own modules be imported from this folder."""
    if folder and folder not in sys.path:
        sys.path.insert(0, folder)


@dataclass(frozen=True)
class Part:
    """The rows of a trial: a fold, and how many of its rows are learned from."""

    fold: int
    most: int | None = None
    seed: int = 0
    classes: int = 0


def _rows(name: str, part: Part) -> Fold:
    """Return rows to learn from, in order of time where there is one, and to check."""
    data = _read_data(name)
    everyone = np.arange(len(data["y"]))
    whole = part.fold == ALL
    learn, check = (everyone, everyone[:0]) if whole else data["folds"][part.fold]
    if part.most is not None:
        learn = some_of(learn, data["y"], part.most, part.seed, part.classes)
    times = data["times"]
    if times is not None:
        learn = learn[np.argsort(times[learn], kind="stable")]
    return learn, check


def _fit(
    model: Any, name: str, part: Part, deadline: Deadline = NEVER
) -> tuple[Any, NDArray[Any]]:
    """Return the fitted model and the encoded rows to check."""
    data = _read_data(name)
    learn, _ = _rows(name, part)
    encoder, matrix, checked = _encoded(name, part, _Recipe(model.encoder()))
    groups = data["groups"]
    held = None if groups is None else groups[learn]
    return model.fit_encoded(encoder, matrix, data["y"][learn], held, deadline), checked


class _Recipe:
    """An unfitted encoder as a key: equal where the settings are."""

    def __init__(self, encoder: Any) -> None:
        self.encoder = encoder
        params = sorted(encoder.get_params().items())
        self._key = f"{type(encoder).__name__} {params}"

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Recipe) and self._key == other._key


# Candidates of one style share their encoding: on tables with texts it takes longer
# than most fits.
@lru_cache(maxsize=6)
def _encoded(name: str, part: Part, recipe: _Recipe) -> tuple[Any, Any, Any]:
    data = _read_data(name)
    learn, check = _rows(name, part)
    encoder = clone(recipe.encoder)
    matrix = encoder.fit_transform(data["X"].iloc[learn], data["y"][learn])
    return encoder, matrix, encoder.transform(data["X"].iloc[check])


def answered(model: Any, encoded: Any) -> NDArray[Any]:
    """Return a fitted candidate's answers for encoded rows, as `predict` does."""
    return _flat(model.answer_encoded(encoded), model.classes)


def predict(model: Any, X: pd.DataFrame) -> NDArray[Any]:
    """Return (n,) P(class 1) or numbers, or (n, k) probabilities of k > 2 classes."""
    if not hasattr(model, "predict_proba"):
        return np.asarray(model.predict(X))
    return _flat(np.asarray(model.predict_proba(X)), 2)


def _flat(answers: NDArray[Any], classes: int) -> NDArray[Any]:
    two = classes and answers.ndim == 2 and answers.shape[1] == 2
    return answers[:, 1] if two else answers


def latency(model: Any, X: pd.DataFrame) -> float:
    """Return the milliseconds that one row takes, 95th percentile."""
    taken: list[float] = []
    for i in range(LATENCY_CALLS):
        if sum(taken) > LATENCY_SECONDS:
            break
        row = X.iloc[[i % len(X)]]
        started = time.perf_counter()
        predict(model, row)
        taken.append(time.perf_counter() - started)
    # The first calls fill caches; one that takes its time needs no warming.
    return float(np.quantile(taken[2:] or taken, 0.95) * 1000)
