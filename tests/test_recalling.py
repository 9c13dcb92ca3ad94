"""Rows that hold the same are answered once, whatever kinds of columns they have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from assistant.recalling import Recalling


class Counting:
    """Answers zeros, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        self.asked += 1
        return np.zeros(len(X))


def _rows() -> pd.DataFrame:
    return pd.DataFrame({
        "size": [1.5, 2.5, np.nan],
        "weight": [0.5, 1.5, 2.5],
        "count": [1, 2, 3],
        "word": ["a", "b", None],
        "paid": [True, False, True],
        "when": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03"]),
        "level": pd.Categorical(["low", "high", "low"]),
        "whole": pd.array([1, None, 3], dtype="Int64"),
    })  # fmt: skip


def test_the_same_rows_are_asked_once():
    model = Counting()
    recalling = Recalling(model)
    for rows in (_rows(), _rows(), _rows().set_axis([7, 8, 9])):
        recalling.predict(rows)
    assert model.asked == 1


@pytest.mark.parametrize("name", list(_rows()))
def test_one_other_cell_is_asked_again(name):
    model = Counting()
    recalling = Recalling(model)
    recalling.predict(_rows())
    changed = _rows()
    changed[name] = changed[name].iloc[[0, 0, 2]].reset_index(drop=True)
    recalling.predict(changed)
    assert model.asked == 2


def test_columns_that_changed_places_are_asked_again():
    model = Counting()
    recalling = Recalling(model)
    recalling.predict(_rows())
    changed = _rows()
    changed["size"], changed["weight"] = _rows()["weight"], _rows()["size"]
    recalling.predict(changed)
    assert model.asked == 2


def test_what_cannot_be_compared_is_asked_each_time():
    model = Counting()
    recalling = Recalling(model)
    rows = pd.DataFrame({"list": [[1], [2]]})
    recalling.predict(rows)
    recalling.predict(rows)
    assert model.asked == 2
