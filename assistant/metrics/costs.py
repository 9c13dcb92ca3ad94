"""Costs of each outcome, row by row: numbers, columns, or a matrix of classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ..errors import BriefInvalid
from .case import Floats

_NAMES = {
    "miss": "miss_cost",
    "false_alarm": "false_alarm_cost",
    "hit": "hit_cost",
    "pass": "pass_cost",
    "review": "review_cost",
}


def cost_columns(
    success: Mapping[str, Any], frame: pd.DataFrame, classes: tuple[str, ...] = ()
) -> dict[str, Floats]:
    """Return each outcome's cost for each row, shape (n,) each.

    With a cost matrix the one entry ``matrix`` has shape (n, k * k).

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
        found[name] = _column(0.0 if cost is None else cost, frame, key)
    return found


def _column(cost: float | str, frame: pd.DataFrame, key: str) -> Floats:
    if not isinstance(cost, str):
        return np.full(len(frame), float(cost))
    if cost not in frame.columns:
        raise BriefInvalid(
            "A cost names a column that is not there",
            f"success.{key} is {cost!r}; the table has no such column.",
        )
    values = pd.to_numeric(frame[cost], errors="coerce").to_numpy(dtype=float)
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
