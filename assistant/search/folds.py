"""Which rows check which: folds that honour classes, groups and time.

Invariant: no row, no exact copy of a row and no member of its group is on both sides of
a fold; with time, every checked row is later than the rows learned from.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assistant.plan import Folds

Fold = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Rows to learn from, rows to check; positions, ascending."""


OF_EACH = 10
"""Rows of each class that are at least among some of all."""

MANY = 100
"""Columns of numbers, from which on rows are compared whole: one by one takes seconds."""


def make_folds(
    plan: Folds,
    y: NDArray[Any],
    groups: NDArray[Any] | None = None,
    times: NDArray[Any] | None = None,
    seed: int = 0,
    stratify: bool = True,
) -> list[Fold]:
    """Return the folds of a plan.

    Parameters
    ----------
    plan : Folds
        Kind, count, and the share of a single holdout.
    y : ndarray, (n,)
        Class codes, or numbers.
    groups : ndarray, (n,), optional
        Rows of one group stay together.
    times : ndarray, (n,), optional
        Order in time; -1 for unknown.
    seed : int
    stratify : bool
        Whether y holds classes to spread evenly; numbers are spread by their size.

    Returns
    -------
    list of (train, check)
    """
    if plan.kind == "time" and times is not None:
        return _later(times, plan)
    strata = y if stratify else _slices(y)
    if groups is None or len(np.unique(groups)) < 2:
        # A single group cannot be parted: its rows check each other.
        groups = np.arange(len(y))
    everyone = np.arange(len(y))
    folds: list[Fold] = []
    for again in range(1 if plan.holdout else plan.repeats):
        number = _deal(groups, strata, _parts(plan, len(y)), seed + 7919 * again)
        count = 1 if plan.holdout else number.max() + 1
        folds += [(everyone[number != k], everyone[number == k]) for k in range(count)]
    return folds


def copies(X: pd.DataFrame) -> NDArray[np.intp]:
    """Return (n,) group numbers: exact copies of a row share one."""
    plain = np.array([isinstance(d, np.dtype) and d.kind == "f" for d in X.dtypes])
    if plain.sum() < MANY:
        return _alike(X)
    numbers = X.loc[:, plain].to_numpy(dtype=float) + 0.0  # -0.0 is 0.0
    numbers[np.isnan(numbers)] = np.nan
    rows = [row.tobytes() for row in numbers]
    found = pd.factorize(np.array(rows, dtype=object))[0]
    return _alike(X.loc[:, ~plain].assign(**{"": found}))


def _alike(X: pd.DataFrame) -> NDArray[np.intp]:
    # As text only what is no number: that takes time.
    other = [c for c in X.columns if not pd.api.types.is_numeric_dtype(X[c].dtype)]
    hashes = pd.util.hash_pandas_object(
        X.astype(dict.fromkeys(other, str)), index=False
    )
    return pd.factorize(hashes)[0]


def some_of(
    rows: NDArray[np.intp], y: NDArray[Any], most: int, seed: int, classes: int
) -> NDArray[np.intp]:
    """Return at most so many of these rows, ascending; fewer are among more.

    Drawn at random; some rows of each class are among them, however rare it is.

    Parameters
    ----------
    rows : ndarray
        Positions.
    y : ndarray, (n,)
        Class codes, or numbers, of all rows.
    most : int
    seed : int
    classes : int
        0 where y holds numbers.
    """
    if len(rows) <= most:
        return rows
    drawn = np.random.default_rng(seed).permutation(rows)
    kept = drawn[:most]
    labels = y[drawn] if classes else np.empty(0)
    rare = [drawn[labels == label][:OF_EACH] for label in np.unique(labels)]
    return np.unique(np.concatenate([kept, *rare]))


def _parts(plan: Folds, rows: int) -> int:
    count = round(1 / plan.holdout) if plan.holdout else plan.count
    return max(2, min(count, rows // 2))


def _slices(y: NDArray[Any]) -> NDArray[np.intp]:
    edges = np.quantile(y, np.linspace(0, 1, 11)[1:-1])
    return np.asarray(np.searchsorted(edges, y))


def _deal(
    groups: NDArray[Any], strata: NDArray[Any], count: int, seed: int
) -> NDArray[np.intp]:
    """Deal groups to folds like cards, one stratum after the other.

    Large groups are dealt first and each goes to the fold with the fewest rows of its
    stratum, so that folds stay even. Not scikit-learn's StratifiedGroupKFold: it weighs
    every fold for every group, and here nearly every row is a group of its own.
    """
    rng = np.random.default_rng(seed)
    _, first, member = np.unique(groups, return_index=True, return_inverse=True)
    sizes = np.bincount(member)
    of_group = strata[first]
    fold = np.zeros(len(first), dtype=np.intp)
    total = np.zeros(count)
    for stratum in np.unique(of_group):
        here = rng.permutation(np.flatnonzero(of_group == stratum))
        here = here[np.argsort(-sizes[here], kind="stable")]
        if sizes[here[0]] == 1:
            # All of one row: in turn, beginning where the fewest rows are.
            turn = np.argsort(total, kind="stable")
            fold[here] = turn[np.arange(len(here)) % count]
            total += np.bincount(fold[here], minlength=count)
            continue
        filled = np.zeros(count)
        for group in here:
            chosen = int(np.lexsort((total, filled))[0])
            fold[group] = chosen
            filled[chosen] += sizes[group]
            total[chosen] += sizes[group]
    return fold[member]


def _later(times: NDArray[Any], plan: Folds) -> list[Fold]:
    """Return expanding windows: learn from all before, check what comes next."""
    known = np.flatnonzero(times >= 0)
    order = known[np.argsort(times[known], kind="stable")]
    unknown = np.flatnonzero(times < 0)
    if plan.holdout:
        edges = [1 - plan.holdout, 1.0]
    else:
        count = min(plan.count, 5)
        # The first half is always learned from: less is no model of the last part.
        edges = list(np.linspace(0.4 if count > 2 else 0.5, 1.0, count + 1))
    cuts = [times[order[min(int(e * len(order)), len(order) - 1)]] for e in edges]
    cuts[-1] = times[order[-1]] + 1
    folds = []
    for start, end in pairwise(cuts):
        before = order[times[order] < start]
        inside = order[(times[order] >= start) & (times[order] < end)]
        if len(before) and len(inside):
            folds.append((np.sort(np.append(before, unknown)), np.sort(inside)))
    # The latest first: it is the one most like the future, and candidates race on it.
    folds.reverse()
    if not folds:
        half = len(order) // 2
        folds = [(np.sort(order[:half]), np.sort(order[half:]))]
    return folds
