"""What a model goes by: columns in tiers, with direction, size and shape.

A tie is an answer: a column stands above another only where the difference holds under
resampling of the rows (and, where refits are given, in all of them). A column whose
effect cannot be told from noise is no driver.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Level
from dialogs.sanitise import safe

from .attributions import Attributions, attribute
from .findings import finding_holds
from .outputs import ModelFailed, Output, inputs_of, output_of
from .phrases import say
from .players import KEPT, Player
from .ranking import LEAST_SHARE, Driver, Overview, overview_of
from .related import alike
from .relevance import relevance
from .shapes import Shape
from .units import Unit, cell, listed
from .wording import driver_text

ROWS = 200
CANDIDATES = 20
"""Columns among which those that tell nearly the same are looked for."""


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
    return drivers_and_doubts(
        model, X, deadline_seconds=deadline_seconds, seed=seed, folds=folds, y=y,
        level=level,
    )[0]  # fmt: skip


def drivers_and_doubts(
    model: Any,
    X: pd.DataFrame,
    *,
    deadline_seconds: float = 5.0,
    seed: int = 0,
    folds: Sequence[Any] | None = None,
    y: Any = None,
    level: Level | str = Level.PLAIN,
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the drivers, and the columns that may be some on more rows.

    Parameters and the first of the two are those of `drivers`.
    """
    try:
        overview = _overlooked(model, X, deadline_seconds, seed, folds, y)
    except ModelFailed:
        return [], []
    if not overview.found.ok:
        return [], []
    output = overview.found.output
    found = [
        {
            "column": d.column,
            "size": d.size,
            "chances": output.chances,
            "direction": d.direction,
            "tier": d.tier,
            "text": told_driver(d, output, overview.unit, level, overview.drivers[:at]),
            "se": d.se,
            "share": d.share,
            "shared": list(d.shared),
            "shape": d.shape.kind,
            "points": [[cell(v), p, e, n] for v, p, e, n in d.shape.points],
        }
        for at, d in enumerate(overview.drivers)
    ]
    return found, list(overview.perhaps)


def told_driver(
    driver: Driver,
    output: Output,
    unit: Unit,
    level: Level | str,
    before: Sequence[Driver] = (),
) -> str:
    """Return a driver's sentence, read again; empty where it cannot be confirmed.

    That it tells nearly the same as one told ``before`` was said there already.
    """
    mates = {c for d in before for c in d.shared}
    plain = replace(driver, shape=Shape("none"))
    for candidate in (driver, plain):
        text = driver_text(candidate, output, unit, level)
        if finding_holds(text, driver.column, candidate.shape, driver.size, output):
            told = driver.column in mates
            return text + ("" if told else _shared_text(driver, level))
    return ""


def _shared_text(driver: Driver, level: Level | str) -> str:
    if not driver.shared:
        return ""
    names = [safe(c, 60) for c in driver.shared[:3]]
    if len(driver.shared) > len(names):
        names.append(say("shape.more", level, n=str(len(driver.shared) - len(names))))
    return say("shape.shared", level, names=listed(names))


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
    groups = _alike(found, X)
    left = seconds - (time.monotonic() - started)
    relevant = None
    if y is not None:
        truth = pd.Series(np.asarray(y))
        strongest = np.argsort(-np.abs(found.values).mean(axis=0), kind="stable")
        players = [found.players[j] for j in strongest]
        # Of columns that tell nearly the same, shuffling one alone may hurt nothing.
        joint = {c: Player(c, tuple(g)) for g in groups for c in g}
        players = [joint.get(p.name, p) for p in players]
        relevant = relevance(output, X, truth, players, max(left, 0.3), seed)
    return overview_of(output, found, relevant, groups, folds or (), seed)


def _alike(found: Attributions, frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return groups of columns that are spoken about and tell nearly the same."""
    mean = np.abs(found.values).mean(axis=0)
    floor = LEAST_SHARE * float(mean.max(initial=0.0))
    strongest = [int(j) for j in np.argsort(-mean, kind="stable")[:CANDIDATES]]
    columns = [found.columns[j] for j in strongest if mean[j] > max(floor, 0.0)]
    return alike(frame, [c for c in columns if c in frame.columns])


def _sample(rows: int, most: int, seed: int) -> Any:
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


def _affordable(output: Output, rows: pd.DataFrame, seconds: float) -> tuple[int, int]:
    """Return how many rows and background rows the time allows.

    Two calls of different length tell what a row costs apart from what a call costs.
    """
    pace = max(_pace(output, rows, seconds), 1e-9)
    steps = 2 * max(1, min(len(inputs_of(output.model, rows)), KEPT + 1))
    affordable = seconds / pace / steps
    for size in (50, 25, 10, 5):
        if affordable >= size * len(rows):
            return len(rows), size
    return min(len(rows), max(int(affordable / 5), 5)), 5


def _pace(output: Output, rows: pd.DataFrame, seconds: float) -> float:
    """Return the seconds that one more row takes."""
    few, many = _repeated(rows, 50), _repeated(rows, 500)
    output(few)  # the first call of a pipeline pays for its imports
    spent = []
    for frame in (few, many):
        begun = time.monotonic()
        output(frame)
        spent.append(time.monotonic() - begun)
        if frame is few and spent[0] > seconds / 20:
            return spent[0] / len(few)  # ten times that is too long a look
    return max(spent[1] - spent[0], 0.1 * spent[1]) / (len(many) - len(few))


def _repeated(rows: pd.DataFrame, size: int) -> pd.DataFrame:
    return rows.iloc[np.arange(size) % max(1, len(rows))].reset_index(drop=True)
