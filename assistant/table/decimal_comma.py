"""Whether a table's numbers are written with a decimal comma."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import pyarrow.compute as pc

from .column_schema import NUMBER, WHOLE, ColumnSchema
from .converting import as_text

MOST_ASKED = 200
"""Number columns that are looked at for a decimal comma."""


def decimal_comma(
    columns: Iterable[ColumnSchema], frame: pd.DataFrame, places: Mapping[str, int]
) -> bool:
    """Return whether some number column can only be read with a decimal comma."""
    numeric = [c for c in columns if c.dtype in (NUMBER, WHOLE)]
    for column in numeric[:MOST_ASKED]:
        place = places.get(column.name)
        if place is None:
            continue
        values = frame.iloc[:500, place]
        if pd.api.types.is_numeric_dtype(values.dtype):
            continue
        text = as_text(values, column)
        # One, two or four and more digits behind a comma: no group of thousands.
        if pc.any(
            pc.match_substring_regex(text, r"^[+-]?\d+,(\d{1,2}|\d{4,})$")
        ).as_py():
            return True
    return False
