"""Costs of each outcome, row by row: numbers, columns, or a matrix of classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.constraints import Success

from ..errors import BriefInvalid
from .case import Floats

_NAMES = {
    "miss": "miss_cost",
    "false_alarm": "false_alarm_cost",
    "hit": "hit_cost",
    "pass": "pass_cost",
    "review": "review_cost",
}


def prices_of(success: Success) -> dict[str, Any]:
    """Return the prices of a contract, in the form that `cost_columns` takes."""
    return {n: getattr(success, n) for n in (*_NAMES.values(), "cost_matrix")}


def cost_columns(
    success: Mapping[str, Any],
    frame: pd.DataFrame,
    classes: tuple[str, ...] = (),
    fill: Mapping[str, float] | None = None,
) -> dict[str, Floats]:
    """Return each outcome's cost for each row, shape (n,) each.

    With a cost matrix the one entry ``matrix`` has shape (n, k * k).

    Parameters
    ----------
    success : mapping
        Holds ``miss_cost`` and the others: a number, a column's name, or None.
    frame : DataFrame, n rows
    classes : tuple of str
        Class labels, for a cost matrix.
    fill : mapping of str to float, optional
        What stands in for a missing price, by column.

    Raises
    ------
    BriefInvalid
        If a cost is a column that is not there, or holds no number in some row.
    """
    if success.get("cost_matrix"):
        return {"matrix": _matrix(success["cost_matrix"], classes, len(frame))}
    found: dict[str, Floats] = {}
    for name, key in _NAMES.items():
        cost = success.get(key)
        if cost is None and name == "review":
            continue
        found[name] = _column(0.0 if cost is None else cost, frame, key, fill or {})
    return found


def priced_columns(success: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the columns that give a price, each once."""
    named = [success.get(key) for key in _NAMES.values()]
    return tuple(dict.fromkeys(n for n in named if isinstance(n, str)))


def usual_prices(
    success: Mapping[str, Any], frame: pd.DataFrame
) -> dict[str, tuple[float, int]]:
    """Return the middle price of each column with gaps, and how many gaps it has.

    Only for columns that are mostly there: a price that is known for fewer than half
    of the rows is no price.
    """
    found = {}
    for name in priced_columns(success):
        if name not in frame.columns:
            continue
        values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float)
        gaps = int(np.isnan(values).sum())
        if 0 < gaps <= len(values) / 2:
            found[name] = float(np.nanmedian(values)), gaps
    return found


def _column(
    cost: float | str, frame: pd.DataFrame, key: str, fill: Mapping[str, float]
) -> Floats:
    if not isinstance(cost, str):
        return np.full(len(frame), float(cost))
    if cost not in frame.columns:
        raise BriefInvalid(
            "A cost names a column that is not there",
            f"success.{key} is {cost!r}; the table has no such column.",
        )
    values = pd.to_numeric(frame[cost], errors="coerce").to_numpy(dtype=float)
    if cost in fill:
        values = np.where(np.isnan(values), fill[cost], values)
    empty = int(np.isnan(values).sum())
    if empty:
        raise BriefInvalid(
            "A cost is missing in some rows",
            f"success.{key} is the column {cost!r}, which holds no number in {empty} "
            "rows. Fill them in, leave them out, or give one number for all.",
        )
    return np.asarray(values)


def _matrix(
    matrix: Mapping[str, Mapping[str, float]], classes: tuple[str, ...], rows: int
) -> Floats:
    cells = [
        float(matrix.get(true, {}).get(told, 0.0))
        for true in classes
        for told in classes
    ]
    return np.tile(np.array(cells), (rows, 1))
