"""Whether a column looks different in newer rows.

Kolmogorov-Smirnov distance for numbers, total variation distance for categories. A
distance counts only when it is both unlikely by chance (Bonferroni over the columns) and
large enough to matter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency, ks_2samp

from .shapes import as_numbers

MATTERS = 0.15
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
        distance, chance = _compare(before[name].iloc[:ROWS], after[name].iloc[:ROWS])
        if distance >= MATTERS and chance < 0.001 / max(1, len(columns)):
            found.append((name, distance))
    return sorted(found, key=lambda f: -f[1])


def _compare(before: pd.Series, after: pd.Series) -> tuple[float, float]:
    old, new = before.dropna(), after.dropna()
    if len(old) < 30 or len(new) < 30:
        return 0.0, 1.0
    a, b = as_numbers(old), as_numbers(new)
    if a is not None and b is not None:
        result = ks_2samp(a, b, method="asymp")
        return float(result.statistic), float(result.pvalue)
    text = pd.concat([old, new], ignore_index=True).astype(str)
    side = np.repeat([0, 1], [len(old), len(new)])
    common = text.value_counts().index[:30]
    table = pd.crosstab(text.where(text.isin(common), "other"), side).to_numpy(float)
    if table.shape[0] < 2:
        return 0.0, 1.0
    shares = table / table.sum(axis=0)
    distance = float(np.abs(shares[:, 0] - shares[:, 1]).sum() / 2)
    return distance, float(chi2_contingency(table)[1])
