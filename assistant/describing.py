"""How good the best so far is, in the person's words, while a search runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialogs.constraints import Constraints
from explain.metric_words import metric_text

from .metrics import Case, rule_for, value_of
from .metrics.costs import cost_columns, prices_of
from .metrics.evaluate import told_in_words
from .splitting import Rows


class Describer:
    """Says what out-of-fold predictions are worth under the contract.

    Parameters
    ----------
    constraints : Constraints
        The contract.
    rows : Rows
        All usable rows.
    train : array of int
        Positions of the rows that the search sees.
    level : str
        Of the words.
    """

    def __init__(
        self,
        constraints: Constraints,
        rows: Rows,
        train: NDArray[np.int64],
        level: str,
    ) -> None:
        self._constraints = constraints
        self._y = rows.y[train]
        self._frame = rows.frame.iloc[train]
        self._classes = rows.classes
        self._level = level
        self._whole = rows.frame
        self._held = len(rows.y) - len(train)

    def __call__(
        self, oof: NDArray[Any], known: NDArray[Any]
    ) -> tuple[float | None, str]:
        """Return the objective's value on the rows known so far, and its words."""
        success = self._constraints.success
        y, score = self._y[known], oof[known]
        if not len(y):
            return None, ""
        frame = self._frame[known]
        rule = rule_for(
            self._constraints, y, score, frame, self._classes, self._whole, self._held
        )
        costs: Mapping[str, Any] = {}
        if success.objective == "expected_cost":
            prices = prices_of(success)
            costs = cost_columns(prices, frame, self._classes, rule.fill)
        case = Case(y, score, rule.decide(score, frame), costs)
        value = value_of(success.objective, case, success)
        if not np.isfinite(value):
            return None, ""
        metric = told_in_words(success, value)["told_as"]
        told = metric_text(metric, {"value": value}, self._level)
        return value, told
