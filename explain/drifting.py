"""Whether a column looks different in newer rows.

Kolmogorov-Smirnov distance for numbers, total variation distance for categories. A
distance counts only when it is unlikely by chance (Bonferroni over the columns), large
enough to matter, and beyond what a random split of so many rows does. Long tables are
sampled at random: their first rows may be sorted. Dates are left out, for under a split
by time they differ by design.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency, ks_2samp

from .outputs import Array
from .shapes import as_numbers

MATTERS = 0.15
BEYOND = 0.1
"""By so much a distance must exceed what a random split does on average."""

ROWS = 5000


def drifted(
    before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]
) -> list[tuple[str, float]]:
    """Return columns that differ between two sets of rows, furthest apart first.

    Parameters
    ----------
    before, after : DataFrame
    columns : sequence of str
        To compare.

    Returns
    -------
    list of (column, distance)
        Distance from 0 to 1.
    """
    found = []
    for name in columns:
        old, new = before[name], after[name]
        if pd.api.types.is_datetime64_any_dtype(old.dtype):
            continue
        distance, chance, noise = _compare(_some(old), _some(new))
        unlikely = chance < 0.001 / max(1, len(columns))
        if unlikely and distance >= MATTERS and distance - noise >= BEYOND:
            found.append((name, distance))
    return sorted(found, key=lambda f: -f[1])


def _some(column: pd.Series) -> pd.Series:
    return column if len(column) <= ROWS else column.sample(ROWS, random_state=0)


def _furthest(a: Array, b: Array) -> float:
    """Return the distance alone: how unlikely it is takes a hundred times longer."""
    ends = np.concatenate([a, b])
    ends.sort()
    below = [np.searchsorted(np.sort(x), ends, side="right") / len(x) for x in (a, b)]
    return float(np.abs(below[0] - below[1]).max())


def _plain(column: pd.Series) -> bool:
    return isinstance(column.dtype, np.dtype) and column.dtype.kind in "fi"


def _size(old: int, new: int) -> float:
    return float(np.sqrt((old + new) / (old * new)))


def _of_numbers(old: Array, new: Array) -> tuple[float, float, float]:
    if min(len(old), len(new)) < 30 or _furthest(old, new) < MATTERS:
        return 0.0, 1.0, 0.0
    result = ks_2samp(old, new, method="asymp")
    noise = 0.87 * _size(len(old), len(new))
    return float(result.statistic), float(result.pvalue), noise


def _compare(before: pd.Series, after: pd.Series) -> tuple[float, float, float]:
    """Return the distance, how likely chance makes it, and what chance alone makes."""
    if _plain(before) and _plain(after):
        return _of_numbers(
            *(v[~np.isnan(v)] for v in map(pd.Series.to_numpy, (before, after)))
        )
    old, new = before.dropna(), after.dropna()
    if len(old) < 30 or len(new) < 30:
        return 0.0, 1.0, 0.0
    a, b = as_numbers(old), as_numbers(new)
    if a is not None and b is not None:
        return _of_numbers(a, b)
    size = _size(len(old), len(new))
    text = pd.concat([old, new], ignore_index=True).astype(str)
    side = np.repeat([0, 1], [len(old), len(new)])
    common = text.value_counts().index[:30]
    table = pd.crosstab(text.where(text.isin(common), "other"), side).to_numpy(float)
    if table.shape[0] < 2:
        return 0.0, 1.0, 0.0
    shares = table / table.sum(axis=0)
    distance = float(np.abs(shares[:, 0] - shares[:, 1]).sum() / 2)
    # The mean of half the sum of |p - q| under no difference: normal shares.
    pooled = table.sum(axis=1) / table.sum()
    noise = float(np.sqrt(pooled * (1 - pooled)).sum() * size * np.sqrt(2 / np.pi) / 2)
    return distance, float(chi2_contingency(table)[1]), noise
