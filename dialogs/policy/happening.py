"""What events from outside lead to: a table read, a search done, a worker lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..agenda import next_question
from ..brief import Brief, BriefError
from ..events import (
    Delivered,
    Edited,
    Resumed,
    SearchDone,
    SearchProgressed,
    SearchStarted,
    Started,
    TableRead,
    TargetProbed,
    Told,
    WorkFailed,
)
from ..message import Failure
from ..skill import Skill
from ..state import Phase, RoundNote
from ..words import label, slots_text
from .asking import ask_next_step, come_back, describe_table, go_on
from .choosing import read
from .filling import fill
from .turn import Turn


def started(turn: Turn, event: Started) -> None:
    """Open: say what this is, and ask for a table unless one was named."""
    turn.set(
        started=event.at, tables=event.tables, earlier=event.earlier, demo=event.demo
    )
    turn.set(skill=Skill.from_dict(event.skill))
    if event.brief:
        try:
            turn.set(brief=Brief.from_dict(event.brief))
            turn.brief_changed(tuple(turn.state.brief))
        except BriefError as error:
            turn.messages.append(
                Failure("brief", "This brief cannot be used", str(error))
            )
    path = event.table or turn.state.brief.get("table.path")
    turn.say("open.hello")
    if path:
        if path == event.demo:
            turn.say("open.demo_note")
        read(turn, str(path))
    else:
        go_on(turn)


def table_read(turn: Turn, event: TableRead) -> None:
    """Look at the table, say what it holds, and go on."""
    again = turn.state.facts is not None
    turn.set(facts=event.facts, phase=Phase.TALKING, path="")
    fill(turn, {"table.path": event.facts.path or event.facts.name}, quiet=True)
    turn.set(past=())
    if not again:
        describe_table(turn)
    target = turn.state.brief.get("table.target")
    if target is not None:
        # A target from a brief file is probed like one that was typed.
        turn.set(brief=turn.state.brief.without("table.target"))
        fill(turn, {"table.target": target})
    go_on(turn)


def target_probed(turn: Turn, event: TargetProbed) -> None:
    """Take note of what gives the target away; ask where it is grave."""
    grave_before = {s.id for s in turn.state.probes if s.severity >= 3}
    turn.set(probes=event.suspicions)
    grave = [s for s in event.suspicions if s.severity >= 3]
    if turn.state.phase != Phase.TALKING:
        return
    if {s.id for s in grave} - grave_before:
        _say_unaskable(turn)
        prompt = turn.state.prompt
        # What was just asked stays open; the grave thing has its place after it.
        if prompt is None or next_question(turn.state).id != prompt.question:
            go_on(turn)


def _say_unaskable(turn: Turn) -> None:
    from ..message import Level
    from ..suspicions import sentence

    for suspicion in turn.state.probes:
        if suspicion.severity >= 3 and suspicion.repair != "ignore":
            turn.tell(sentence(suspicion, Level(turn.state.level)), "probe")


def search_started(turn: Turn, event: SearchStarted) -> None:
    """Say the plan in words."""
    plan = event.plan
    count = len(plan.get("candidates") or ())
    folds = (plan.get("folds") or {}).get("count", 0)
    turn.say("search.started", n=min(count, plan.get("models") or count), folds=folds)


def search_progressed(turn: Turn, event: SearchProgressed) -> None:
    """Keep the best so far, for when it is asked for."""
    turn.set(best=event.progress.best_text)


def search_done(turn: Turn, event: SearchDone) -> None:
    """Pass the telling on, keep the round, offer what comes next."""
    result = event.result
    note = RoundNote(
        event.round, "done", dict(result.get("brief") or {}),
        dict(result.get("objective") or {}),
    )  # fmt: skip
    turn.set(phase=Phase.RESULT, rounds=_with(turn, note), best="", prompt=None)
    turn.pass_on(event.messages)
    _compare(turn, note)
    ask_next_step(turn)


def _with(turn: Turn, note: RoundNote) -> tuple[RoundNote, ...]:
    others = [r for r in turn.state.rounds if r.round != note.round]
    return tuple(sorted([*others, note], key=lambda r: r.round))


def _compare(turn: Turn, note: RoundNote) -> None:
    done = [r for r in turn.state.rounds if r.status == "done" and r.round < note.round]
    if not done:
        return
    before = done[-1]
    same = before.objective.get("name") == note.objective.get("name")
    one, two = before.objective.get("value"), note.objective.get("value")
    if same and isinstance(one, int | float) and isinstance(two, int | float):
        changed = _difference(before.brief, note.brief)
        turn.say(
            "round.compare", before=f"{one:.4g}", now=f"{two:.4g}", changed=changed
        )


def _difference(one: Mapping[str, Any], two: Mapping[str, Any]) -> str:
    first, second = Brief.from_dict(one), Brief.from_dict(two)
    slots = [s for s in {*first, *second} if first.get(s) != second.get(s)]
    values = {s: second.get(s, "none") for s in sorted(slots)}
    return slots_text(values) or "nothing"


def told(turn: Turn, event: Told) -> None:
    """Pass an answer on and come back to the open question."""
    turn.pass_on(event.messages)
    if turn.state.phase == Phase.RESULT and turn.state.prompt is not None:
        return
    come_back(turn)


def delivered(turn: Turn, event: Delivered) -> None:
    """Say where the file is."""
    turn.pass_on(event.messages)


def work_failed(turn: Turn, event: WorkFailed) -> None:
    """Say the failure as a sentence, and go on."""
    turn.messages.append(Failure(event.kind, event.title, event.text))
    if event.what == "read":
        first = turn.state.facts is None
        turn.set(phase=Phase.OPENING if first else Phase.TALKING, path="")
        if first:
            turn.set(brief=turn.state.brief.without("table.path"))
        go_on(turn)
    elif event.what == "search":
        rounds = tuple(r for r in turn.state.rounds if r.round != turn.state.round)
        failed = RoundNote(turn.state.round, "failed", turn.nested())
        done = any(r.status == "done" for r in rounds)
        turn.set(
            phase=Phase.RESULT if done else Phase.TALKING, rounds=(*rounds, failed),
            best="", prompt=None,
        )  # fmt: skip
        go_on(turn)
    elif event.what != "probe":
        come_back(turn)


def edited(turn: Turn, event: Edited) -> None:
    """Take an edit of the panel or the brief file like a word in the chat."""
    turn.set(turn=turn.state.turn + 1)
    if event.value is None:
        turn.state = turn.state.remembering(label(event.slot))
        turn.set(brief=turn.state.brief.without(event.slot))
        turn.brief_changed((event.slot,))
    else:
        fill(turn, {event.slot: event.value})
    if turn.state.phase != Phase.SEARCHING:
        go_on(turn)


def resumed(turn: Turn, event: Resumed) -> None:
    """Welcome back: say where we were and what has changed."""
    state = turn.state
    turn.say("resumed", what=_where(turn))
    if "table_gone" in event.changed:
        turn.say("resumed.table_gone", path=state.facts.path if state.facts else "")
    if state.phase == Phase.SEARCHING:
        turn.say("resumed.was_searching")
        kept = tuple(r for r in state.rounds if r.round != state.round)
        cut = RoundNote(state.round, "cut off", turn.nested())
        turn.set(phase=Phase.TALKING, rounds=(*kept, cut), best="")
    if state.phase == Phase.READING or "table_changed" in event.changed:
        if "table_changed" in event.changed:
            turn.say("resumed.table_changed")
        path = state.path or state.brief.get("table.path", "")
        if path:
            read(turn, str(path))
            return
        turn.set(phase=Phase.OPENING)
    go_on(turn)


def _where(turn: Turn) -> str:
    brief = turn.state.brief
    shown = {s: brief.get(s) for s in ("table.path", "table.target", "goal.event")
             if s in brief}  # fmt: skip
    return slots_text(shown) + "." if shown else ""
