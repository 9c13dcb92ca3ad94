"""Going on another day: what is as it was, what has changed, and what that opens again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..brief import Brief
from ..codec import decode, encode
from ..events import Resumed
from ..facts import Facts
from ..schema import slots
from ..state import Phase, RoundNote
from ..suspicions import listed
from ..words import clauses, label
from .asking import go_on, told
from .filling import probe_again
from .settling import read
from .turn import Turn

ONE_COLUMN = ("split.column", "compare.column", "success.miss_cost", "success.hit_cost",
              "success.false_alarm_cost", "success.pass_cost", "success.review_cost")  # fmt: skip
"""Slots that may hold the name of a column."""

MANY_COLUMNS = ("table.ignore", "limits.never_columns", "limits.monotonic",
                "expectations.drivers")  # fmt: skip
"""Slots that hold several: those that are left stand."""


def resumed(turn: Turn, event: Resumed) -> None:
    """Welcome back: say where we were and what has changed."""
    _restore(turn, event)
    turn.set(agreed=())  # after a while it is read whole again
    _open_again(turn)
    state = turn.state
    turn.say("resumed", what=_where(turn))
    if event.before and event.before != event.version:
        turn.say("resumed.upgraded", before=event.before, now=event.version)
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
            read(turn, str(path), quiet=True)
            return
        turn.set(phase=Phase.OPENING)
    # What was looked at when the program ended will not come back by itself.
    probe_again(turn)
    go_on(turn)


RAISED = ("trap", "period", "period_rows", "card")
"""Questions that are put once: one that was open when we parted is put again."""


def _open_again(turn: Turn) -> None:
    """Forget that what stood open was raised: nobody has answered it."""
    state = turn.state
    if state.prompt is None or state.prompt.question not in RAISED:
        return
    last = next((d for d in reversed(state.done) if d.startswith("trap:")), "")
    turn.set(done=tuple(d for d in state.done if d != last), trap="")


def _restore(turn: Turn, event: Resumed) -> None:
    """Take what was agreed as it was kept, where today's rules hear it otherwise."""
    if event.brief is None or event.brief == encode(turn.state.brief):
        return
    kept = Brief()
    for slot, value in decode(Brief, event.brief).values.items():
        if slot in slots():  # what this version no longer knows is left out
            kept = kept.with_value(slot, value)
    names = tuple({*turn.state.brief, *kept})
    turn.set(brief=kept)
    turn.brief_changed(names)


def _where(turn: Turn) -> str:
    brief = turn.state.brief
    shown = {s: brief.get(s) for s in ("table.path", "table.target", "goal.event")
             if s in brief}  # fmt: skip
    text = clauses(shown, turn.state.facts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


# --- a file that is another now -----------------------------------------------------


def tell_changes(turn: Turn, before: Facts, now: Facts) -> None:
    """Say what is different in the same file, and put aside what rested on it."""
    more = [n for n in now.names if n not in before.names]
    gone = [n for n in before.names if n not in now.names]
    rows = now.rows - before.rows
    if rows:
        key = "changed.rows_more" if rows > 0 else "changed.rows_fewer"
        turn.say(key, n=f"{abs(rows):,}", rows=f"{now.rows:,}")
    if more:
        turn.say("changed.columns_new", names=listed(more))
    if gone:
        turn.say("changed.columns_gone", names=listed(gone))
    if not (rows or more or gone):
        turn.say("changed.cells")
    known = {s.id for s in before.suspicions}
    for odd in now.suspicions:
        if odd.severity >= 2 and odd.id not in known:
            turn.say("changed.odd", text=told(turn, odd))
    _put_aside(turn, now)
    if any(r.status == "done" for r in turn.state.rounds):
        turn.say("changed.model_old")


def _put_aside(turn: Turn, now: Facts) -> None:
    """Drop what was agreed about columns and outcomes that are gone, and say so."""
    brief = turn.state.brief
    lost = [s for s in ONE_COLUMN if _named_column(s, brief.get(s), now)]
    for slot in MANY_COLUMNS:
        held = brief.get(slot)
        left = _left(held, now)
        if held and left != held:
            lost.append(slot)
            if left:
                value = brief.values[slot]
                brief = brief.with_value(slot, _with(value, left))
    target = now.column(str(brief.get("table.target", "")))
    event = brief.get("goal.event")
    if event is not None and target is not None and event not in target.values:
        lost.append("goal.event")
    if not lost:
        return
    whole = [s for s in lost if s not in MANY_COLUMNS or not _left(brief.get(s), now)]
    turn.state = turn.state.remembering(", ".join(label(s).lower() for s in lost))
    turn.set(brief=brief.without(*whole))
    turn.brief_changed(tuple(lost))
    turn.say("changed.put_aside", what=listed([label(s).lower() for s in lost]))


def _named_column(slot: str, value: Any, now: Facts) -> bool:
    return isinstance(value, str) and bool(slot) and value not in now.names


def _left(held: Any, now: Facts) -> Any:
    """Return what still names a column of the table."""
    if isinstance(held, Mapping):
        return {n: v for n, v in held.items() if n in now.names}
    return tuple(n for n in held or () if n in now.names)


def _with(value: Any, left: Any) -> Any:
    from dataclasses import replace

    return replace(value, v=left)
