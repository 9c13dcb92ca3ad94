"""What happens to a conversation (events) and what it asks for (actions).

Time, facts about the table and results of the search come in as events; the log of
events is the conversation. Invariant: every event survives `codec.encode` and
`codec.decode` unchanged, and `step` needs nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .codec import decode, encode
from .facts import Facts, Suspicion
from .message import Message, Progress

# --- events -------------------------------------------------------------------------


@dataclass(frozen=True)
class EarlierSession:
    """A conversation that could be resumed."""

    id: str
    goal: str
    when: str


@dataclass(frozen=True)
class Started:
    """The chat opens."""

    at: float = 0.0
    """Seconds since the epoch."""
    version: str = ""
    table: str | None = None
    """A table named on the command line."""
    brief: Mapping[str, Any] | None = None
    """A brief file named on the command line, nested."""
    tables: tuple[str, ...] = ()
    """Tables in the current folder."""
    earlier: tuple[EarlierSession, ...] = ()
    skill: Mapping[str, Any] | None = None
    """What is remembered about this person, as `dialogs.skill` stores it."""
    demo: str = ""
    """Path of the example table."""


@dataclass(frozen=True)
class UserText:
    """The person typed something."""

    text: str
    at: float = 0.0


@dataclass(frozen=True)
class Chosen:
    """The person picked an option of a prompt."""

    prompt: str
    option: str
    at: float = 0.0


@dataclass(frozen=True)
class TableRead:
    """The table was read (or read again with other repairs)."""

    facts: Facts


@dataclass(frozen=True)
class TargetProbed:
    """What the table says about this target: leaks, traps, priced wishes."""

    target: str
    event: str | None
    suspicions: tuple[Suspicion, ...]
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchStarted:
    """A round's search is under way."""

    round: int
    plan: Mapping[str, Any]


@dataclass(frozen=True)
class SearchProgressed:
    """The search reports. Only what the conversation must remember is logged."""

    round: int
    progress: Progress


@dataclass(frozen=True)
class SearchDone:
    """A round has a result (the object of `tandem run --json`)."""

    round: int
    result: Mapping[str, Any]
    messages: tuple[Message, ...] = ()
    """The telling of it, made by `explain` at the plain, named or technical level."""


@dataclass(frozen=True)
class Told:
    """The answer to a question about the model or the data."""

    request: int
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Delivered:
    """A file was written."""

    request: int
    kind: str
    path: str
    messages: tuple[Message, ...] = ()
    table: str = ""
    """The table that was scored, where one was."""


@dataclass(frozen=True)
class WorkFailed:
    """Work that was asked for could not be done."""

    request: int
    kind: str
    title: str
    text: str
    what: str = ""
    """The action's name: read, probe, search, ask, deliver."""


@dataclass(frozen=True)
class Resumed:
    """The conversation was opened again."""

    at: float = 0.0
    version: str = ""
    changed: tuple[str, ...] = ()
    """What is no longer as it was: the file, a default ..."""
    before: str = ""
    """The version with which it was last spoken."""
    brief: Mapping[str, Any] | None = None
    """What was agreed, as it was kept: a newer version may hear old words otherwise."""


Event = (
    Started | UserText | Chosen | TableRead | TargetProbed | SearchStarted
    | SearchProgressed | SearchDone | Told | Delivered | WorkFailed | Resumed
)  # fmt: skip


# --- actions ------------------------------------------------------------------------


@dataclass(frozen=True)
class ReadTable:
    """Read a table -> TableRead or WorkFailed('read')."""

    request: int
    path: str
    sheet: str = ""
    repairs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ProbeTarget:
    """Look for leaks and prices of wishes -> TargetProbed."""

    request: int
    target: str
    event: str | None = None


@dataclass(frozen=True)
class StartSearch:
    """Search -> SearchStarted, SearchProgressed..., SearchDone or WorkFailed."""

    request: int
    round: int
    brief: Mapping[str, Any]
    level: str = "plain"


@dataclass(frozen=True)
class StopSearch:
    """Stop now and keep the best -> SearchDone with status 'stopped'."""

    request: int


@dataclass(frozen=True)
class Redecide:
    """Choose the decision again under a changed contract, no search -> SearchDone."""

    request: int
    round: int
    brief: Mapping[str, Any]
    base_round: int
    level: str = "plain"


@dataclass(frozen=True)
class AskModel:
    """Answer a query tree about the model or the data -> Told."""

    request: int
    query: Mapping[str, Any]
    round: int
    level: str = "plain"
    brief: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Deliver:
    """Write something -> Delivered. kind: predictions report card code brief model."""

    request: int
    kind: str
    round: int
    path: str = ""
    table: str = ""
    brief: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenSession:
    """Leave this conversation and resume another."""

    id: str


@dataclass(frozen=True)
class Remember:
    """Store what is known about the person across conversations."""

    skill: Mapping[str, Any]


@dataclass(frozen=True)
class Leave:
    """End the program; everything is kept."""


Action = (
    ReadTable | ProbeTarget | StartSearch | StopSearch | Redecide | AskModel | Deliver
    | OpenSession | Remember | Leave
)  # fmt: skip


def event_to_json(event: Event) -> str:
    """Return one line of the log."""
    return json.dumps(encode(event), ensure_ascii=True, separators=(",", ":"))


def event_from_json(line: str) -> Event:
    """Return the event that a line of the log holds."""
    found: Event = decode(Event, json.loads(line))
    return found
