"""Repairs in the chat: the list in full, and what is said about one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..mending import GAP, agreed, details, heard, proposals
from ..message import Level
from ..state import Phase
from ..suspicions import sentence
from ..words import say
from .asking import come_back, go_on, put
from .filling import fill
from .forms import form
from .rounds import after_change
from .turn import Turn


def list_repairs(turn: Turn) -> bool:
    """Tell every proposal in full, numbered; return whether there was one."""
    facts, level = turn.state.facts, Level(turn.state.level)
    found = proposals(turn.state)
    if facts is None or not found:
        return False
    repairs = turn.state.brief.get("table.repairs", {})
    lines = []
    for number, one in enumerate(found, 1):
        key = "repair.done" if agreed(one, repairs) else "repair.open"
        parts = details(one, facts.rows)
        lines.append(say(key, level, n=number, why=sentence(one, level), **parts))
    lines.append(say("repair.how", level))
    turn.tell("\n".join(lines), "look.repairs")
    return True


def about_repairs(turn: Turn, text: str) -> bool:
    """Take what is said about a single repair: do it, leave it, do it another way."""
    prompt, phase = turn.state.prompt, turn.state.phase
    if phase in (Phase.OPENING, Phase.READING):
        return False
    listed = prompt is not None and prompt.question == "repairs"
    # "What's that about the X?" asks of what was just proposed, and agrees to nothing.
    asks = listed and form("mending.what").search(text)
    if (asks or form("mending.list").search(text)) and list_repairs(turn):
        come_back(turn)
        return True
    said = heard(text, turn.state, listed)
    if not said:
        return False
    repairs = {**turn.state.brief.get("table.repairs", {}), **said}
    changed = fill(turn, {"table.repairs": repairs}, quiet=True)
    for line in _told(turn, said):
        turn.tell(line, "repair.changed")
    after_change(turn, changed, _back)
    return True


def _told(turn: Turn, said: Mapping[str, Any]) -> list[str]:
    known = {s.id: s for s in proposals(turn.state)}
    level, lines = turn.state.level, []
    for name, answer in said.items():
        if name.startswith(GAP):
            column = name.removeprefix(GAP)
            lines.append(say("repair.gap", level, column=column, value=answer))
        elif answer == "accepted":
            offered = details(known[name], 0)["offer"]
            lines.append(say("repair.yes", level, offer=offered, **_of(known[name])))
        elif answer == "refused":
            lines.append(say("repair.no", level, **_of(known[name])))
        else:
            other = str(answer).removeprefix("fill ")
            lines.append(say("repair.other", level, other=other, **_of(known[name])))
    return lines


def _of(suspicion: Any) -> dict[str, Any]:
    return {"column": ", ".join(suspicion.columns[:4]) or "the rows"}


def _back(turn: Turn) -> None:
    from ..agenda import next_question

    prompt = turn.state.prompt
    if prompt is not None and prompt.question == "repairs":
        asked = next_question(turn.state)
        if asked.id == "repairs":
            put(turn, asked, short=True)
        else:
            go_on(turn)
        return
    come_back(turn)
