"""What a table says about a target before anything is searched: leaks, above all.

Each column alone is asked to tell the target, by a shallow tree over three folds. What a
single column knows (nearly) all of is rarely knowledge: it is the answer in disguise, or
became known after it. The person decides; the question is whether the column is known
before the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from dialogs.facts import ColumnFacts, Kind, Suspicion

from .suspicions.evidence import suspicion
from .suspicions.target import about_names, about_target
from .table import Table

ROWS = 20_000
"""Rows that the probe looks at."""

CERTAIN_AUC, CERTAIN_R2 = 0.99, 0.98
"""From here on a single column knows the answer: stop and ask."""

STRONG = 0.9
"""From here on it is raised, if it is also twice as good as the next."""

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


def probe_target(
    table: Table, target: str, event: str | None = None, ignore: Iterable[str] = ()
) -> tuple[Suspicion, ...]:
    """Return what is odd about this target, and which columns may give it away.

    Parameters
    ----------
    table : Table
        As read.
    target : str
        Column to predict.
    event : str, optional
        The outcome to catch; every class is looked at where not given.
    ignore : iterable of str
        Columns that are not used anyway.

    Returns
    -------
    tuple of Suspicion
        The gravest first.
    """
    facts = table.facts.column(target)
    if facts is None:
        return ()
    found = list(about_target(table, facts, event))
    if facts.kind in (Kind.EMPTY, Kind.CONSTANT):
        return tuple(found)
    skipped = {target, *ignore}
    columns = [
        c
        for c in table.facts.columns
        if c.name not in skipped and c.kind not in (Kind.EMPTY, Kind.CONSTANT)
    ]
    chosen = _target(table, facts, event)
    if len(chosen.y) >= 30:
        leaks = list(_leaks(table, columns, chosen))
        found += leaks
    known = {name for s in found for name in s.columns}
    found += about_names(table, facts, [c for c in columns if c.name not in known])
    return tuple(sorted(found, key=lambda s: -s.severity))


def _target(table: Table, facts: ColumnFacts, event: str | None) -> Target:
    values = table.frame[facts.name]
    known = np.flatnonzero(values.notna().to_numpy())
    step = max(1, -(-len(known) // ROWS))
    rows = known[::step]
    labels = table.text[facts.name].iloc[rows].str.strip()
    if event is not None and (labels == event).any():
        return Target((labels == event).to_numpy(dtype=int), False, rows)
    numeric = facts.minimum is not None and facts.distinct > 20
    if numeric:
        return Target(values.iloc[rows].to_numpy(dtype=float), True, rows)
    return Target(pd.factorize(labels)[0], False, rows)


def _leaks(
    table: Table, columns: list[ColumnFacts], target: Target
) -> Iterator[Suspicion]:
    scores = {c.name: _score(encoded(table, c, target), target) for c in columns}
    gaps = {
        c.name: _score(_missingness(table, c, target), target)
        for c in columns
        if c.missing
    }
    ranked = sorted(scores, key=lambda n: -scores[n])
    certain = CERTAIN_R2 if target.numeric else CERTAIN_AUC
    measure = "r2" if target.numeric else "auc"
    # Twice the next: by how far each is above a guess.
    guess = 0.0 if target.numeric else 0.5
    for rank, name in enumerate(ranked):
        score = scores[name]
        by_gap = gaps.get(name, 0.0) >= STRONG
        if score < STRONG and not by_gap:
            continue
        below = scores[ranked[rank + 1]] if rank + 1 < len(ranked) else guess
        sure = score >= certain or gaps.get(name, 0.0) >= certain
        alone = (score - guess) >= 2 * max(below - guess, 0.0)
        if sure or alone or by_gap:
            yield suspicion(
                "leakage" if sure else "missing_leak" if by_gap else "strong_column",
                [name],
                severity=3 if sure else 2,
                repair="ignore",
                # Even a certain leak is the person's to decide; the default is safe.
                default=sure,
                score=round(float(score), 4),
                measure=measure,
                by_gap=bool(by_gap and score - gaps[name] < 0.02),
                next=round(float(below), 4),
            )


def encoded(table: Table, column: ColumnFacts, target: Target) -> Any:
    """Return a column as numbers that a tree can split: (n, 1)."""
    values = table.frame[column.name].iloc[target.rows]
    if values.dtype.kind == "M":
        numbers = values.astype("int64").to_numpy(dtype=float)
        numbers[values.isna().to_numpy()] = np.nan
    elif values.dtype.kind in "if":
        numbers = values.to_numpy(dtype=float)
    else:
        return pd.factorize(values)[0].astype(float)[:, None], True
    return numbers[:, None], column.kind == Kind.CODE


def _missingness(table: Table, column: ColumnFacts, target: Target) -> Any:
    gap = table.frame[column.name].iloc[target.rows].isna()
    return gap.to_numpy(dtype=float)[:, None], False


def _score(column: tuple[Any, bool], target: Target) -> float:
    """Return how well a column alone tells the target: AUC, or R² for numbers."""
    X, by_level = column
    if target.numeric:
        tree: Any = DecisionTreeRegressor(max_depth=8, min_samples_leaf=LEAF)
        folds: Any = KFold(FOLDS, shuffle=True, random_state=0)
    else:
        if np.bincount(target.y).min() < FOLDS:
            folds = KFold(FOLDS, shuffle=True, random_state=0)
        else:
            folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
        tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=LEAF)
    told: list[Any] = []
    truth: list[Any] = []
    for train, test in folds.split(X, target.y):
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
        return float(r2_score(truth, told))
    classes, counts = np.unique(truth, return_counts=True)
    if len(classes) < 2:
        return 0.5
    if target.y.max() <= 1:
        return float(roc_auc_score(truth == 1, told[:, 1]))
    # Many classes: a column that tells each of them from the rest.
    areas = [roc_auc_score(truth == c, told[:, c]) for c in classes]
    return float(np.average(areas, weights=counts))
