"""Where a search may begin: with what worked on this table before, or on one like it.

Looks through the rounds of this home folder. Only an order of trying comes of it, and a
sentence that says so; `limits.trials` switches it off, since a run that must repeat to
the digit cannot depend on what else was run here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialogs.constraints import Constraints

from .plan import Plan
from .search import TrialRecord
from .store import Store

ROUNDS = 60
"""So many of the latest rounds are looked through."""

NEAR = 1.0
"""Tables further apart than this have little to say about each other: as far as ten
times the rows, or numbers alone beside categories alone."""


@dataclass(frozen=True)
class Earlier:
    """Trials to begin with, and where they are from."""

    trials: tuple[TrialRecord, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Likeness:
    """The few facts by which tables are compared."""

    rows: int
    columns: int
    numbers: float
    """Share of the columns that hold numbers."""
    classes: int

    def distance(self, other: Likeness) -> float:
        """Return how far apart two tables are; 0 where they are alike in all."""
        return math.hypot(
            math.log10(max(self.rows, 1) / max(other.rows, 1)),
            math.log10(max(self.columns, 1) / max(other.columns, 1)),
            self.numbers - other.numbers,
            math.log2(max(self.classes, 1) / max(other.classes, 1)) / 3,
        )


def likeness(roles: Mapping[str, str], rows: int, classes: int) -> Likeness:
    """Return a table's likeness.

    Parameters
    ----------
    roles : mapping
        Column -> number, category, date or text, as in `Plan.roles`.
    rows : int
        Rows to learn from.
    classes : int
        0 for numbers.
    """
    numbers = sum(role == "number" for role in roles.values()) / max(len(roles), 1)
    return Likeness(rows, len(roles), numbers, classes)


def earlier_trials(
    home: Path,
    brief: Mapping[str, Any],
    constraints: Constraints,
    plan: Plan,
    rows: int,
) -> Earlier:
    """Return the trials that a search may begin with.

    Parameters
    ----------
    home : Path
        Home folder.
    brief : mapping
        Of this round, as nested tables.
    constraints : Constraints
    plan : Plan
        Of this round.
    rows : int
        Rows to learn from.
    """
    if constraints.memory is False or constraints.limits.trials is not None:
        return Earlier()
    store = Store(home)
    try:
        known = [r for r in store.finished_rounds(ROUNDS) if _usable(r, plan)]
        chosen, source = _nearest(
            known, brief, likeness(plan.roles, rows, plan.classes)
        )
        if chosen is None:
            return Earlier()
        bodies = store.trials(chosen["conversation"], chosen["round"])
    finally:
        store.close()
    return Earlier(_records(bodies), source)


def _usable(row: Mapping[str, Any], plan: Plan) -> bool:
    held = row["plan"]
    return held.get("task") == plan.task and bool(held.get("roles"))


def _nearest(
    known: Sequence[dict[str, Any]], brief: Mapping[str, Any], own: Likeness
) -> tuple[dict[str, Any] | None, str]:
    for row in known:  # newest first
        if _about(row["brief"]) == _about(brief):
            return row, "on this table"
    ranked = sorted(
        ((own.distance(_likeness(row)), i) for i, row in enumerate(known)),
    )
    if not ranked or ranked[0][0] > NEAR:
        return None, ""
    row = known[ranked[0][1]]
    name = Path(_about(row["brief"])[0]).name
    return row, f"on {name}, a table of about this size and kind"


def _likeness(row: Mapping[str, Any]) -> Likeness:
    held = row["plan"]
    rows = int((row["result"].get("rows") or {}).get("train") or 0)
    return likeness(held["roles"], rows, int(held.get("classes", 0)))


def _about(brief: Mapping[str, Any]) -> tuple[str, str]:
    table = brief.get("table") or {}
    return str(table.get("path", "")), str(table.get("target", ""))


def _records(bodies: Sequence[Mapping[str, Any]]) -> tuple[TrialRecord, ...]:
    names = set(TrialRecord.__dataclass_fields__)
    found = []
    for body in bodies:
        held = {k: v for k, v in body.items() if k in names}
        # A row that an older version wrote may lack what is needed today.
        if {"id", "family", "algorithm", "name", "params", "status"} <= held.keys():
            held["fold_scores"] = tuple(held.get("fold_scores") or ())
            found.append(TrialRecord(**held))
    return tuple(found)
