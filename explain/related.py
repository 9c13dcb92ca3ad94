"""How closely two columns share their information, whatever they hold."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from .shapes import as_numbers

ROWS = 1000
LEVELS = 12


def association(one: pd.Series, other: pd.Series) -> float:
    """Return how closely two columns go together, 0 to 1.

    Spearman's rank correlation (absolute) where both can be ordered, else Cramer's V
    with the bias correction of Bergsma (2013) over at most 12 bins or categories.

    Parameters
    ----------
    one, other : Series
        Of the same rows.
    """
    return _association(_Column(one.iloc[:ROWS]), _Column(other.iloc[:ROWS]))


class _Column:
    """A column, with what is asked of it again for every other one kept."""

    def __init__(self, values: pd.Series) -> None:
        self.values = values
        self.known = values.notna().to_numpy()

    def on(self, rows: np.ndarray) -> _Column:
        """Return the column on some rows only; itself where that is all."""
        return self if rows.all() else _Column(self.values[rows])

    @cached_property
    def numbers(self) -> np.ndarray | None:
        return as_numbers(self.values)

    @cached_property
    def ordered(self) -> bool:
        return self.numbers is not None and len(np.unique(self.numbers)) > 2

    @cached_property
    def ranks(self) -> np.ndarray:
        return pd.Series(self.numbers).rank().to_numpy()

    @cached_property
    def bins(self) -> np.ndarray:
        return np.unique(_binned(self.values, self.numbers), return_inverse=True)[1]


def _association(one: _Column, other: _Column) -> float:
    both = one.known & other.known
    if both.sum() < 20:
        return 0.0
    one, other = one.on(both), other.on(both)
    if one.ordered and other.ordered:
        ranks = np.corrcoef(one.ranks, other.ranks)[0, 1]
        return float(abs(ranks)) if np.isfinite(ranks) else 0.0
    return _cramer(one.bins, other.bins)


def close_pairs(
    frame: pd.DataFrame, columns: list[str], least: float = 0.8
) -> list[tuple[str, str, float]]:
    """Return pairs of columns that share their information, closest first."""
    held = {c: _Column(frame[c].iloc[:ROWS]) for c in columns}
    found = [
        (a, b, _association(held[a], held[b])) for a, b in combinations(columns, 2)
    ]
    return sorted((p for p in found if p[2] >= least), key=lambda p: -p[2])


def alike(
    frame: pd.DataFrame, columns: list[str], least: float = 0.8
) -> list[tuple[str, ...]]:
    """Return groups of columns that tell nearly the same, linked by close pairs."""
    groups: list[set[str]] = []
    for one, other, _ in close_pairs(frame, columns, least):
        touched = [g for g in groups if one in g or other in g]
        groups = [g for g in groups if g not in touched]
        groups.append({one, other}.union(*touched))
    return [tuple(c for c in columns if c in g) for g in groups]


def _binned(column: pd.Series, numbers: np.ndarray | None) -> np.ndarray:
    if numbers is not None and len(set(numbers)) > LEVELS:
        edges = np.unique(np.quantile(numbers, np.linspace(0, 1, 9)[1:-1]))
        return np.searchsorted(edges, numbers, side="right")
    text = column.astype(str)
    common = text.value_counts().index[:LEVELS]
    return pd.factorize(text.where(text.isin(common), "other"))[0]


def _cramer(a: np.ndarray, b: np.ndarray) -> float:
    r, c = a.max() + 1, b.max() + 1
    table = np.bincount(a * c + b, minlength=r * c).reshape(r, c).astype(float)
    n = table.sum()
    if min(r, c) < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    phi2 = float(((table - expected) ** 2 / expected).sum() / n)
    phi2 = max(0.0, phi2 - (r - 1) * (c - 1) / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    least = min(rows, columns) - 1
    return float(np.sqrt(phi2 / least)) if least > 0 else 0.0
