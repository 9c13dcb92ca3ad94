"""The values of a category, in an order that the order of rows does not change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from .numbers import as_floats


class Values(BaseEstimator):  # type: ignore[misc]
    """Shared by parts that learn a column's values."""

    def learn(self, column: pd.Series[Any], most: int | None = None) -> None:
        """Keep the values, the commonest first."""
        self.numeric_ = bool(
            pd.api.types.is_numeric_dtype(column.dtype)
            and not pd.api.types.is_bool_dtype(column.dtype)
        )
        codes, values = self._distinct(column)
        counts = np.bincount(codes[codes >= 0], minlength=len(values))
        # Ties in the order of the values, so that the order of rows changes nothing.
        order = sorted(range(len(values)), key=lambda i: (-counts[i], values[i]))
        self.values_ = [values[i] for i in order[:most]]

    def positions(self, column: pd.Series[Any]) -> NDArray[np.intp]:
        """Return each row's place among the values; -1 for gaps and new values."""
        codes, values = self._distinct(column)
        place = {value: i for i, value in enumerate(self.values_)}
        # The last one is for gaps, whose code is -1.
        places = np.array([*(place.get(v, -1) for v in values), -1], dtype=np.intp)
        return np.asarray(places[codes])

    def _distinct(
        self, column: pd.Series[Any]
    ) -> tuple[NDArray[np.intp], list[float] | list[str]]:
        """Return a code for each row, -1 for gaps, and the value of each code.

        Values come in a form that does not depend on the column's dtype: a file with
        a gap more or less must not turn 1 into 1.0.
        """
        if self.numeric_:
            codes, numbers = pd.factorize(as_floats(column.to_frame())[:, 0])
            return codes, numbers.tolist()
        codes, uniques = pd.factorize(column)
        return codes, [str(v) for v in uniques]
