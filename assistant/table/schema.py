"""How a table's text becomes typed values: plain data, stored with a model.

The same schema is applied when a model is trained and when it is used, so that the same
text always becomes the same value. Invariant: `TableSchema.apply` never reads more than
the frame it is given, and ``from_dict(to_dict(s)) == s``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from dialogs.codec import decode, encode

from ..errors import TableUnreadable
from .column_schema import ColumnSchema
from .converting import convert
from .decimal_comma import decimal_comma
from .raw import clean_name


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
        comma = decimal_comma(self.columns, frame, places)
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
