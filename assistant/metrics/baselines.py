"""What a model has to beat: nothing, everyone, one readable rule, today's practice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .case import Case, Floats

FEWEST_ROWS = 20
"""On each side of a one-line rule."""

CUTS = (0.1, 0.25, 0.5, 0.75, 0.9)
TOGETHER = 256
"""Columns whose cuts are tried at once."""

VALUES = 12
"""Commonest values of a column that a rule may name."""


@dataclass(frozen=True)
class SimpleRule:
    """One line that anyone could apply: a column and a cut or a value.

    ``low`` and ``high`` are the answers on its two sides: the share of events, or the
    mean of the numbers, in the rows to learn from.
    """

    column: str
    value: float | str
    above: bool
    inside: float
    outside: float
    text: str

    def holds(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        """Return whether the rule's condition holds, shape (n,)."""
        column = frame[self.column]
        if isinstance(self.value, str):
            return (column.astype(str) == self.value).to_numpy()
        numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
        return (numbers >= self.value) if self.above else (numbers < self.value)

    def answer(self, frame: pd.DataFrame) -> Floats:
        """Return the answer for each row, shape (n,)."""
        return np.where(self.holds(frame), self.inside, self.outside)


def best_rule(X: pd.DataFrame, y: NDArray[Any]) -> SimpleRule | None:
    """Return the one-line rule that explains most of the target, or None.

    Parameters
    ----------
    X : DataFrame, n rows
        Inputs of the rows to learn from.
    y : array, shape (n,)
        1 = event, or numbers.
    """
    target = y.astype(float)
    best = 0.0
    found: tuple[str, float | str, bool, NDArray[np.bool_]] | None = None
    for column in _worth_a_look(X, target):
        named, inside = _sides(X[column])
        for at, gain in enumerate(_gains(target, inside)):
            if gain > best * (1 + 1e-9):  # of equal ones the first
                best, found = float(gain), (str(column), *named[at], inside[at])
    if found is None:
        return None
    name, value, above, holds = found
    within, without = float(target[holds].mean()), float(target[~holds].mean())
    return SimpleRule(name, value, above, within, without, _text(name, value, above))


def _worth_a_look(X: pd.DataFrame, y: Floats) -> list[Any]:
    """Return the columns that may hold the best rule, in their order.

    Of gapless floats all cuts are tried at once, and only the best is looked at again.
    """
    floats = np.flatnonzero(X.dtypes == np.dtype(float))
    best = np.full(X.shape[1], np.inf)
    for at in range(0, len(floats), TOGETHER):
        some = floats[at : at + TOGETHER]
        values = np.ascontiguousarray(X.iloc[:, some].to_numpy(dtype=float).T)
        full = np.isfinite(values).all(axis=1)
        values = values[full]
        cuts = np.quantile(values, CUTS, axis=1)
        above = [values >= cut[:, None] for cut in cuts]
        gains = [_gains(y, side) for sides in above for side in (sides, ~sides)]
        best[some[full]] = np.max(gains, axis=0)
    most = best[np.isfinite(best)].max(initial=0.0)
    return [c for c, gain in zip(X.columns, best, strict=True) if gain >= most * 0.999]


def _text(name: str, value: float | str, above: bool) -> str:
    if isinstance(value, str):
        return f"{name} is {value}"
    return f"{name} {'at least' if above else 'below'} {value:.6g}"


def _sides(
    column: pd.Series[Any],
) -> tuple[list[tuple[float | str, bool]], NDArray[np.bool_]]:
    """Return value and side of each rule on a column, and for which rows it holds.

    Shape (rules, n): all cuts at once, for thousands of columns one by one take seconds.
    """
    nothing = np.zeros((0, len(column)), dtype=bool)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
        known = numbers[~np.isnan(numbers)]
        if not len(known):
            return [], nothing
        cuts = np.unique(np.quantile(known, CUTS))
        inside = np.stack([numbers >= cuts[:, None], numbers < cuts[:, None]], axis=1)
        named: list[tuple[float | str, bool]] = [
            (float(cut), above) for cut in cuts for above in (True, False)
        ]
        return named, inside.reshape(-1, len(numbers))
    if pd.api.types.is_datetime64_any_dtype(column):
        return [], nothing
    labels = column.astype(str)
    values = [str(v) for v in labels.value_counts().index[:VALUES]]
    holds = [(labels == value).to_numpy() for value in values]
    return [(value, True) for value in values], np.array([*nothing, *holds], dtype=bool)


def _gains(y: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Return how much of the target's spread the two sides of each rule explain."""
    n, within = len(y), inside.sum(axis=1)
    enough = np.minimum(within, n - within) >= FEWEST_ROWS
    total = inside @ y
    mean_in = total / np.maximum(within, 1)
    mean_out = (y.sum() - total) / np.maximum(n - within, 1)
    gain = within * (n - within) / n**2 * (mean_in - mean_out) ** 2
    # Only rules whose named side is the higher one read naturally.
    return np.where(enough & (mean_in > mean_out), gain, -1.0)


def constant_case(case: Case, answer: Any, act: int | None = None) -> Case:
    """Return the case in which every row gets the same answer and decision."""
    score = np.full_like(case.score, 0.0, dtype=float)
    score[:] = answer
    decided = score if act is None else np.full(len(case.y), act, dtype=np.int64)
    return Case(case.y, score, decided, case.costs, case.low, case.high, case.groups)
