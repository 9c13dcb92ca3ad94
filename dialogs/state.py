"""The information state of a conversation: all that `step` knows.

Immutable, and made of values alone. Invariant: `state_to_json` of two equal states is
the same text, to the byte, so a replayed log can be compared with what was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from .brief import Brief
from .codec import encode
from .events import EarlierSession
from .facts import Facts, Suspicion
from .message import Level, Option
from .skill import Skill

MOST_UNDO = 40
"""Steps that can be taken back; a conversation has some twenty."""


class Phase(StrEnum):
    """Where the conversation is."""

    OPENING = "opening"
    READING = "reading"
    TALKING = "talking"
    SEARCHING = "searching"
    RESULT = "result"


@dataclass(frozen=True)
class Prompt:
    """The question that is open; an answer is bound to its id."""

    id: str
    question: str
    """Which one of ``dialogs/questions``, or clarify, resume, next."""
    slot: str | None = None
    options: tuple[Option, ...] = ()
    rung: int = 0
    """How often in a row it was not answered."""
    about: str = ""
    """A suspicion's id, a slot's name: what the question is about."""


@dataclass(frozen=True)
class Past:
    """What is put back by undo."""

    brief: Brief
    done: tuple[str, ...]
    what: str
    turn: int = 0
    """Everything that one message did is one step."""
    cards: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoundNote:
    """One round, as the conversation remembers it."""

    round: int
    status: str
    brief: Mapping[str, Any]
    objective: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """Everything the conversation knows."""

    brief: Brief = field(default_factory=Brief)
    facts: Facts | None = None
    probed: str = ""
    """Target and event that the table was last asked about."""
    probes: tuple[Suspicion, ...] = ()
    phase: Phase = Phase.OPENING
    prompt: Prompt | None = None
    done: tuple[str, ...] = ()
    """Questions that are settled without a slot to show for it."""
    offered: Mapping[str, Any] = field(default_factory=dict)
    """Values that a change made open again: offered as defaults."""
    agreed: tuple[str, ...] = ()
    """The agreement as it was read back last, line by line."""
    past: tuple[Past, ...] = ()
    turn: int = 0
    asked: int = 0
    """Prompts so far; makes their ids."""
    request: int = 0
    round: int = 0
    rounds: tuple[RoundNote, ...] = ()
    query: Mapping[str, Any] | None = None
    """The last query tree: what 'those' refers to."""
    listed: tuple[int, ...] = ()
    """The rows of the list shown last, from the top."""
    scored: str = ""
    """The file scored last: whom to act on first is asked of its rows."""
    readings: tuple[Mapping[str, Any], ...] = ()
    """Readings offered by a clarify prompt."""
    cards: tuple[str, ...] = ()
    """Answers to the A-or-B cards about the two mistakes."""
    came_in: tuple[float, str] = (0.0, "")
    """How many rows come in a period, as the person said, and which period."""
    trap: str = ""
    """The wish that is being questioned."""
    probing: bool = False
    """Whether the table is being asked about its target."""
    starting: bool = False
    """Whether a search starts as soon as that is known."""
    rule: str = ""
    """The update rule that took the last message."""
    level: Level = Level.PLAIN
    said: tuple[str, ...] = ()
    """Tandem's last texts, for 'repeat'."""
    earlier: tuple[EarlierSession, ...] = ()
    tables: tuple[str, ...] = ()
    demo: str = ""
    path: str = ""
    """The table that is being read."""
    best: str = ""
    """The best so far while a search runs."""
    started: float = 0.0
    skill: Skill = field(default_factory=Skill)
    knobs: tuple[str, ...] = ()
    """Settings that are shown."""
    knob_turn: int = 0
    """The turn in which the last one opened by itself; 0 for none yet."""
    knob_part: str = ""
    """The part of the conversation in which that was."""
    spoken: Mapping[str, int] = field(default_factory=dict)
    """Word of the field -> the last turn in which Tandem used it."""
    stranger: bool = False
    """Whether somebody else took over: then nothing about them is kept."""

    def having(self, **changes: Any) -> State:
        """Return the state with these fields changed."""
        return replace(self, **changes)

    @property
    def suspicions(self) -> tuple[Suspicion, ...]:
        """All that is suspicious about the table and its target."""
        return (*(self.facts.suspicions if self.facts else ()), *self.probes)

    def remembering(self, what: str) -> State:
        """Return the state with the present brief kept for undo."""
        if self.past and self.past[-1].turn == self.turn:
            last = self.past[-1]
            more = replace(last, what=f"{last.what}; {what}")
            return self.having(past=(*self.past[:-1], more))
        entry = Past(self.brief, self.done, what, self.turn, self.cards)
        return self.having(past=(*self.past, entry)[-MOST_UNDO:])


def state_to_json(state: State) -> str:
    """Return the state as canonical JSON."""
    return json.dumps(encode(state), sort_keys=True, separators=(",", ":"))
