"""Groups where the model errs more: found on one half of the rows, confirmed on the other.

A tree grown on the rows it reports finds weak spots in noise. Here a group must have at
least max(30, 2 in 100) rows, is picked on one half by how much it errs, and is told only
with the figures of the half that had no part in picking it.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .outputs import Array
from .shapes import as_numbers

Bools = npt.NDArray[np.bool_]

LEAST = 30
LEAST_SHARE = 0.02
CANDIDATES = 6
LEVELS = 20


@dataclass(frozen=True)
class Group:
    """Rows by the values of one column.

    Attributes
    ----------
    column : str
    kind : str
        ``is``, ``below``, ``at_least``, ``between`` or ``missing``.
    values : tuple
        The category, or the ends.
    """

    column: str
    kind: str
    values: tuple[Any, ...] = ()

    def mask(self, frame: pd.DataFrame) -> Bools:
        """Return which rows are in the group."""
        return self.inside(frame[self.column])

    def inside(self, column: pd.Series) -> Bools:
        """Return which rows are in the group, of its column alone."""
        if isinstance(column.dtype, np.dtype) and column.dtype.kind in "fi":
            return self._of_numbers(column.to_numpy())
        if self.kind == "missing":
            return np.asarray(column.isna(), dtype=bool)
        if self.kind == "is":
            return np.asarray((column == self.values[0]).fillna(False), dtype=bool)
        known = column.notna()
        if self.kind in ("at_least", "between"):
            known &= column >= self.values[0]
        if self.kind in ("below", "between"):
            known &= column < self.values[-1]
        return np.asarray(known, dtype=bool)

    def _of_numbers(self, values: Array) -> Bools:
        """Return the same of plain numbers: a gap is neither below nor above anything."""
        inside = ~np.isnan(values)
        match self.kind:
            case "missing":
                inside = ~inside
            case "is":
                inside = values == self.values[0]
            case "below":
                inside = values < self.values[0]
            case "at_least":
                inside = values >= self.values[0]
            case _:
                inside = (values >= self.values[0]) & (values < self.values[-1])
        return np.asarray(inside, dtype=bool)


@dataclass(frozen=True)
class Weak:
    """A group where the error is larger, in figures of rows not used to find it."""

    group: Group
    rows: int
    error: float
    low: float
    high: float
    elsewhere: float


def wilson(hits: float, rows: int, z: float = 1.96) -> tuple[float, float]:
    """Return the interval of a share (Wilson 1927).

    Parameters
    ----------
    hits, rows : float and int
    z : float
    """
    if rows == 0:
        return 0.0, 1.0
    share = hits / rows
    scale = 1 + z * z / rows
    centre = share + z * z / (2 * rows)
    spread = z * math.sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows))
    return (centre - spread) / scale, (centre + spread) / scale


def groups_of(frame: pd.DataFrame, columns: list[str]) -> list[Group]:
    """Return candidate groups: categories, quarters of numbers, missing cells."""
    found: list[Group] = []
    for name in columns:
        column = frame[name]
        plain = isinstance(column.dtype, np.dtype) and column.dtype.kind in "fi"
        # Thousands of columns of numbers: as arrays they take a third of the time.
        gaps = np.isnan(column.to_numpy()) if plain else column.isna().to_numpy()
        if gaps.sum() >= LEAST:
            found.append(Group(name, "missing"))
        if plain:
            ordered = np.sort(column.to_numpy()[~gaps])
            if (ordered[1:] != ordered[:-1]).sum() >= 4:
                found += _quarters(name, ordered)
                continue
        known = column[~gaps]
        numbers = as_numbers(known) if len(known) else None
        if numbers is None or known.nunique() <= 4:
            found += [
                Group(name, "is", (value,))
                for value in known.value_counts().index[:LEVELS]
            ]
            continue
        found += _quarters(name, known)
    return found


def _quarters(name: str, known: pd.Series | Array) -> list[Group]:
    """Return the groups between the quartiles; an array is in order."""
    at = np.array([0.25, 0.5, 0.75])
    edges: Any
    if isinstance(known, np.ndarray):
        # Thousands of columns: the nearest numbers are taken straight from their places.
        edges = np.unique(known[np.rint((len(known) - 1) * at).astype(np.intp)])
    else:
        edges = pd.unique(known.quantile(list(at), interpolation="nearest"))
    return [
        Group(name, "below", (edges[0],)),
        *(Group(name, "between", (a, b)) for a, b in itertools.pairwise(edges)),
        Group(name, "at_least", (edges[-1],)),
    ]


def weak_groups(
    frame: pd.DataFrame,
    columns: list[str],
    size: Array,
    *,
    shares: bool,
    seed: int = 0,
) -> list[Weak]:
    """Return the groups whose larger error is confirmed on the other half.

    Parameters
    ----------
    frame : DataFrame
        Rows with known outcomes, not used for training.
    columns : list of str
        Where to look.
    size : ndarray, shape (rows,)
        Error of each row; 0 or 1 where ``shares``.
    shares : bool
        Whether errors are right or wrong (Wilson interval) or sizes.
    seed : int
        Of the halves.

    Returns
    -------
    list of Weak
        Worst first; one a column.
    """
    generator = np.random.default_rng(seed)
    first = generator.permutation(len(frame)) < len(frame) // 2
    least = max(LEAST, math.ceil(LEAST_SHARE * first.sum()))
    ranked = []
    for name, groups in itertools.groupby(
        groups_of(frame, columns), key=lambda g: g.column
    ):
        column = frame[name]
        for group in groups:
            inside = group.inside(column)
            if (first & inside).sum() < least:
                continue
            score = _excess(size[first & inside], size[first & ~inside], least)
            if score > 2:
                ranked.append((score, group, inside))
    ranked.sort(key=lambda r: -r[0])
    found: list[Weak] = []
    bar = 2.7  # one-sided 0.0035: six looks at 2 in 100 together
    for _, group, inside in ranked[:CANDIDATES]:
        mine, rest = size[~first & inside], size[~first & ~inside]
        if _excess(mine, rest, least) < bar:
            continue
        if any(w.group.column == group.column for w in found):
            continue
        low, high = _interval(mine, shares)
        found.append(
            Weak(group, len(mine), float(mine.mean()), low, high, float(rest.mean()))
        )
    return found


def _excess(mine: Array, rest: Array, least: int) -> float:
    if len(mine) < least or len(rest) < least:
        return 0.0
    spread = math.sqrt(mine.var(ddof=1) / len(mine) + rest.var(ddof=1) / len(rest))
    gap = float(mine.mean() - rest.mean())
    return gap / spread if spread > 0 else 0.0


def _interval(mine: Array, shares: bool) -> tuple[float, float]:
    if shares:
        return wilson(float(mine.sum()), len(mine))
    half = 1.96 * float(mine.std(ddof=1)) / math.sqrt(len(mine))
    return float(mine.mean()) - half, float(mine.mean()) + half
