"""What the answers to an open question would change, as sentences.

Each offered answer is tried: the Constraints it leads to are compared, and only what
differs is told. Pure, and the same rule as for what is not asked at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..agenda import Question
from ..agreement import contract_lines
from ..brief import Brief, Value
from ..compiling import compile_constraints
from ..constraints import Constraints
from ..delegating import completed
from ..facts import Facts
from ..message import Level
from ..offering import options_of, settings_of
from ..state import State

MOST_TOLD = 4


def effects(state: State, asked: Question) -> list[tuple[str, str]]:
    """Return what each offered answer leads to, where they differ.

    Parameters
    ----------
    state : State
    asked : Question

    Returns
    -------
    list of (answer, what then holds)
        Empty where the answers lead to the same, or none can be compiled yet.
    """
    if state.facts is None or "table.target" not in state.brief:
        return []
    told = []
    for offered in options_of(asked, state):
        settings = _settings(state, asked, offered.id)
        found = _compiled(state, settings, state.facts) if settings else None
        if found is not None:
            told.append((offered.label, _line(found, state.facts, asked.slot)))
    lines = {line for _, line in told}
    return told[:MOST_TOLD] if len(lines) > 1 else []


def _settings(state: State, asked: Question, option: str) -> Mapping[str, Any] | None:
    return settings_of(asked.id, option, state)


def _compiled(
    state: State, settings: Mapping[str, Any], facts: Facts
) -> Constraints | None:
    brief: Brief = state.brief
    for slot, value in settings.items():
        brief = brief.with_value(slot, Value(value))
    found = compile_constraints(completed(brief, facts), facts, state.probes)
    return found if isinstance(found, Constraints) else None


def _line(found: Constraints, facts: Facts, slot: str) -> str:
    part = {"split.kind": "split", "limits.glass_box": "families"}.get(slot)
    if part is not None:
        return found.reasons.get(part, "Every kind of model may compete.")
    lines = contract_lines(found, facts, Level.PLAIN)
    cut = _cut(found)
    return (lines[0] if lines else "") + cut


def _cut(found: Constraints) -> str:
    """Return from which chance on one is named, where two prices decide it."""
    success = found.success
    if success.hit_cost or success.pass_cost:
        return ""  # then the two prices alone do not say from where on
    miss, alarm = success.miss_cost, success.false_alarm_cost
    priced = isinstance(miss, int | float) and isinstance(alarm, int | float)
    if success.objective != "expected_cost" or not priced:
        return ""
    from ..words import say

    gain = float(miss or 0) + float(alarm or 0)
    return (
        " " + say("why.cut", cut=f"{100 * float(alarm or 0) / gain:.0f}")
        if gain
        else ""
    )
