"""Decision rules: from a calibrated answer to what is done about a row.

Candidates are ranked by a proper score; the decision is a separate step, chosen on
out-of-fold predictions alone. Cuts by cost follow Elkan (2001): act when the expected
cost of acting is below that of leaving.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .case import Case, Floats
from .costs import cost_columns

DECIDED = ("pass", "act", "review")
"""What a decision's code is called; 'review' hands the row to a person."""


@dataclass(frozen=True)
class Rule:
    """How a decision is made, as plain data.

    Parameters
    ----------
    kind : str
        ``cut``, ``bayes`` (by each row's own costs), ``top_share``, ``argmax``,
        ``min_cost`` (several classes), or ``value`` (a number is its own decision).
    cut : float, optional
        Act from this probability on.
    share : float, optional
        Of a list, the part from the top that is acted on; for ``bayes`` the most.
    alone : float, optional
        Where a list is too short to hold one such row: act from this probability on,
        or for ``bayes`` from this saving on. It stands at the same part of the
        out-of-fold rows.
    lean : float
        For ``bayes``: the odds of the event are taken this many times, so that a must
        beside the costs holds.
    success : mapping
        The costs that ``bayes`` and ``min_cost`` weigh, encoded.
    fill : mapping of str to float
        What stands in for a missing price, by column.
    kept : mapping of str to float
        What was promised, and the share that the rule has on out-of-fold rows.
    why, basis : str
        In words: the rule, and what the length of its list is out of.
    reachable : bool
        False where no cut does what was asked; the cut is then the nearest.
    """

    kind: str
    cut: float | None = None
    share: float | None = None
    success: Mapping[str, Any] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    why: str = ""
    reachable: bool = True
    alone: float | None = None
    lean: float = 1.0
    fill: Mapping[str, float] = field(default_factory=dict)
    basis: str = ""
    kept: Mapping[str, float] = field(default_factory=dict)

    def decide(self, score: Floats, frame: pd.DataFrame) -> NDArray[Any]:
        """Return the decisions for these rows.

        Parameters
        ----------
        score : array, shape (n,) or (n, k)
            Calibrated probabilities, or numbers.
        frame : DataFrame, n rows
            Holds the cost columns, where costs differ by row.
        """
        match self.kind:
            case "cut":
                return (score >= (self.cut or 0.0)).astype(np.int64)
            case "bayes":
                return self.by_cost(score, self.costs(frame))
            case "top_share" if self._too_short(len(score)):
                return (score >= (self.alone or 0.0)).astype(np.int64)
            case "top_share":
                return top(score, self.most(len(score)))
            case "min_cost":
                cells = cost_columns(self.success, frame, self.classes)["matrix"]
                return min_cost(score, cells)
            case "argmax":
                return np.asarray(score.argmax(axis=1))
        return score

    def costs(self, frame: pd.DataFrame) -> dict[str, Floats]:
        """Return each outcome's cost for each row, gaps filled, shape (n,) each."""
        return cost_columns(self.success, frame, self.classes, self.fill)

    def most(self, rows: int) -> int:
        """Return how many of so many rows can be acted on."""
        return rows if self.share is None else round(rows * self.share)

    def _too_short(self, rows: int) -> bool:
        # Rounding would act on none, or on all, of a list that holds less than one.
        return self.alone is not None and rows * (self.share or 0.0) < 1

    def by_cost(self, score: Floats, costs: Mapping[str, Floats]) -> NDArray[np.int64]:
        """Return the decision of least cost within the share, shape (n,)."""
        p = leaned(score, self.lean)
        if self.share is None:
            return bayes(p, costs)
        if not self._too_short(len(p)):
            return capped(p, costs, self.most(len(p)))
        best = bayes(p, costs)
        short = saving(p, costs) < (self.alone or 0.0)
        return _spared(best, np.flatnonzero((best == 1) & short), p, costs)


def bayes(p: Floats, costs: Mapping[str, Floats]) -> NDArray[np.int64]:
    """Return the decision of least expected cost for each row, shape (n,).

    1 acts, 0 leaves, 2 hands the row to a person where that has a price.
    """
    act, leave = _expected(p, costs)
    best = (act < leave).astype(np.int64)
    if "review" in costs:
        best = np.where(costs["review"] < np.minimum(act, leave), 2, best)
    return best


def capped(p: Floats, costs: Mapping[str, Floats], count: int) -> NDArray[np.int64]:
    """Return as `bayes` does, but act on at most ``count`` rows, shape (n,).

    Those where acting saves most are kept; ties go to the earlier row.
    """
    best = bayes(p, costs)
    worth = np.flatnonzero(best == 1)
    order = np.argsort(-saving(p, costs)[worth], kind="stable")
    return _spared(best, worth[order[count:]], p, costs)


def _spared(
    best: NDArray[np.int64], spare: NDArray[Any], p: Floats, costs: Mapping[str, Floats]
) -> NDArray[np.int64]:
    """Leave the spare rows, or hand them to a person where that is cheaper."""
    best[spare] = 0
    if "review" in costs:
        _, leave = _expected(p, costs)
        best[spare[(costs["review"] < leave)[spare]]] = 2
    return best


def leaned(p: Floats, lean: float) -> Floats:
    """Return probabilities at so many times the odds, shape (n,)."""
    return p if lean == 1.0 else np.asarray(lean * p / (lean * p + 1 - p))


def saving(p: Floats, costs: Mapping[str, Floats]) -> Floats:
    """Return what acting is expected to save over leaving, shape (n,)."""
    act, leave = _expected(p, costs)
    return np.asarray(leave - act)


def _expected(p: Floats, costs: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return what acting and leaving are expected to cost, shape (n,) each."""
    act = p * costs["hit"] + (1 - p) * costs["false_alarm"]
    leave = p * costs["miss"] + (1 - p) * costs["pass"]
    return act, leave


def min_cost(proba: Floats, matrix: Floats) -> NDArray[np.int64]:
    """Return the class whose expected cost is least, shape (n,)."""
    classes = proba.shape[1]
    cells = matrix[0].reshape(classes, classes)
    return np.asarray((proba @ cells).argmin(axis=1))


def top(score: Floats, count: int) -> NDArray[np.int64]:
    """Return 1 for the ``count`` highest scores; ties go to the earlier row."""
    act = np.zeros(len(score), dtype=np.int64)
    act[np.argsort(-score, kind="stable")[:count]] = 1
    return act


def everyone(case: Case, act: int) -> Case:
    """Return the case in which every row is decided alike."""
    return case.deciding(np.full(len(case.y), act, dtype=np.int64))
