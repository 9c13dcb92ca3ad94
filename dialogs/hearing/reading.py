"""What hearing takes and gives: the context of a message, and its readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..brief import Brief
from ..facts import Facts
from ..message import Option

UNDERSTOOD, CLARIFY, NOT = "understood", "clarify", "not_understood"
SUPPOSED = 0.4
"""Score of a column to predict that no word of the message told."""


@dataclass(frozen=True)
class Context:
    """What is known when a message arrives."""

    facts: Facts | None = None
    brief: Brief = field(default_factory=Brief)
    asking: str | None = None
    """The slot just asked for."""
    options: tuple[Option, ...] = ()
    has_model: bool = False
    previous: Mapping[str, Any] | None = None
    """The last query tree, for 'those' and 'that one'."""
    listed: tuple[int, ...] = ()
    """The rows of the list shown last, from the top: for 'the first one'."""


@dataclass(frozen=True)
class Heard:
    """One slot, as heard."""

    slot: str
    value: Any
    start: int
    end: int
    score: float = 0.9


@dataclass(frozen=True)
class Reading:
    """One way to understand a message."""

    acts: tuple[str, ...]
    brief: Mapping[str, Any] = field(default_factory=dict)
    """Slot path -> value."""
    query: Mapping[str, Any] | None = None
    score: float = 1.0
    unused: tuple[str, ...] = ()
    chosen: str | None = None
    """The id of the option picked."""
    slots: tuple[str, ...] = ()
    """The slots that why, change or undo is about."""
    term: str = ""
    spans: Mapping[str, str] = field(default_factory=dict)
    """Slot -> the words it came from."""

    def nested(self) -> dict[str, Any]:
        """Return the slots as nested tables, as in a brief file."""
        found: dict[str, Any] = {}
        for path, value in self.brief.items():
            section, name = path.split(".", 1)
            found.setdefault(section, {})[name] = value
        return found


@dataclass(frozen=True)
class Told:
    """A term of the field that no slot holds as it stands: there is a sentence about it."""

    key: str
    words: str
    """As it was typed."""
    offered: bool = False
    """Whether what comes nearest is offered in its place."""


@dataclass(frozen=True)
class Understanding:
    """What a message was understood as."""

    outcome: str
    """understood | clarify | not_understood."""
    readings: tuple[Reading, ...] = ()
    told: tuple[Told, ...] = ()
    """What is said about terms that are not held as they stand."""

    @property
    def best(self) -> Reading | None:
        """The reading to act on, where there is one."""
        return self.readings[0] if self.readings else None

    @property
    def supposed(self) -> bool:
        """Whether columns to predict are only supposed: one is proposed, none is meant."""
        return self.outcome == CLARIFY and all(
            r.score <= SUPPOSED and "table.target" in r.brief for r in self.readings
        )


def one(reading: Reading) -> Understanding:
    """Return an understanding that is this reading and no other."""
    return Understanding(UNDERSTOOD, (reading,))


def elsewhere(context: Context) -> bool:
    """Return whether a question of another kind is open: its answer is no such fact."""
    section = (context.asking or "").split(".")[0]
    return bool(section) and context.asking not in ("table.target", "goal.action")
