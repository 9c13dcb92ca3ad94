"""The model that anyone would fit by hand first: one straight line, default settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from .case import Floats

MOST_ROWS = 5000
"""Fitted on at most so many: a yardstick need not cost much time."""

MOST_VALUES = 12
"""Commonest values of a column of words; the rest is one."""

REST = "(any other)"


def plain_answers(
    X: pd.DataFrame, y: NDArray[Any], held: pd.DataFrame, classes: int, seed: int = 0
) -> Floats:
    """Return the answers of a linear model for the held-back rows.

    Parameters
    ----------
    X : DataFrame, n rows
        Inputs of the rows to learn from.
    y : array, shape (n,)
        Class codes, or numbers.
    held : DataFrame, m rows
        With the same columns.
    classes : int
        How many there are; 0 where ``y`` holds numbers.
    seed : int
        Of the choice of rows where there are many.

    Returns
    -------
    array, shape (m,) or (m, k)
        Numbers, or the chances of each class.
    """
    rows = np.arange(len(y))
    if len(y) > MOST_ROWS:
        rows = np.sort(np.random.default_rng(seed).permutation(rows)[:MOST_ROWS])
    line = LogisticRegression(max_iter=300) if classes else Ridge()
    learned, asked = _commonest(_plain(X.iloc[rows]), _plain(held))
    model = make_pipeline(_columns(), line).fit(learned, y[rows])
    if not classes:
        return np.asarray(model.predict(asked), dtype=float)
    proba = np.asarray(model.predict_proba(asked))
    # A class too rare to be among the rows has no chance here.
    whole = np.zeros((len(held), classes))
    whole[:, model.classes_.astype(int)] = proba
    return whole


def _columns() -> Any:
    number = make_pipeline(
        SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler()
    )
    word = OneHotEncoder(handle_unknown="ignore", max_categories=MOST_VALUES)
    return make_column_transformer(
        (number, make_column_selector(dtype_include="number")),
        (word, make_column_selector(dtype_exclude="number")),
    )


def _commonest(
    learned: pd.DataFrame, asked: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both with one word for all but the commonest ones of the first.

    The encoder would do the same, but looks at each value of a text by itself.
    """
    for name in learned.columns:
        if pd.api.types.is_numeric_dtype(learned[name].dtype):
            continue
        counts = learned[name].value_counts()
        if len(counts) > MOST_VALUES:
            kept = counts.index[: MOST_VALUES - 1]
            learned[name] = learned[name].where(learned[name].isin(kept), REST)
            asked[name] = asked[name].where(asked[name].isin(kept), REST)
    return learned, asked


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return numbers as floats, dates as days, and all else as words."""
    found: dict[str, pd.Series[Any]] = {}
    # Numbers all at once: one by one takes seconds on thousands of columns.
    floats = [i for i, d in enumerate(frame.dtypes) if d == np.dtype(float)]
    values: Any = frame.iloc[:, floats].to_numpy(dtype=float)
    numbers = pd.DataFrame(
        np.where(np.isfinite(values), values, np.nan),
        index=frame.index,
        columns=[str(frame.columns[i]) for i in floats],
    )
    known = set(floats)
    others = [c for i, c in enumerate(frame.columns) if i not in known]
    for name in others:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            days = (column - pd.Timestamp("2000-01-01")).dt.total_seconds() / 86_400
            found[str(name)] = days.astype(float)
        elif pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(
            column
        ):
            values = column.to_numpy(dtype=float, na_value=np.nan)
            found[str(name)] = pd.Series(values, frame.index).replace(
                [np.inf, -np.inf], np.nan
            )
        else:
            found[str(name)] = column.astype(str)
    return pd.concat([numbers, pd.DataFrame(found, index=frame.index)], axis=1)
