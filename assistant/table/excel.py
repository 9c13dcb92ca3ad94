"""Excel workbooks: one sheet, its table found where it begins."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

from ..errors import TableUnreadable
from .delimited import Cut, cut_records
from .raw import RawTable, clean_headers, note, text_frame
from .records import Record

RATIO = 100
"""Unpacked to packed size above which an archive counts as a bomb."""

MOST_UNPACKED = 2_000_000_000


def read_excel(data: bytes, name: str, sheet: str = "") -> RawTable:
    """Read one sheet; the fullest where none is named.

    Raises
    ------
    TableUnreadable
        If it is no workbook, is protected, unpacks to far more, or lacks the sheet.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableUnreadable(
            "I cannot read this kind of Excel file",
            f"{name} is an old (.xls) or a password-protected workbook. Open it in "
            "Excel and save it as .xlsx without a password, or as CSV.",
        )
    check_archive(data, name)
    # Most tables are no workbooks: they need not wait for what reads one.
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever the broken part raises
        raise TableUnreadable(
            "I cannot read this workbook",
            f"{name} is not a whole Excel file ({type(error).__name__}). Save it again "
            "as .xlsx or as CSV.",
        ) from error
    try:
        return _read_book(book, name, sheet)
    finally:
        book.close()


def check_archive(data: bytes, name: str) -> None:
    """Refuse an archive that unpacks to far more than it is.

    Raises
    ------
    TableUnreadable
        If it is damaged or a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableUnreadable(
            "I cannot read this file",
            f"{name} is damaged: it begins like a workbook or archive and does not end "
            "like one. Copy or export it again.",
        ) from error
    if unpacked > MOST_UNPACKED or unpacked > RATIO * max(len(data), 10_000):
        raise TableUnreadable(
            "I will not unpack this file",
            f"{name} would grow from {len(data):,} to {unpacked:,} bytes, as archives "
            "do that are made to fill a disk. If you trust it, unpack it yourself and "
            "name the table in it.",
        )


def _read_book(book: Any, name: str, sheet: str) -> RawTable:
    sheets = tuple(book.sheetnames)
    if sheet and sheet not in sheets:
        raise TableUnreadable(
            "There is no such sheet",
            f"{name} has the sheets {', '.join(map(repr, sheets))}, not {sheet!r}.",
        )
    names = [sheet] if sheet else list(sheets)
    read = {n: _records(book[n]) for n in names}
    chosen = max(read, key=lambda n: sum(len(r.cells) for r in read[n]))
    cut = cut_records(_without_empty_columns(read[chosen]))
    raw = _to_raw(cut)
    raw.sheets = sheets
    if len(sheets) > 1 and not sheet:
        others = ", ".join(repr(s) for s in sheets if s != chosen)
        raw.notes.insert(
            0, note("sheet", f"I read the sheet {chosen!r}; there are also {others}.")
        )
    return raw


def _records(sheet: Any) -> list[Record]:
    rows = getattr(sheet, "iter_rows", None)
    if rows is None:
        return []
    sheet.reset_dimensions()
    return [
        Record(line, [cell_text(v) for v in values])
        for line, values in enumerate(rows(values_only=True), start=1)
    ]


def cell_text(value: Any) -> str:
    """Return a cell's value as a CSV would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _without_empty_columns(records: list[Record]) -> list[Record]:
    """Cut columns that are empty in every row: tables may begin anywhere on a sheet."""
    width = max((len(r.cells) for r in records), default=0)
    for record in records:
        record.cells += [""] * (width - len(record.cells))
    used = [i for i in range(width) if any(r.cells[i].strip() for r in records)]
    return [Record(r.line, [r.cells[i] for i in used]) for r in records]


def _to_raw(cut: Cut) -> RawTable:
    names, notes = clean_headers(cut.header)
    columns: list[Any] = (
        list(zip(*(r.cells for r in cut.rows), strict=True))
        if cut.rows
        else [[] for _ in names]
    )
    return RawTable(
        frame=text_frame(columns, names),
        sources=tuple(cut.header),
        notes=cut.notes + notes,
        rows=cut.records,
    )
