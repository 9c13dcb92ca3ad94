"""How much there is, and how well the file could be read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from dialogs.facts import Kind, Note, Suspicion

from ..dialect import NAMES
from .evidence import Evidence, suspicion

REFUSE, FEW, SMALL = 50, 300, 1000
"""Rows below which: no tuning; simple models only; scores move by points."""


def detect(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield what the size of the table and the reading of its file call for."""
    rows = evidence.facts.rows
    if rows <= SMALL:
        severity = 3 if rows < REFUSE else 2 if rows < FEW else 1
        yield suspicion("few_rows", (), rows=rows, severity=severity)
    if evidence.facts.sampled:
        kept = evidence.facts.sampled
        yield suspicion("sampled", (), rows=kept, severity=2, share=kept / rows)
    inputs = [
        c
        for c in evidence.facts.columns
        if c.kind not in (Kind.ID, Kind.EMPTY, Kind.CONSTANT)
    ]
    if len(inputs) > 50 and rows < 5 * len(inputs):
        yield suspicion("wide", (), rows=rows, columns_used=len(inputs))
    yield from _reading(evidence)


def _reading(evidence: Evidence) -> Iterator[Suspicion]:
    notes = evidence.facts.notes
    aside = [n for n in notes if n.kind in ("row_set_aside", "row_short")]
    lost = sum(n.count for n in aside)
    if aside:
        yield suspicion(
            "set_aside",
            (),
            rows=lost,
            severity=3 if lost > 0.2 * max(1, evidence.raw.rows) else 2,
            lines=list(aside[0].rows),
        )
    yield from _tidied(notes)
    cleaned = [n for n in notes if n.kind.startswith("header_") and n.column]
    if cleaned:
        yield suspicion(
            "header_cleaned", [n.column for n in cleaned], count=len(cleaned)
        )
    if evidence.raw.doubt:
        first, second, *lines = evidence.raw.doubt
        yield suspicion(
            "dialect_doubt", (), severity=3, chosen=NAMES.get(first, first),
            other=NAMES.get(second, second), sign=second, lines=lines,
            here=_cut(lines, first), there=_cut(lines, second),
        )  # fmt: skip


def _cut(lines: list[str], delimiter: str) -> str:
    """Return the first lines cut into cells, as a person can compare them."""
    records = csv.reader(lines[:2], delimiter=delimiter)
    return "; ".join(" | ".join(c.strip()[:20] for c in cells[:8]) for cells in records)


_TIDIED = {
    "preamble": "lines above the header",
    "total_line": "a line of totals",
    "header_again": "the header once more",
}


def _tidied(notes: Iterable[Note]) -> Iterator[Suspicion]:
    """Yield what stood around the table and was set aside, with its lines."""
    found = [n for n in notes if n.kind in _TIDIED]
    if found:
        parts = []
        for note in found:
            word = "line" if note.count == 1 else "lines"
            shown = ", ".join(map(str, note.rows[:5]))
            where = f" ({word} {shown})" if shown else ""
            parts.append(f"{_TIDIED[note.kind]}{where}")
        yield suspicion(
            "tidied", (), rows=sum(n.count for n in found), what="; ".join(parts),
            lines=[line for n in found for line in n.rows[:5]],
        )  # fmt: skip
