"""What columns of numbers come to: range, mean, quantiles; many columns at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .numbers import SHORT

AT = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that facts keep."""


@dataclass(frozen=True)
class Moments:
    """The known numbers of a column, and what they come to."""

    known: NDArray[np.float64]
    whole: bool
    ascending: bool
    distinct: int
    told: dict[str, Any] = field(default_factory=dict)
    """Fields of `ColumnFacts`; empty where no number is known."""


def moments_of(numbers: NDArray[np.float64]) -> Moments:
    """Return what one column's numbers come to; NaN is no number."""
    known = numbers[~np.isnan(numbers)]
    return _rows(known[None, :])[0] if len(known) else Moments(known, False, False, 0)


def at_once(frame: pd.DataFrame) -> dict[str, Moments]:
    """Return what the gapless columns of numbers of a short table come to.

    Column by column it takes longer than to read the table, where there are thousands.

    Parameters
    ----------
    frame : DataFrame
        (n, p) typed values.
    """
    if not 0 < len(frame) <= SHORT:  # long columns take their time, not their number
        return {}
    plain = [n for n, t in frame.dtypes.items() if t.kind in "if"]
    values = np.ascontiguousarray(frame[plain].to_numpy(dtype=float).T)
    full = ~np.isnan(values).any(axis=1)
    names = [str(n) for n, gapless in zip(plain, full, strict=True) if gapless]
    return dict(zip(names, _rows(values[full]), strict=True))


def _rows(values: NDArray[np.float64]) -> list[Moments]:
    """Return what each row of numbers without gaps comes to."""
    if not len(values):
        return []
    # Most is told by the numbers in order: they are sorted once.
    ordered = np.sort(values, axis=1)
    whole = (values == np.floor(values)).all(axis=1)
    rising = (values[:, 1:] >= values[:, :-1]).all(axis=1) & (values.shape[1] > 2)
    distinct = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
    with np.errstate(over="ignore", invalid="ignore"):
        middle = np.stack([values.mean(axis=1), values.std(axis=1)], axis=1)
        quantiles = np.quantile(ordered, AT, axis=1).T
    ends = ordered[:, [0, -1]]
    return [
        Moments(values[i], bool(whole[i]), bool(rising[i]), int(distinct[i]), told)
        for i, told in enumerate(map(_told, ends, middle, quantiles))
    ]


def _told(ends: Any, middle: Any, quantiles: Any) -> dict[str, Any]:
    # What overflows tells nothing.
    mean, std = (float(v) if np.isfinite(v) else None for v in middle)
    return {
        "minimum": float(ends[0]),
        "maximum": float(ends[1]),
        "mean": mean,
        "std": std,
        "quantiles": tuple(float(q) for q in quantiles if np.isfinite(q)),
    }
