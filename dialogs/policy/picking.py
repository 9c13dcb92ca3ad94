"""What a picked option does: one handler a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..agenda import next_question, question, sensitive_columns
from ..events import OpenSession
from ..state import Phase, Prompt
from ..words import clauses
from .asking import go_on, put
from .delivering import deliver
from .filling import fill, settle
from .kinds import free_kinds
from .mending import list_repairs
from .noticing import picked
from .nudging import keep_preference
from .one_row import ask_which_row
from .questioning import accept_offer, put_period_rows, stand_by
from .rounds import after_change, carry_on, drop_changes, go_again, offer_next
from .settling import ask_model, leak_answered, put_again, read, repairs_answered
from .starting import go_on_as_asked, start_search
from .turn import Turn
from .weighing import card_answered

LONGER_SECONDS = 300
MOST_RUNGS = 3
"""Rungs at which a question is still asked."""


def _file(turn: Turn, option: str) -> None:
    kind, _, rest = option.partition(":")
    if kind == "table":
        read(turn, rest)
    elif kind == "example":
        turn.say("open.demo_note")
        read(turn, turn.state.demo)
    elif kind == "resume":
        turn.do(OpenSession(rest))
        turn.set(prompt=None)
    elif kind == "what":
        turn.say("open.what")
        put_again(turn, turn.state.prompt or Prompt("", "file"))
    else:
        turn.say("open.type_path")
        put_again(turn, turn.state.prompt or Prompt("", "file"))


def _repairs(turn: Turn, option: str) -> None:
    if option == "show":
        list_repairs(turn)
        put_again(turn, turn.state.prompt or Prompt("", "repairs"))
        return
    repairs_answered(turn, accepted=option == "fine")
    go_on(turn)


def _target(turn: Turn, option: str) -> None:
    fill(turn, {"table.target": option.partition(":")[2]})
    go_on(turn)


def _event(turn: Turn, option: str) -> None:
    fill(turn, {"goal.event": option.partition(":")[2]})
    go_on(turn)


def _capacity(turn: Turn, _: str) -> None:
    settle(turn, "capacity")
    go_on(turn)


def _leak(turn: Turn, option: str) -> None:
    leak_answered(turn, keep=option == "before")
    go_on_as_asked(turn)


def _confirm(turn: Turn, option: str) -> None:
    if option == "longer":
        fill(turn, {"limits.seconds": LONGER_SECONDS})
        start_search(turn)
    elif option == "go":
        start_search(turn)
    else:
        turn.say("confirm.what_change")
        asked = question("confirm")
        if asked is not None:
            put(turn, asked, short=True, about="change")


def _next(turn: Turn, option: str) -> None:
    queries: dict[str, dict[str, Any]] = {
        "where_wrong": {"op": "mistakes", "kind": "typical"},
        "what_matters": {"op": "importance"},
    }
    if option in queries:
        ask_model(turn, {"rows": None, "do": [queries[option]]})
    elif option == "why_one":
        ask_which_row(turn)
    elif option == "report":
        deliver(turn, "report")
    elif option == "score_file":
        turn.set(prompt=turn.new_prompt("score"))
        turn.say("file.which")
    elif option == "with_changes":
        go_again(turn)
    elif option == "drop":
        drop_changes(turn)
        offer_next(turn)
    else:
        turn.say("round.what")


def _card(turn: Turn, option: str) -> None:
    if card_answered(turn, option):
        go_on(turn)


def _period(turn: Turn, option: str) -> None:
    if option == "part":
        put_period_rows(turn)
        return
    k, facts = turn.state.brief.get("success.k", 0), turn.state.facts
    turn.set(prompt=None)
    if facts is not None and k >= facts.rows:
        # There is nothing to choose then: that is said by the trap that stands for it.
        fill(turn, {"success.share": 1.0}, quiet=True)
    else:
        turn.say("period.all", k=f"{k:,}")
    carry_on(turn)


def _period_rows(turn: Turn, _: str) -> None:
    """Take every list from all rows, whatever their dates say."""
    k, facts = turn.state.brief.get("success.k", 0), turn.state.facts
    turn.set(prompt=None)
    if facts is not None and facts.rows:
        fill(
            turn,
            {"success.share": min(1.0, float(f"{k / facts.rows:.3g}"))},
            quiet=True,
        )
    turn.say("period.all", k=f"{k:,}")
    carry_on(turn)


def _trap(turn: Turn, option: str) -> None:
    prompt = turn.state.prompt
    slot = prompt.slot if prompt else None
    if option == "accept":
        accept_offer(turn, prompt.about if prompt else "")
    elif option == "keep":
        stand_by(turn, slot)
    else:
        turn.set(prompt=None)
        turn.say("trap.change")
        _open_again(turn, slot)
        return
    turn.set(trap="", prompt=None)
    carry_on(turn)


def _open_again(turn: Turn, slot: str | None) -> None:
    """Open what a questioned wish rests on, so that it is asked again."""
    section = [s for s in turn.state.brief if s.startswith("success.")]
    success = bool(slot and slot.startswith("success."))
    gone = section if success else [slot] if slot else []
    gone = [s for s in gone if s in turn.state.brief]
    turn.state = turn.state.remembering(
        clauses({s: turn.state.brief.get(s) for s in gone})
    )
    kept = {s: turn.state.brief.get(s) for s in gone}
    turn.set(brief=turn.state.brief.without(*gone),
             offered={**turn.state.offered, **kept}, trap="")  # fmt: skip
    turn.brief_changed(tuple(gone))
    go_on(turn)


def _another_table(turn: Turn, option: str) -> None:
    prompt = turn.state.prompt
    if option == "read" and prompt is not None:
        # What was agreed goes when the other table is there: it may not be readable.
        read(turn, prompt.about, fresh=True)
        return
    turn.set(prompt=None)
    turn.say("another_kept")
    go_on(turn)


def _clarify(turn: Turn, option: str) -> None:
    readings = turn.state.readings
    prompt = turn.state.prompt
    turn.set(readings=(), prompt=None)
    if not option.isdigit() or int(option) >= len(readings):
        turn.say("clarify.dropped")
        _no_reading(turn, prompt.rung + 1 if prompt else 1)
        return
    after_change(turn, fill(turn, readings[int(option)]))


def _no_reading(turn: Turn, rung: int) -> None:
    """Put the question again, a rung up: what was said did not answer it."""
    asked = next_question(turn.state)
    if turn.state.phase != Phase.TALKING or turn.holding or asked.id == "confirm":
        go_on(turn)
        return
    put(turn, asked, short=True, rung=min(rung, MOST_RUNGS))


def _fairness(turn: Turn, option: str) -> None:
    if option == "out":
        fill(turn, {"limits.never_columns": sensitive_columns(turn.state)})
    settle(turn, "fairness")
    go_on(turn)


def _nudge(turn: Turn, option: str) -> None:
    prompt = turn.state.prompt
    family = prompt.about if prompt else ""
    turn.set(prompt=None)
    if option == "keep" and family:
        keep_preference(turn, family)
        return
    turn.say("nudge.used")
    offer_next(turn)


def _kinds(turn: Turn, option: str) -> None:
    if option == "any":
        free_kinds(turn)
        return
    turn.set(prompt=None)
    turn.say("kinds.keep")
    go_on(turn)


BY_QUESTION: Mapping[str, Callable[[Turn, str], None]] = {
    "file": _file,
    "repairs": _repairs,
    "target": _target,
    "event": _event,
    "capacity": _capacity,
    "leak": _leak,
    "oddity": picked,
    "dialect": picked,
    "confirm": _confirm,
    "next": _next,
    "clarify": _clarify,
    "card": _card,
    "trap": _trap,
    "another_table": _another_table,
    "fairness": _fairness,
    "period": _period,
    "period_rows": _period_rows,
    "nudge": _nudge,
    "kinds": _kinds,
}
