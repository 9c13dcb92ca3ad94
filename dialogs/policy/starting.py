"""From an agreement to a search: what a "go" does, and when it has to wait."""

from __future__ import annotations

from ..agenda import next_question
from ..brief import Source
from ..events import StartSearch
from ..message import BriefChanged
from ..state import Phase, RoundNote
from ..words import say
from .asking import compiled, go_on, put
from .defaults import default_for
from .filling import fill, settle
from .noticing import oddity_answered
from .questioning import raise_trap
from .readback import read_back
from .turn import Turn

GO_SAID = "go said"
"""Among what is settled: the person asked to start, and one answer was still lacking."""

NEVER_SKIPPED = ("file", "target", "leak", "dialect")
"""Questions that only the person can answer."""

SKIPPED = ("repairs", "drivers", "readable", "capacity", "split")
"""Questions whose default changes little: a 'go' may pass them by."""

MOST_QUESTIONS = 30


def want_start(turn: Turn) -> None:
    """Start if all is agreed; else take defaults, read back, and ask for the go.

    A "go" is the explicit word before a search, but only for what the person has
    seen: where something that decides had to be assumed, it is read back first.
    """
    state = turn.state
    if state.facts is None or "table.target" not in state.brief:
        turn.say("go.first")
        asked = next_question(state)
        put(turn, asked, short=True)
        return
    assumed = _skip_to_the_end(turn)
    if raise_trap(turn):
        return
    asked = next_question(turn.state)
    if asked.id in NEVER_SKIPPED:
        if asked.id != "leak":  # that one says itself that it comes first
            turn.say("go.before")
        turn.set(done=(*turn.state.done, GO_SAID))
        put(turn, asked)
    elif assumed:
        go_on(turn)
    else:
        found = compiled(turn)
        if found is not None and not _just_read(turn):
            read_back(turn, found)
        start_search(turn)


def _just_read(turn: Turn) -> bool:
    """Return whether the agreement is what was said last, and still stands."""
    prompt = turn.state.prompt
    changed = any(isinstance(m, BriefChanged) for m in turn.messages)
    return prompt is not None and prompt.question == "confirm" and not changed


def go_on_as_asked(turn: Turn) -> None:
    """Go on after an answer; where a "go" waited for it, the go is done."""
    if GO_SAID not in turn.state.done:
        go_on(turn)
        return
    turn.set(done=tuple(d for d in turn.state.done if d != GO_SAID))
    want_start(turn)


def _skip_to_the_end(turn: Turn) -> bool:
    """Take defaults up to the agreement; return whether any of them decides."""
    decided = False
    for _ in range(MOST_QUESTIONS):
        asked = next_question(turn.state)
        if asked.id == "confirm" or asked.id in NEVER_SKIPPED:
            break
        if asked.id == "oddity":  # each one is a question of its own
            oddity_answered(turn, "unsure", Source.ASSUMED)
            decided = True
            continue
        found = default_for(asked.id, turn.state)
        values, why = found if found else ({}, "")
        if values:
            # The agreement, read back next, lists what was assumed.
            fill(turn, values, Source.ASSUMED, quiet=True, why=why)
        settle(turn, asked.id)
        decided = decided or asked.id not in SKIPPED
    return decided


def start_search(turn: Turn) -> None:
    """Start a round, or ask for what it still lacks."""
    found = compiled(turn)
    if found is None:
        go_on(turn)
        return
    if turn.state.probing:
        # What gives the answer away must be known before a search believes it.
        turn.set(starting=True, prompt=None)
        turn.say("go.checking", column=found.target)
        return
    number = len(turn.state.rounds) + 1
    note = RoundNote(number, "running", turn.nested())
    turn.set(
        phase=Phase.SEARCHING, round=number, prompt=None, best="", starting=False,
        rounds=(*turn.state.rounds, note),
    )  # fmt: skip
    turn.tell(say("search.start", turn.state.level, turn.state.turn), "search.start")
    turn.do(StartSearch(turn.request(), number, turn.nested(), str(turn.state.level)))
