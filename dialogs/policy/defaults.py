"""What Tandem takes when a person leaves the choice to it, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..delegating import default_for as chosen_for
from ..hearing.concepts import FALSE, TRUE
from ..likely_targets import candidates
from ..state import State
from .forms import form

YES_NO = TRUE | FALSE
Default = tuple[Mapping[str, Any], str]


def default_for(question: str, state: State) -> Default | None:
    """Return the values taken for a question and why, or None where none is safe.

    An empty mapping settles the question without a value.
    """
    maker = _DEFAULTS.get(question)
    return maker(state) if maker else None


def _from_slot(slot: str) -> Callable[[State], Default | None]:
    """Return the choice that is made for a slot everywhere, also for brief files."""

    def make(state: State) -> Default | None:
        found = chosen_for(slot, state.brief, state.facts) if state.facts else None
        if found is None or found[0] is None:
            return None
        return {slot: found[0]}, found[1]

    return make


def _target(state: State) -> Default | None:
    # The target is never chosen in silence: it is proposed, and has to be confirmed.
    del state
    return None


def proposal(state: State, said: str = "") -> str | None:
    """Return the column to propose as target, one of the kind that a question asks for.

    "Who gets sick?" asks for a yes or no, "how much does it give?" for a number.
    """
    found = candidates(state.facts)
    if state.facts is None or not found:
        return None
    kinds = {c.name: c for c in state.facts.columns}
    if form("defaults.how_much").search(said):
        fit = [n for n in found if kinds[n].kind.numeric and kinds[n].distinct > 2]
    elif form("defaults.whether").search(said):
        fit = [
            n for n in found
            if kinds[n].distinct == 2
            and {v.strip().casefold() for v in kinds[n].values} <= YES_NO
        ]  # fmt: skip
    else:
        fit = []
    return next(iter([*fit, *found]))


def _offered(state: State, *slots: str) -> dict[str, Any]:
    return {s: state.offered[s] for s in slots if s in state.offered}


def _counts(state: State) -> bool:
    """Return whether the target's values are written as numbers."""
    target = state.brief.get("table.target")
    column = state.facts.column(str(target)) if state.facts else None
    return column is not None and column.minimum is not None


def _harm(state: State) -> Default:
    old = _offered(state, "success.miss_cost", "success.false_alarm_cost")
    if len(old) == 2:
        return {
            "success.objective": "expected_cost",
            **old,
        }, "That is what you had before."
    return (
        {"success.objective": "expected_cost", "success.miss_cost": 1,
         "success.false_alarm_cost": 1},
        "You gave no price for either.",
    )  # fmt: skip


def _other_cost(slot: str) -> Callable[[State], Default]:
    def make(state: State) -> Default:
        pair = {"success.miss_cost": "success.false_alarm_cost",
                "success.false_alarm_cost": "success.miss_cost"}  # fmt: skip
        other = state.brief.get(pair[slot])
        value = other if isinstance(other, int | float) and other > 0 else 1
        return {slot: value}, "Without a price I count both mistakes alike."

    return make


_DEFAULTS: Mapping[str, Callable[[State], Default | None]] = {
    "target": _target,
    "event": _from_slot("goal.event"),
    "repairs": lambda _: ({}, "My proposals are the usual ones."),
    "action": lambda _: (
        {"goal.action": "understand"}, "It leaves everything open."
    ),
    "capacity": lambda _: ({}, "Then there is no limit."),
    "harm": _harm,
    "miss_cost": _other_cost("success.miss_cost"),
    "false_alarm_cost": _other_cost("success.false_alarm_cost"),
    "recall": _from_slot("success.recall"),
    "precision": _from_slot("success.precision"),
    "error": lambda _: (
        {"success.objective": "mean_absolute_error"},
        "It is the easiest to picture: half of the answers are closer, half further off.",
    ),
    "classes": lambda _: (
        {"success.objective": "accuracy"}, "It is what most people mean by right."
    ),
    "split": _from_slot("split.kind"),
    "readable": lambda _: (
        {"limits.glass_box": False}, "Reasons are given for every answer anyway."
    ),
    "drivers": lambda _: ({}, ""),
    "fairness": lambda _: ({}, ""),
    "task": lambda s: (
        {"goal.task": "regression" if _counts(s) else "multiclass"},
        "That is how its values look.",
    ),
    "leak": lambda _: (
        {"leak": "later"}, "If I am wrong you lose a little; if I kept it, you might lose all."
    ),
}  # fmt: skip
