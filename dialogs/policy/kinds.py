"""Kinds of models let in again: "any kind will do" lifts what was agreed about them.

Nobody needs the name of a kind to get out of a limit that they set.
"""

from __future__ import annotations

from ..message import Option
from ..state import Phase
from ..words import label, option, say
from .forms import form
from .rounds import after_change
from .turn import Turn

NAMED = ("limits.families", "limits.never_families", "preferences.families")
"""Slots that name kinds of models; that a person must read it is a limit of its own."""
READ = "limits.glass_box"


def kinds_freed(turn: Turn, text: str) -> bool:
    """Take "any kind of model" where only some were agreed; return whether it was that."""
    prompt = turn.state.prompt
    asked = prompt is not None and prompt.question == "kinds"
    said = form("kinds.any").match(text.strip())
    said = said or (form("kinds.any_of_them").match(text.strip()) if asked else None)
    if said is None or not held(turn) or turn.state.phase == Phase.SEARCHING:
        return False
    free_kinds(turn)
    return True


def held(turn: Turn) -> tuple[str, ...]:
    """Return the slots that a word for any kind lifts: those that name kinds first."""
    brief = turn.state.brief
    named = tuple(slot for slot in NAMED if brief.get(slot))
    return named or ((READ,) if brief.get(READ) else ())


def free_kinds(turn: Turn) -> None:
    """Let any kind of model compete again."""
    gone = held(turn)
    turn.state = turn.state.remembering(label(gone[0]).lower() if gone else "")
    turn.set(brief=turn.state.brief.without(*gone), prompt=None)
    turn.brief_changed(gone)
    still = READ in turn.state.brief and bool(turn.state.brief.get(READ))
    turn.say("kinds.readable" if still else "kinds.any")
    after_change(turn, bool(gone))


def ask_kinds(turn: Turn) -> None:
    """Ask which kinds of models may compete: any is an answer, and so is a name."""
    offers = (
        Option("any", option("kinds_any")),
        Option("keep", option("kinds_keep")),
    )
    prompt = turn.new_prompt("kinds", slot="limits.families", options=offers)
    turn.ask(say("kinds.which", turn.state.level), prompt)
