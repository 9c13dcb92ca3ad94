"""How columns of numbers become features, all at once.

Together, because a table may have thousands of them. Parts hold only arrays and lists,
so that a saved model needs no pickle.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from .packing import packed, unpacked

Matrix = NDArray[np.floating[Any]]

KNOTS = (0.05, 0.23, 0.41, 0.59, 0.77, 0.95)
"""Quantiles at which a curve bends (Harrell, Regression Modeling Strategies, 2.4.6)."""


NORMAL_MIDDLE = 1.35
"""Standard deviations between the quartiles of a normal column."""

BOUND = 6.0
"""Standard deviations that no number lies beyond once it is drawn in."""


def as_floats(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return (n, k) numbers with NaN for gaps; infinities count as gaps."""
    try:
        values = frame.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        # Nullable or mixed columns: one by one, what is no number becomes a gap.
        values = np.column_stack(
            [
                pd.to_numeric(frame.iloc[:, i], errors="coerce").to_numpy(
                    dtype=np.float64, na_value=np.nan
                )
                for i in range(frame.shape[1])
            ]
        )
    return np.where(np.isfinite(values), values, np.nan)


class Numbers(BaseEstimator):  # type: ignore[misc]
    """Numbers as they are, with their gaps.

    Parameters
    ----------
    impute : {"", "median", "mean", "zero"}
        What gaps become; empty leaves them open.
    """

    def __init__(self, impute: str = "") -> None:
        self.impute = impute

    def fit_transform(self, frame: pd.DataFrame) -> Matrix:
        """Learn what fills gaps, where that was asked for, and encode the columns.

        Returns
        -------
        ndarray, (n, k)
        """
        self.labels = [(str(c), "") for c in frame.columns]
        self.fill_ = filling(as_floats(frame), self.impute) if self.impute else None
        return self.transform(frame)

    def __getstate__(self) -> dict[str, Any]:
        return packed(super().__getstate__(), ("labels",))

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(unpacked(state))

    def transform(self, frame: pd.DataFrame) -> Matrix:
        """Encode columns, (n, k)."""
        values = as_floats(frame)
        # A model that was saved before gaps could be filled has no filling.
        fill = getattr(self, "fill_", None)
        return values if fill is None else np.where(np.isnan(values), fill, values)


def _quartiles(values: Matrix) -> Matrix:
    """Return (3, k) quartiles; gaps are left out, which takes a call a column."""
    at = [0.25, 0.5, 0.75]
    open_ = np.isnan(values).any(axis=0)
    found = np.quantile(values, at, axis=0)
    if open_.any():
        found[:, open_] = np.nanquantile(values[:, open_], at, axis=0)
    return found


def filling(values: Matrix, impute: str) -> NDArray[np.float64]:
    """Return (k,) what fills the gaps of each column; 0 where all is a gap."""
    known = np.where(np.isnan(values).all(axis=0), 0.0, values)
    if impute == "zero":
        return np.zeros(values.shape[1])
    by = np.nanmean if impute == "mean" else np.nanmedian
    return np.asarray(by(known, axis=0), dtype=np.float64)


class Scaled(BaseEstimator):  # type: ignore[misc]
    """Numbers on a common scale, far values drawn in, gaps filled and marked.

    Parameters
    ----------
    curves : bool
        Whether each number also gets a smooth curve: restricted cubic pieces between
        its quantiles (Hastie, Tibshirani & Friedman, The Elements of Statistical
        Learning, 5.2.1).
    impute : {"median", "mean", "zero"}
        What gaps become.
    """

    def __init__(self, curves: bool = False, impute: str = "median") -> None:
        self.curves = curves
        self.impute = impute

    def fit_transform(self, frame: pd.DataFrame) -> Matrix:
        """Learn centres, scales and knots, and encode the columns.

        Returns
        -------
        ndarray, (n, features)
            Values, then marks of gaps, then bends of the curves.
        """
        values = as_floats(frame)
        known = np.where(np.isnan(values).all(axis=0), 0.0, values)
        low, self.centre_, high = _quartiles(known)
        # Where half of the rows are equal the quartiles say nothing of the spread.
        spread = np.where(
            high > low, high - low, np.nanstd(known, axis=0) * NORMAL_MIDDLE
        )
        self.scale_ = np.where(spread > 0, spread, 1.0) / NORMAL_MIDDLE
        other = getattr(self, "impute", "median") != "median"
        self.fill_ = filling(values, self.impute) if other else None
        self.gaps_ = np.flatnonzero(np.isnan(values).any(axis=0))
        names = [str(c) for c in frame.columns]
        self.labels = [
            *((name, "") for name in names),
            *((names[i], "is missing") for i in self.gaps_),
        ]
        self.knots_: list[Matrix] = []
        if self.curves:
            self._learn_curves(self._scale(values)[0], names)
        return self.transform(frame)

    def __getstate__(self) -> dict[str, Any]:
        return packed(super().__getstate__(), ("labels",))

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(unpacked(state))

    def transform(self, frame: pd.DataFrame) -> Matrix:
        """Encode columns, (n, features)."""
        z, missing = self._scale(as_floats(frame))
        blocks = [z, missing[:, self.gaps_]]
        blocks += [
            _bends(z[:, i], knots) for i, knots in enumerate(self.knots_) if len(knots)
        ]
        return np.hstack(blocks)

    def _scale(self, values: Matrix) -> tuple[Matrix, NDArray[np.bool_]]:
        missing = np.isnan(values)
        fill = getattr(self, "fill_", None)
        if fill is not None:
            values = np.where(missing, fill, values)
        z = np.where(np.isnan(values), 0.0, (values - self.centre_) / self.scale_)
        # Straight in the middle, bounded at the ends: after skrub's SquashingScaler.
        return z / np.sqrt(1 + (z / BOUND) ** 2), missing

    def _learn_curves(self, z: Matrix, names: list[str]) -> None:
        for i, name in enumerate(names):
            knots = np.unique(np.quantile(z[:, i], KNOTS))
            knots = knots if len(knots) >= 3 else np.zeros(0)
            self.knots_.append(knots)
            bends = range(1, len(knots) - 1)
            self.labels += [(name, f"bend {bend}") for bend in bends]


def _bends(z: NDArray[np.floating[Any]], knots: Matrix) -> Matrix:
    last = knots[-1]

    def piece(knot: float) -> Matrix:
        cubes = np.maximum(z - knot, 0) ** 3 - np.maximum(z - last, 0) ** 3
        return np.asarray(cubes / (last - knot))

    end = piece(knots[-2])
    width = float(last - knots[0]) ** 2
    return np.column_stack([(piece(k) - end) / width for k in knots[:-2]])
