"""Large files: one pass in blocks, in bounded memory, with a stated sample.

The digest is computed on the same pass, so that nothing is read twice.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from dialogs.facts import Note

from ..errors import TableUnreadable
from . import dialect as dialects
from .columnar import as_text
from .delimited import cut_records, delimiter_notes
from .dialect import Dialect
from .encoding import Decoding, decode, detect
from .raw import RawTable, clean_headers, note, text_frame
from .records import split_records
from .reservoir import Reservoir

BLOCK = 16 << 20
"""Bytes parsed at once."""

HEAD = 1 << 20
"""Bytes looked at for encoding, dialect and header."""

MOST_ROWS = 300_000
"""Rows kept of a file that is too large: enough for any statistic shown."""

EVERYTHING = 1 << 62
"""A limit that no file meets: then every row is kept."""

GROWTH = 8
"""Bytes that typing and profiling take for each byte of text kept, at most."""


class Hashing(io.RawIOBase):
    """A stream that passes bytes on and hashes them on the way."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        """Return True: this is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer and return how many bytes came."""
        count: int = self._stream.readinto(buffer)
        self._hash.update(memoryview(buffer)[:count])
        return count

    def digest(self) -> str:
        """Return the SHA-256 of what was read, as hexadecimal text."""
        while self.read(1 << 20):
            pass
        return self._hash.hexdigest()


def read_bulk(path: Path, limit: int, delimiter: str = "") -> RawTable:
    """Read a large delimited file in one pass.

    Parameters
    ----------
    path : Path
        The file.
    limit : int
        Bytes that the text kept may take once it is typed.
    delimiter : str
        What stands between cells; found out where empty.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    decoding = detect(head, path.name)
    text = decode(head, decoding)
    found, _ = dialects.detect(text[:400_000])
    if delimiter:
        found = Dialect(delimiter, found.quote, found.escape)
    records, _ = split_records(text[: text.rfind("\n") + 1] or text, found)
    cut = cut_records(records[:1000])
    names, notes = clean_headers(cut.header)
    first = next((r for r in cut.rows), None)
    skip = 0 if first is None else first.line - 1
    mean = max(8, len(head) // max(1, len(records)))
    size = _rows_kept(limit, mean)
    try:
        kept, aside, digest = _stream(path, decoding, found, names, skip, size)
    except TableUnreadable:
        if decoding.codec != "utf-8":
            raise
        # The start of the file was plain ASCII; what follows is not UTF-8 after all.
        decoding = Decoding("cp1252", "Windows-1252", certain=False)
        kept, aside, digest = _stream(path, decoding, found, names, skip, size)
    if aside:
        what = f"Rows that do not have {len(names)} cells are set aside."
        notes.append(note("row_set_aside", what, "", aside))
    notes += [n for n in cut.notes if n.kind in ("preamble", "no_header")]
    notes += _reading_notes(decoding, found)
    table = kept.table()
    return RawTable(
        frame=text_frame([table.column(i) for i in range(len(names))], names),
        sources=tuple(cut.header),
        notes=notes,
        rows=kept.rows + len(aside),
        sampled=kept.sampled,
        digest=digest,
        decimal_comma=found.delimiter == ";",
    )


def _rows_kept(limit: int, mean: int) -> int:
    """Return how many rows of this mean size are kept within a limit of bytes."""
    most = limit // (GROWTH * mean)
    return most if limit >= EVERYTHING else max(1000, min(MOST_ROWS, most))


def _reading_notes(decoding: Decoding, dialect: Dialect) -> list[Note]:
    notes = []
    if decoding.name != "UTF-8":
        notes.append(note("encoding", f"The text is {decoding.name}."))
    return notes + delimiter_notes(dialect)


def _stream(
    path: Path,
    decoding: Decoding,
    dialect: Dialect,
    names: list[str],
    skip: int,
    size: int,
) -> tuple[Reservoir, list[int], str]:
    kept, aside = Reservoir(size), []

    def on_invalid(row: Any) -> str:
        aside.append(skip + 1 + (row.number or kept.rows))
        return "skip"

    with path.open("rb") as stream:
        hashing = Hashing(stream)
        try:
            for batch in _open(hashing, decoding, dialect, names, skip, on_invalid):
                kept.add(batch)
        except pa.ArrowInvalid as error:
            raise TableUnreadable(
                "I cannot read this file to its end",
                f"{path.name}: after {kept.rows:,} rows, {str(error)[:150]}. Look at "
                "that place in the file, or export it again.",
            ) from error
        return kept, aside, hashing.digest()


def _open(
    stream: Any,
    decoding: Decoding,
    dialect: Dialect,
    names: list[str],
    skip: int,
    on_invalid: Callable[[Any], str],
) -> Any:
    codec = decoding.codec.removesuffix("-sig")
    return pacsv.open_csv(
        pa.PythonFile(stream, mode="r"),
        read_options=pacsv.ReadOptions(
            column_names=names, skip_rows=skip, block_size=BLOCK, encoding=codec
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote,
            double_quote=not dialect.escape,
            escape_char=dialect.escape or False,
            newlines_in_values=True,
            invalid_row_handler=on_invalid,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            strings_can_be_null=False,
        ),
    )


def read_bulk_parquet(path: Path, limit: int) -> RawTable:
    """Read a large Parquet file by its row groups."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    file = pq.ParquetFile(path)
    rows = max(1, file.metadata.num_rows)
    mean = max(8, sum(
        file.metadata.row_group(i).total_byte_size
        for i in range(file.metadata.num_row_groups)
    ) // rows)  # fmt: skip
    kept = Reservoir(_rows_kept(limit, mean))
    for batch in file.iter_batches():
        kept.add(batch)
    table = kept.table()
    names, notes = clean_headers(table.column_names)
    columns = [as_text(table.column(i)) for i in range(len(names))]
    return RawTable(
        frame=text_frame(columns, names),
        sources=tuple(table.column_names),
        notes=notes,
        rows=kept.rows,
        sampled=kept.sampled,
        digest=digest,
    )
