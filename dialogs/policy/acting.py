"""What people do with a message besides answering: one small rule an act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..agenda import question, question_for
from ..brief import Source
from ..events import Leave, ReadTable, StopSearch
from ..hearing import Reading
from ..state import Phase
from ..words import clauses, label
from . import telling
from .asking import come_back, go_on, put
from .choosing import choose, leave_to_tandem
from .completing import UNSAID
from .dropping import prices_meant, take_away
from .filling import fill, take_back
from .forms import form
from .kinds import NAMED, ask_kinds
from .querying import query
from .repairing import FINAL_RUNG, not_understood, unclear_yes
from .rounds import back_to_before, go_again
from .settling import repairs_answered
from .starting import want_start
from .turn import Turn


def is_go(text: str) -> bool:
    """Return whether a message asks for the search to start."""
    return bool(form("acting.go").match(text))


def perform(turn: Turn, reading: Reading) -> None:
    """Do what the first act of a reading says."""
    _ACTS.get(reading.acts[0], _out_of_scope)(turn, reading)


def known(act: str) -> bool:
    """Return whether an act can stand beside what a message says."""
    return act in _ACTS


def _undo(turn: Turn, reading: Reading) -> None:
    slot = reading.slots[0] if reading.slots else ""
    if slot in turn.state.brief and turn.state.phase != Phase.RESULT:
        take_away(turn, prices_meant(turn, slot, _behind_undo(turn.text)) or (slot,))
        go_on(turn)
    elif turn.state.phase == Phase.RESULT:
        back_to_before(turn)
    elif turn.state.phase == Phase.SEARCHING:
        take_back(turn)
    else:
        take_back(turn)
        go_on(turn)


def _behind_undo(text: str) -> str:
    """Return what an undo names: "the costs" of "please undo the costs"."""
    return form("acting.undo_lead").sub("", text, count=1)


_OF_AN_EVENT = ("success.miss_cost", "success.false_alarm_cost", "success.recall")
"""Slots whose questions speak of an outcome to catch: of numbers there is none."""


def _revisit(turn: Turn, reading: Reading) -> None:
    slot = reading.slots[0] if reading.slots else ""
    asked = question_for(slot)
    if slot in NAMED and turn.state.phase != Phase.SEARCHING:
        ask_kinds(turn)
        return
    if asked is None:
        names = ", ".join(label(s).lower() for s in turn.state.brief)
        turn.say("unknown_slot" if not slot else "say_instead", what=names or "the file",
                 label=label(slot).lower())  # fmt: skip
        come_back(turn)
        return
    if turn.state.phase == Phase.SEARCHING:
        turn.say("revisit.searching", what=label(slot).lower())
        return
    if turn.state.phase == Phase.RESULT:
        turn.set(phase=Phase.TALKING)
    priced = slot in _OF_AN_EVENT and "goal.event" not in turn.state.brief
    if slot == "success.objective" or priced:
        _forget_measure(turn)
        go_on(turn)
        return
    turn.say("revisit", what=label(slot).lower())
    put(turn, asked)


def _forget_measure(turn: Turn) -> None:
    gone = [
        s for s in turn.state.brief if s.startswith("success.") or s == "goal.action"
    ]
    turn.state = turn.state.remembering("the measure")
    kept = {s: turn.state.brief.get(s) for s in gone}
    turn.set(
        brief=turn.state.brief.without(*gone),
        offered={**turn.state.offered, **kept},
        done=tuple(d for d in turn.state.done if d not in ("capacity", "action")),
    )
    turn.brief_changed(tuple(gone))


def _stop(turn: Turn, _: Reading) -> None:
    pauses = form("acting.pauses").search(turn.text)
    if turn.state.phase == Phase.SEARCHING:
        turn.say("stop.pause" if pauses else "stop.search")
        turn.do(StopSearch(turn.request()))
    elif not pauses and (
        form("acting.leaves").search(turn.text)
        or turn.state.phase in (Phase.OPENING, Phase.RESULT)
    ):
        turn.say("bye")
        turn.do(Leave())
    else:
        turn.say("stop.nothing")
        come_back(turn)


def _restart(turn: Turn, _: Reading) -> None:
    """Begin anew with the same table; one word brings everything back."""
    state = turn.state
    if state.phase == Phase.SEARCHING:
        turn.do(StopSearch(turn.request()))
    if state.facts is None:
        turn.say("restart.done")
        turn.set(phase=Phase.OPENING)
        go_on(turn)
        return
    gone = [s for s in state.brief if s not in ("table.path", "table.sheet")]
    turn.state = state.remembering("the new start")
    turn.set(
        brief=turn.state.brief.without(*gone), done=(), cards=(), trap="", readings=(),
        offered={}, query=None, probed="", probes=(), phase=Phase.TALKING, prompt=None,
        starting=False,
    )  # fmt: skip
    turn.brief_changed(tuple(gone))
    if state.brief.get("table.repairs"):
        turn.set(phase=Phase.READING)
        turn.do(ReadTable(turn.request(), str(state.brief.get("table.path", "")),
                          str(state.brief.get("table.sheet", ""))))  # fmt: skip
    turn.say("restart.done")
    go_on(turn)


def _delegate(turn: Turn, _: Reading) -> None:
    leave_to_tandem(turn, Source.DELEGATED)


def _unsure(turn: Turn, _: Reading) -> None:
    leave_to_tandem(turn, Source.ASSUMED)


_YES = {"oddity": "yes", "dialect": "yes", "split": "later", "readable": "readable", "fairness": "out", "trap": "accept",
        "another_table": "read"}  # fmt: skip
_NO = {"oddity": "no", "dialect": "no", "split": "mixed", "readable": "reasons", "fairness": "use", "trap": "keep",
       "another_table": "keep", "capacity": "no_limit"}  # fmt: skip


def _affirm(turn: Turn, _: Reading) -> None:
    prompt = turn.state.prompt
    asked = prompt.question if prompt else ""
    if prompt is None:
        go_on(turn)
    elif asked == "repairs":
        repairs_answered(turn, accepted=True)
        go_on(turn)
    elif asked == "clarify":
        choose(turn, prompt, "0")
    elif asked == "target" and prompt.about:
        choose(turn, prompt, f"column:{prompt.about}")
    elif asked in _YES and any(o.id == _YES[asked] for o in prompt.options):
        choose(turn, prompt, _YES[asked])
    elif _names_event(turn):
        fill(turn, {"goal.event": turn.state.brief.get("goal.event")})
        turn.say("noted.before", what=clauses(
            {"goal.event": turn.state.brief.get("goal.event")}, turn.state.facts,
            turn.state.brief.get("table.target")))  # fmt: skip
        go_on(turn)
    elif asked == "next" and is_go(turn.text):
        go_again(turn)
    elif asked == "next":
        turn.say("result.fine")
        come_back(turn)
    elif asked == "confirm" or is_go(turn.text):
        want_start(turn)
    else:
        unclear_yes(turn)


def _names_event(turn: Turn) -> bool:
    """Return whether a yes is the outcome that is agreed already: it stands by it."""
    brief, prompt = turn.state.brief, turn.state.prompt
    event = str(brief.get("goal.event", ""))
    said = bool(event) and brief.source("goal.event") not in UNSAID
    if said and prompt is not None and prompt.question == "action":
        return False  # a yes to "what will you do" answers nothing
    return bool(event) and event.casefold() == turn.text.strip(" .").casefold()


def _deny(turn: Turn, _: Reading) -> None:
    prompt = turn.state.prompt
    asked = prompt.question if prompt else ""
    if prompt is None:
        go_on(turn)
    elif asked == "repairs":
        repairs_answered(turn, accepted=False)
        go_on(turn)
    elif asked == "clarify":
        choose(turn, prompt, "none")
    elif asked == "confirm" and prompt.about == "change":
        turn.say("confirm.stays")
        come_back(turn)
    elif asked == "confirm":
        choose(turn, prompt, "change")
    elif asked in _NO:
        choose(turn, prompt, _NO[asked])
    elif asked == "drivers":
        leave_to_tandem(turn, Source.SAID)
    elif asked == "target" and prompt.about:
        plain = replace(prompt, about="")
        turn.set(prompt=plain)
        turn.say("target.other")
        come_back(turn)
    elif asked == "next":
        turn.say("result.fine")
        come_back(turn)
    else:
        not_understood(turn, turn.text)


def _round(turn: Turn, _: Reading) -> None:
    if turn.state.phase == Phase.SEARCHING:
        turn.say("round.running")
        return
    go_again(turn)


def _out_of_scope(turn: Turn, _: Reading) -> None:
    """Answer a remark; beside an open question it is one more turn without an answer."""
    prompt = turn.state.prompt
    asked = question(prompt.question) if prompt else None
    if prompt is None or asked is None:
        turn.say("out_of_scope")
        come_back(turn)
    elif prompt.rung + 1 >= FINAL_RUNG:
        not_understood(turn, turn.text)
    else:
        turn.say("out_of_scope")
        put(turn, asked, short=True, rung=prompt.rung + 1)


_ACTS: Mapping[str, Callable[[Turn, Reading], None]] = {
    "undo": _undo,
    "revisit": _revisit,
    "ask_why": telling.why,
    "ask_how": telling.how,
    "ask_what": telling.what,
    "summary": telling.summary,
    "help": telling.help_,
    "repeat": telling.repeat,
    "simpler": telling.simpler,
    "more_detail": telling.more,
    "stop": _stop,
    "restart": _restart,
    "delegate": _delegate,
    "unsure": _unsure,
    "affirm": _affirm,
    "deny": _deny,
    "query": query,
    "round": _round,
    "out_of_scope": _out_of_scope,
}
