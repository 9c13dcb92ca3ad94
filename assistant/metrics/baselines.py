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
    best: tuple[float, SimpleRule] | None = None
    for column in X.columns:
        for rule, inside in _rules(str(column), X[column]):
            gain = _gain(target, inside)
            if gain > 0 and (best is None or gain > best[0] + 1e-12):
                best = gain, _filled(rule, target, inside)
    return None if best is None else best[1]


def _rules(
    name: str, column: pd.Series[Any]
) -> list[tuple[SimpleRule, NDArray[np.bool_]]]:
    found = []
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
        for cut in np.unique(np.nanquantile(numbers, CUTS)) if len(numbers) else ():
            for above in (True, False):
                inside = numbers >= cut if above else numbers < cut
                word = "at least" if above else "below"
                text = f"{name} {word} {cut:.6g}"
                found.append((SimpleRule(name, float(cut), above, 0, 0, text), inside))
    elif not pd.api.types.is_datetime64_any_dtype(column):
        labels = column.astype(str)
        for value in labels.value_counts().index[:VALUES]:
            inside = (labels == value).to_numpy()
            text = f"{name} is {value}"
            found.append((SimpleRule(name, str(value), True, 0, 0, text), inside))
    return found


def _gain(y: Floats, inside: NDArray[np.bool_]) -> float:
    """Return how much of the target's spread the two sides explain."""
    n, within = len(y), int(inside.sum())
    if min(within, n - within) < FEWEST_ROWS:
        return -1.0
    mean_in, mean_out = y[inside].mean(), y[~inside].mean()
    # Only rules whose named side is the higher one read naturally.
    if mean_in <= mean_out:
        return -1.0
    return float(within * (n - within) / n**2 * (mean_in - mean_out) ** 2)


def _filled(rule: SimpleRule, y: Floats, inside: NDArray[np.bool_]) -> SimpleRule:
    return SimpleRule(
        rule.column, rule.value, rule.above,
        float(y[inside].mean()), float(y[~inside].mean()), rule.text,
    )  # fmt: skip


def constant_case(case: Case, answer: Any, act: int | None = None) -> Case:
    """Return the case in which every row gets the same answer and decision."""
    score = np.full_like(case.score, 0.0, dtype=float)
    score[:] = answer
    decided = score if act is None else np.full(len(case.y), act, dtype=np.int64)
    return Case(case.y, score, decided, case.costs, case.low, case.high, case.groups)
