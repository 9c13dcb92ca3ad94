"""What is left out and what will be tried, told before there is a result to ask about."""

from __future__ import annotations

from ..compiling import left_out
from ..words import value_text
from .asking import come_back
from .delivering import last_done
from .forms import form
from .turn import Turn

USUAL_CHECKS = 5
"""Times each way of learning is checked where nobody said how often."""


def recounted(turn: Turn, text: str) -> bool:
    """Tell what is left out, or what will be tried, where that is asked for."""
    if turn.state.facts is None or last_done(turn):
        return False
    for name, tell in (("left_out", _left_out), ("tries", _tries)):
        if form(f"recounting.{name}").match(text):
            tell(turn)
            come_back(turn)
            return True
    return False


def _left_out(turn: Turn) -> None:
    state = turn.state
    if state.facts is None:
        return
    told = left_out(state.brief, state.facts, state.probes)
    if told:
        turn.tell(told, "left_out")
    else:
        turn.say("left_out.nothing")


def _tries(turn: Turn) -> None:
    brief = turn.state.brief
    only, never = (
        value_text("limits.families", tuple(brief.get(slot, ())))
        for slot in ("limits.families", "limits.never_families")
    )
    checks = brief.get("search.folds", USUAL_CHECKS)
    if brief.get("limits.families"):
        turn.say("tries.only", kinds=only)
    else:
        turn.say("tries.all")
        if brief.get("limits.never_families"):
            turn.say("tries.never", kinds=never)
    turn.say("tries.checks", n=checks)
