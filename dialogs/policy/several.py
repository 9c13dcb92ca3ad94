"""Several acts in one message: "fine. I want to know who leaves", "..., 30 seconds, go".

A short opening that is an act of its own is done first, a closing "go" or question last;
what stands between is taken as one, for its parts explain each other.
"""

from __future__ import annotations

import re

from ..hearing import understand
from ..state import Phase
from .acting import is_go
from .forms import form
from .starting import want_start
from .turn import Turn
from .understood import act_on, context_of

LEADS = ("affirm", "deny", "delegate", "unsure", "undo")
QUESTIONS = ("ask_what", "ask_how", "ask_why", "help", "summary", "query", "undo")
LONGEST_LEAD = 4


def take_parts(turn: Turn, text: str) -> bool:
    """Take a message in its parts; return whether it had parts."""
    return _opened(turn, text) or _closed_by_go(turn, text) or _asked_last(turn, text)


def _opened(turn: Turn, text: str) -> bool:
    match = form("several.nod").match(text) or form("several.opening").match(text)
    prompt = turn.state.prompt
    if prompt is not None and prompt.question == "clarify" and len(prompt.options) == 2:
        # A yes to the one reading that was offered, and more behind it.
        match = form("several.yes_first").match(text) or match
    if match is None:
        return False
    lead, rest = match["lead"].strip(), match["rest"]
    nod = form("several.nod").match(text) is not None
    if nod and (prompt is None or prompt.question != "repairs"):
        return False
    if prompt is not None and prompt.question == "confirm" and _agrees(turn, lead):
        return False  # "ok. what is a miss" must not start what is still asked about
    if not _stands_alone(turn, lead):
        return False
    _do(turn, lead, hold=True)
    _rest(turn, rest)
    return True


def _agrees(turn: Turn, lead: str) -> bool:
    best = understand(lead, context_of(turn)).best
    return is_go(lead) or (best is not None and "affirm" in best.acts)


def _stands_alone(turn: Turn, lead: str) -> bool:
    found = understand(lead, context_of(turn))
    best = found.best
    if found.outcome != "understood" or best is None:
        return False
    if best.chosen is not None:
        return True
    short = len(lead.split()) <= LONGEST_LEAD
    return short and (bool(best.brief) or best.acts[0] in LEADS)


def with_go(text: str) -> re.Match[str] | None:
    """Return a message that says something and asks to start, in its two parts."""
    for name in ("closing", "go_first", "go_bare", "go_at_once"):
        match = form(f"several.{name}").match(text)
        if match is not None and is_go(match["tail"]):
            return match
    return None


def started_by(turn: Turn, text: str) -> re.Match[str] | None:
    """Return the same, where agreeing starts too: "ok then, 20 seconds"."""
    prompt = turn.state.prompt
    asked = prompt is not None and prompt.question == "confirm"
    agreed = form("several.agree_first").match(text) if asked else None
    return with_go(text) or agreed


def _closed_by_go(turn: Turn, text: str) -> bool:
    match = started_by(turn, text)
    waiting = turn.state.phase in (Phase.SEARCHING, Phase.READING)
    if match is None or waiting:
        return False
    _do(turn, match["rest"], hold=True)
    prompt = turn.state.prompt
    if prompt is not None and prompt.question in ("clarify", "trap"):
        turn.ask_held()
        return True
    turn.text = match["tail"]
    want_start(turn)
    return True


def _asked_last(turn: Turn, text: str) -> bool:
    match = form("several.last").match(text)
    if match is None:
        return False
    asked = understand(match["tail"], context_of(turn)).best
    told = understand(match["rest"], context_of(turn))
    plain = asked is not None and not asked.brief and asked.acts[0] in QUESTIONS
    if not plain or told.outcome != "understood" or told.best is None:
        return False
    if not told.best.brief and told.best.chosen is None:
        return False
    if asked is not None and asked.acts[0] == "ask_why":
        return False  # hearing takes it together with the answer it is about
    _do(turn, match["rest"], hold=True)
    _rest(turn, match["tail"])
    return True


def _do(turn: Turn, text: str, hold: bool) -> None:
    turn.text, turn.holding = text, hold
    act_on(turn, understand(text, context_of(turn)), text)
    turn.holding = False


def _rest(turn: Turn, text: str) -> None:
    if take_parts(turn, text):
        return
    turn.text = text
    act_on(turn, understand(text, context_of(turn)), text)
