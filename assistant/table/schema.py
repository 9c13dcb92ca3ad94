"""How a table's text becomes typed values: plain data, stored with a model.

The same schema is applied when a model is trained and when it is used, so that the same
text always becomes the same value. Invariant: `TableSchema.apply` never reads more than
the frame it is given, and ``from_dict(to_dict(s)) == s``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dialogs.codec import decode, encode

from ..errors import TableUnreadable
from . import dates, numbers
from .dates import DateFormat
from .names import missing
from .numbers import NumberFormat
from .raw import TEXT, clean_name

MOST_ASKED = 200
"""Number columns that are looked at for a decimal comma."""

NUMBER, WHOLE, DATE, WORDS = "number", "whole", "date", "text"


@dataclass(frozen=True)
class ColumnSchema:
    """How one column is typed."""

    name: str
    source: str
    """The header as it stands in the file."""
    dtype: str
    """number | whole | date | text."""
    number: NumberFormat = field(default_factory=NumberFormat)
    date: DateFormat | None = None
    gaps: tuple[str, ...] = ()
    """Texts that mean a gap in this column, lower case, beyond the empty one."""
    gap_values: tuple[float, ...] = ()
    """Numbers that mean a gap: sentinels that the person agreed to."""
    fill: float | None = None
    """What a gap is taken for, where agreed."""
    width: int = 0
    """Codes of digits with leading zeros: how many digits each has; 0 where uneven."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Text -> the text it is another spelling of."""


@dataclass(frozen=True)
class TableSchema:
    """How each column of a table is typed, in the file's order."""

    columns: tuple[ColumnSchema, ...]
    repairs: Mapping[str, Any] = field(default_factory=dict)
    """What was agreed to: suspicion id -> accepted, refused or a value."""

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the file's order."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> ColumnSchema:
        """Return one column's schema.

        Raises
        ------
        KeyError
            If there is no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def with_column(self, changed: ColumnSchema) -> TableSchema:
        """Return a schema in which the column of this name is another."""
        columns = tuple(changed if c.name == changed.name else c for c in self.columns)
        return replace(self, columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return dict(encode(self))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TableSchema:
        """Rebuild a schema from `to_dict`'s values."""
        found: TableSchema = decode(cls, data)
        return found

    def apply(
        self, frame: pd.DataFrame, needed: Iterable[str] | None = None
    ) -> pd.DataFrame:
        """Return the typed columns of a frame of text, or of values typed elsewhere.

        Columns may stand in another order; extra ones are left out.

        Parameters
        ----------
        frame : DataFrame
            (n, any) text cells as in `Table.text`, or values as pandas reads them.
        needed : iterable of str, optional
            The columns that must be there; all where not given. A column that is
            known here but not needed comes along where the frame has it.

        Returns
        -------
        DataFrame
            (n, m) in the schema's order, with the index of ``frame``.

        Raises
        ------
        TableUnreadable
            If a needed column is missing; the text names it.
        """
        places = _locate(self.columns, frame.columns)
        wanted = set(self.names if needed is None else needed)
        absent = [n for n in self.names if n in wanted and n not in places]
        if absent:
            raise _absent(absent, frame.columns)
        comma = _decimal_comma(self, frame, places)
        typed = {
            c.name: convert(frame.iloc[:, places[c.name]], c, comma)
            for c in self.columns
            if c.name in places
        }
        return pd.DataFrame(typed, index=frame.index)


def _locate(columns: tuple[ColumnSchema, ...], given: pd.Index) -> dict[str, int]:
    """Return the position of each known column: exact names first, then alike ones."""
    exact = {str(name): i for i, name in reversed(list(enumerate(given)))}
    alike = {_alike(str(name)): i for i, name in reversed(list(enumerate(given)))}
    places = {}
    for column in columns:
        for key, table in (
            (column.name, exact), (column.source, exact), (_alike(column.name), alike)
        ):  # fmt: skip
            if key and key in table:
                places[column.name] = table[key]
                break
    return places


def _alike(name: str) -> str:
    return clean_name(name).casefold()


def _absent(absent: list[str], given: pd.Index) -> TableUnreadable:
    shown = ", ".join(repr(name) for name in absent[:8])
    more = f" and {len(absent) - 8} more" if len(absent) > 8 else ""
    few = ", ".join(str(g) for g in given[:12])
    return TableUnreadable(
        "A column is missing" if len(absent) == 1 else "Columns are missing",
        f"I need {shown}{more}, which this table does not have. Its columns are: {few}"
        f"{' ...' if len(given) > 12 else ''}. Add the column, or rename it to that.",
    )


