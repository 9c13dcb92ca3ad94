"""What a trial's process does: fit one candidate on some rows, answer for others.

Data come from a file that is read once a process and shared by the system's cache;
fitted models go to a file, so that finished work is never fitted again.
"""

from __future__ import annotations

import pickle
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .folds import Fold
from .losses import row_losses
from .outcome import SearchData
from .pipelines import TableClassifier, TableRegressor

LATENCY_CALLS = 20


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
        frame = pd.read_feather(base.with_suffix(".arrow"))
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
        in_order=job.in_order,
        seed=job.seed,
    )


def run_fold(job: Job, setting: Setting, fold: int, measure: bool) -> FoldResult:
    """Fit a candidate on a fold's rows and answer for the others.

    Parameters
    ----------
    job : Job
    setting : Setting
    fold : int
        Number of the fold.
    measure : bool
        Whether to measure latency and size too.
    """
    data = _read_data(job.data)
    learn, check = data["folds"][fold]
    started = time.monotonic()
    model = _fit(make(job, setting), data, learn)
    fit_seconds = time.monotonic() - started
    X = data["X"].iloc[check]
    prediction = predict(model, X)
    if not np.isfinite(prediction).all():
        raise ValueError("it answered with something that is not a number")
    score = float(row_losses(job.loss, data["y"][check], prediction, job.quantile).mean())  # fmt: skip  # noqa: E501
    file = Path(job.data).with_name(f"{setting.id}-{fold}.model")
    file.write_bytes(pickle.dumps(model, protocol=5))
    return FoldResult(
        score=score,
        prediction=prediction,
        model=str(file),
        rounds=int(getattr(model, "rounds_", 0) or 0),
        fit_seconds=fit_seconds,
        latency_ms=latency(model, X) if measure else None,
        size_mb=file.stat().st_size / 2**20 if measure else None,
    )


def refit(job: Job, setting: Setting, rounds: int | None) -> str:
    """Fit a candidate on all rows; return the file that holds it."""
    data = _read_data(job.data)
    model = _fit(make(job, setting, rounds), data, np.arange(len(data["y"])))
    file = Path(job.data).with_name(f"{setting.id}-all.model")
    file.write_bytes(pickle.dumps(model, protocol=5))
    return str(file)


def _fit(model: Any, data: Mapping[str, Any], rows: NDArray[np.intp]) -> Any:
    groups, times = data["groups"], data["times"]
    if times is not None:
        rows = rows[np.argsort(times[rows], kind="stable")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, about data they cannot judge
        return model.fit(
            data["X"].iloc[rows],
            data["y"][rows],
            groups=None if groups is None else groups[rows],
        )


def predict(model: Any, X: pd.DataFrame) -> NDArray[Any]:
    """Return (n,) P(class 1) or numbers, or (n, k) probabilities of k > 2 classes."""
    if not hasattr(model, "predict_proba"):
        return np.asarray(model.predict(X))
    p = np.asarray(model.predict_proba(X))
    return p[:, 1] if p.shape[1] == 2 else p


def latency(model: Any, X: pd.DataFrame) -> float:
    """Return the milliseconds that one row takes, 95th percentile."""
    taken = []
    for i in range(LATENCY_CALLS):
        row = X.iloc[[i % len(X)]]
        started = time.perf_counter()
        predict(model, row)
        taken.append(time.perf_counter() - started)
    return float(np.quantile(taken[2:], 0.95) * 1000)
