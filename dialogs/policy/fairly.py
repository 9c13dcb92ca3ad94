"""Which groups are meant where somebody asks whether it is fair, and names no column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..facts import Facts
from ..suspicions import listed
from .turn import Turn

MOST = 3
"""Columns of groups that are told at once."""


def about_people(facts: Facts | None, never: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the columns that tell who people are, those first that must not be used."""
    if facts is None:
        return ()
    kept = [n for n in never if n in facts.names]
    return tuple(
        dict.fromkeys([*kept, *(c.name for c in facts.columns if c.sensitive)])
    )


def lacks_group(query: Mapping[str, Any]) -> bool:
    """Return whether it is asked if groups are treated alike, and no column is named."""
    steps = list(query.get("do") or ())
    return any(s.get("op") == "fairness" and not s.get("column") for s in steps)


def with_groups(turn: Turn, query: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the question for each column about people; None where there is none, as told."""
    state = turn.state
    target = state.brief.get("table.target")
    never = tuple(state.brief.get("limits.never_columns", ()))
    names = [n for n in about_people(state.facts, never) if n != target][:MOST]
    if not names:
        turn.say("fair.no_column")
        return None
    turn.say("fair.columns", names=listed(names))
    return {**query, "do": [{"op": "fairness", "column": n} for n in names]}
