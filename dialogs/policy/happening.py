"""What events from outside lead to: a table read, a search done, a worker lost."""

from __future__ import annotations

from ..agenda import next_question, open_leak, task_now
from ..brief import Brief, BriefError
from ..events import (
    Delivered,
    SearchDone,
    SearchProgressed,
    SearchStarted,
    Started,
    TableRead,
    TargetProbed,
    Told,
    WorkFailed,
)
from ..message import Failure, Level
from ..skill import Skill
from ..state import Phase, RoundNote
from ..suspicions import sentence
from .asking import ask_next_step, come_back, describe_table, go_on
from .filling import fill, probe_again
from .nudging import put_nudge
from .returning import tell_changes
from .rounds import compare, note_of, offer_next
from .settling import forget_table, read
from .starting import GO_SAID, start_search
from .turn import Turn
from .which_table import rows_listed


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
    before = turn.state.facts
    path = event.facts.path or event.facts.name
    again = before is not None and before.path == event.facts.path
    changed = before is not None and before.digest != event.facts.digest
    if before is not None and not again:
        forget_table(turn)
    turn.set(facts=event.facts, phase=Phase.TALKING, path="", probing=False)
    if turn.state.brief.get("table.path") != path or not again:
        fill(turn, {"table.path": path}, quiet=True)
        turn.set(past=())
    if not again:
        describe_table(turn)
    elif before is not None and changed:
        tell_changes(turn, before, event.facts)
    target = turn.state.brief.get("table.target")
    if target is not None:
        # A target from a brief file is probed like one that was typed.
        turn.set(brief=turn.state.brief.without("table.target"), probed="")
        if target in event.facts.names:
            fill(turn, {"table.target": target}, quiet=again)
        else:
            turn.say("target.unknown", column=target)
    done = any(r.status == "done" for r in turn.state.rounds)
    if again and changed and done and target in event.facts.names:
        turn.set(phase=Phase.RESULT)
    go_on(turn)


def target_probed(turn: Turn, event: TargetProbed) -> None:
    """Take note of what gives the target away; ask where it is grave."""
    grave_before = {s.id for s in turn.state.probes if s.severity >= 3}
    turn.set(probes=event.suspicions, probing=False)
    if turn.state.phase != Phase.TALKING or _useless_target(turn):
        return
    grave = {s.id for s in event.suspicions if s.severity >= 3}
    if turn.state.starting:
        turn.set(starting=False)
        if open_leak(turn.state) is None:
            start_search(turn)
            return
        turn.set(done=(*turn.state.done, GO_SAID))
        go_on(turn)
        return
    _say_raised(turn)
    if grave - grave_before:
        prompt = turn.state.prompt
        # What was just asked stays open; the grave thing has its place after it.
        if prompt is None or next_question(turn.state).id != prompt.question:
            go_on(turn)


USELESS = ("one_value_target",)
"""Suspicions after which a column cannot be the target."""

TOLD = (
    "target_mostly_missing",
    "target_missing",
    "few_events",
    "rare_class",
    "capped_target",
)
"""What is said of a target once, since it changes what one can hope for."""


def _useless_target(turn: Turn) -> bool:
    found = next((s for s in turn.state.probes if s.kind in USELESS), None)
    if found is None:
        return False
    turn.tell(sentence(found, Level(turn.state.level)), "probe")
    gone = [
        s for s in turn.state.brief if s in ("table.target", "goal.event", "goal.task")
    ]
    turn.set(
        brief=turn.state.brief.without(*gone), probed="", probes=(), starting=False
    )
    turn.brief_changed(tuple(gone))
    go_on(turn)
    return True


def _say_raised(turn: Turn) -> None:
    """Say once what is odd about the target and waits for no answer."""
    numbers = task_now(turn.state) in ("regression", "forecast")
    for suspicion in turn.state.probes:
        mark = f"told:{suspicion.id}"
        if suspicion.kind not in TOLD or mark in turn.state.done:
            continue
        if numbers and suspicion.kind == "rare_class":
            continue  # a number is no outcome that needs rows of its own
        trap = suspicion.kind == "few_events" and "trap:few_events" in turn.state.done
        if not trap:
            turn.tell(sentence(suspicion, Level(turn.state.level)), "probe")
        marks = (mark, "trap:few_events") if suspicion.kind == "few_events" else (mark,)
        turn.set(done=(*turn.state.done, *marks))


