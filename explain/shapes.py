"""The shape of one column's part in the answer: numbers first, words elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from .fitting import kind_of
from .outputs import Array

BINS = 8
LEAST = 20
"""Rows a bin needs before it is spoken about."""

LEVEL_LEAST = 8
"""Rows a category needs."""


@dataclass(frozen=True)
class Shape:
    """How a column's part runs over its values.

    Attributes
    ----------
    kind : str
        ``rises``, ``falls``, ``rises_then_flat``, ``falls_then_flat``,
        ``flat_then_rises``, ``flat_then_falls``, ``step_up``, ``step_down``, ``hump``,
        ``valley``, ``levels``, ``none`` or ``unclear`` (too few rows).
    start, end : object
        The ends spoken about, in the person's values: low and high, or the two
        categories furthest apart (lowest part first).
    turn : object
        Where it bends, if it does.
    change : float
        Part at ``end`` minus part at ``start``; for a turn, middle minus ends.
    se : float
        Standard error of ``change``.
    missing : float or None
        Mean part of rows where the cell is missing, where there are enough.
    points : tuple of (value, part, se, rows)
    """

    kind: str
    start: Any = None
    end: Any = None
    turn: Any = None
    change: float = 0.0
    se: float = 0.0
    missing: float | None = None
    points: tuple[tuple[Any, float, float, int], ...] = field(default=())

    @property
    def direction(self) -> str:
        """Return up, down, mixed or none."""
        if self.kind in ("rises", "rises_then_flat", "flat_then_rises", "step_up"):
            return "up"
        if self.kind in ("falls", "falls_then_flat", "flat_then_falls", "step_down"):
            return "down"
        return "none" if self.kind == "unclear" else "mixed"


def shape_of(values: pd.Series, parts: Array) -> Shape:
    """Return the shape of one column's parts.

    Parameters
    ----------
    values : Series, shape (rows,)
        The column as the person has it.
    parts : ndarray, shape (rows,)
        Its Shapley values.

    Returns
    -------
    Shape
    """
    gap = np.asarray(values.isna(), dtype=bool)
    missing = float(parts[gap].mean()) if gap.sum() >= LEVEL_LEAST else None
    known, parts = values[~gap], parts[~gap]
    if not len(known):
        return Shape("unclear", missing=missing)
    numbers = as_numbers(known)
    if numbers is None:
        return _levels(known.astype(str), parts, missing)
    if len(np.unique(numbers)) <= 2:
        return _two(known, numbers, parts, missing)
    return _numeric(known, numbers, parts, missing)


def as_numbers(values: pd.Series) -> Array | None:
    """Return values that can be ordered as numbers (dates as days), else None."""
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        codes = np.asarray(values.cat.codes, dtype=float)
        return codes if dtype.ordered else None
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return np.asarray(values.astype("int64"), dtype=float) / 8.64e13
    if pd.api.types.is_numeric_dtype(dtype):
        return np.asarray(values.astype(float), dtype=float)
    return None


def _levels(values: pd.Series, parts: Array, missing: float | None) -> Shape:
    points = []
    for name, index in (
        values.reset_index(drop=True).groupby(values.to_numpy()).groups.items()
    ):
        mine = parts[np.asarray(index)]
        if len(mine) >= LEVEL_LEAST:
            points.append((str(name), *_mean(mine), len(mine)))
    if len(points) < 2:
        return Shape("unclear", missing=missing, points=tuple(points))
    points.sort(key=lambda p: p[1])
    low, high = points[0], points[-1]
    return Shape(
        "levels",
        start=low[0],
        end=high[0],
        change=high[1] - low[1],
        se=float(np.hypot(low[2], high[2])),
        missing=missing,
        points=tuple(points),
    )


def _two(
    values: pd.Series, numbers: Array, parts: Array, missing: float | None
) -> Shape:
    points = []
    for level in np.unique(numbers):
        mine = numbers == level
        points.append((values[mine].iloc[0], *_mean(parts[mine]), int(mine.sum())))
    if len(points) < 2 or min(p[3] for p in points) < LEVEL_LEAST:
        return Shape("unclear", missing=missing, points=tuple(points))
    change = points[1][1] - points[0][1]
    return Shape(
        "step_up" if change > 0 else "step_down",
        start=points[0][0],
        end=points[1][0],
        turn=points[1][0],
        change=change,
        se=float(np.hypot(points[0][2], points[1][2])),
        missing=missing,
        points=tuple(points),
    )


def _numeric(
    values: pd.Series, numbers: Array, parts: Array, missing: float | None
) -> Shape:
    bins = min(BINS, len(numbers) // LEAST, len(np.unique(numbers)))
    if bins < 2:
        return Shape("unclear", missing=missing)
    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, bins + 1)[1:-1]))
    slot = np.searchsorted(edges, numbers, side="right")
    points, lows = [], []
    for b in np.unique(slot):
        mine = np.nonzero(slot == b)[0]
        order = mine[np.argsort(numbers[mine], kind="stable")]
        points.append(
            (values.iloc[order[len(order) // 2]], *_mean(parts[mine]), len(mine))
        )
        lows.append(values.iloc[order[0]])
    if len(points) < 2:
        return Shape("unclear", missing=missing)
    means = np.array([p[1] for p in points])
    weights = np.array([p[3] for p in points], dtype=float)
    kind, bend = kind_of(means, weights)
    start, end = points[0], points[-1]
    change = _change(kind, means, bend)
    return Shape(
        kind,
        start=start[0],
        end=end[0],
        turn=None if bend is None else _turn(kind, means, bend, points, lows),
        change=change,
        se=float(np.hypot(start[2], end[2])),
        missing=missing,
        points=tuple(points),
    )


def _turn(
    kind: str, means: Array, bend: int, points: list[Any], lows: list[Any]
) -> Any:
    """Return where it bends: the bin's low end, or its middle where a step is inside."""
    if kind in ("step_up", "step_down") and means[-1] != means[0]:
        share = (means[bend] - means[0]) / (means[-1] - means[0])
        if 0.2 < share < 0.8:
            return points[bend][0]
    return lows[bend]


def _mean(parts: Array) -> tuple[float, float]:
    spread = float(parts.std(ddof=1) / np.sqrt(len(parts))) if len(parts) > 1 else 0.0
    return float(parts.mean()), spread


def _change(kind: str, means: Array, bend: int | None) -> float:
    if kind in ("hump", "valley") and bend is not None:
        ends = (means[0] + means[-1]) / 2
        middle = means.max() if kind == "hump" else means.min()
        return float(middle - ends)
    return float(means[-1] - means[0])
