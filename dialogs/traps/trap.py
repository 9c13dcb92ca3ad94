"""One wish to question, and what is said about it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ..message import Level


@dataclass(frozen=True)
class Trap:
    """One wish to question."""

    key: str
    slots: tuple[str, ...]
    """The slots of the brief that it is about."""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Under this name the conversation remembers that it was raised."""
        return f"trap:{self.key}"

    @property
    def offer(self) -> Mapping[str, Any]:
        """Slots and values that are proposed instead; may be empty."""
        found: Mapping[str, Any] = _entries()[self.key].get("offer", {})
        return found

    def text(self, level: Level | str = Level.PLAIN) -> str:
        """Return what is said about it, at a level of language."""
        entry = _entries()[self.key]
        technical = Level(str(level)) == Level.TECHNICAL
        words = entry["technical"] if technical else entry["plain"]
        return str(words).format_map(self.data)


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(
        files("dialogs.traps").joinpath("traps.toml").read_text("utf-8")
    )
