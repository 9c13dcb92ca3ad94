"""What a model goes by: columns in tiers, with direction, size and shape.

A tie is an answer: a column stands above another only where the difference holds under
resampling of the rows (and, where refits are given, in all of them). A column whose
effect cannot be told from noise is no driver.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Level

from .attributions import Attributions, attribute
from .findings import finding_holds
from .outputs import Array, ModelFailed, Output, inputs_of, output_of
from .players import OTHERS
from .relevance import relevance
from .shapes import Shape, shape_of
from .units import Unit, cell, unit_of
from .wording import driver_text

ROWS = 200
LEAST_SHARE = 0.04
"""Of the strongest column's size: below, a part is too small to be spoken about."""

RESAMPLES = 400


@dataclass(frozen=True)
class Driver:
    """One column the model goes by.

    Attributes
    ----------
    size, se : float
        Mean absolute part over the rows, in the answer's unit, and its standard error.
    tier : int
        1 is the strongest; columns of one tier cannot be ranked.
    shape : Shape
    share : float
        Of the sum of all sizes.
    """

    column: str
    size: float
    se: float
    tier: int
    direction: str
    shape: Shape
    share: float


@dataclass(frozen=True)
class Overview:
    """What a model goes by over many rows, and what it rests on."""

    drivers: tuple[Driver, ...]
    weak: tuple[str, ...]
    """Columns the model reads whose effect cannot be told from noise."""
    found: Attributions
    unit: Unit


def drivers(
    model: Any,
    X: pd.DataFrame,
    *,
    deadline_seconds: float = 5.0,
    seed: int = 0,
    folds: Sequence[Any] | None = None,
    y: Any = None,
    level: Level | str = Level.PLAIN,
) -> list[dict[str, Any]]:
    """Return what a model goes by, in the form of a run's result.

    Parameters
    ----------
    model : object
        Anything in the manner of scikit-learn.
    X : DataFrame
        Rows in original columns, best ones the model was not trained on.
    deadline_seconds : float
        Wall-clock seconds to spend.
    seed : int
        Seed of everything random.
    folds : sequence of models, optional
        Refits on parts of the rows: a rank counts only where all agree.
    y : array-like, shape (rows,), optional
        The true outcomes. With them a column whose shuffling does not worsen the
        answers is no driver, however much the model moves with it.
    level : Level or str
        Of the texts.

    Returns
    -------
    list of dict
        With ``column``, ``size``, ``se``, ``direction`` (up, down, mixed, none),
        ``tier``, ``share``, ``shape`` and ``text``; strongest first.
    """
    try:
        overview = _overlooked(model, X, deadline_seconds, seed, folds, y)
    except ModelFailed:
        return []
    if not overview.found.ok:
        return []
    output = overview.found.output
    return [
        {
            "column": d.column,
            "size": d.size,
            "direction": d.direction,
            "tier": d.tier,
            "text": told_driver(d, output, overview.unit, level),
            "se": d.se,
            "share": d.share,
            "shape": d.shape.kind,
            "points": [[cell(v), p, e, n] for v, p, e, n in d.shape.points],
        }
        for d in overview.drivers
    ]


def told_driver(driver: Driver, output: Output, unit: Unit, level: Level | str) -> str:
    """Return a driver's sentence, read again; empty where it cannot be confirmed."""
    plain = replace(driver, shape=Shape("none"))
    for candidate in (driver, plain):
        text = driver_text(candidate, output, unit, level)
        if finding_holds(text, driver.column, candidate.shape, driver.size, output):
            return text
    return ""


def _overlooked(
    model: Any, X: pd.DataFrame, seconds: float, seed: int, folds: Any, y: Any
) -> Overview:
    """Return the overview of the rows that the model can answer for."""
    try:
        return overlook(model, X, seconds=seconds, seed=seed, folds=folds, y=y)
    except ModelFailed:
        working = ~output_of(model).fails_on(X)
        if not working.any():
            raise
        y = None if y is None else np.asarray(y)[working]
        return overlook(model, X[working], seconds=seconds, seed=seed, folds=folds, y=y)


def overlook(
    model: Any,
    X: pd.DataFrame,
    *,
    seconds: float = 5.0,
    seed: int = 0,
    folds: Sequence[Any] | None = None,
    y: Any = None,
) -> Overview:
    """Return the drivers as findings; parameters as in `drivers`."""
    started = time.monotonic()
    output = output_of(model)
    keep = _sample(len(X), ROWS, seed)
    rows = X.iloc[keep].reset_index(drop=True)
    wanted, size = _affordable(output, rows, seconds * 0.7)
    rows = rows.iloc[:wanted]
    found = attribute(model, rows, frame=X, size=size, seconds=seconds * 0.6, seed=seed)
    left = seconds - (time.monotonic() - started)
    relevant = None
    if y is not None:
        truth = pd.Series(np.asarray(y))
        strongest = np.argsort(-np.abs(found.values).mean(axis=0), kind="stable")
        players = [found.players[j] for j in strongest]
        relevant = relevance(output, X, truth, players, max(left, 0.5), seed)
    return _overview(output, found, relevant, folds or (), seed)


