"""Rows that stand twice, and things that own several rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd

from dialogs.facts import ColumnFacts, Kind, Suspicion

from ..kinds import Look, is_id
from ..names import identifier
from .evidence import Evidence, suspicion


def detect(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield `duplicate_rows` and `repeated_entity`."""
    copies = list(_copies(evidence))
    yield from copies
    # A record that stands twice owns no rows: its copies do.
    same = {s.data["same"] for s in copies} - {""}
    for name in sorted(same):
        yield suspicion(
            "id", [name], rows=len(evidence.text), severity=2, repair="ignore",
            ascending=False, example=evidence.text[name].iloc[0], unique=False,
        )  # fmt: skip
    yield from _entities(evidence, same)


def _copies(evidence: Evidence) -> Iterator[Suspicion]:
    ids = [c.name for c in evidence.of_kind(Kind.ID)]
    rest = [c for c in evidence.text.columns if c not in ids]
    if len(rest) < 2:
        return
    copies = _duplicated(evidence.text[rest])
    rows = int(copies.sum())
    if rows and rows > 3 * _by_chance(evidence, ids):
        first = int(copies.to_numpy().argmax())
        same = _record(evidence, copies)
        yield suspicion(
            "duplicate_rows",
            (),
            rows=rows,
            severity=2 if rows > 0.001 * len(copies) else 1,
            repair="drop_rows",
            default=bool(same),
            same=same,
            without=ids,
            row=first + 1,
            share=rows / len(copies),
        )


def _record(evidence: Evidence, copies: pd.Series[bool]) -> str:
    """Return the column that names each row but for its copies, or nothing."""
    once = evidence.text[~copies.to_numpy()]
    for column in evidence.facts.columns:
        if column.kind not in (Kind.TEXT, Kind.CODE, Kind.CATEGORY, Kind.NUMBER):
            continue
        cells = once[column.name]
        numbers = evidence.frame[column.name].to_numpy()[~copies.to_numpy()]
        numeric = numbers.dtype.kind in "if"
        look = Look(
            column.name, len(once), len(once), cells.nunique(),
            cells.drop_duplicates().iloc[:2000].tolist(),
            numbers=numbers if numeric else None, whole=column.integers,
        )  # fmt: skip
        if not column.missing and look.distinct == look.rows and is_id(look):
            return column.name
    return ""


FIRST = 100
"""Columns that are compared first: rows that differ there are no copies."""


def _duplicated(text: pd.DataFrame) -> pd.Series[bool]:
    """Return whether each row is a copy of an earlier one."""
    hashes = pd.util.hash_pandas_object(text.iloc[:, :FIRST], index=False)
    maybe = hashes.duplicated(keep=False).to_numpy()
    if text.shape[1] > FIRST and maybe.any():
        hashes = pd.util.hash_pandas_object(text[maybe], index=False)
    elif text.shape[1] <= FIRST:
        return hashes.duplicated()
    else:
        hashes = hashes[maybe]
    copies = pd.Series(False, index=text.index)
    copies[maybe] = hashes.duplicated().to_numpy()
    return copies


def _by_chance(evidence: Evidence, ids: list[str]) -> float:
    """Return how many pairs of rows would be alike if columns were drawn apart.

    Tables of few columns with few values repeat without any row being a copy.
    """
    n = len(evidence.text)
    alike = 1.0
    for column in evidence.facts.columns:
        if column.name not in ids:
            counts = evidence.text[column.name].value_counts().to_numpy()
            alike *= float(((counts / n) ** 2).sum())
    return n * (n - 1) / 2 * alike


def _entities(evidence: Evidence, known: Collection[str]) -> Iterator[Suspicion]:
    found = [c for c in evidence.facts.columns if _owns_rows(c) and c.name not in known]
    if found:
        best = found[0]
        yield suspicion(
            "repeated_entity",
            [c.name for c in found],
            rows=best.rows,
            severity=2,
            repair="group",
            default=False,
            distinct=best.distinct,
            per=(best.rows - best.missing) / best.distinct,
            example=best.top[0][0] if best.top else "",
            most=best.top[0][1] if best.top else 0,
        )


def _owns_rows(column: ColumnFacts) -> bool:
    known = column.rows - column.missing
    if known < 50 or not column.top or column.top[0][1] < 2:
        return False
    named = identifier(column.name)
    nameable = column.kind in (Kind.TEXT, Kind.CODE, Kind.CATEGORY, Kind.NUMBER)
    if column.kind == Kind.NUMBER and not (column.integers and named):
        return False
    if not nameable:
        return False
    share = column.distinct / known
    short = all(len(v.split()) <= 4 for v in column.values[:20])
    # An ID that comes back, or nearly unique names that do.
    if named:
        return column.distinct >= 20 and share < 0.9 and short
    return column.distinct >= 50 and 0.3 < share < 0.95 and short
