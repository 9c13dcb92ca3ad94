"""One case: its reasons picked for telling, and what leaves the data seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .attributions import Attributions
from .shapes import as_numbers

NAMED = 3
"""Reasons named on each side: more are not taken in."""


@dataclass(frozen=True)
class Reason:
    """One column's part in one row's answer."""

    column: str
    value: Any
    part: float
    se: float


@dataclass(frozen=True)
class Picked:
    """Reasons worth naming.

    Attributes
    ----------
    mostly, against : tuple of Reason
        Those that carry the difference from a typical row, and those that pull back.
    separated : bool
        Whether those in ``mostly`` are larger than all others beyond the noise.
    share : float
        Of all absolute parts, how much the named ones carry.
    """

    mostly: tuple[Reason, ...]
    against: tuple[Reason, ...]
    separated: bool
    share: float


def reasons_of(found: Attributions, at: int = 0) -> list[Reason]:
    """Return a row's reasons, largest first."""
    row = found.rows.iloc[at]
    made = [
        Reason(
            c,
            row[c] if c in found.rows.columns else None,
            float(found.values[at, j]),
            float(found.errors[at, j]),
        )
        for j, c in enumerate(found.columns)
    ]
    return sorted(made, key=lambda r: -abs(r.part))


def pick(found: Attributions, step: float, at: int = 0) -> Picked:
    """Return the reasons worth naming for one row.

    Parameters
    ----------
    found : Attributions
    step : float
        The rounding step of the unit: parts that would print as nothing are left out.
    at : int
        Which row.
    """
    reasons = reasons_of(found, at)
    gap = float(found.outputs[at] - found.bases[at])
    way = 1.0 if gap >= 0 else -1.0
    known = [r for r in reasons if abs(r.part) >= step and abs(r.part) > 1.96 * _se(r)]
    mostly = tuple(r for r in known if r.part * way > 0)[:NAMED]
    against = tuple(r for r in known if r.part * way < 0)[: NAMED - 1]
    if mostly:
        # What is far smaller than the first reason is no 'mostly'.
        mostly = tuple(r for r in mostly if abs(r.part) >= 0.2 * abs(mostly[0].part))
    total = sum(abs(r.part) for r in reasons) or 1.0
    share = sum(abs(r.part) for r in (*mostly, *against)) / total
    return Picked(mostly, against, _separated(mostly, reasons), share)


def _se(reason: Reason) -> float:
    return reason.se if np.isfinite(reason.se) else 0.0


def uncertain(reason: Reason) -> bool:
    """Return whether a size calls for an 'about': its range is half of it or more."""
    return 1.96 * _se(reason) > 0.45 * abs(reason.part)


def _separated(mostly: Sequence[Reason], reasons: Sequence[Reason]) -> bool:
    if not mostly:
        return False
    named = {r.column for r in mostly}
    rest = [r for r in reasons if r.column not in named]
    if not rest:
        return True
    return all(
        abs(one.part) - abs(other.part) > 1.96 * float(np.hypot(_se(one), _se(other)))
        for one in mostly
        for other in rest
    )


@dataclass(frozen=True)
class Outside:
    """A what-if value that the table has never shown."""

    column: str
    value: Any
    low: Any = None
    high: Any = None
    values: tuple[str, ...] = ()


def outside(frame: pd.DataFrame, column: str, changed: pd.Series) -> Outside | None:
    """Return how changed values leave the data seen, or None where they stay inside."""
    seen = frame[column].dropna()
    new = changed.dropna()
    if not len(seen) or not len(new):
        return None
    numbers = as_numbers(seen)
    if numbers is not None and not isinstance(seen.dtype, pd.CategoricalDtype):
        low, high = seen.min(), seen.max()
        for value in (new.max(), new.min()):
            if value > high or value < low:
                return Outside(column, value, low, high)
        return None
    known = set(seen.astype(str))
    for value in new.astype(str).unique():
        if value not in known:
            common = seen.astype(str).value_counts().index[:6]
            return Outside(column, value, values=tuple(common))
    return None
