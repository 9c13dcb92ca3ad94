"""How well one column alone tells a target: a shallow tree over three folds.

AUC for classes, R² for numbers; levels without order are replaced by the mean target of
the training rows, so that a tree can split them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn import config_context
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from dialogs.facts import ColumnFacts, Kind

from .table import Table

DEPTH, LEAF = 4, 10
FOLDS = 3


@dataclass(frozen=True)
class Target:
    """The target's values in the rows of the probe."""

    y: np.ndarray[Any, Any]
    """Class codes, or floats."""
    numeric: bool
    rows: np.ndarray[Any, Any]
    """Positions in the table."""

    @cached_property
    def folds(self) -> list[tuple[Any, Any]]:
        """The rows to learn from and to check, the same for every column."""
        rare = not self.numeric and np.bincount(self.y).min() < FOLDS
        kind = KFold if self.numeric or rare else StratifiedKFold
        return list(kind(FOLDS, shuffle=True, random_state=0).split(self.y, self.y))


def encoded(table: Table, column: ColumnFacts, target: Target) -> tuple[Any, bool]:
    """Return a column as numbers (n, 1), and whether they are levels without order."""
    values = table.frame[column.name].iloc[target.rows]
    if values.dtype.kind == "M":
        numbers = values.astype("int64").to_numpy(dtype=float)
        numbers[values.isna().to_numpy()] = np.nan
    elif values.dtype.kind in "if":
        numbers = values.to_numpy(dtype=float)
    else:
        # Levels that come back are worth their mean; others stand in file order.
        repeats = column.distinct < 0.5 * column.rows
        return pd.factorize(values)[0].astype(float)[:, None], repeats
    return _ranks(numbers)[:, None], column.kind == Kind.CODE


def codes(table: Table, columns: list[ColumnFacts], target: Target) -> Any:
    """Return what `encoded` gives of many columns, shape (columns, rows).

    Gapless numbers are ranked all at once: one by one takes seconds on thousands.
    """
    found = np.empty((len(columns), len(target.rows)))
    kinds = {name: dtype.kind for name, dtype in table.frame.dtypes.items()}
    plain = [
        i for i, c in enumerate(columns) if not c.missing and kinds[c.name] in "if"
    ]
    names = [columns[i].name for i in plain]
    values = table.frame[names].to_numpy(dtype=float)[target.rows]
    found[plain] = rankdata(values.T, method="dense", axis=1) - 1
    for i in set(range(len(columns))) - set(plain):
        found[i] = encoded(table, columns[i], target)[0][:, 0]
    return found


def _ranks(numbers: Any) -> Any:
    """Return each number's rank among the different ones, NaN for gaps.

    A tree splits by order alone, and its 32-bit floats hold ranks exactly.
    """
    ranks = np.full(len(numbers), np.nan)
    known = ~np.isnan(numbers)
    ranks[known] = np.unique(numbers[known], return_inverse=True)[1]
    return ranks


def gap_score(table: Table, column: ColumnFacts, target: Target) -> float:
    """Return how well it tells the target that a cell is empty: an AUC, either way."""
    gap = table.frame[column.name].iloc[target.rows].isna().to_numpy()
    if min(gap.sum(), (~gap).sum()) < LEAF:
        return 0.5
    if target.numeric:
        # The other way about: does the number tell where the gaps are?
        area = _area(gap, target.y)
        return max(area, 1 - area)
    return score((gap.astype(float)[:, None], False), target)


def score(column: tuple[Any, bool], target: Target) -> float:
    """Return how well a column alone tells the target: AUC, or R² for numbers."""
    X, by_level = column
    tree: Any = (
        DecisionTreeRegressor(max_depth=8, min_samples_leaf=LEAF)
        if target.numeric
        else DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=LEAF)
    )
    told: list[Any] = []
    truth: list[Any] = []
    # What is checked of hundreds of columns takes as long as the trees themselves.
    with config_context(skip_parameter_validation=True):
        for train, test in target.folds:
            Z = _levels(X, target, train) if by_level else X
            tree.fit(Z[train], target.y[train])
            told.append(_predict(tree, Z[test], target))
            truth.append(target.y[test])
    return _measure(np.concatenate(truth), np.concatenate(told), target)


def _levels(X: Any, target: Target, train: Any) -> Any:
    """Replace each level by the training rows' mean target (smoothed by five rows)."""
    codes = X[:, 0].copy()
    codes[np.isnan(codes)] = -1
    keys, index = np.unique(codes, return_inverse=True)
    wanted = (
        [target.y.astype(float)]
        if target.numeric or target.y.max() <= 1
        else [(target.y == k).astype(float) for k in range(min(target.y.max() + 1, 20))]
    )
    columns = []
    for y in wanted:
        sums = np.bincount(index[train], weights=y[train], minlength=len(keys))
        n = np.bincount(index[train], minlength=len(keys))
        columns.append(((sums + 5 * y[train].mean()) / (n + 5))[index])
    return np.column_stack(columns)


def _predict(tree: Any, X: Any, target: Target) -> Any:
    if target.numeric:
        return tree.predict(X)
    full = np.zeros((len(X), int(target.y.max()) + 1))
    full[:, tree.classes_] = tree.predict_proba(X)
    return full


def _measure(truth: Any, told: Any, target: Target) -> float:
    if target.numeric:
        share = float(r2_score(truth, told))
        return share if np.isfinite(share) else 0.0
    classes, counts = np.unique(truth, return_counts=True)
    if len(classes) < 2:
        return 0.5
    if target.y.max() <= 1:
        return _area(truth == 1, told[:, 1])
    # Many classes: a column that tells any one of them from the rest.
    enough = classes[counts >= min(30, counts.max())]
    return max(_area(truth == c, told[:, c]) for c in enough)


def _area(event: Any, told: Any) -> float:
    """Return the area under the curve: of ranks, hundreds of columns take a moment."""
    events = int(event.sum())
    ranks = rankdata(told)
    above = ranks[event].sum() - events * (events + 1) / 2
    return float(above / (events * (len(event) - events)))
