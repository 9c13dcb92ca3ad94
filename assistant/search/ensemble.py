"""Blends: a weighted average of fitted models, and how the weights are found."""

from __future__ import annotations

import hashlib
import pickle
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from .losses import row_losses

PARTS = 4
"""A blend has at most so many parts: each costs a fit, and time at each answer."""

FEW_ROWS = 2500
"""Below this weights that fit the rows best are partly luck, and a fit costs little."""

PARTS_OF_FEW = 5
"""So many parts where rows are few: one luck more to set against the others."""

EVENED = 0.7
"""How far weights go towards equal ones where there are hardly any rows."""


class _Blend(BaseEstimator):  # type: ignore[misc]
    """A weighted average of models.

    Parameters
    ----------
    models : list of estimators
        Each takes the same DataFrame.
    weights : list of float
        They add up to 1.
    """

    def __init__(
        self, models: list[Any] | None = None, weights: list[float] | None = None
    ) -> None:
        self.models = models
        self.weights = weights

    def fit(self, X: pd.DataFrame, y: NDArray[Any]) -> Self:
        """Fit every part on these rows; the weights stay."""
        for model in self.models or []:
            model.fit(X, y)
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return bool(self.models)

    def _answers(self, X: pd.DataFrame) -> list[NDArray[Any]]:
        """Return each part's answer; parts that share an encoder encode once."""
        encoded: dict[int, NDArray[Any]] = {}
        answers = []
        for model in self.models or []:
            encoder = getattr(model, "encoder_", None)
            if encoder is None:
                ask = getattr(model, "predict_proba", model.predict)
                answers.append(np.asarray(ask(X)))
                continue
            if id(encoder) not in encoded:
                encoded[id(encoder)] = encoder.transform(X)
            answers.append(model.answer_encoded(encoded[id(encoder)]))
        return answers

    def _average(self, answers: list[NDArray[Any]]) -> NDArray[np.float64]:
        return np.asarray(
            np.average(answers, axis=0, weights=np.asarray(self.weights, dtype=float))
        )


class BlendClassifier(ClassifierMixin, _Blend):  # type: ignore[misc]
    """A weighted average of probabilities."""

    @property
    def classes_(self) -> NDArray[Any]:
        """(k,) the class codes."""
        return np.asarray((self.models or [])[0].classes_)

    def predict_proba(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Return (n, k) probabilities."""
        return self._average(self._answers(X))

    def predict(self, X: pd.DataFrame) -> NDArray[Any]:
        """Return (n,) the likeliest class codes."""
        return np.asarray(self.classes_[np.argmax(self.predict_proba(X), axis=1)])


class BlendRegressor(RegressorMixin, _Blend):  # type: ignore[misc]
    """A weighted average of numbers."""

    def predict(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Return (n,) numbers."""
        return self._average(self._answers(X))


def blend(models: list[Any], weights: list[float]) -> Any:
    """Return the blend that suits the models; one model stays itself."""
    if len(models) == 1:
        return models[0]
    _share_encoders(models)
    kind = BlendClassifier if hasattr(models[0], "predict_proba") else BlendRegressor
    return kind(models, weights)


def _share_encoders(models: list[Any]) -> None:
    """Let parts whose encoders learned the same use one of them."""
    seen: dict[str, Any] = {}
    for model in models:
        encoder = getattr(model, "encoder_", None)
        if encoder is not None:
            key = hashlib.sha256(pickle.dumps(encoder)).hexdigest()
            model.encoder_ = seen.setdefault(key, encoder)


def greedy_weights(
    loss: str,
    y: NDArray[Any],
    predictions: list[NDArray[Any]],
    quantile: float = 0.5,
    rounds: int = 25,
    most: int = PARTS,
) -> NDArray[np.float64]:
    """Return weights by greedy forward selection with replacement.

    Caruana et al. 2004, Ensemble Selection from Libraries of Models: start with
    nothing, add the model that lowers the blend's loss most, again and again; the
    best prefix is kept. Ties go to models already in, then to earlier ones.

    Parameters
    ----------
    loss : str
        As in `row_losses`.
    y : ndarray, (n,)
    predictions : list of ndarray
        Out-of-fold predictions on the same n rows, in a fixed order.
    quantile : float
    rounds : int
        How many additions.
    most : int
        At most so many different models: each costs a fit and time at each answer.

    Returns
    -------
    ndarray, (len(predictions),)
        They add up to 1.
    """
    count = np.zeros(len(predictions))
    total = np.zeros_like(predictions[0], dtype=np.float64)
    best_count, best = count, np.inf
    for size in range(1, rounds + 1):
        full = np.count_nonzero(count) >= most
        scores = np.array([
            np.inf if full and not known
            else row_losses(loss, y, (total + one) / size, quantile).mean()
            for one, known in zip(predictions, count, strict=True)
        ])  # fmt: skip
        near = np.flatnonzero(scores <= scores.min() + 1e-12)
        chosen = int(near[np.argmax(count[near])])
        count = count.copy()
        count[chosen] += 1
        total = total + predictions[chosen]
        if scores[chosen] < best - 1e-12:
            best_count, best = count, scores[chosen]
    return np.asarray(best_count / best_count.sum())


def parts_for(rows: int) -> int:
    """Return how many parts a blend that is weighed on so many rows has at most."""
    return PARTS_OF_FEW if rows < FEW_ROWS else PARTS


def evened(weights: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
    """Return weights drawn towards equal ones, the more the fewer rows found them.

    What estimating weights gains over a plain mean of the same parts is lost to the
    error of the estimate where rows are few (Smith & Wallis 2009, A Simple Explanation
    of the Forecast Combination Puzzle; Claeskens et al. 2016). Which parts there are
    stays as it was chosen.

    Parameters
    ----------
    weights : ndarray, (parts,)
        Above 0, and they add up to 1.
    rows : int
        On which they were found.

    Examples
    --------
    >>> evened(np.array([0.8, 0.2]), 500).round(3).tolist()
    [0.632, 0.368]
    >>> evened(np.array([0.8, 0.2]), 5000).tolist()
    [0.8, 0.2]
    """
    share = EVENED * max(0.0, 1 - rows / FEW_ROWS)
    return np.asarray((1 - share) * weights + share / len(weights))
