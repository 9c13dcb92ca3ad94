"""The model that is handed on: it follows scikit-learn on frames in original columns.

What a file of it looks like is in `model_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone

from .metrics.calibration import Calibrator
from .metrics.rules import DECIDED, Rule
from .table import TableSchema

BACKGROUND_ROWS = 200
"""Rows that explanations compare with, kept in the file."""

_NUMBERS = ("regression", "forecast")


@dataclass
class TandemModel(BaseEstimator):  # type: ignore[misc]
    """A fitted model with its calibration, its decision rule and its papers.

    Parameters
    ----------
    estimator : estimator
        Takes frames in the inputs' columns; classes are coded from 0.
    schema : TableSchema
        How text becomes the typed values that the estimator saw.
    inputs : tuple of str
        The columns it reads.
    task, target : str
        As in the brief.
    classes : tuple of str
        Labels by code; for two the event is the last. Empty for numbers.
    calibrator, rule
        Fitted on out-of-fold predictions.
    residuals : tuple of float
        Quantiles of the out-of-fold errors at `LEVELS`, for ranges of numbers.
    background : DataFrame
        Rows that reasons compare with.
    metadata : mapping
        Brief, plan, result and versions, JSON-ready.
    """

    estimator: Any
    schema: TableSchema
    inputs: tuple[str, ...]
    task: str
    target: str
    classes: tuple[str, ...] = ()
    calibrator: Calibrator = field(default_factory=Calibrator)
    rule: Rule = field(default_factory=lambda: Rule("value"))
    residuals: tuple[float, ...] = ()
    background: pd.DataFrame = field(default_factory=pd.DataFrame)
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def classes_(self) -> NDArray[Any]:
        """(k,) labels as in the file."""
        if not self.classes:
            raise AttributeError("a model of numbers has no classes_")
        return np.asarray(self.classes, dtype=object)

    @property
    def event(self) -> str | None:
        """The outcome that is caught, for two classes."""
        return self.classes[1] if self.task == "binary" else None

    @property
    def feature_names_in_(self) -> NDArray[Any]:
        """(p,) the columns it reads."""
        return np.array(self.inputs, dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def fit(self, X: pd.DataFrame, y: Any) -> Self:
        """Fit the same estimator again, on these rows; the rule stays.

        Parameters
        ----------
        X : DataFrame, n rows
            With the input columns.
        y : array-like, shape (n,)
            Labels as in the file, or numbers.
        """
        self.estimator = clone(self.estimator).fit(self._inputs(X), self._codes(y))
        return self

    def predict(self, X: pd.DataFrame) -> NDArray[Any]:
        """Return the likeliest label, or the number, of each row, shape (n,)."""
        if self.task in _NUMBERS:
            return np.asarray(self.estimator.predict(self._inputs(X)), dtype=float)
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])

    def predict_proba(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Return calibrated probabilities in the order of `classes_`, shape (n, k)."""
        if self.task in _NUMBERS:
            raise AttributeError("a model of numbers has no predict_proba")
        raw = np.asarray(self.estimator.predict_proba(self._inputs(X)), dtype=float)
        if self.task == "binary":
            p = self.calibrator(raw[:, 1])
            return np.column_stack([1 - p, p])
        return self.calibrator(raw)

    def score_of(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Return what decisions rest on: P(event), all probabilities, or numbers."""
        if self.task in _NUMBERS:
            return np.asarray(self.predict(X), dtype=float)
        proba = self.predict_proba(X)
        return proba[:, 1] if self.task == "binary" else proba

    def decide(self, X: pd.DataFrame) -> NDArray[Any]:
        """Return what is done about each row, shape (n,).

        ``act``, ``pass`` or ``review`` for two classes; a label for several; the
        number itself for numbers. Needs the cost columns where costs differ by row.
        """
        made = self.rule.decide(self.score_of(X), X)
        if self.task == "binary":
            return np.asarray(np.array(DECIDED, dtype=object)[made.astype(int)])
        numbers = self.task in _NUMBERS
        return np.asarray(made if numbers else self.classes_[made.astype(int)])

    def predict_interval(
        self, X: pd.DataFrame, coverage: float = 0.9
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return a range that holds about this share of true numbers.

        Split-conformal: quantiles of the out-of-fold errors (Lei et al. 2018).
        """
        if not self.residuals:
            raise AttributeError("this model has no ranges")
        tail = (1 - coverage) / 2
        levels = np.linspace(0, 1, len(self.residuals))
        low, high = np.interp([tail, 1 - tail], levels, self.residuals)
        middle = self.score_of(X)
        return middle + low, middle + high

    def _inputs(self, X: pd.DataFrame) -> pd.DataFrame:
        known = set(X.columns)
        absent = [c for c in self.inputs if c not in known]
        if absent:
            raise KeyError(f"the table lacks {', '.join(map(repr, absent))}")
        return X[list(self.inputs)]

    def _codes(self, y: Any) -> NDArray[Any]:
        if self.task in _NUMBERS:
            return np.asarray(y, dtype=float)
        labels = pd.Series(np.asarray(y, dtype=object)).astype(str)
        if self.task == "binary":
            return (labels == self.event).to_numpy(dtype=np.int64)
        return labels.map({c: i for i, c in enumerate(self.classes)}).to_numpy(np.int64)


RESIDUAL_LEVELS = 201


def residual_quantiles(y: NDArray[Any], oof: NDArray[np.float64]) -> tuple[float, ...]:
    """Return quantiles of true minus predicted, evenly spaced from 0 to 1."""
    known = np.isfinite(oof)
    errors = (y - oof)[known]
    if not len(errors):
        return ()
    return tuple(map(float, np.quantile(errors, np.linspace(0, 1, RESIDUAL_LEVELS))))
