"""From what a person names to a table of text: path, folder, pasted text or stdin.

Which reader reads a file is decided by its first bytes, then by its ending.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import psutil

from ..errors import TableUnreadable
from . import compressed, paths, sqlites
from .bulk import EVERYTHING, read_bulk, read_bulk_parquet
from .delimited import read_text
from .encoding import decode, detect
from .excel import check_archive
from .folder import read_folder
from .raw import RawTable, note

__all__ = ["EVERYTHING", "read_file", "read_source"]

BULK = 48 << 20
"""Bytes above which a file is read in blocks instead of as a whole."""

PARQUET = b"PAR1"
_ARROW = (PARQUET, b"ARROW1", b"FEA1")
_JSON = (".json", ".jsonl", ".ndjson")


def read_source(
    source: str | os.PathLike[str],
    sheet: str = "",
    memory_limit: int | None = None,
    delimiter: str = "",
) -> tuple[RawTable, str, str]:
    """Return the text of a table, its name for people, and its path (or nothing).

    Parameters
    ----------
    source : str or path
    sheet : str
    memory_limit : int, optional
    delimiter : str
        What stands between cells, where a person said so; found out where empty.

    Raises
    ------
    TableUnreadable
        If there is no table to be read.
    """
    if source == "-":
        data = sys.stdin.buffer.read()
        raw = _read_named(data, "standard input", "", sheet, delimiter)
        return raw, "standard input", ""
    if isinstance(source, str) and _pasted(source):
        return read_text(source, delimiter), "the pasted table", ""
    path = paths.checked(paths.normalise(source))
    limit = memory_limit or psutil.virtual_memory().available // 5
    if path.is_dir():
        return (
            read_folder(path, lambda p: read_file(p, "", limit, delimiter)),
            path.name,
            str(path),
        )
    return read_file(path, sheet, limit, delimiter), path.name, str(path)


def _pasted(source: str) -> bool:
    """Whether this is a table itself: several lines, cut alike."""
    lines = [line for line in source.splitlines() if line.strip()]
    return len(lines) >= 2 and any(d in lines[0] for d in ",;\t|")


def read_file(path: Path, sheet: str, limit: int, delimiter: str = "") -> RawTable:
    """Return the text of one file, with its digest.

    Raises
    ------
    TableUnreadable
        If it cannot be read, or changed while it was read.
    """
    path = paths.checked(path)
    before = path.stat()
    try:
        raw = _read_file(path, sheet, limit, before.st_size, delimiter)
        after = path.stat()
    except OSError as error:
        raise TableUnreadable(
            "I cannot read this file",
            f"{path}: {error.strerror or error}. Check the file and try again.",
        ) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise TableUnreadable(
            "The file changed while I read it",
            f"{path} is still being written. Wait until that is done, then name it "
            "again.",
        )
    return raw


def _read_file(
    path: Path, sheet: str, limit: int, size: int, delimiter: str
) -> RawTable:
    with path.open("rb") as stream:
        head = stream.read(64)
    if head.startswith(sqlites.MAGIC):
        raw = sqlites.read_sqlite(
            path, sheet, EVERYTHING if limit >= EVERYTHING else sqlites.MOST_ROWS
        )
        raw.digest = _digest(path)
        return raw
    # Reading as a whole takes about twelve times the file in cells of text.
    if size > min(BULK, limit // 12) and not compressed.is_compressed(head):
        if head.startswith(PARQUET):
            return read_bulk_parquet(path, limit)
        if not head.startswith(b"PK\x03\x04") and path.suffix.lower() not in _JSON:
            return read_bulk(path, limit, delimiter or _told(path.name))
        _refuse_large(path, size, limit)
    data = path.read_bytes()
    raw = _read_named(data, path.name, str(path), sheet, delimiter)
    raw.digest = hashlib.sha256(data).hexdigest()
    return raw


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _refuse_large(path: Path, size: int, limit: int) -> None:
    if size > limit:
        raise TableUnreadable(
            "The file is too large for its format",
            f"{path.name} has {size:,} bytes, and I must read this format as a whole. "
            "Save it as CSV or Parquet: those I can read in parts.",
        )


def _told(name: str) -> str:
    return "\t" if name.lower().endswith((".tsv", ".tab")) else ""


def _read_named(
    data: bytes, name: str, path: str, sheet: str, delimiter: str
) -> RawTable:
    """Read a file's bytes by what they begin with, then by the name's ending."""
    data, name = compressed.unpack(data, name)
    ending = Path(name).suffix.lower()
    if data.startswith(_ARROW) or ending in (".parquet", ".feather", ".arrow"):
        from .columnar import read_columnar

        return read_columnar(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _read_archive(data, name, path, sheet, delimiter)
    if ending in (".xlsx", ".xlsm", ".xls") or data.startswith(b"\xd0\xcf\x11\xe0"):
        from .excel import read_excel

        return read_excel(data, name, sheet)
    return _read_words(data, name, ending, delimiter)


def _read_archive(
    data: bytes, name: str, path: str, sheet: str, delimiter: str
) -> RawTable:
    check_archive(data, name)
    _, _, members = compressed.open_zip(data, name)
    if "[Content_Types].xml" in members:
        from .excel import read_excel

        return read_excel(data, name, sheet)
    inside, chosen, members = compressed.open_zip(data, name, sheet)
    if inside.startswith(b"PK\x03\x04") and not chosen.lower().endswith("xlsx"):
        raise TableUnreadable(
            "This is an archive in an archive",
            f"{name} holds {chosen}. Unpack it yourself and name the table in it.",
        )
    raw = _read_named(inside, chosen, path, "", delimiter)
    raw.sheets = tuple(members)
    if len(members) > 1 and not sheet:
        others = ", ".join(m for m in members if m != chosen)
        raw.notes.insert(
            0, note("sheet", f"I read {chosen!r}; there are also {others}.")
        )
    return raw


def _read_words(data: bytes, name: str, ending: str, delimiter: str) -> RawTable:
    decoding = detect(data, name, whole=True)
    text = decode(data, decoding)
    if not text.strip():
        raise TableUnreadable(
            "The file holds no table",
            f"{name} has only blank lines. Export the table again.",
        )
    if ending in _JSON or (not ending and text.lstrip()[:1] in "[{"):
        from .jsons import read_json

        return read_json(text, name)
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise TableUnreadable(
            "This is a web page, not a table",
            f"{name} begins like HTML or XML; a download may have ended at a log-in "
            "page. Export the table as CSV or Excel.",
        )
    raw = read_text(text, delimiter or _told(name))
    if decoding.name != "UTF-8":
        sure = "" if decoding.certain else " (my best guess: it is not Unicode)"
        raw.notes.insert(0, note("encoding", f"The text is {decoding.name}{sure}."))
    return raw
