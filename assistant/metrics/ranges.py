"""The range of each score, by the way that covers best for its kind.

A share has a formula. A cost hangs on a few dear rows, of which a small sample may hold
none: its draws weigh the rows at random (Rubin 1981) and leave room for one more row of
each outcome. A mean error is skewed: its draws are studentised (Efron 1979). All else
takes the middle of the resampled values, and where few rows of an outcome tell of it no
less than a formula does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from dialogs.constraints import Success

from .case import Case, Floats
from .few_rows import f1_range, least_range
from .intervals import COVERAGE, draws_for, middle, share_range
from .objectives import ROW_SCORES, RowScore, row_costs, value_of

Range = tuple[float | None, float | None]

ONE_MORE = 1.0
"""Rows of each outcome that may be there and were not drawn."""

ENOUGH = 5
"""Rows of an outcome from which its price is taken; below, from all such rows."""


def range_of(
    name: str, case: Case, success: Success, draws: Floats, seed: int = 0
) -> Range:
    """Return the range that holds the true score nine times in ten.

    Parameters
    ----------
    name : str
        Of the metric.
    case : Case
        n rows.
    success : Success
        The metric's parameters.
    draws : array
        Its values on resampled rows.
    seed : int
    """
    value = value_of(name, case, success)
    if not np.isfinite(value):
        return middle(draws, rows=case.size)
    low, high = _range(name, case, success, draws, seed)
    if low is None or high is None:
        return low, high
    least = least_range(name, case, value)
    if least is not None:
        low, high = min(low, least[0]), max(high, least[1])
    return min(low, value), max(high, value)


def _range(name: str, case: Case, success: Success, draws: Floats, seed: int) -> Range:
    if name == "expected_cost" and "miss" in case.costs:
        return _cost_range(case, seed)
    if case.groups is None:
        share = counted(name, case, success)
        if share is not None:
            return share_range(*share)
        if name == "f1":
            named, true = case.act == 1, case.y == 1
            return f1_range((named & true).sum(), (named | true).sum())
        if name in _ERRORS:
            values, back = _ERRORS[name]
            low, high = _studentised(values(case, success), seed)
            return back(low), back(high)
    return middle(draws, rows=case.size)


def _cost_range(case: Case, seed: int) -> Range:
    rng = np.random.default_rng(seed)
    n = len(case.y)
    draws = draws_for(n)
    total, cost = _weighed(row_costs(case), case.groups, draws, rng)
    for act in np.unique(case.act):
        price = row_costs(case.deciding(np.full(n, act)))
        for outcome in (0, 1):
            of = case.y == outcome
            cell = of & (case.act == act)
            known = cell if cell.sum() >= ENOUGH else of if of.any() else ~of
            more = rng.standard_gamma(ONE_MORE, draws)
            total = total + more
            cost = cost + more * rng.choice(price[known], draws)
    return middle(cost / total)


def _weighed(
    values: Floats, groups: Any, draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the sum of random weights and of the weighed values, shape (draws,)."""
    sums, sizes = values, np.ones(len(values))
    if groups is not None:
        # Rows of one group share their weight.
        _, member = np.unique(groups, return_inverse=True)
        sums = np.asarray(np.bincount(member, values), dtype=float)
        sizes = np.asarray(np.bincount(member, sizes), dtype=float)
    total, weighed = np.empty(draws), np.empty(draws)
    for i in range(draws):
        weight = rng.standard_gamma(1.0, len(sums))
        total[i], weighed[i] = weight @ sizes, weight @ sums
    return total, weighed


def by_formula(name: str, case: Case) -> bool:
    """Return whether a metric's range takes no resampled values."""
    if name == "expected_cost" and "miss" in case.costs:
        return True
    formula = name == "f1" or name in _COUNTED or name in _ERRORS
    return case.groups is None and formula


def _studentised(values: Floats, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    n, mean, spread = len(values), values.mean(), values.std()
    if spread == 0:
        return float(mean), float(mean)
    found = []
    for _ in range(draws_for(n)):
        drawn = values[rng.integers(0, n, n)]
        own = drawn.std()
        if own > 0:
            found.append((drawn.mean() - mean) / own)
    tail = (1 - COVERAGE) / 2
    under, over = np.quantile(found, [tail, 1 - tail])
    return float(mean - over * spread), float(mean - under * spread)


def _same(value: float) -> float:
    return value


def _root(value: float) -> float:
    return float(np.sqrt(max(value, 0.0)))


def counted(name: str, case: Case, success: Success) -> tuple[int, int] | None:
    """Return of how many rows a share is, and how many of those count; None if it is not.

    Such a share has a range by formula.
    """
    column = _COUNTED.get(name)
    if column is None:
        return None
    of = np.broadcast_to(column(case), case.y.shape)
    n = int(of.sum())
    value = value_of(name, case, success)
    return (round(value * n), n) if n and np.isfinite(value) else None


_COUNTED: Mapping[str, Callable[[Case], Any]] = {
    **dict.fromkeys(
        ("recall", "recall_at_precision", "recall_at_fpr"), lambda c: c.y == 1
    ),
    **dict.fromkeys(
        ("precision", "precision_at_recall", "precision_at_k"), lambda c: c.act == 1
    ),
    **dict.fromkeys(("specificity", "fpr"), lambda c: c.y == 0),
    **dict.fromkeys(
        ("accuracy", "within_one", "top_k_accuracy", "within_tolerance"), lambda _: True
    ),
}
"""Share -> the rows that it is out of."""


_ERRORS: Mapping[str, tuple[RowScore, Callable[[float], float]]] = {
    **{name: (rows, _same) for name, rows in ROW_SCORES.items()},
    "root_mean_squared_error": (ROW_SCORES["brier"], _root),
}
"""Mean -> its rows, and the way back from their mean."""
