"""Quantiles of sorted numbers are NumPy's own, to the last bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.quantiles import of_sorted

NUMBERS = st.floats(-1e300, 1e300, allow_nan=False)


@given(
    st.lists(NUMBERS | st.integers(-3, 3).map(float), min_size=1, max_size=60),
    st.lists(st.floats(0, 1), min_size=1, max_size=5),
)
def test_quantiles_of_sorted_numbers_are_those_of_numpy(
    numbers: list[float], shares: list[float]
) -> None:
    ordered = np.sort(numbers)
    with np.errstate(over="ignore", invalid="ignore"):
        found, known = of_sorted(ordered, shares), np.quantile(ordered, shares)
    assert np.array_equal(found, known, equal_nan=True)
