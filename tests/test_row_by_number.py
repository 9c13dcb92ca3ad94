"""A row called by the number that stands in its own column, where no row has that place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from explain.filters import select

FRAME = pd.DataFrame({"Order": [5001, 5002, 5003], "kind": ["a", "b", "b"]})
VIRTUAL = {"row": lambda: pd.Series([1, 2, 3])}


@pytest.mark.parametrize(
    ("number", "kept"), [(2, 1), (5003, 2), ([5001, 5003], (0, 2)), (77, ())]
)
def test_a_number_is_a_place_first_and_then_a_name(
    number: object, kept: object
) -> None:
    found = select({"column": "row", "is": number}, FRAME, VIRTUAL)
    assert np.flatnonzero(found).tolist() == list(np.atleast_1d(kept).astype(int))
