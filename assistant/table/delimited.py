"""Delimited text in memory: records with their line numbers, nothing dropped unsaid.

Invariant: records in the file = rows kept + rows set aside; each of the latter has a
note with its line number. Large files go through `bulk`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa

from dialogs.facts import Note

from . import dialect as dialects
from .dialect import Dialect
from .header import header_of, without_preamble
from .raw import RawTable, clean_headers, note, text_frame
from .records import Record, shown, split_records

_TOTAL = re.compile(
    r"^\s*(grand\s+|sub)?-?(totals?|sum|summe|gesamt|somme|totale|suma)\b", re.I
)


@dataclass
class Cut:
    """Records sorted into header, rows and what was set aside."""

    header: list[str]
    rows: list[Record]
    notes: list[Note] = field(default_factory=list)
    records: int = 0


def read_text(text: str, delimiter: str = "") -> RawTable:
    """Read delimited text.

    Parameters
    ----------
    text : str
        All of it.
    delimiter : str
        What stands between cells; found out where empty.
    """
    found, rival = dialects.detect(text[:400_000])
    if delimiter:
        found, rival = Dialect(delimiter, found.quote, found.escape), None
    records, notes = split_records(text, found)
    cut = cut_records(records)
    raw = _to_raw(cut, found)
    raw.notes[:0] = notes
    raw.notes[:0] = delimiter_notes(found)
    if rival is not None:
        raw.doubt = (found.delimiter, rival.delimiter, *text.splitlines()[:3])
    return raw


def delimiter_notes(dialect: Dialect) -> list[Note]:
    """Return what is said of a delimiter that is no comma."""
    if dialect.delimiter == ",":
        return []
    name = dialects.NAMES.get(dialect.delimiter, repr(dialect.delimiter))
    return [note("delimiter", f"Cells are separated by a {name}.")]


def cut_records(records: list[Record]) -> Cut:
    """Sort records into header, rows, and notes about what is neither."""
    blank = [r for r in records if not any(c.strip() for c in r.cells)]
    full = [r for r in records if any(c.strip() for c in r.cells)]
    # A row of separators alone is a record with every cell empty; a blank line is not.
    hollow = [r for r in blank if len(r.cells) > 1]
    notes: list[Note] = []
    if not full:
        return Cut([], [], notes, 0)
    width = _modal_width(full)
    if any(len(r.cells) == width + 1 for r in full[:1]) and not full[0].cells[-1]:
        full[0].cells.pop()
    full, aside = without_preamble(full, width)
    notes += aside
    header, rows, more = header_of(full, width)
    width = len(header)
    notes += more
    if blank:
        lines = [r.line for r in blank]
        notes.append(note("blank_lines", "Lines with nothing on them.", "", lines))
    inside = len(rows)
    rows, more = _repeated_headers(rows, header)
    notes += more
    rows, more = _even(rows, width)
    notes += more
    rows, more = _footer(rows)
    notes += more
    return Cut(header, rows, notes, inside + len(hollow))


def _modal_width(records: list[Record]) -> int:
    widths = Counter(len(r.cells) for r in records[:5000])
    most = max(widths.values())
    # In a short file two widths may be as common: the wider one loses less.
    return max(w for w, n in widths.items() if n == most)


def _repeated_headers(
    rows: list[Record], header: list[str]
) -> tuple[list[Record], list[Note]]:
    lines = [r.line for r in rows if r.cells == header]
    if not lines or len(header) < 2:
        return rows, []
    text = "The header stands again among the rows; set aside."
    kept = [r for r in rows if r.cells != header]
    return kept, [note("header_again", text, "", lines)]


def _even(rows: list[Record], width: int) -> tuple[list[Record], list[Note]]:
    """Bring rows to the header's width, or set them aside."""
    kept, padded, trimmed, aside = [], [], [], []
    for record in rows:
        n = len(record.cells)
        if n == width:
            kept.append(record)
        elif n > width and not any(c.strip() for c in record.cells[width:]):
            record.cells = record.cells[:width]
            trimmed.append(record)
            kept.append(record)
        elif n < width and n > max(1, width // 2):
            record.cells += [""] * (width - n)
            padded.append(record)
            kept.append(record)
        else:
            aside.append(record)
    notes = []
    if padded:
        text = "Rows that end early; I took the missing cells at their end as empty."
        notes.append(note("row_short", text, "", [r.line for r in padded]))
    if trimmed:
        text = "Rows with empty cells beyond the last column; cut."
        notes.append(note("row_trimmed", text, "", [r.line for r in trimmed]))
    if aside:
        text = (
            f"Rows that do not have {width} cells are set aside, "
            f"such as {shown(aside[0])}."
        )
        notes.append(note("row_set_aside", text, "", [r.line for r in aside]))
    return kept, notes


def _footer(rows: list[Record]) -> tuple[list[Record], list[Note]]:
    aside = [
        r
        for r in rows[-3:]
        if _TOTAL.match(next((c for c in r.cells if c.strip()), ""))
        and not _word_is_common(rows, r)
    ]
    if not aside or len(rows) < 4:
        return rows, []
    kept = [r for r in rows if not any(r is a for a in aside)]
    text = f"A line of totals, {shown(aside[0])}, is set aside."
    return kept, [note("total_line", text, "", [r.line for r in aside])]


def _word_is_common(rows: list[Record], record: Record) -> bool:
    position = next(i for i, c in enumerate(record.cells) if c.strip())
    word = record.cells[position].strip()
    return sum(1 for r in rows[:-3] if r.cells[position].strip() == word) > 0


def _to_raw(cut: Cut, dialect: Dialect) -> RawTable:
    names, notes = clean_headers(cut.header)
    columns = zip(*(r.cells for r in cut.rows), strict=True) if cut.rows else ()
    arrays = list(columns) or [pa.array([], pa.large_string())] * len(names)
    return RawTable(
        frame=text_frame(arrays, names),
        sources=tuple(cut.header),
        notes=cut.notes + notes,
        rows=cut.records,
        decimal_comma=dialect.delimiter == ";",
    )
