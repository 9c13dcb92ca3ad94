"""Columns that only name their rows, never vary, or hold nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.facts import Kind, Suspicion

from .evidence import Evidence, suspicion

NEARLY = 0.995
"""From this share of one value on, a column is as good as constant."""


def detect(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield `id`, `empty`, `constant` and `nearly_constant`."""
    for column in evidence.of_kind(Kind.ID):
        yield suspicion(
            "id",
            [column.name],
            rows=column.distinct,
            severity=2,
            repair="ignore",
            ascending=column.ascending,
            example=column.examples[0] if column.examples else "",
            unique=column.distinct == column.rows,
        )
    empty = [c.name for c in evidence.of_kind(Kind.EMPTY)]
    if empty:
        yield suspicion("empty", empty, severity=2, repair="ignore", count=len(empty))
    constant = evidence.of_kind(Kind.CONSTANT)
    if constant:
        yield suspicion(
            "constant",
            [c.name for c in constant],
            severity=2,
            repair="ignore",
            value=constant[0].values[0],
            count=len(constant),
        )
    nearly = [
        c
        for c in evidence.facts.columns
        if c.top and c.distinct > 1 and c.top[0][1] >= NEARLY * c.rows
    ]
    if nearly and len(evidence.frame) >= 200:
        yield suspicion(
            "nearly_constant",
            [c.name for c in nearly],
            rows=nearly[0].rows - nearly[0].top[0][1],
            value=nearly[0].top[0][0],
            share=nearly[0].top[0][1] / nearly[0].rows,
        )
