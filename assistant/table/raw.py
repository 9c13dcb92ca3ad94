"""A table as text: what every format's reader returns, before any typing.

Invariant: ``rows == len(frame) + set aside`` unless ``sampled`` is given; cells are
text, an empty cell is the empty text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from dialogs.facts import Note

from ..errors import TableUnreadable

MOST_LINES = 20
"""Line numbers kept in a note."""

TEXT = pd.StringDtype("pyarrow", na_value=float("nan"))


@dataclass
class RawTable:
    """Text cells with how they were come by."""

    frame: pd.DataFrame
    """(n, p) text; column names are unique."""
    sources: tuple[str, ...]
    """The headers as they stand in the file, one a column."""
    notes: list[Note] = field(default_factory=list)
    rows: int = 0
    """Records in the file, header not counted."""
    sampled: int | None = None
    digest: str = ""
    sheets: tuple[str, ...] = ()
    decimal_comma: bool = False
    """Whether the dialect makes a decimal comma likely (``;`` between cells)."""
    doubt: tuple[str, ...] = ()
    """A second reading of the first lines, where two are about as good."""


def note(
    kind: str, text: str, column: str = "", lines: Sequence[int] = (), count: int = 0
) -> Note:
    """Return a note with at most `MOST_LINES` line numbers."""
    shown = tuple(int(n) for n in lines[:MOST_LINES])
    return Note(kind, column, shown, text, count or len(lines))


def text_frame(
    columns: Sequence[pa.Array | pa.ChunkedArray | Sequence[str]], names: Sequence[str]
) -> pd.DataFrame:
    """Return a frame of text columns; nulls become the empty text."""
    ready = {}
    for name, values in zip(names, columns, strict=True):
        if not isinstance(values, pa.Array | pa.ChunkedArray):
            values = _array(values)
        filled = values.cast(pa.large_string()).fill_null("")
        # As an array: a Series of each of thousands of columns takes longer than to
        # read them.
        ready[name] = text_array(filled)
    return pd.DataFrame(ready, copy=False)


def text_array(cells: pa.Array | pa.ChunkedArray) -> pd.api.extensions.ExtensionArray:
    """Return cells as pandas holds texts."""
    found: pd.api.extensions.ExtensionArray = TEXT.__from_arrow__(cells)  # type: ignore[attr-defined]
    return found


def _array(values: Sequence[str]) -> pa.Array:
    try:
        return pa.array(values, type=pa.large_string())
    except UnicodeEncodeError:
        # A lone surrogate cannot be stored as UTF-8.
        mended = [v.encode("utf-8", "replace").decode("utf-8") for v in values]
        return pa.array(mended, type=pa.large_string())


def clean_headers(headers: Sequence[str]) -> tuple[list[str], list[Note]]:
    """Return unique names without outer or odd white space, and what was changed.

    Examples
    --------
    >>> clean_headers(["a", "a", "", " b "])[0]
    ['a', 'a (2)', 'column 3', 'b']
    """
    names: list[str] = []
    notes: list[Note] = []
    taken: set[str] = set()
    for position, header in enumerate(headers, start=1):
        name = clean_name(header)
        if not name:
            name = f"column {position}"
            notes.append(
                note("header_blank", f"Column {position} has no name.", name, (), 1)
            )
        elif name != header:
            text = f"The name {header!r} holds white space or signs that I took out."
            notes.append(note("header_cleaned", text, name, (), 1))
        unique, k = name, 2
        while unique in taken:
            unique, k = f"{name} ({k})", k + 1
        if unique != name:
            text = f"The name {name!r} stands twice; I call the later one {unique!r}."
            notes.append(note("header_repeated", text, unique, (), 1))
        taken.add(unique)
        names.append(unique)
    return names, notes


def clean_name(header: str) -> str:
    """Return a header in NFC, with single spaces and no control characters."""
    text = unicodedata.normalize("NFC", header)
    text = "".join(
        " " if unicodedata.category(c) == "Cc" else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Cs") or c == "\u200d"
    )
    return re.sub(r"\s+", " ", text).strip()


def require_table(raw: RawTable, name: str, fewest: int = 2) -> RawTable:
    """Return the table if there is something to work with.

    Raises
    ------
    TableUnreadable
        If it has no rows, or fewer columns than that.
    """
    rows, columns = raw.frame.shape
    if rows == 0:
        raise TableUnreadable(
            "The table has no rows",
            f"{name} holds a header ({', '.join(map(str, raw.frame.columns[:5]))}) and "
            "nothing below it. Export it again with its rows.",
        )
    if columns < fewest:
        only = str(raw.frame.columns[0]) if columns else ""
        raise TableUnreadable(
            "The table has only one column",
            f"All I find in {name} is {only!r}. A prediction needs at least one more "
            "column to learn from. If there are more, tell me what stands between "
            "them, or save the table with commas or as Excel.",
        )
    return raw
