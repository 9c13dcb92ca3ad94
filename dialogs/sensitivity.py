"""What an answer would change: the Constraints under each plausible value of a slot.

A question whose every answer gives the same Constraints is not asked; else *why do you
ask?* tells what differs. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from .brief import Brief, Value
from .compiling import compile_constraints
from .constraints import Constraints, Missing
from .facts import Facts, Suspicion

TOLD_ONLY = ("reasons",)
"""Parts of the Constraints that explain and do not bind."""

LACKING = "lacking"
"""The part under which it stands that a value leaves the Constraints incomplete."""


@dataclass(frozen=True)
class Outcome:
    """What one value leads to."""

    value: Any
    parts: Mapping[str, Any]
    """Part of the Constraints -> its value, such as ``success.objective``."""


@dataclass(frozen=True)
class Sensitivity:
    """Whether, and in what, the Constraints hang on a slot."""

    slot: str
    outcomes: tuple[Outcome, ...]

    @property
    def differing(self) -> Mapping[str, tuple[Any, ...]]:
        """Part -> its value for each outcome, of the parts that are not all alike."""
        names = dict.fromkeys(n for o in self.outcomes for n in o.parts)
        rows = {n: tuple(o.parts.get(n) for o in self.outcomes) for n in names}
        return {n: row for n, row in rows.items() if any(v != row[0] for v in row)}

    @property
    def matters(self) -> bool:
        """Whether two answers lead to different Constraints."""
        return bool(self.differing)


def sensitivity(
    brief: Brief,
    facts: Facts,
    slot: str,
    plausible_values: Iterable[Any],
    probe_suspicions: tuple[Suspicion, ...] = (),
) -> Sensitivity:
    """Return whether the Constraints would differ with a slot's value, and how.

    Parameters
    ----------
    brief : Brief
    facts : Facts
    slot : str
        A path such as ``split.kind``.
    plausible_values : iterable
        What one might answer; None stands for leaving the slot empty.
    probe_suspicions : tuple of Suspicion
        As for `compile_constraints`.
    """
    outcomes = []
    for value in plausible_values:
        tried = brief.without(slot) if value is None else brief.with_value(
            slot, Value(value)
        )  # fmt: skip
        found = compile_constraints(tried, facts, probe_suspicions)
        outcomes.append(Outcome(value, _parts(found)))
    return Sensitivity(slot, tuple(outcomes))


def _parts(found: Constraints | Missing) -> dict[str, Any]:
    if isinstance(found, Missing):
        return {LACKING: tuple(sorted(found.slots))}
    return dict(_leaves("", found))


def _leaves(prefix: str, value: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for part in fields(value):
        inner = getattr(value, part.name)
        path = f"{prefix}{part.name}"
        if path in TOLD_ONLY:
            continue
        if is_dataclass(inner):
            found += _leaves(f"{path}.", inner)
        else:
            found.append((path, inner))
    return found
