"""Parquet, Feather and Arrow files: their values as the text a CSV would hold."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather
import pyarrow.parquet as pq

from ..errors import TableUnreadable
from .raw import RawTable, clean_headers, text_frame


def read_columnar(data: bytes, name: str) -> RawTable:
    """Read a Parquet, Feather or Arrow stream file.

    Raises
    ------
    TableUnreadable
        If it is none of them, or damaged.
    """
    try:
        table = _open(data)
    except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
        raise TableUnreadable(
            "I cannot read this file",
            f"{name} should be a Parquet or Arrow file, but it is damaged or something "
            f"else ({str(error).splitlines()[0][:120]}). Export it again, or as CSV.",
        ) from error
    return from_arrow(table)


def _open(data: bytes) -> pa.Table:
    source = pa.BufferReader(data)
    if data.startswith(b"PAR1"):
        return pq.read_table(source)
    if data.startswith((b"ARROW1", b"FEA1")):
        return pyarrow.feather.read_table(io.BytesIO(data))
    return pa.ipc.open_stream(source).read_all()


def from_arrow(table: pa.Table) -> RawTable:
    """Return an Arrow table as text; an index that pandas stored is left out."""
    kept = [n for n in table.column_names if not n.startswith("__index_level_")]
    names, notes = clean_headers(kept)
    columns = [as_text(table.column(n)) for n in kept]
    return RawTable(
        frame=text_frame(columns, names),
        sources=tuple(kept),
        notes=notes,
        rows=table.num_rows,
    )


def as_text(column: pa.ChunkedArray) -> pa.Array:
    """Return values as text: dates in ISO form, whole floats without a point."""
    values = column.combine_chunks()
    kind = values.type
    if pa.types.is_dictionary(kind):
        values = values.dictionary_decode()
        kind = values.type
    if pa.types.is_floating(kind):
        whole = pc.cast(values, pa.large_string())
        text = pc.replace_substring_regex(whole, r"^(-?\d+)\.0$", r"\1")
        return pc.if_else(pc.is_nan(values), pa.scalar(None, text.type), text)
    if pa.types.is_timestamp(kind):
        text = pc.cast(pc.cast(values, pa.timestamp("us", kind.tz)), pa.large_string())
        text = pc.replace_substring_regex(text, r"\.0+(?=Z|$)", "")
        return pc.replace_substring_regex(text, r" 00:00:00$", "")
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if v is None else repr(v) for v in values.to_pylist()],
                        pa.large_string())  # fmt: skip
    if pa.types.is_nested(kind):
        cells = [None if v is None else json.dumps(v, default=str)
                 for v in values.to_pylist()]  # fmt: skip
        return pa.array(cells, pa.large_string())
    return pc.cast(values, pa.large_string())
