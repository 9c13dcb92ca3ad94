"""Ranges around what was measured: by formula for shares, bootstrap for all else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, norm, t

from .case import Case

DRAWS = 1000
COVERAGE = 0.90
"""Of every range that is told, unless it says otherwise."""

MANY_ROWS = 5000
"""Above this a ranking score is resampled fewer times: its error is small anyway."""


def clopper_pearson(hits: int, n: int, confidence: float) -> tuple[float, float]:
    """Return the one-sided exact bounds of a share (Clopper and Pearson 1934).

    Each bound holds alone with the given confidence.
    """
    if n == 0:
        return 0.0, 1.0
    tail = 1 - confidence
    low = beta.ppf(tail, hits, n - hits + 1) if hits else 0.0
    high = beta.ppf(1 - tail, hits + 1, n - hits) if hits < n else 1.0
    return float(low), float(high)


def jeffreys(hits: float, n: float, coverage: float = COVERAGE) -> tuple[float, float]:
    """Return the two-sided range of a share (Jeffreys; Brown, Cai and DasGupta 2001).

    Its coverage is near the nominal on average, where resampling falls short for few
    rows and near 0 and 1. What is like a share, and of no whole number, may be told
    of in parts of a hit.
    """
    tail = (1 - coverage) / 2
    low = beta.ppf(tail, hits + 0.5, n - hits + 0.5) if hits else 0.0
    high = beta.ppf(1 - tail, hits + 0.5, n - hits + 0.5) if hits < n else 1.0
    return float(low), float(high)


def share_range(
    hits: int, n: int, coverage: float = COVERAGE
) -> tuple[float | None, float | None]:
    """Return a share's range as `jeffreys` does; None of no rows."""
    return jeffreys(hits, n, coverage) if n else (None, None)


def draws_for(rows: int) -> int:
    """Return how often so many rows are resampled."""
    return DRAWS if rows <= MANY_ROWS else max(200, DRAWS * MANY_ROWS // rows)


def bootstrap(
    case: Case, statistic: Callable[[Case], NDArray[np.float64]], seed: int
) -> NDArray[np.float64]:
    """Return the statistics of resampled rows, shape (draws, statistics).

    Parameters
    ----------
    case : Case
        n rows; with groups, whole groups are drawn (cluster bootstrap).
    statistic : callable
        Takes a case, returns some numbers.
    seed : int
        Of the draws.
    """
    rng = np.random.default_rng(seed)
    n = len(case.y)
    draws = draws_for(n)
    members = None if case.groups is None else _members(case.groups)
    found = []
    for _ in range(draws):
        if members is None:
            rows = rng.integers(0, n, n)
        else:
            chosen = rng.integers(0, len(members), len(members))
            rows = np.concatenate([members[c] for c in chosen])
        # In order, so that a case sorted by its score stays sorted.
        found.append(statistic(case.take(np.sort(rows))))
    return np.array(found)


def _members(groups: NDArray[Any]) -> list[NDArray[np.intp]]:
    order = np.argsort(groups, kind="stable")
    _, starts = np.unique(groups[order], return_index=True)
    return [np.asarray(part) for part in np.split(order, starts[1:])]


def middle(
    values: NDArray[np.float64], coverage: float = COVERAGE, rows: int = 0
) -> tuple[float | None, float | None]:
    """Return the range that holds the middle part of the draws; None without any.

    Parameters
    ----------
    values : array
        One value a draw.
    coverage : float
    rows : int, optional
        Of the sample. Draws from few rows spread too little; the tails are widened as
        Student's t is against the normal (Hesterberg 2015, expanded percentiles).
    """
    known = values[np.isfinite(values)]
    if len(known) < len(values) / 2:
        return None, None
    tail = (1 - coverage) / 2
    if rows > 2:
        tail = float(norm.cdf((rows / (rows - 1)) ** 0.5 * t.ppf(tail, rows - 1)))
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