def _sample(rows: int, most: int, seed: int) -> Any:
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


def _affordable(output: Output, rows: pd.DataFrame, seconds: float) -> tuple[int, int]:
    """Return how many rows and background rows the time allows.

    Two calls of different length tell what a row costs apart from what a call costs.
    """
    few, many = _repeated(rows, 50), _repeated(rows, 2000)
    output(few)  # the first call of a pipeline pays for its imports
    spent = []
    for frame in (few, many):
        begun = time.monotonic()
        output(frame)
        spent.append(time.monotonic() - begun)
    pace = max(spent[1] - spent[0], 0.1 * spent[1]) / max(1, len(many) - len(few))
    steps = 2 * max(1, min(len(inputs_of(output.model, rows)), 26))
    affordable = seconds / max(pace, 1e-9) / steps
    for size in (50, 25, 10, 5):
        if affordable >= size * len(rows):
            return len(rows), size
    return max(min(len(rows), int(affordable / 5)), min(len(rows), 10)), 5


def _repeated(rows: pd.DataFrame, size: int) -> pd.DataFrame:
    return rows.iloc[np.arange(size) % max(1, len(rows))].reset_index(drop=True)


def _overview(
    output: Output,
    found: Attributions,
    relevant: dict[str, bool] | None,
    folds: Sequence[Any],
    seed: int,
) -> Overview:
    size = np.abs(found.values)
    mean = size.mean(axis=0)
    rows = max(1, len(size))
    se = size.std(axis=0, ddof=1) / np.sqrt(rows) if rows > 1 else np.zeros(len(mean))
    floor = LEAST_SHARE * float(mean.max(initial=0.0))
    order = [int(j) for j in np.argsort(-mean, kind="stable") if mean[j] > 0]
    named: list[int] = []
    weak: list[int] = []
    for j in order:
        column = found.columns[j]
        # What there was no time to judge is no driver, unless nothing was judged.
        known = not relevant or relevant.get(column, column == OTHERS)
        (named if known and mean[j] >= floor else weak).append(j)
    tiers = tiers_of(
        size[:, np.array(named, dtype=int)], _folded(folds, found, named, seed), seed
    )
    unit = unit_of(output, np.concatenate([found.outputs, found.bases]))
    total = float(mean.sum()) or 1.0
    made = tuple(
        _driver(found, j, tier, float(mean[j]), float(se[j]), float(mean[j]) / total)
        for j, tier in zip(named, tiers, strict=True)
    )
    unused = [c for j, c in enumerate(found.columns) if mean[j] == 0]
    names = tuple(found.columns[j] for j in weak) + tuple(unused)
    return Overview(made, names, found, unit)


def _driver(
    found: Attributions, j: int, tier: int, size: float, se: float, share: float
) -> Driver:
    column = found.columns[j]
    if column in found.rows.columns and found.output.task != "multiclass":
        shape = shape_of(found.rows[column], found.values[:, j])
    else:
        shape = Shape("none")
    return Driver(column, size, se, tier, shape.direction, shape, share)


def _folded(
    folds: Sequence[Any], found: Attributions, named: Sequence[int], seed: int
) -> list[Array]:
    """Return the sizes in each refit, on fewer rows: the order is all that is asked."""
    few = found.rows.iloc[:60]
    made = []
    for model in folds:
        again = attribute(
            model, few, frame=found.background, size=10, seed=seed, check=False
        )
        columns = [found.columns[j] for j in named]
        made.append(np.array([np.abs(again.of(c)).mean() for c in columns]))
    return made


def tiers_of(sizes: Array, folds: Sequence[Array], seed: int) -> list[int]:
    """Return tiers of columns that are sorted by mean size, strongest first.

    Parameters
    ----------
    sizes : ndarray, shape (rows, columns)
        Absolute parts.
    folds : sequence of ndarray, shape (columns,)
        Mean sizes in refits.
    seed : int

    Returns
    -------
    list of int
        A new tier begins where a column is below the tier's first one in 97.5 in 100
        resamples of the rows, and in every refit.
    """
    rows, columns = sizes.shape
    if not columns:
        return []
    generator = np.random.default_rng(seed)
    weights = generator.multinomial(rows, np.full(rows, 1 / rows), size=RESAMPLES)
    means = weights @ sizes / rows
    tiers, leader, tier = [1], 0, 1
    for at in range(1, columns):
        above = float((means[:, leader] > means[:, at]).mean())
        agreed = all(f[leader] > f[at] for f in folds)
        if above >= 0.975 and agreed:
            leader, tier = at, tier + 1
        tiers.append(tier)
    return tiers