def search_started(turn: Turn, event: SearchStarted) -> None:
    """Say the plan in words."""
    plan = event.plan
    count = len(plan.get("candidates") or ())
    folds = (plan.get("folds") or {}).get("count", 0)
    turn.say("search.started", n=min(count, plan.get("models") or count), folds=folds)
    begun = (plan.get("reasons") or {}).get("begun")
    if begun:
        turn.say("search.memory", reason=begun)


def search_progressed(turn: Turn, event: SearchProgressed) -> None:
    """Keep the best so far, for when it is asked for."""
    turn.set(best=event.progress.best_text)


def search_done(turn: Turn, event: SearchDone) -> None:
    """Pass the telling on, keep the round, offer what comes next."""
    result = event.result
    known = note_of(turn, event.round)
    # What the person agreed to is compared later, not what the run made of it.
    brief = known.brief if known else dict(result.get("brief") or {})
    note = RoundNote(event.round, "done", brief, dict(result.get("objective") or {}))
    turn.set(phase=Phase.RESULT, rounds=_with(turn, note), best="", prompt=None,
             scored="", listed=())  # fmt: skip
    if result.get("status") == "stopped":
        turn.say("search.stopped")
    turn.pass_on(event.messages)
    compare(turn, note)
    if not put_nudge(turn, result):
        offer_next(turn)


def _with(turn: Turn, note: RoundNote) -> tuple[RoundNote, ...]:
    others = [r for r in turn.state.rounds if r.round != note.round]
    return tuple(sorted([*others, note], key=lambda r: r.round))


def told(turn: Turn, event: Told) -> None:
    """Pass an answer on and come back to the open question."""
    turn.pass_on(event.messages)
    turn.set(listed=rows_listed(event.messages) or turn.state.listed)
    if turn.state.phase == Phase.RESULT and turn.state.prompt is not None:
        return
    come_back(turn)


def delivered(turn: Turn, event: Delivered) -> None:
    """Say where the file is, and come back to the open question."""
    turn.pass_on(event.messages)
    if event.kind == "predictions" and event.table:
        turn.set(scored=event.table, listed=())
    come_back(turn)


def work_failed(turn: Turn, event: WorkFailed) -> None:
    """Say the failure as a sentence, and go on."""
    turn.messages.append(Failure(event.kind, event.title, event.text))
    if event.what == "read":
        first = turn.state.facts is None
        done = any(r.status == "done" for r in turn.state.rounds)
        phase = Phase.RESULT if done else Phase.TALKING
        turn.set(phase=Phase.OPENING if first else phase, path="")
        if first:
            turn.set(brief=turn.state.brief.without("table.path"))
        else:
            turn.say("another_kept")
            # A look at the target that was cut off before will not come back by itself.
            probe_again(turn)
        if done and not first:
            ask_next_step(turn)
        else:
            go_on(turn)
    elif event.what == "search":
        rounds = tuple(r for r in turn.state.rounds if r.round != turn.state.round)
        failed = RoundNote(turn.state.round, "failed", turn.nested())
        done = any(r.status == "done" for r in rounds)
        turn.set(
            phase=Phase.RESULT if done else Phase.TALKING, rounds=(*rounds, failed),
            best="", prompt=None,
        )  # fmt: skip
        turn.say("search.try_again")
        go_on(turn)
    elif event.what == "redecide":
        rounds = tuple(r for r in turn.state.rounds if r.round != turn.state.round)
        turn.set(rounds=rounds)
        turn.say("redecide.failed")
        ask_next_step(turn)
    elif event.what == "probe":
        starting = turn.state.starting
        turn.set(probing=False, starting=False)
        if starting:
            start_search(turn)
    else:
        come_back(turn)
