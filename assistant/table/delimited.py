"""Delimited text in memory: records with their line numbers, nothing dropped unsaid.

Invariant: records in the file = rows kept + rows set aside; each of the latter has a
note with its line number. Large files go through `bulk`.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import sys
from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa

from dialogs.facts import Note

from . import dialect as dialects
from .dialect import Dialect
from .raw import RawTable, clean_headers, note, text_frame

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

_NUMBER = re.compile(r"^\s*[+-]?[$€£]?\d[\d.,' ]*%?\s*$")
_TOTAL = re.compile(
    r"^\s*(grand\s+|sub)?-?(totals?|sum|summe|gesamt|somme|totale|suma)\b", re.I
)

PREAMBLE = 30
"""Lines above the header that may be a title."""


@dataclass
class Record:
    """The cells of one record, and the line it starts on (from 1)."""

    line: int
    cells: list[str]


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
    if found.delimiter != ",":
        name = dialects.NAMES.get(found.delimiter, repr(found.delimiter))
        raw.notes.insert(0, note("delimiter", f"Cells are separated by a {name}."))
    if rival is not None:
        raw.doubt = (found.delimiter, rival.delimiter, *text.splitlines()[:3])
    return raw


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
    full, aside = _preamble(full, width)
    notes += aside
    header, rows, more = _header(full, width)
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


def _preamble(records: list[Record], width: int) -> tuple[list[Record], list[Note]]:
    """Set lines above the header aside: those much shorter than the table."""
    first = 0
    for position, record in enumerate(records[:PREAMBLE]):
        filled = sum(1 for c in record.cells if c.strip())
        if len(record.cells) >= width - 1 and filled > max(1, width // 3):
            first = position
            break
    else:
        return records, []
    if first == 0 or width < 2:
        return records, []
    lines = [r.line for r in records[:first]]
    text = f"Lines above the header, such as {_shown(records[0])}, are set aside."
    return records[first:], [note("preamble", text, "", lines)]


def _header(
    records: list[Record], width: int
) -> tuple[list[str], list[Record], list[Note]]:
    head, body = records[0], records[1:]
    cells = list(head.cells)
    if len(cells) == width - 1 and len(body) > 1:
        text = "Rows have one cell more than the header; their first cell has no name."
        return ["", *cells], body, [note("header_short", text, "", [head.line])]
    if _looks_like_data(cells, body):
        text = "The first line looks like data, so the columns get numbers as names."
        names = [f"column {i}" for i in range(1, len(cells) + 1)]
        return names, records, [note("no_header", text, "", [head.line])]
    trailing = (
        bool(cells)
        and not cells[-1].strip()
        and all(len(r.cells) < len(cells) or not r.cells[-1] for r in body)
    )
    if trailing and len(cells) > 2:
        for record in body:
            if len(record.cells) == len(cells):
                record.cells.pop()
        return cells[:-1], body, []
    return cells, body, []


def _looks_like_data(header: list[str], body: list[Record]) -> bool:
    numeric = [i for i, c in enumerate(header) if _NUMBER.match(c)]
    if not numeric or len(body) < 1 or _years([header[i] for i in numeric]):
        return False
    sample = [r.cells for r in body[:200] if len(r.cells) == len(header)]
    if not sample or len(set(header)) < len([c for c in header if c]) / 2:
        return bool(sample)
    share = [
        sum(1 for r in sample if _NUMBER.match(r[i]) or not r[i].strip()) / len(sample)
        for i in range(len(header))
    ]
    # A word above numbers is a name; numbers above numbers are data.
    words_above = any(
        share[i] > 0.8 and c.strip() and not _NUMBER.match(c)
        for i, c in enumerate(header)
        if any(_NUMBER.match(r[i]) for r in sample)
    )
    return not words_above and all(share[i] > 0.8 for i in numeric)


def _years(cells: list[str]) -> bool:
    try:
        values = [int(c) for c in cells]
    except ValueError:
        return False
    steps = {b - a for a, b in itertools.pairwise(values)}
    return len(values) > 1 and steps == {1}


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
            f"such as {_shown(aside[0])}."
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
    text = f"A line of totals, {_shown(aside[0])}, is set aside."
    return kept, [note("total_line", text, "", [r.line for r in aside])]


def _word_is_common(rows: list[Record], record: Record) -> bool:
    position = next(i for i, c in enumerate(record.cells) if c.strip())
    word = record.cells[position].strip()
    return sum(1 for r in rows[:-3] if r.cells[position].strip() == word) > 0


def _shown(record: Record) -> str:
    return repr(" | ".join(c for c in record.cells if c.strip())[:60])


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
