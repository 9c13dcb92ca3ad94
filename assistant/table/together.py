"""How well columns tell a target together, where none of them does alone.

An outcome that was computed from columns (a sum against a limit, a share, a difference)
is told by a straight line through them, or through their logarithms, without fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import KFold

from dialogs.facts import ColumnFacts, Kind

from .alone import Target, encoded
from .table import Table

ROWS = 3_000
"""Rows that these looks rest on."""

COLUMNS = 10
"""Columns looked at together: those that tell most alone."""

FAULTLESS = 0.995
"""AUC or R² from which on the columns together are as good as the answer."""

STILL = 0.99
"""What the fewer columns must keep while the needless ones go."""

WORTH_FITTING = 0.95
"""AUC of least squares from which on a logistic regression is worth its time."""

FOLDS = 3


def faultless(
    table: Table,
    columns: Sequence[ColumnFacts],
    target: Target,
    scores: dict[str, float],
) -> tuple[list[str], float]:
    """Return two to five columns that tell the target without fault together.

    Parameters
    ----------
    table : Table
    columns : sequence of ColumnFacts
        Those that may be inputs; only numbers are looked at.
    target : Target
    scores : dict of str to float
        How well each tells the target alone.

    Returns
    -------
    tuple of list of str and float
        The columns and their AUC or R²; no columns where there are none such.
    """
    numbers = [
        c.name
        for c in columns
        if c.minimum is not None and c.distinct > 5 and c.kind is not Kind.CODE
    ]
    names = sorted(numbers, key=lambda n: -scores.get(n, 0.0))[:COLUMNS]
    few, y = _few(target)
    if len(names) < 2 or len(y) < 100:
        return [], 0.0
    values = table.frame[names].iloc[few.rows].to_numpy(dtype=float)
    blocks = {name: _bases(values[:, i]) for i, name in enumerate(names)}
    if _straight(blocks, names, few) < FAULTLESS:
        return [], 0.0
    kept = list(names)
    for name in reversed(names):
        rest = [n for n in kept if n != name]
        if len(rest) > 1 and _straight(blocks, rest, few) >= STILL:
            kept = rest
    told = _straight(blocks, kept, few)
    return (kept, told) if len(kept) <= 5 and told >= STILL else ([], 0.0)


def of_the_rest(table: Table, columns: Sequence[ColumnFacts], target: Target) -> float:
    """Return how well columns tell the target together: an AUC, or R² for numbers."""
    few, y = _few(target)
    if not columns or len(y) < 30:
        return 0.0 if target.numeric else 0.5
    X = np.hstack([encoded(table, c, few)[0] for c in columns])
    X = np.where(np.isnan(X), -1.0, X)
    forest: Any = ExtraTreesRegressor if target.numeric else ExtraTreesClassifier
    told = []
    truth = []
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(X):
        model = forest(60, min_samples_leaf=5, random_state=0).fit(X[train], y[train])
        truth.append(y[test])
        if target.numeric:
            told.append(model.predict(X[test]))
        else:
            full = np.zeros((len(test), int(y.max()) + 1))
            full[:, model.classes_] = model.predict_proba(X[test])
            told.append(full)
    return _measure(np.concatenate(truth), np.concatenate(told), target.numeric)


def straight_line(values: Any, y: Any) -> float:
    """Return the R² of a line through one column of numbers, over three folds."""
    known = ~np.isnan(values)
    if known.mean() < 0.9 or np.ptp(values[known]) == 0:
        return 0.0
    told = _line(values[known][:, None], y[known])
    return max(0.0, _measure(y[known], told, numeric=True))


def _few(target: Target) -> tuple[Target, Any]:
    step = max(1, -(-len(target.y) // ROWS))
    few = Target(target.y[::step], target.numeric, target.rows[::step])
    return few, few.y


def _bases(values: Any) -> list[Any]:
    """Return a column's numbers, and their logarithms where all are positive; (n,)."""
    filled = np.where(np.isnan(values), np.nanmedian(values), values)
    bases = [filled, np.log(filled)] if filled.min() > 0 else [filled, filled]
    return [(b - b.mean()) / (b.std() or 1.0) for b in bases]


def _straight(blocks: dict[str, list[Any]], names: list[str], target: Target) -> float:
    """Return how well a line tells the target: through numbers, or their logarithms."""
    told = []
    for base in (0, 1):
        X = np.column_stack([blocks[n][base] for n in names])
        if np.isfinite(X).all():
            told.append(_by_line(X, target))
    return max(told, default=0.0)


def _by_line(X: Any, target: Target) -> float:
    y = target.y
    if target.numeric:
        return _measure(y, _line(X, y), numeric=True)
    classes = range(int(y.max()) + 1)
    told = np.column_stack([_line(X, (y == k).astype(float)) for k in classes])
    first = _measure(y, told, numeric=False)
    if first < WORTH_FITTING:
        return first
    # Least squares bends to the far cases; where it comes near, fit the limit itself.
    fitted = np.column_stack([_limit(X, y == k) for k in classes])
    return max(first, _measure(y, fitted, numeric=False))


def _limit(X: Any, y: Any) -> Any:
    """Return the out-of-fold answers of a logistic regression."""
    told = np.zeros(len(y))
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(X):
        if y[train].any() and not y[train].all():
            model = LogisticRegression(C=100.0, max_iter=300).fit(X[train], y[train])
            told[test] = model.decision_function(X[test])
    return told


def _line(X: Any, y: Any) -> Any:
    """Return the out-of-fold answers of least squares."""
    told = np.empty(len(y))
    ones = np.column_stack([np.ones(len(X)), X])
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(X):
        weights = np.linalg.lstsq(ones[train], y[train], rcond=None)[0]
        told[test] = ones[test] @ weights
    return told


def _measure(truth: Any, told: Any, numeric: bool) -> float:
    if numeric:
        share = float(r2_score(truth, told))
        return share if np.isfinite(share) else 0.0
    classes, counts = np.unique(truth, return_counts=True)
    enough = classes[counts >= min(30, counts.max())]
    if len(classes) < 2 or not len(enough):
        return 0.5
    return max(float(roc_auc_score(truth == c, told[:, int(c)])) for c in enough)
