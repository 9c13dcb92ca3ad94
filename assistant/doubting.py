"""What is doubtful in a contract or a table, said once with the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialogs.brief import Brief
from dialogs.constraints import Constraints
from dialogs.delegating import completed
from dialogs.traps import traps

from .metrics import Evaluation
from .splitting import Rows

if TYPE_CHECKING:
    from .rounds import Round

MANY_GAPS = 0.2
"""A target that is missing in more rows than this is warned of."""


def doubts(
    round_: Round, constraints: Constraints, rows: Rows, evaluation: Evaluation
) -> list[dict[str, Any]]:
    """Return warnings (kind, column, text), each kind once.

    Parameters
    ----------
    round_ : Round
        Whether a conversation came before it decides whether wishes are questioned.
    constraints : Constraints
    rows : Rows
    evaluation : Evaluation
        What the check of the held-back rows warns of comes first.
    """
    found = [dict(w) for w in evaluation.warnings]
    if rows.dropped >= MANY_GAPS * (len(rows.frame) + rows.dropped):
        found.append(_target_gaps(constraints.target, len(rows.frame), rows.dropped))
    if round_.unasked:
        found += _unasked(round_, {w["kind"] for w in found})
    return found


def _target_gaps(target: str, rows: int, dropped: int) -> dict[str, Any]:
    text = (
        f"{target} is empty in {dropped:,} of {rows + dropped:,} rows. I learned from "
        f"and checked on the other {rows:,} alone; whether it holds for the empty ones "
        "depends on why they are empty."
    )
    return {"kind": "target_gaps", "column": target, "text": text}


def _unasked(round_: Round, known: set[str]) -> list[dict[str, Any]]:
    """Return what a conversation would have questioned."""
    facts = round_.table.facts
    brief = completed(Brief.from_dict(round_.brief), facts)
    return [
        {"kind": t.key, "column": "", "text": t.text(round_.level)}
        for t in traps(brief, facts)
        if t.key not in known
    ]
