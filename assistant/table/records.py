"""The records of a delimited text, each with the line it starts on."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass

from dialogs.facts import Note

from .dialect import Dialect
from .raw import note

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


@dataclass
class Record:
    """The cells of one record, and the line it starts on (from 1)."""

    line: int
    cells: list[str]


def split_records(text: str, dialect: Dialect) -> tuple[list[Record], list[Note]]:
    """Cut text into records; a quote that never closes is read as a plain character."""
    records = list(_records(text, dialect))
    if not records:
        return [], []
    last = records[-1]
    tail = max(last.cells, key=len, default="")
    lines_swallowed = tail.count("\n") or tail.count("\r")
    if lines_swallowed < 3 or text.count(dialect.quote) % 2 == 0:
        return records, []
    lines = text.splitlines(keepends=True)
    rest = "".join(lines[last.line - 1 :])
    plain = csv.reader(
        io.StringIO(rest, newline=""),
        delimiter=dialect.delimiter,
        quoting=csv.QUOTE_NONE,
    )
    mended = [
        Record(last.line + i, [c.strip(dialect.quote) for c in cells])
        for i, cells in enumerate(plain)
    ]
    what = "A quote opens here and never closes; I read it as a plain character."
    return records[:-1] + mended, [note("unclosed_quote", what, "", [last.line])]


def _records(text: str, dialect: Dialect) -> list[Record]:
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, **dialect.reader_options())  # type: ignore[arg-type]
    found, before = [], 0
    for cells in reader:
        found.append(Record(before + 1, cells))
        before = reader.line_num
    return found


def shown(record: Record) -> str:
    """Return the start of a record, as it is told of."""
    return repr(" | ".join(c for c in record.cells if c.strip())[:60])
