"""Putting values into the brief: with provenance, dependants, and a word said aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..brief import BriefError, Grounding, Source, Value
from ..compiling import likely_event, task_of
from ..events import ProbeTarget
from ..facts import Kind
from ..state import Phase
from ..success import fitting, must_as_objective
from ..words import clauses, label, say
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

ASIDE = ("table.ignore", "limits.never_columns")
"""Slots of columns that are left out: what is predicted is none of them."""

LENGTHS = (("success.k", "success.share"), ("success.share", "success.k"))
PERIOD_ASKED = "trap:period_without_date"


def fill(
    turn: Turn,
    values: Mapping[str, Any],
    source: Source = Source.SAID,
    raw: Mapping[str, str] | None = None,
    quiet: bool = False,
    why: str = "",
    seen: Mapping[str, tuple[Any, str]] | None = None,
) -> bool:
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
    values = {**{s: v for s, (v, _) in inferred.items()}, **values}
    values = {s: values[s] for s in _in_order(values)}
    new = {
        s: v for s, v in _whole(turn, values).items()
        if turn.state.brief.get(s) != _stored(v)
    }  # fmt: skip
    _stand_by(turn, values, source, new)
    if not new:
        return False
    _must_for_assumed(turn, new, source)
    target = values.get("table.target", turn.state.brief.get("table.target"))
    told = clauses(new, turn.state.facts, target, _also(turn, new))
    turn.state = turn.state.remembering(told)
    corrected = [s for s in new if s in turn.state.brief]
    reopened = _reopen(turn, new)
    _one_length(turn, new)
    for slot, value in new.items():
        by, reason = source, why
        if slot in inferred and value == inferred[slot][0]:
            by, reason = Source.SEEN, inferred[slot][1]
        _put(turn, slot, value, by, (raw or {}).get(slot, ""), reason)
    turn.brief_changed(tuple(new))
    if not quiet:
        key = "changed" if corrected else "noted"
        turn.say(key, what=told)
        if reopened:
            names = ", ".join(label(s).lower() for s in reopened)
            turn.say("changed.dependants", what=names)
    _consequences(turn, new)
    return True


UNSAID = (Source.SEEN, Source.ASSUMED, Source.DELEGATED)


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


FIRST = ("table.target", "goal.event")
"""Slots that are read back before the rest."""


def _in_order(values: Mapping[str, Any]) -> list[str]:
    return sorted(values, key=lambda s: FIRST.index(s) if s in FIRST else len(FIRST))


def _also(turn: Turn, new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return slots that go without saying as a rule, and not here: they change."""
    measure = "success.objective"
    return (measure,) if measure in new and measure in turn.state.brief else ()


def _stored(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _whole(turn: Turn, values: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what was said with what follows from it; leave out what cannot be."""
    found = dict(values)
    if _refused(turn, found):
        for slot in ("table.target", "goal.event"):
            found.pop(slot, None)
    target = found.get("table.target")
    facts = turn.state.facts
    column = facts.column(target) if facts and target else None
    event = found.get("goal.event", turn.state.brief.get("goal.event"))
    for slot in ASIDE:
        held = turn.state.brief.get(slot, ())
        if slot in found or (target in held and "table.target" in found):
            found[slot] = _inputs(turn, found.get(slot, held), target)
    if "success.require" in found:
        found["success.require"] = _once_each(found["success.require"])
    if column is not None and event is not None and event not in column.values:
        found.pop("goal.event", None)
    return found


def _must_for_assumed(turn: Turn, new: dict[str, Any], source: Source) -> None:
    """Let a must be the measure where the one there was only assumed.

    With it goes what was assumed about success: nobody stands behind it.
    """
    brief, measure = turn.state.brief, "success.objective"
    weak = measure in brief and brief.source(measure) in UNSAID
    if source != Source.SAID or not weak:
        return
    task = task_of(brief, turn.state.facts) if turn.state.facts else None
    musts = new.get("success.require", ())
    found = must_as_objective(musts, fitting(task or ""))
    if found is not None and measure not in new:
        objective, parameter, bound = found
        new |= {measure: objective, f"success.{parameter}": bound}
    if measure not in new:
        return
    gone = [
        s for s in brief
        if s.startswith("success.") and s not in new and brief.source(s) in UNSAID
    ]  # fmt: skip
    turn.set(brief=brief.without(*gone))


def _inputs(turn: Turn, columns: Any, target: Any) -> tuple[str, ...]:
    """Return columns without the target: that is no input and cannot be left out."""
    named = columns if isinstance(columns, list | tuple) else (columns,)
    known = target or turn.state.brief.get("table.target")
    return tuple(c for c in named if c != known)


def _once_each(musts: Any) -> tuple[Any, ...]:
    """Return musts with one bound for each measure and side: the one said last."""
    last: dict[tuple[Any, ...], Any] = {}
    for must in musts:
        side = tuple(s for s in ("at_least", "at_most") if s in must)
        last[must.get("metric"), must.get("of"), must.get("column"), side] = must
    return tuple(last.values())


def _refused(turn: Turn, values: Mapping[str, Any]) -> bool:
    """Return whether a column cannot be the target, and say why.

    Who names it once more means it; then only the kind of prediction is asked.
    """
    facts = turn.state.facts
    name = values.get("table.target")
    column = facts.column(str(name)) if facts and name else None
    if facts is None or column is None or name == turn.state.brief.get("table.target"):
        return False
    task = values.get("goal.task", turn.state.brief.get("goal.task"))
    tried = turn.state.brief.with_value("table.target", Value(column.name))
    mark = f"refused:{column.name}"
    if column.kind in (Kind.CONSTANT, Kind.EMPTY) or column.distinct < 2:
        turn.say("target.flat", column=column.name)
        return True
    odd = column.kind == Kind.ID or task_of(tried, facts) is None
    if not odd or task or mark in turn.state.done:
        return False
    key = "target.name" if column.kind == Kind.ID else "target.many"
    turn.say(key, column=column.name, distinct=f"{column.distinct:,}")
    turn.set(done=(*turn.state.done, mark))
    return True


def _put(turn: Turn, slot: str, value: Any, source: Source, raw: str, why: str) -> None:
    before = slot in turn.state.brief
    known = Source.CORRECTED if before and source == Source.SAID else source
    entry = Value(
        value, known, turn.state.turn, raw, why=why, grounded=Grounding.IMPLICIT
    )
    try:
        turn.set(brief=turn.state.brief.with_value(slot, entry))
    except BriefError as error:
        turn.tell(str(error), "brief.refused")


def _reopen(turn: Turn, new: Mapping[str, Any]) -> list[str]:
    """Empty what rests on a changed value; its old value is offered as default."""
    reopened: list[str] = []
    for slot, dependants in DEPENDANTS.items():
        if slot not in new or slot not in turn.state.brief:
            continue
        gone = [d for d in dependants if d in turn.state.brief and d not in new]
        kept = {d: turn.state.brief.get(d) for d in gone}
        turn.set(
            brief=turn.state.brief.without(*gone),
            offered={**turn.state.offered, **kept},
        )
        reopened += gone
    return reopened


def _one_length(turn: Turn, new: Mapping[str, Any]) -> None:
    """Let a list have one length: so many, or such a share, whichever was said last."""
    for slot, other in LENGTHS:
        if slot in new and other not in new and other in turn.state.brief:
            turn.set(brief=turn.state.brief.without(other))
            turn.brief_changed((other,))
            if slot == "success.k":  # so many of how many, is to be asked anew
                kept = tuple(d for d in turn.state.done if d != PERIOD_ASKED)
                turn.set(done=kept)


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
