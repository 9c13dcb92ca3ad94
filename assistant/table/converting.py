"""One column's text, or another program's values, typed as its schema says.

Invariant: what is read depends on the values given and the schema, and nothing else.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from . import dates, numbers
from .column_schema import DATE, NUMBER, WHOLE, WORDS, ColumnSchema
from .dates import DateFormat
from .names import missing
from .raw import text_array

Cells: TypeAlias = "np.ndarray[Any, Any] | pd.api.extensions.ExtensionArray"


def convert(
    values: pd.Series[Any], column: ColumnSchema, comma_hint: bool = False
) -> Cells:
    """Return one column's cells typed as its schema says: an array of pandas or NumPy.

    Parameters
    ----------
    values : Series
        (n,) text, or numbers, dates, truth values as read by another program.
    column : ColumnSchema
        How it was typed first.
    comma_hint : bool
        Whether this table's other columns write a decimal comma.
    """
    if column.dtype == DATE and pd.api.types.is_datetime64_any_dtype(values.dtype):
        moments = pd.to_datetime(values, utc=True).dt.tz_localize(None)
        return moments.astype("datetime64[us]").array
    if column.dtype in (NUMBER, WHOLE) and pd.api.types.is_numeric_dtype(values.dtype):
        found = pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)
        return _finish_numbers(found, column)
    if column.dtype in (NUMBER, WHOLE) and column.number.plain and not comma_hint:
        plain = _plain_numbers(values)
        if plain is not None:
            return _finish_numbers(plain, column)
    text = as_text(values, column)
    if column.dtype == WORDS:
        return _words(text, column)
    coded = text.dictionary_encode()
    distinct, index = coded.dictionary, coded.indices.to_numpy(zero_copy_only=False)
    if column.dtype == DATE:
        return _dates(distinct, index, column)
    known = parse_numbers(distinct, column, comma_hint)
    return _finish_numbers(known[index], column)


def parse_numbers(
    distinct: pa.Array, column: ColumnSchema, comma_hint: bool = False
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the numbers of distinct texts; another way of writing is recognised."""
    found = numbers.parse(distinct, column.number)
    filled = pc.not_equal(distinct, "").to_numpy(zero_copy_only=False)
    gaps = pa.array([*column.gaps, *missing("always"), *missing("among_numbers")])
    gap = pc.is_in(pc.utf8_lower(distinct), value_set=gaps.cast(distinct.type))
    real = filled & ~gap.to_numpy(zero_copy_only=False)
    ambiguous = comma_hint and column.number.decimal == "."
    if real.any() and (np.isnan(found[real]).mean() > 0.05 or ambiguous):
        other = numbers.detect(distinct.filter(pa.array(real)), comma_hint)
        parsed = numbers.parse(distinct, other)
        if np.isnan(parsed[real]).sum() <= np.isnan(found[real]).sum():
            return parsed
    return found


def _plain_numbers(values: pd.Series[Any]) -> np.ndarray[Any, Any] | None:
    """Return the numbers of cells that are plain ones without exception, or None."""
    if not isinstance(values.dtype, pd.StringDtype):
        return None
    return numbers.without_exception(_cells(values))


def _cells(values: pd.Series[Any]) -> pa.Array:
    text = pa.array(values, type=pa.large_string(), from_pandas=True)
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def as_text(values: pd.Series[Any], column: ColumnSchema) -> pa.Array:
    """Return values as the texts a file would hold, with no white space around them."""
    if isinstance(values.dtype, pd.StringDtype):
        text = _cells(values)
    else:
        cells = [_cell(v, column.width) for v in values.to_numpy(dtype=object)]
        text = pa.array(cells, type=pa.large_string())
    return pc.utf8_trim_whitespace(pc.fill_null(text, ""))


def _cell(value: Any, width: int) -> str:
    """Return a value as the text a file would hold."""
    if isinstance(value, str):
        return value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    if width and isinstance(value, int | np.integer) and not isinstance(value, bool):
        return str(value).zfill(width)
    return str(value)


def _words(text: pa.Array, column: ColumnSchema) -> Cells:
    always = ["", *column.gaps, *missing("always")]
    # A blank beside a mark is an answer, spelled as one.
    gaps = pa.array([g for g in always if g not in column.spellings], type=text.type)
    gap = pc.is_in(pc.utf8_lower(text), value_set=gaps)
    kept = pc.if_else(gap, pa.scalar(None, text.type), _spelled(text, column))
    return text_array(kept)


def _spelled(text: pa.Array, column: ColumnSchema) -> pa.Array:
    """Return each text in the one spelling that its column keeps."""
    if not column.spellings:
        return text
    known = pa.array(list(column.spellings), type=text.type)
    kept = pa.array(list(column.spellings.values()), type=text.type)
    return pc.coalesce(kept.take(pc.index_in(text, value_set=known)), text)


def _dates(distinct: pa.Array, index: Any, column: ColumnSchema) -> Cells:
    written = column.date or DateFormat("ISO8601")
    known = dates.parse(distinct, written)
    filled = pc.not_equal(distinct, "").to_numpy(zero_copy_only=False)
    if filled.any() and known[filled].isna().mean() > 0.5:
        other = dates.detect(distinct.filter(pa.array(filled)), name_says_date=True)
        known = dates.parse(distinct, other) if other else known
    return np.asarray(known.to_numpy()[index])


def _finish_numbers(found: Any, column: ColumnSchema) -> Cells:
    found = np.where(np.isfinite(found), found, np.nan)
    for sentinel in column.gap_values:
        found[found == sentinel] = np.nan
    if column.fill is not None:
        found = np.where(np.isnan(found), column.fill, found)
    gapless = not np.isnan(found).any()
    if column.dtype == WHOLE and gapless and (found == np.floor(found)).all():
        found = found.astype(np.int64)
    return np.asarray(found)
