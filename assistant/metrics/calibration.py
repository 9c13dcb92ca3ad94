"""Probabilities that mean what they say: calibrators fitted out of fold, as plain data.

Gated by rows: below some hundreds a calibrator adds more noise than it removes. A
calibrator is kept only if it lowers the log loss on rows it was not fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from .case import Floats

FEWEST_ROWS = 300
"""For a sigmoid of two parameters."""

ISOTONIC_ROWS = 3000
"""For steps of any shape, where an event is not rare either."""

FEWEST_EVENTS = 30
EDGE = 1e-6


@dataclass(frozen=True)
class Calibrator:
    """A map from a raw probability to a calibrated one.

    Parameters
    ----------
    kind : str
        ``none``, ``sigmoid``, ``isotonic`` (two classes) or ``temperature`` (several).
    params : mapping
        ``a`` and ``b``; ``x`` and ``y``; or ``t``.
    """

    kind: str = "none"
    params: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, p: Floats) -> Floats:
        """Return calibrated probabilities of the same shape."""
        match self.kind:
            case "sigmoid":
                z = self.params["a"] * _logit(p) + self.params["b"]
                return np.asarray(1 / (1 + np.exp(-z)))
            case "isotonic":
                return np.asarray(np.interp(p, self.params["x"], self.params["y"]))
            case "temperature":
                powered = np.clip(p, EDGE, 1) ** (1 / self.params["t"])
                return np.asarray(powered / powered.sum(axis=1, keepdims=True))
        return p


def _logit(p: Floats) -> Floats:
    inside = np.clip(p, EDGE, 1 - EDGE)
    return np.asarray(np.log(inside / (1 - inside)))


def fit_calibrator(
    y: NDArray[Any], oof: Floats, task: str, wanted: bool | None = None, seed: int = 0
) -> Calibrator:
    """Fit a calibrator on out-of-fold predictions, or none where it would not help.

    Parameters
    ----------
    y : array, shape (n,)
        1 = event, or class codes.
    oof : array, shape (n,) or (n, k)
        Out-of-fold probabilities.
    task : str
        ``binary``, ``multiclass``, ``ordinal`` or a task of numbers.
    wanted : bool, optional
        False switches calibration off.
    seed : int
        Of the folds that judge whether it helps.
    """
    if wanted is False or task in ("regression", "forecast") or len(y) < FEWEST_ROWS:
        return Calibrator()
    if oof.ndim == 2:
        return _temperature(y, oof)
    if min((y == 1).sum(), (y == 0).sum()) < FEWEST_EVENTS:
        return Calibrator()
    kinds = ["sigmoid"]
    if len(y) >= ISOTONIC_ROWS and (y == 1).sum() >= 10 * FEWEST_EVENTS:
        kinds.append("isotonic")
    losses = {kind: _checked_loss(kind, y, oof, seed) for kind in kinds}
    best = min(losses, key=lambda kind: losses[kind])
    if losses[best] >= _loss(y, oof):
        return Calibrator()
    return _fit(best, y, oof)


def _loss(y: NDArray[Any], p: Floats) -> float:
    inside = np.clip(np.where(y == 1, p, 1 - p), EDGE, 1)
    return float(-np.log(inside).mean())


def _checked_loss(kind: str, y: NDArray[Any], oof: Floats, seed: int) -> float:
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    found = np.empty(len(y))
    for fit, check in folds.split(oof, y):
        found[check] = _fit(kind, y[fit], oof[fit])(oof[check])
    return _loss(y, found)


def _fit(kind: str, y: NDArray[Any], p: Floats) -> Calibrator:
    if kind == "isotonic":
        steps = IsotonicRegression(y_min=EDGE, y_max=1 - EDGE, out_of_bounds="clip")
        steps.fit(p, y)
        return Calibrator(
            "isotonic",
            {"x": steps.X_thresholds_.tolist(), "y": steps.y_thresholds_.tolist()},
        )
    line = LogisticRegression(C=1e6).fit(_logit(p)[:, None], y)
    return Calibrator(
        "sigmoid", {"a": float(line.coef_[0, 0]), "b": float(line.intercept_[0])}
    )


def _temperature(y: NDArray[Any], oof: Floats) -> Calibrator:
    # One number for all classes (Guo et al. 2017); a grid is exact enough for it.
    rows = np.arange(len(y))

    def loss(t: float) -> float:
        p = Calibrator("temperature", {"t": t})(oof)
        return float(-np.log(np.clip(p[rows, y.astype(int)], EDGE, 1)).mean())

    grid = np.exp(np.linspace(np.log(0.5), np.log(3), 40))
    best = min([1.0, *grid], key=loss)
    return (
        Calibrator() if best == 1.0 else Calibrator("temperature", {"t": float(best)})
    )
