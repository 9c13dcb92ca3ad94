"""Every setting that can unfold: what it does, and who is shown it.

Folded, mentioned or open. Nothing is taken away unasked, naming a setting opens it, and
the list of all is a word away. Invariant: what is shown never changes what is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from .brief import Brief
from .facts import ColumnFacts, Facts, Kind
from .skill import Skill
from .tasks import task_of
from .toml_data import toml_data


@dataclass(frozen=True)
class Knob:
    """One setting."""

    slot: str
    name: str
    what: str
    concepts: tuple[str, ...]
    """What one must know to use it; none where everyone can."""
    default: str
    relevant: str = "always"


@cache
def knobs() -> tuple[Knob, ...]:
    """Return all settings."""
    return tuple(
        Knob(**{**entry, "concepts": tuple(entry["concepts"])})
        for entry in toml_data("knobs.toml")["knob"]
    )


def knob_of(slot: str) -> Knob | None:
    """Return the setting of a slot, or None."""
    return next((k for k in knobs() if k.slot == slot), None)


def usable(knob: Knob, skill: Skill) -> bool:
    """Return whether a person can be expected to use a setting."""
    if skill.pinned == "everything":
        return True
    return all(c in skill.known for c in knob.concepts)


def matters(knob: Knob, brief: Brief | None, facts: Facts | None) -> bool:
    """Return whether a setting can change anything for this goal and table.

    Parameters
    ----------
    knob : Knob
    brief, facts : Brief and Facts, or None
        Where they are not known yet, everything may matter.
    """
    if knob.relevant == "always" or brief is None or facts is None:
        return True
    if knob.relevant in _INPUTS:
        target = brief.get("table.target")
        return any(_INPUTS[knob.relevant](c) for c in facts.columns if c.name != target)
    if knob.relevant == "blend":
        return not brief.get("limits.glass_box")
    task = task_of(brief, facts)
    if task is None:
        return True
    return task == "binary" if knob.relevant == "binary" else task in _CLASSES


_INPUTS: Mapping[str, Callable[[ColumnFacts], bool]] = {
    "numbers": lambda c: c.kind.numeric,
    "gaps": lambda c: c.kind.numeric and c.missing > 0,
    "kinds": lambda c: c.kind in (Kind.CATEGORY, Kind.CODE, Kind.YES_NO, Kind.ORDERED),
}
_CLASSES = ("binary", "multiclass", "ordinal")


def next_to_open(
    skill: Skill,
    shown: tuple[str, ...],
    brief: Brief | None = None,
    facts: Facts | None = None,
    about: tuple[str, ...] = (),
) -> Knob | None:
    """Return the one setting to unfold now, or None.

    Parameters
    ----------
    skill : Skill
    shown : tuple of str
        Slots whose settings are open already.
    brief, facts : Brief and Facts, optional
        Leave out what would change nothing here.
    about : tuple of str
        Concepts that the last message showed: what needs them comes first.
    """
    fresh = [
        k for k in knobs()
        if k.concepts and k.slot not in shown and usable(k, skill)
        and matters(k, brief, facts)
    ]  # fmt: skip
    return min(fresh, key=lambda k: not set(k.concepts) & set(about), default=None)
