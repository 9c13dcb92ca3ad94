"""Whether groups of people are treated alike: rates with intervals, never under 30 rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .decisions import Decided, mistakes
from .outputs import Output
from .shapes import as_numbers
from .units import cell
from .weakspots import wilson

LEAST = 30
MOST = 8


@dataclass(frozen=True)
class Treated:
    """How one group is treated.

    Attributes
    ----------
    rate, low, high : float
        Share named as a case (or the commonest class), or the mean predicted number.
    error : float or None
        Share wrong, or mean absolute error.
    recall : float or None
        Two classes: share of the real cases found, where there are enough.
    """

    name: Any
    rows: int
    rate: float
    low: float
    high: float
    error: float | None
    recall: float | None
    found: tuple[float, float] | None = None
    """The 95 % range of that share."""


def groups_of_people(
    output: Output, made: Decided, column: pd.Series, truth: pd.Series | None
) -> list[Treated]:
    """Return how each group of a column is treated, largest groups first.

    Parameters
    ----------
    output : Output
    made : Decided
        Of the same rows.
    column : Series, shape (rows,)
        Numbers are cut into quarters.
    truth : Series or None
    """
    found = []
    names = _names(column)
    for name in names.value_counts().index[:MOST]:
        mine = (names == name).to_numpy()
        if mine.sum() >= LEAST:
            found.append(_treated(output, made, mine, name, truth))
    return found


def _names(column: pd.Series) -> pd.Series:
    numbers = as_numbers(column)
    if numbers is None or column.nunique() <= MOST:
        return column.astype(object)
    quarters = pd.Series(
        pd.qcut(numbers, 4, labels=False, duplicates="drop"), index=column.index
    )
    # By the values that are there: an edge between two of them says nothing.
    names = {
        quarter: f"{cell(mine.min())} to {cell(mine.max())}"
        for quarter, mine in column.groupby(quarters)
    }
    return quarters.map(names).astype(object)


def _treated(
    output: Output, made: Decided, mine: Any, name: Any, truth: pd.Series | None
) -> Treated:
    n = int(mine.sum())
    if output.task == "regression":
        values = made.answers[mine, 0]
        half = 1.96 * float(values.std(ddof=1)) / np.sqrt(n)
        rate = float(values.mean())
        low, high = rate - half, rate + half
    else:
        if made.acted is not None:
            chosen = made.acted[mine]
        else:
            common = pd.Series(list(made.predicted)).mode().iloc[0]
            chosen = made.predicted[mine] == common
        rate = float(np.mean(chosen))
        low, high = wilson(float(np.sum(chosen)), n)
    error, recall, found = None, None, None
    if truth is not None:
        known = truth.notna().to_numpy() & mine
        if known.sum() >= LEAST:
            part = Decided(
                made.answers[known],
                made.predicted[known],
                None,
                None if made.acted is None else made.acted[known],
            )
            wrong = mistakes(output, part, truth[known])
            error = float(wrong.size.mean())
            recall, found = _recall(output, part, wrong, truth[known])
    return Treated(name, n, rate, low, high, error, recall, found)


def _recall(
    output: Output, part: Decided, wrong: Any, truth: pd.Series
) -> tuple[float | None, tuple[float, float] | None]:
    """Return the share of the real cases that is found, with its range."""
    if part.acted is None:
        return None, None
    from .relevance import as_class

    real = int((truth.map(as_class) == output.event).sum())
    if real < LEAST:
        return None, None
    hits = real - int(wrong.miss.sum())
    return hits / real, wilson(float(hits), real)
