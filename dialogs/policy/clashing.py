"""What a message says against something said before: noticed, told, and easy to turn round.

Invariant: what was agreed as a limit holds until it is lifted; a leaning or a guess that it
rules out is kept, and the person hears what that means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..words import clauses, value_text
from .turn import Turn

_LEANS, _ONLY, _NEVER = (
    "preferences.families", "limits.families", "limits.never_families",
)  # fmt: skip
_OUT = ("limits.never_columns", "table.ignore")
_GUESSES = "expectations.drivers"


def tell_clash(turn: Turn, new: Mapping[str, Any]) -> None:
    """Say where a wish meets a limit that was said before."""
    _kinds(turn, new)
    _columns(turn, new)


def _kinds(turn: Turn, new: Mapping[str, Any]) -> None:
    if not {_LEANS, _ONLY, _NEVER} & set(new):
        return
    brief = turn.state.brief
    only, never = brief.get(_ONLY) or (), brief.get(_NEVER) or ()
    out = [f for f in brief.get(_LEANS) or () if (only and f not in only) or f in never]
    if not out:
        return
    slot = _ONLY if only else _NEVER
    turn.say(
        "clash.kinds", what=clauses({slot: brief.get(slot)}),
        kinds=value_text(_LEANS, tuple(out)),
    )  # fmt: skip


def _columns(turn: Turn, new: Mapping[str, Any]) -> None:
    if not {_GUESSES, *_OUT} & set(new):
        return
    brief = turn.state.brief
    out = {name for slot in _OUT for name in brief.get(slot) or ()}
    both = [name for name in brief.get(_GUESSES) or {} if name in out]
    if both:
        turn.say("clash.column", column=", ".join(both))
