"""Which part encodes a column: by its role, the family's style and its values."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .columns import ONE_BY_ONE, TEXT_SIZE, Codes, DateParts, OneByOne, Outcomes, Words

Matrix = NDArray[np.floating[Any]]


class Part(Protocol):
    """What encodes one column."""

    labels: list[str]
    categorical: bool

    def fit_transform(self, column: pd.Series[Any], y: NDArray[Any]) -> Matrix:
        """Learn from a column and encode it, (n, labels)."""

    def transform(self, column: pd.Series[Any]) -> Matrix:
        """Encode a column, (n, labels)."""


def make_part(
    role: str,
    column: pd.Series[Any],
    style: str,
    classes: int,
    seed: int,
    encode: str = "",
) -> Part:
    """Return what encodes a column of this role.

    Parameters
    ----------
    role : {"category", "date", "text"}
    column : Series
        The rows to learn from.
    style : {"codes", "scaled", "spline"}
    classes : int
        0 where the target is a number.
    seed : int
    encode : {"", "one_hot", "target"}
        How categories become numbers, where a person said so.
    """
    trees = style == "codes"
    if role == "date":
        return DateParts(one_by_one=not trees)
    if role == "text":
        return Words(size=TEXT_SIZE, seed=seed)
    distinct = column.nunique()
    if encode == "one_hot":
        return OneByOne()  # of many values the commonest
    if distinct <= ONE_BY_ONE and encode != "target":
        return Codes() if trees else OneByOne()
    # One number a class would swamp the table where there are many classes.
    columns = classes if 2 < classes <= 10 else 1
    return Outcomes(columns=columns, seed=seed, scaled=not trees)


def possible_role(role: str, dtype: Any, known: bool) -> str:
    """Return a role that a column's dtype can have; empty where no cell is known."""
    if not known:
        return ""
    is_date = pd.api.types.is_datetime64_any_dtype(dtype)
    is_number = pd.api.types.is_numeric_dtype(dtype)
    if is_date:
        return "date"
    if role == "date" or (role == "text" and is_number):
        return "number" if is_number else "category"
    if role == "number" and not is_number:
        return "category"
    return role
