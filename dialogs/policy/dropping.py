"""Taking back what was settled: one setting, or all prices at once, with a word on each.

Invariant: what goes is read back with its value, and one undo brings all of it back.
"""

from __future__ import annotations

from ..words import clauses, label, say
from .forms import form
from .turn import Turn

PRICES = (
    "success.miss_cost", "success.false_alarm_cost", "success.hit_cost",
    "success.pass_cost", "success.review_cost", "success.cost_matrix",
)  # fmt: skip


def prices_meant(turn: Turn, slot: str, words: str) -> tuple[str, ...]:
    """Return all prices that are held, with their measure, where a word means them all."""
    if slot not in PRICES or not form("dropping.prices").match(words):
        return ()
    brief = turn.state.brief
    held = [s for s in PRICES if s in brief]
    if held and brief.get("success.objective") == "expected_cost":
        held.append("success.objective")
    return tuple(held)


def take_away(turn: Turn, slots: tuple[str, ...]) -> None:
    """Take settled slots out of the brief and say what went."""
    brief = turn.state.brief
    told = ", ".join(
        clauses({s: brief.get(s)}, turn.state.facts, brief.get("table.target"))
        or label(s).lower()
        for s in slots
        if s != "success.objective" or len(slots) == 1
    )
    turn.state = turn.state.remembering(
        say("undone.of_drop", turn.state.level, what=told)
    )
    turn.set(brief=turn.state.brief.without(*slots))
    turn.brief_changed(slots)
    turn.say("undone", what=told)
