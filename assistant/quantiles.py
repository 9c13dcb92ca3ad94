"""Quantiles of numbers that are in order already.

They are NumPy's own to the last bit. Of a table with thousands of columns each is asked
for several times, and a call of ``np.quantile`` takes longer than sorting a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def of_sorted(numbers: NDArray[Any], shares: Sequence[float]) -> Floats:
    """Return the quantiles of sorted numbers without gaps, straight between two.

    Parameters
    ----------
    numbers : ndarray, (n,)
        In ascending order, at least one, none missing.
    shares : sequence of float
        From 0 to 1.

    Examples
    --------
    >>> of_sorted(np.array([1.0, 2.0, 4.0]), [0.25, 0.5, 1.0]).tolist()
    [1.5, 2.0, 4.0]
    """
    last = len(numbers) - 1
    at = last * np.asarray(shares, dtype=np.float64)
    low = at.astype(np.intp)
    part = at - low
    below, above = numbers[low], numbers[np.minimum(low + 1, last)]
    step = above - below
    # From the nearer end, as NumPy goes: so both ends are met exactly.
    found = np.where(part < 0.5, below + step * part, above - step * (1 - part))
    return np.asarray(found, dtype=np.float64)
