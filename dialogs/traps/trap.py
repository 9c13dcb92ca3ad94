"""One wish to question, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..message import Level
from ..toml_data import toml_data


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


def _entries() -> Mapping[str, Mapping[str, Any]]:
    return toml_data("traps/traps.toml")
