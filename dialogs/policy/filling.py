"""Putting values into the brief: with provenance, dependants, and a word said aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..brief import Brief, BriefError, Grounding, Source, Value
from ..compiling import likely_event, task_of
from ..events import ProbeTarget
from ..state import Phase
from ..words import clauses, say
from .clashing import tell_clash
from .completing import UNSAID, must_for_assumed, whole
from .turn import Turn

DEPENDANTS = {
    "table.target": (
        "goal.task", "goal.event", "goal.order", "success.objective", "success.miss_cost",
        "success.false_alarm_cost", "success.hit_cost", "success.pass_cost",
        "success.review_cost", "success.cost_matrix", "success.k", "success.share",
        "success.per", "success.recall", "success.precision", "success.fpr",
        "success.tolerance", "success.relative", "success.quantile", "success.coverage",
        "success.require", "success.target_value", "expectations.drivers",
        "expectations.value",
    ),
    "goal.event": ("success.miss_cost", "success.false_alarm_cost"),
}  # fmt: skip
"""Slot -> slots whose meaning rests on it: opened again when it changes."""

LENGTHS = (("success.k", "success.share"), ("success.share", "success.k"))
PERIODS_ASKED = ("trap:period_without_date", "trap:list_holds_period")


def fill(
    turn: Turn, values: Mapping[str, Any], source: Source = Source.SAID,
    raw: Mapping[str, str] | None = None, quiet: bool = False, why: str = "",
    seen: Mapping[str, tuple[Any, str]] | None = None,
) -> bool:  # fmt: skip
    """Put values into the brief and say so; return whether anything changed.

    Parameters
    ----------
    turn : Turn
    values : mapping
        Slot -> value.
    source : Source
        Who says so; a value said before becomes ``corrected``.
    raw : mapping, optional
        Slot -> the words it came from.
    quiet : bool
        Whether the read-back is left to the caller.
    why : str
        The reason, where Tandem chose.
    seen : mapping, optional
        Slot -> value and reason: what follows from the words and the table.
    """
    inferred = seen or {}
    values = _in_order({**{s: v for s, (v, _) in inferred.items()}, **values})
    values = _possible(turn, values)
    held = turn.state.brief
    new = {s: v for s, v in whole(turn, values).items() if held.get(s) != _stored(v)}
    _stand_by(turn, values, source, new)
    if not new:
        return False
    dropped = must_for_assumed(turn, new, source)
    target = values.get("table.target", turn.state.brief.get("table.target"))
    told = clauses(new, turn.state.facts, target, _also(turn, new))
    turn.state = turn.state.remembering(told)
    turn.set(brief=turn.state.brief.without(*dropped))
    corrected = any(s in turn.state.brief for s in new)
    reopened = _reopen(turn, new)
    kept = _kept(turn, held, new)
    _one_length(turn, new)
    for slot, value in new.items():
        own = slot in inferred and value == inferred[slot][0]
        by, reason = (Source.SEEN, inferred[slot][1]) if own else (source, why)
        _put(turn, slot, value, by, (raw or {}).get(slot, ""), reason)
    turn.brief_changed((*new, *dropped))
    if not quiet:
        _tell(
            turn,
            told,
            corrected,
            (clauses(reopened, turn.state.facts, held.get("table.target")), kept),
        )
        tell_clash(turn, new)
    _consequences(turn, new)
    return True


def _possible(turn: Turn, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values that a slot can hold, and name those that none can."""
    wrong = [s for s, v in values.items() if not _holds(s, v)]
    for slot in wrong:
        turn.say("noted.not", what=clauses({slot: values[slot]}))
    left = {s: v for s, v in values.items() if s not in wrong}
    return {} if wrong and set(left) <= IMPLIED else left


def _holds(slot: str, value: Any) -> bool:
    try:
        Brief().with_value(slot, Value(value))
    except BriefError:
        return False
    return True


def _tell(turn: Turn, told: str, corrected: bool, rest: tuple[str, str]) -> None:
    turn.say("changed" if corrected else "noted", what=told)
    reopened, kept = rest
    if reopened:
        turn.say("changed.dependants", what=reopened)
    if kept:
        turn.say("changed.kept", what=kept)


def _kept(turn: Turn, before: Brief, new: Mapping[str, Any]) -> str:
    """Return what a person said that stands although the target is another now."""
    if "table.target" not in new or "table.target" not in before:
        return ""
    brief = turn.state.brief
    own = {
        s: brief.get(s) for s in brief
        if s not in new and s not in UNTOLD and brief.source(s) not in UNSAID
    }  # fmt: skip
    return clauses(own, turn.state.facts)


