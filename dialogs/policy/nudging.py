"""Where the search found better outside of what the person leans to: asked, not decided.

The result with the better one is there already; who would rather keep to the preference
gets a round with it, which loads what was tried and so takes seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..message import Option
from ..words import option, say
from .filling import fill
from .starting import start_search
from .turn import Turn

UNEXPLORED = "nudge:unexplored"


def put_nudge(turn: Turn, result: Mapping[str, Any]) -> bool:
    """Ask once whether what lies outside a preference may be used.

    Parameters
    ----------
    turn : Turn
    result : mapping
        Of the round that has ended.

    Returns
    -------
    bool
        Whether an answer is waited for.
    """
    _tell_unexplored(turn, result)
    found = next(
        (n for n in result.get("nudges") or () if n.get("preferred_family")), None
    )
    if found is None:
        return False
    mark = f"nudge:{found['preferred_family']}"
    if mark in turn.state.done:
        return False
    turn.set(done=(*turn.state.done, mark))
    offers = (
        Option("use", option("nudge_use", what=found.get("winner", ""))),
        Option("keep", option("nudge_keep", what=found.get("preferred", ""))),
    )
    prompt = turn.new_prompt(
        "nudge", options=offers, about=str(found["preferred_family"])
    )
    text = str(found.get("text", ""))
    turn.ask(say("nudge.ask", turn.state.level, text=text), prompt)
    return True


def _tell_unexplored(turn: Turn, result: Mapping[str, Any]) -> None:
    """Say once a conversation where there was no time to look."""
    for nudge in result.get("nudges") or ():
        if nudge.get("kind") == "unexplored" and UNEXPLORED not in turn.state.done:
            turn.set(done=(*turn.state.done, UNEXPLORED))
            turn.tell(str(nudge.get("text", "")), UNEXPLORED)


def keep_preference(turn: Turn, family: str) -> None:
    """Search within the preference alone."""
    fill(turn, {"limits.families": [family]})
    start_search(turn)