def convert(
    values: pd.Series[Any], column: ColumnSchema, comma_hint: bool = False
) -> pd.Series[Any]:
    """Return one column typed as its schema says.

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
        return moments.astype("datetime64[us]")
    if column.dtype in (NUMBER, WHOLE) and pd.api.types.is_numeric_dtype(values.dtype):
        found = pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)
        return _finish_numbers(found, column, values)
    text = _as_text(values, column)
    if column.dtype == WORDS:
        return _words(text, column, values)
    coded = text.dictionary_encode()
    distinct, index = coded.dictionary, coded.indices.to_numpy(zero_copy_only=False)
    if column.dtype == DATE:
        return _dates(distinct, index, column, values)
    known = parse_numbers(distinct, column, comma_hint)
    return _finish_numbers(known[index], column, values)


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


def _decimal_comma(
    schema: TableSchema, frame: pd.DataFrame, places: Mapping[str, int]
) -> bool:
    """Return whether some number column can only be read with a decimal comma."""
    numeric = [c for c in schema.columns if c.dtype in (NUMBER, WHOLE)]
    for column in numeric[:MOST_ASKED]:
        place = places.get(column.name)
        if place is None:
            continue
        values = frame.iloc[:500, place]
        if pd.api.types.is_numeric_dtype(values.dtype):
            continue
        text = _as_text(values, column)
        # One, two or four and more digits behind a comma: no group of thousands.
        if pc.any(
            pc.match_substring_regex(text, r"^[+-]?\d+,(\d{1,2}|\d{4,})$")
        ).as_py():
            return True
    return False


def _as_text(values: pd.Series[Any], column: ColumnSchema) -> pa.Array:
    if isinstance(values.dtype, pd.StringDtype):
        text = pa.array(values, type=pa.large_string(), from_pandas=True)
    else:
        cells = [_cell(v, column.width) for v in values.to_numpy(dtype=object)]
        text = pa.array(cells, type=pa.large_string())
    if isinstance(text, pa.ChunkedArray):
        text = text.combine_chunks()
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


def _words(
    text: pa.Array, column: ColumnSchema, values: pd.Series[Any]
) -> pd.Series[Any]:
    gaps = pa.array(["", *column.gaps, *missing("always")], type=text.type)
    gap = pc.is_in(pc.utf8_lower(text), value_set=gaps)
    kept = pc.if_else(gap, pa.scalar(None, text.type), _spelled(text, column))
    return pd.Series(pd.array(kept, dtype=TEXT), index=values.index, name=column.name)


def _spelled(text: pa.Array, column: ColumnSchema) -> pa.Array:
    """Return each text in the one spelling that its column keeps."""
    if not column.spellings:
        return text
    known = pa.array(list(column.spellings), type=text.type)
    kept = pa.array(list(column.spellings.values()), type=text.type)
    return pc.coalesce(kept.take(pc.index_in(text, value_set=known)), text)


def _dates(
    distinct: pa.Array, index: Any, column: ColumnSchema, values: pd.Series[Any]
) -> pd.Series[Any]:
    written = column.date or DateFormat("ISO8601")
    known = dates.parse(distinct, written)
    filled = pc.not_equal(distinct, "").to_numpy(zero_copy_only=False)
    if filled.any() and known[filled].isna().mean() > 0.5:
        other = dates.detect(distinct.filter(pa.array(filled)), name_says_date=True)
        known = dates.parse(distinct, other) if other else known
    moments = known.to_numpy()[index]
    return pd.Series(moments, index=values.index, name=column.name)


def _finish_numbers(
    found: Any, column: ColumnSchema, values: pd.Series[Any]
) -> pd.Series[Any]:
    found = np.where(np.isfinite(found), found, np.nan)
    for sentinel in column.gap_values:
        found[found == sentinel] = np.nan
    if column.fill is not None:
        found = np.where(np.isnan(found), column.fill, found)
    gapless = not np.isnan(found).any()
    if column.dtype == WHOLE and gapless and (found == np.floor(found)).all():
        found = found.astype(np.int64)
    return pd.Series(found, index=values.index, name=column.name)
