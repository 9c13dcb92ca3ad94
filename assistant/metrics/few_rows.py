"""How wide a range is at the least, where few rows of an outcome tell of it.

Resampled, two events are the same two in every draw: the more often a score rests on
them, the surer it looks, and it is not. A formula knows how few they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from .case import Case
from .intervals import COVERAGE, jeffreys
from .objectives import by_class

Least = tuple[float, float]

FEW, FEW_FOR_HIGH = 10, 100
"""Events, below which draws of an average precision spread too little: always, and where
it is above a half, as a single event further down then counts for much. From there on
they hold what is true nine times in ten, and the formula is too wide."""


def least_range(name: str, case: Case, value: float) -> Least | None:
    """Return what a metric's range holds at the least; None where draws say it all.

    Parameters
    ----------
    name : str
        Of the metric.
    case : Case
    value : float
        Of the metric on these rows.
    """
    found = _LEAST.get(name)
    return None if found is None else found(case, value)


def area_range(area: float, others: int, events: int) -> Least:
    """Return the range of an area under the curve (Newcombe 2006, method 5).

    All areas whose own spread for so many events and others reaches the one found.

    Examples
    --------
    >>> low, high = area_range(1.0, 48, 2)
    >>> round(low, 2), round(high, 2)
    (0.68, 1.0)
    """
    areas = np.linspace(0.0005, 0.9995, 2000)
    mean = (events + others) / 2 - 1
    spread = 1 + mean * ((1 - areas) / (2 - areas) + areas / (1 + areas))
    error = np.sqrt(areas * (1 - areas) * spread / (events * others))
    near = areas[np.abs(areas - area) <= norm.ppf((1 + COVERAGE) / 2) * error]
    if not len(near):
        return area, area
    return float(min(near[0], area)), float(max(near[-1], area))


def mean_of_shares(hits: NDArray[np.float64], of: NDArray[np.float64]) -> Least:
    """Return the range of the mean of some shares, each of other rows.

    Their own ranges are put together by squares (Zou and Donner 2008, MOVER), so that
    one share of two rows keeps the mean unsure however many rows the others have.

    Examples
    --------
    >>> low, high = mean_of_shares(np.array([2.0, 48.0]), np.array([2.0, 48.0]))
    >>> round(low, 2), round(high, 2)
    (0.71, 1.0)
    """
    ranges = [jeffreys(h, n) for h, n in zip(hits, of, strict=True)]
    return _put_together(hits / of, ranges)


def _put_together(shares: NDArray[np.float64], ranges: list[Least]) -> Least:
    low, high = np.array(ranges).T
    mean, count = shares.mean(), len(shares)
    under = np.sqrt(((shares - low) ** 2).sum()) / count
    over = np.sqrt(((high - shares) ** 2).sum()) / count
    return float(mean - under), float(mean + over)


def _area(case: Case, value: float) -> Least:
    others, events = np.bincount(case.y == 1, minlength=2)
    return area_range(value, others, events)


def _precision(case: Case, value: float) -> Least | None:
    """As if a share of the events (Boyd, Eng and Page 2013, the binomial range)."""
    events = int((case.y == 1).sum())
    few = events < (FEW_FOR_HIGH if value > 0.5 else FEW)
    return jeffreys(value * events, events) if few else None


def _balanced(case: Case, _: float) -> Least:
    hits, _said, true = by_class(case)
    there = true > 0
    return mean_of_shares(hits[there], true[there])


def _f1_macro(case: Case, _: float) -> Least:
    hits, said, true = by_class(case)
    there = said + true > 0
    either = (said + true - hits)[there]
    ranges = [f1_range(h, n) for h, n in zip(hits[there], either, strict=True)]
    return _put_together(2 * hits[there] / (said + true)[there], ranges)


def f1_range(hits: float, either: float) -> Least:
    """Return the range of an F1.

    It is twice the share j of rows both named and true among those named or true,
    over 1 + j: it has that share's range.

    Examples
    --------
    >>> low, high = f1_range(0, 5)
    >>> round(low, 2), round(high, 2)
    (0.0, 0.47)
    """
    low, high = jeffreys(hits, either)
    return _f1_of(low), _f1_of(high)


def _f1_of(share: float) -> float:
    return 2 * share / (1 + share)


_LEAST: Mapping[str, Callable[[Case, float], Least | None]] = {
    "roc_auc": _area,
    "average_precision": _precision,
    "balanced_accuracy": _balanced,
    "f1_macro": _f1_macro,
}
