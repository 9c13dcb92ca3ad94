"""What was said, made whole before it is put into the brief: what cannot be is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..brief import Source, Value
from ..compiling import task_of
from ..facts import Kind
from ..success import fitting, must_as_objective
from .turn import Turn

UNSAID = (Source.SEEN, Source.ASSUMED, Source.DELEGATED)
"""Sources behind which nobody stands."""

UNSUPPORTED = ("clustering", "anomaly")
"""Kinds of answers that no search exists for yet."""

ASIDE = ("table.ignore", "limits.never_columns")
"""Slots of columns that are left out: what is predicted is none of them."""


def whole(turn: Turn, values: Mapping[str, Any]) -> dict[str, Any]:
    """Complete what was said with what follows from it; leave out what cannot be."""
    found = dict(values)
    if _refused(turn, found):
        for slot in ("table.target", "goal.event"):
            found.pop(slot, None)
    if found.get("goal.task") in UNSUPPORTED:
        turn.say(f"unsupported.{found.pop('goal.task')}")
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


def must_for_assumed(
    turn: Turn, new: dict[str, Any], source: Source
) -> tuple[str, ...]:
    """Let a must be the measure where the one there was only assumed.

    Returns
    -------
    tuple of str
        Slots that go with the old measure: what was assumed and nobody stands behind.
    """
    brief, measure = turn.state.brief, "success.objective"
    weak = measure in brief and brief.source(measure) in UNSAID
    if source != Source.SAID or not weak:
        return ()
    task = task_of(brief, turn.state.facts) if turn.state.facts else None
    musts = new.get("success.require", ())
    found = must_as_objective(musts, fitting(task or ""))
    if found is not None and measure not in new:
        objective, parameter, bound = found
        new |= {measure: objective, f"success.{parameter}": bound}
    if measure not in new:
        return ()
    return tuple(
        s for s in brief
        if s.startswith("success.") and s not in new and brief.source(s) in UNSAID
    )  # fmt: skip


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
