"""Read a table of any format into text, type it visibly, and say what is odd."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dialogs.facts import Facts

from ..errors import TableUnreadable
from . import paths
from .delimited import read_text
from .encoding import decode, detect
from .infer import infer
from .profile import profile
from .raw import RawTable, note, require_table
from .suspicions import Evidence, suspect
from .table import Table


def read_table(
    source: str | os.PathLike[str],
    *,
    sheet: str = "",
    repairs: Mapping[str, Any] | None = None,
    memory_limit: int | None = None,
) -> Table:
    """Read a table as text, type it, profile it, and collect what is odd about it.

    Parameters
    ----------
    source : str or path
        As typed or pasted: quotes, ``~``, ``file://`` and escaped spaces are fine; a
        text of several lines is taken as the table itself; ``-`` is standard input.
    sheet : str
        Sheet or inner table, where the file holds several.
    repairs : mapping, optional
        Suspicion id -> "accepted", "refused" or a value. Without it nothing is
        repaired; with it (also empty) proposals apply unless refused.
    memory_limit : int, optional
        Bytes that the text may take; larger files are sampled and ``facts.sampled``
        says how many rows were. A fifth of the free memory where not given.

    Returns
    -------
    Table
        Typed values, text, facts, notes and the schema that repeats the typing.

    Raises
    ------
    TableUnreadable
        If there is no table to be read; the text says why and what to do.
    """
    raw, name, path = read_raw(source, sheet=sheet, memory_limit=memory_limit)
    require_table(raw, name)
    schema, conversions, doubts = infer(raw)
    frame = schema.apply(raw.frame)
    columns = profile(frame, raw.frame)
    notes = tuple(raw.notes + conversions)
    facts = Facts(
        name=Path(name).stem if path else name,
        path=path,
        rows=raw.rows if raw.sampled else len(frame),
        columns=columns,
        notes=notes,
        sampled=raw.sampled,
        digest=raw.digest,
        sheets=raw.sheets,
    )
    evidence = Evidence(
        frame=frame, text=raw.frame, facts=facts, raw=raw, doubts=doubts
    )
    facts = suspect(evidence)
    table = Table(frame, raw.frame, facts, notes, schema, path)
    return table if repairs is None else table.repaired(repairs)


def read_raw(
    source: str | os.PathLike[str], *, sheet: str = "", memory_limit: int | None = None
) -> tuple[RawTable, str, str]:
    """Return the text of a table, its name for people, and its path (or nothing)."""
    path = paths.checked(paths.normalise(source))
    raw = _read_file(path, sheet, memory_limit)
    return raw, path.name, str(path)


def _read_file(path: Path, sheet: str, memory_limit: int | None) -> RawTable:
    data = path.read_bytes()
    raw = _read_bytes(data, path, sheet)
    raw.digest = hashlib.sha256(data).hexdigest()
    return raw


def _read_bytes(data: bytes, path: Path, sheet: str) -> RawTable:
    ending = path.suffix.lower()
    if data.startswith(b"PAR1") or ending in (".parquet", ".feather", ".arrow"):
        from .columnar import read_columnar

        return read_columnar(data, path.name)
    if ending in (".xlsx", ".xlsm", ".xls") or data.startswith(b"PK\x03\x04"):
        from .excel import read_excel

        return read_excel(data, path.name, sheet)
    decoding = detect(data, path.name, whole=True)
    text = decode(data, decoding)
    if ending in (".json", ".jsonl", ".ndjson"):
        from .jsons import read_json

        return read_json(text, path.name)
    raw = read_text(text, "\t" if ending == ".tsv" else "")
    if decoding.name != "UTF-8":
        sure = "" if decoding.certain else " (my best guess: it is not Unicode)"
        raw.notes.insert(0, note("encoding", f"The text is {decoding.name}{sure}."))
    if raw.frame.empty and not len(raw.frame.columns):
        raise TableUnreadable(
            "The file holds no table",
            f"{path.name} has only blank lines. Export the table again.",
        )
    return raw
