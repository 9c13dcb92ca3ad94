"""Agreed repairs, applied: to the schema where they change values, to rows where not.

What changes values lives in the schema, so that a model's input is repaired in the same
way when it is used. What removes rows is for learning only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dialogs.facts import Facts, Suspicion

from .column_schema import NUMBER, WHOLE, WORDS, ColumnSchema
from .schema import TableSchema

REFUSED = ("refused", "refuse", "no", False, 0)


def accepted(suspicion: Suspicion, repairs: Mapping[str, Any]) -> bool:
    """Return whether a proposal applies: as answered, else as proposed."""
    if not suspicion.repair or suspicion.repair == "keep":
        return False
    answer = repairs.get(suspicion.id)
    if answer is None:
        return suspicion.default
    return not any(answer is r or answer == r for r in REFUSED)


def repair_schema(
    schema: TableSchema, facts: Facts, repairs: Mapping[str, Any]
) -> TableSchema:
    """Return the schema with all agreed repairs of values in it."""
    agreed = {s.id: "accepted" for s in facts.suspicions if accepted(s, repairs)}
    changed = schema
    for suspicion in facts.suspicions:
        refused = suspicion.id in repairs and suspicion.id not in agreed
        if suspicion.id not in agreed and not refused:
            continue
        for name in suspicion.columns:
            if name in changed.names:
                column = changed.column(name)
                answer = None if refused else repairs.get(suspicion.id)
                changed = changed.with_column(
                    _refused(column, suspicion)
                    if refused
                    else _repaired(column, suspicion, answer)
                )
    for name, values in repairs.items():
        if name.startswith(NAMED_GAP) and name.removeprefix(NAMED_GAP) in changed.names:
            changed = changed.with_column(
                _with_gaps(changed.column(name.removeprefix(NAMED_GAP)), values)
            )
    return replace(changed, repairs={**dict(repairs), **agreed})


NAMED_GAP = "as_missing:"
"""Before a column's name: values that a person called empty, without a proposal."""


def _with_gaps(column: ColumnSchema, values: Any) -> ColumnSchema:
    listed = values if isinstance(values, list | tuple) else [values]
    if column.dtype in (NUMBER, WHOLE):
        added = tuple(float(v) for v in listed if _number(v) or _digits(v))
        return replace(
            column, gap_values=tuple(dict.fromkeys(column.gap_values + added))
        )
    words = tuple(str(v).strip().lower() for v in listed)
    return replace(column, gaps=tuple(dict.fromkeys(column.gaps + words)))


def chosen_delimiter(repairs: Mapping[str, Any] | None) -> str:
    """Return what a person said stands between cells: "by ;" gives ";"."""
    for name, value in (repairs or {}).items():
        if name.startswith("dialect_doubt") and str(value).startswith("by "):
            return str(value).removeprefix("by ")
    return ""


def _repaired(column: ColumnSchema, suspicion: Suspicion, answer: Any) -> ColumnSchema:
    if str(answer).startswith("fill ") and column.dtype in (NUMBER, WHOLE):
        # Edited: what would be empty is this number instead.
        gaps = _with_gaps(column, list(suspicion.data.get("values", ())))
        return replace(gaps, fill=float(str(answer).removeprefix("fill ")))
    match suspicion.repair:
        case "as_missing" if column.dtype in (NUMBER, WHOLE):
            values = [answer] if _number(answer) else suspicion.data.get("values", ())
            added = tuple(float(v) for v in values if _number(v))
            merged = tuple(dict.fromkeys(column.gap_values + added))
            return replace(column, gap_values=merged)
        case "as_missing":
            words = tuple(str(v).strip().lower() for v in suspicion.data["values"])
            return replace(column, gaps=tuple(dict.fromkeys(column.gaps + words)))
        case "as_date" if column.date is not None and "month" in str(answer):
            # Edited: the month comes first.
            return replace(
                column, date=replace(column.date, format=_swapped(column.date.format))
            )
        case "fill_zero" if column.dtype in (NUMBER, WHOLE):
            return replace(column, fill=float(answer) if _number(answer) else 0.0)
    return column


def _swapped(written: str) -> str:
    """Return a date format with day and month in each other's place."""
    return written.replace("%d", "%~").replace("%m", "%d").replace("%~", "%m")


def _refused(column: ColumnSchema, suspicion: Suspicion) -> ColumnSchema:
    """Undo a conversion that typing made on its own."""
    if suspicion.repair in ("as_number", "as_date"):
        return replace(column, dtype=WORDS)
    if suspicion.repair in ("one_spelling", "blank_is_no"):
        return replace(column, spellings={})
    return column


def _digits(value: Any) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?", str(value)) is not None


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def repair_rows(
    text: pd.DataFrame, facts: Facts, repairs: Mapping[str, Any]
) -> pd.DataFrame:
    """Return the rows that stay: copies of rows go where that was agreed to."""
    for suspicion in facts.suspicions:
        if suspicion.repair == "drop_rows" and accepted(suspicion, repairs):
            without = [c for c in text.columns if c not in suspicion.data["without"]]
            text = text[~text[without].duplicated()]
    return text
