"""Proper losses by row, smaller is better: what candidates are ranked by.

By row, so that two candidates can be compared on the same rows, with the noise of the
difference.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

CLIP = 1e-6
"""No probability counts as more certain than this."""


def row_losses(
    loss: str, y: NDArray[Any], prediction: NDArray[Any], quantile: float = 0.5
) -> NDArray[np.float64]:
    """Return the loss of each row.

    Parameters
    ----------
    loss : str
        log_loss, squared, absolute, relative, pinball or poisson.
    y : ndarray, (n,)
        Class codes, or numbers.
    prediction : ndarray
        (n,) P(class 1) or numbers, or (n, k) probabilities.
    quantile : float
        For pinball.

    Examples
    --------
    >>> row_losses("absolute", np.array([1.0, 2.0]), np.array([1.5, 2.0])).tolist()
    [0.5, 0.0]
    """
    if loss == "log_loss":
        return np.asarray(-np.log(np.clip(_of_true_class(y, prediction), CLIP, 1.0)))
    error = np.asarray(y, dtype=np.float64) - prediction
    match loss:
        case "squared":
            return np.asarray(error**2)
        case "absolute":
            return np.asarray(np.abs(error))
        case "relative":
            size = np.abs(np.asarray(y, dtype=np.float64))
            floor = 0.05 * float(np.median(size)) or 1.0
            return np.asarray(np.abs(error) / np.maximum(size, floor))
        case "pinball":
            return np.asarray(np.maximum(quantile * error, (quantile - 1) * error))
        case "poisson":
            mean = np.maximum(prediction, 1e-9)
            count = np.maximum(np.asarray(y, dtype=np.float64), 0)
            ratio = np.where(count > 0, count / mean, 1.0)
            return np.asarray(2 * (count * np.log(ratio) - count + mean))
    raise ValueError(f"no loss is called {loss!r}")


def _of_true_class(y: NDArray[Any], p: NDArray[Any]) -> NDArray[np.float64]:
    if p.ndim == 1:
        return np.asarray(np.where(y == 1, p, 1 - p))
    return np.asarray(p[np.arange(len(y)), np.asarray(y, dtype=int)])
