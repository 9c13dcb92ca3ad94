"""The state of a conversation as a panel shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .agreement import contract_lines
from .compiling import compile_constraints
from .conductor import BriefView, RoundRow, SlotRow
from .constraints import Constraints
from .message import Level, Progress
from .schema import slots
from .state import State
from .words import label, value_text

HIDDEN = ("table.repairs", "goal.domain")
MOST_VALUES = 400
"""Values offered for completion; beyond that typing is faster than choosing."""


def view_of(state: State, progress: Progress | None) -> BriefView:
    """Return what a panel shows of a state."""
    brief = state.brief
    rows = tuple(
        SlotRow(slot, label(slot), value_text(slot, brief.get(slot)),
                str(brief.source(slot)))
        for slot in slots() if slot in brief and slot not in HIDDEN
    )  # fmt: skip
    plain, technical = _contract(state)
    facts = state.facts
    prompt = state.prompt
    return BriefView(
        rows=rows,
        contract_plain=plain,
        contract_technical=technical,
        progress=progress,
        rounds=tuple(
            RoundRow(r.round, _measure(r.objective), _value(r.objective), r.status)
            for r in state.rounds
        ),
        columns=facts.names if facts else (),
        values=_values(state),
        asking=prompt.slot if prompt else None,
        prompt=prompt.id if prompt else "",
        level=str(state.level),
    )


def _measure(objective: Mapping[str, Any]) -> str:
    return value_text("success.objective", str(objective.get("name", "")))


def _value(objective: object) -> str:
    value = objective.get("value") if isinstance(objective, dict) else None
    return "" if value is None else f"{value:.4g}"


def _contract(state: State) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if state.facts is None or "table.target" not in state.brief:
        return (), ()
    found = compile_constraints(state.brief, state.facts, state.probes)
    if not isinstance(found, Constraints):
        return (), ()
    return (
        contract_lines(found, state.facts, Level.PLAIN),
        contract_lines(found, state.facts, Level.TECHNICAL),
    )


def _values(state: State) -> tuple[str, ...]:
    if state.facts is None:
        return ()
    found = [v for c in state.facts.columns if not c.kind.numeric for v in c.values]
    return tuple(dict.fromkeys(found))[:MOST_VALUES]


def goal_sentence(state: State) -> str:
    """Return what a conversation is about, for the list of earlier ones."""
    target = state.brief.get("table.target")
    if target is None:
        return ""
    name = state.facts.name if state.facts else ""
    event = state.brief.get("goal.event")
    what = f"{target} = {event}" if event else str(target)
    return f"{what} in {name}" if name else what
