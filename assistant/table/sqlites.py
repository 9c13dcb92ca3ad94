"""SQLite files: one table or view, opened for reading only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ..errors import TableUnreadable
from .jsons import cell_text
from .raw import RawTable, clean_headers, note, text_frame

MAGIC = b"SQLite format 3\x00"

MOST_ROWS = 2_000_000


def read_sqlite(path: Path, table: str = "", most: int = MOST_ROWS) -> RawTable:
    """Read one table of a database file; the longest where none is named.

    Parameters
    ----------
    path : Path
    table : str
    most : int
        Rows that are kept, evenly through the table.

    Raises
    ------
    TableUnreadable
        If the file is damaged, holds no table, or lacks the one named.
    """
    # immutable: no journal is written beside a file that is only looked at.
    uri = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with sqlite3.connect(uri, uri=True) as database:
            return _read(database, path.name, table, most)
    except sqlite3.Error as error:
        raise TableUnreadable(
            "I cannot read this database",
            f"{path.name}: {error}. Copy it again, or export the table as CSV.",
        ) from error


def _read(database: sqlite3.Connection, name: str, table: str, most: int) -> RawTable:
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
        "AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    tables = tuple(str(row[0]) for row in found)
    if not tables or (table and table not in tables):
        listed = ", ".join(map(repr, tables)) or "no tables"
        raise TableUnreadable(
            "The database does not hold that table",
            f"{name} holds {listed}. Name one of these.",
        )
    counts = {t: _count(database, t) for t in ([table] if table else tables)}
    chosen = max(counts, key=lambda t: counts[t])
    cursor = database.execute(f"SELECT * FROM {_quoted(chosen)}")
    sources = [str(d[0]) for d in cursor.description]
    # Every so many rows, so that the sample is drawn from all of the table.
    step = max(1, -(-counts[chosen] // most))
    rows = [row for i, row in enumerate(cursor) if i % step == 0]
    names, notes = clean_headers(sources)
    columns = [[_cell(row[i]) for row in rows] for i in range(len(sources))]
    if len(tables) > 1 and not table:
        others = ", ".join(repr(t) for t in tables if t != chosen)
        notes.insert(0, note("sheet", f"I read {chosen!r}; there are also {others}."))
    sampled = len(rows) if len(rows) < counts[chosen] else None
    return RawTable(
        frame=text_frame(columns, names), sources=tuple(sources), notes=notes,
        rows=counts[chosen], sampled=sampled, sheets=tables,
    )  # fmt: skip


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _count(database: sqlite3.Connection, table: str) -> int:
    row = database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()
    return int(row[0])


def _cell(value: object) -> str:
    return repr(value) if isinstance(value, bytes) else cell_text(value)