UNTOLD = ("table.path", "table.sheet", "table.repairs", "table.row", "goal.domain")
"""Slots of the table itself: that they stay goes without saying."""


def _stand_by(
    turn: Turn, values: Mapping[str, Any], source: Source, new: Mapping[str, Any]
) -> None:
    """Note that a person said what was only inferred or assumed so far."""
    brief = turn.state.brief
    said = tuple(
        s for s in values
        if s not in new and s in brief and brief.source(s) in UNSAID
    )  # fmt: skip
    if source != Source.SAID or not said:
        return
    for slot in said:
        value = replace(brief.values[slot], source=Source.SAID)
        brief = brief.with_value(slot, value)
    turn.state = turn.state.remembering(clauses({s: brief.get(s) for s in said}))
    turn.set(brief=brief)
    turn.brief_changed(said)


IMPLIED = frozenset({"success.objective", "success.per"})
"""Slots that say nothing without the number they came with."""

FIRST = ("table.target", "goal.event")
"""Slots that are read back before the rest."""


def _in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    rank = {s: FIRST.index(s) if s in FIRST else len(FIRST) for s in values}
    return {s: values[s] for s in sorted(values, key=lambda s: rank[s])}


def _also(turn: Turn, new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return slots that go without saying as a rule, and not here: they change."""
    measure = "success.objective"
    return (measure,) if measure in new and measure in turn.state.brief else ()


def _stored(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _put(turn: Turn, slot: str, value: Any, source: Source, raw: str, why: str) -> None:
    before = slot in turn.state.brief
    known = Source.CORRECTED if before and source == Source.SAID else source
    entry = Value(
        value, known, turn.state.turn, raw, why=why, grounded=Grounding.IMPLICIT
    )
    turn.set(brief=turn.state.brief.with_value(slot, entry))


def _reopen(turn: Turn, new: Mapping[str, Any]) -> dict[str, Any]:
    """Empty what rests on a changed value; its old value is offered as default."""
    reopened: dict[str, Any] = {}
    for slot, dependants in DEPENDANTS.items():
        if slot not in new or slot not in turn.state.brief:
            continue
        gone = [d for d in dependants if d in turn.state.brief and d not in new]
        kept = {d: turn.state.brief.get(d) for d in gone}
        turn.set(
            brief=turn.state.brief.without(*gone),
            offered={**turn.state.offered, **kept},
        )
        reopened |= kept
    return reopened


def _one_length(turn: Turn, new: Mapping[str, Any]) -> None:
    """Let a list have one length: so many, or such a share, whichever was said last."""
    for slot, other in LENGTHS:
        if slot in new and other not in new and other in turn.state.brief:
            turn.set(brief=turn.state.brief.without(other))
            turn.brief_changed((other,))
            if slot == "success.k":  # so many of how many, is to be asked anew
                kept = tuple(d for d in turn.state.done if d not in PERIODS_ASKED)
                turn.set(done=kept)


def probe_again(turn: Turn) -> None:
    """Ask for the look at the target once more, where the last one was cut off."""
    if turn.state.probing:
        turn.set(probed="", probing=False, starting=False)
        _consequences(turn, {"table.target": None})


def _consequences(turn: Turn, new: Mapping[str, Any]) -> None:
    state = turn.state
    if state.facts is None or not {"table.target", "goal.event"} & set(new):
        return
    target = state.brief.get("table.target")
    if target not in state.facts.names:
        return
    task = task_of(state.brief, state.facts)
    event = state.brief.get("goal.event")
    key = f"{target}={event}" if task == "binary" else str(target)
    if task == "binary" and event is None:
        column = state.facts.column(target)
        event = likely_event(column) if column else None
        key = f"{target}="
    if key != state.probed and state.phase != Phase.SEARCHING:
        turn.set(probed=key, probing=True)
        turn.do(ProbeTarget(turn.request(), str(target), event))


def take_back(turn: Turn) -> None:
    """Undo the last change of the brief."""
    if not turn.state.past:
        turn.say("undone.nothing")
        return
    last = turn.state.past[-1]
    slots = tuple({*turn.state.brief, *last.brief})
    turn.set(
        brief=last.brief, done=last.done, cards=last.cards, past=turn.state.past[:-1]
    )
    turn.brief_changed(slots)
    turn.say("undone", what=last.what)
    _consequences(turn, {"table.target": turn.state.brief.get("table.target")})


def settle(turn: Turn, identity: str) -> None:
    """Note that a question is settled without a value."""
    if identity not in turn.state.done:
        turn.state = turn.state.remembering(
            say("assumed.skip", turn.state.level).rstrip(".").lower()
        )
        turn.set(done=(*turn.state.done, identity))
