"""A target on a common scale, for learners whose settings assume one."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin, clone


class ScaledTarget(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Fit a regressor on a target of mean 0 and spread 1; answers in its own unit.

    Parameters
    ----------
    regressor : estimator
        Unfitted; fitted as ``regressor_``.
    """

    def __init__(self, regressor: Any) -> None:
        self.regressor = regressor

    def fit(
        self,
        X: NDArray[Any],
        y: NDArray[Any],
        sample_weight: NDArray[Any] | None = None,
    ) -> Self:
        """Fit on (n, features) and (n,)."""
        self.centre_ = float(np.mean(y))
        self.spread_ = float(np.std(y)) or 1.0
        extra = {} if sample_weight is None else {"sample_weight": sample_weight}
        scaled = (y - self.centre_) / self.spread_
        self.regressor_ = clone(self.regressor).fit(X, scaled, **extra)
        return self

    def predict(self, X: NDArray[Any]) -> NDArray[np.float64]:
        """Return (n,) answers."""
        return np.asarray(self.regressor_.predict(X)) * self.spread_ + self.centre_
