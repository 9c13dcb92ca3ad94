"""A folder of like files, read as one table with a column that names the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from ..errors import TableUnreadable
from .raw import TEXT, RawTable, note

ENDINGS = frozenset(
    (".csv", ".tsv", ".txt", ".parquet", ".feather", ".arrow", ".xlsx", ".json",
     ".jsonl", ".ndjson", ".gz", ".zst", ".bz2", ".xz")
)  # fmt: skip

MOST_FILES = 1000

SOURCE = "file"


def read_folder(path: Path, read: Callable[[Path], RawTable]) -> RawTable:
    """Read all files of the commonest header; others are set aside by name.

    Parameters
    ----------
    path : Path
        The folder.
    read : callable
        Reads one file.

    Raises
    ------
    TableUnreadable
        If there are no tables, or no two that are alike.
    """
    files = sorted(
        p for p in path.iterdir() if p.is_file() and p.suffix.lower() in ENDINGS
    )[:MOST_FILES]
    if not files:
        raise TableUnreadable(
            "This is a folder without tables",
            f"{path} holds no CSV, Excel, Parquet or JSON file. Name the file itself.",
        )
    tables = {p: read(p) for p in files}
    like = _alike(tables, path)
    raw = _stacked(like)
    others = [p.name for p in tables if p not in like]
    if others:
        text = f"Files with other columns are set aside: {', '.join(others[:8])}."
        raw.notes.insert(1, note("file_set_aside", text, "", (), len(others)))
    return raw


def _alike(tables: dict[Path, RawTable], path: Path) -> dict[Path, RawTable]:
    """Return the tables of the commonest header."""
    headers = Counter(tuple(t.frame.columns) for t in tables.values())
    header, count = headers.most_common(1)[0]
    if count < 2 and len(tables) > 1:
        listed = ", ".join(p.name for p in list(tables)[:8])
        raise TableUnreadable(
            "This folder holds different tables",
            f"No two files in {path} have the same columns: {listed}. "
            "Name one of them.",
        )
    return {p: t for p, t in tables.items() if tuple(t.frame.columns) == header}


def _stacked(like: dict[Path, RawTable]) -> RawTable:
    """Return tables of one header as one, with a column that names the file."""
    first = next(iter(like.values()))
    label = SOURCE if SOURCE not in first.frame.columns else "file name"
    frames = [
        t.frame.assign(**{label: pd.array([p.stem] * len(t.frame), dtype=TEXT)})
        for p, t in like.items()
    ]
    raw = RawTable(
        frame=pd.concat(frames, ignore_index=True).astype(TEXT),
        sources=(*first.sources, label),
        notes=[n for t in like.values() for n in t.notes],
        rows=sum(t.rows for t in like.values()),
        decimal_comma=first.decimal_comma,
    )
    text = f"{len(like)} files of the folder are one table; {label!r} names the file."
    raw.notes.insert(0, note("folder", text, label, (), len(like)))
    return raw
