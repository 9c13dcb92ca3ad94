"""Rows to compare with: few that stand for all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

BLOCK = 5
"""Any first so many rows span the whole range, for a walk that stops early."""


def stratified(predicted: Array, size: int, seed: int) -> Ints:
    """Return positions of rows, one from each of ``size`` slices of the prediction.

    A random background puts the base off by up to 5 in 100; one row a slice, the nearest
    to the slice's mean, keeps it where the whole table's is. The order is shuffled so
    that any first part is spread over the slices too.

    Parameters
    ----------
    predicted : ndarray, shape (rows,)
    size : int
    seed : int

    Returns
    -------
    ndarray of int, at most ``size`` long
    """
    order = np.argsort(predicted, kind="stable")
    # Slices of unequal length are spread evenly, else one end would weigh more.
    edges = np.linspace(0, len(order), min(size, len(order)) + 1).round().astype(int)
    slices = np.split(order, edges[1:-1])
    chosen = [s[np.argmin(np.abs(predicted[s] - predicted[s].mean()))] for s in slices]
    return np.asarray(_spread(np.array(chosen, dtype=np.intp), seed))


def _spread(chosen: Ints, seed: int) -> Ints:
    """Return the slices' rows in an order whose every block spans the whole range."""
    generator = np.random.default_rng(seed)
    blocks = max(1, int(np.ceil(len(chosen) / BLOCK)))
    parts = [chosen[start::blocks] for start in range(blocks)]
    return np.concatenate([parts[i] for i in generator.permutation(blocks)])
