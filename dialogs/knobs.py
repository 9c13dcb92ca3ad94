"""Every setting that can unfold: what it does, and who is shown it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .skill import Skill, constant


@dataclass(frozen=True)
class Knob:
    """One setting."""

    slot: str
    name: str
    what: str
    concepts: tuple[str, ...]
    default: str


@cache
def knobs() -> tuple[Knob, ...]:
    """Return all settings."""
    text = files("dialogs").joinpath("knobs.toml").read_text("utf-8")
    return tuple(
        Knob(**{**entry, "concepts": tuple(entry["concepts"])})
        for entry in tomllib.loads(text)["knob"]
    )


def usable(knob: Knob, skill: Skill) -> bool:
    """Return whether a person can be expected to use a setting."""
    if skill.pinned == "everything":
        return True
    return all(skill.p(c) >= constant("open") for c in knob.concepts)


def next_to_open(skill: Skill, shown: tuple[str, ...]) -> Knob | None:
    """Return the one setting to unfold now, or None.

    Parameters
    ----------
    skill : Skill
    shown : tuple of str
        Slots whose settings are open already.
    """
    fresh = (k for k in knobs() if k.concepts and k.slot not in shown)
    return next((k for k in fresh if usable(k, skill)), None)
