"""What either side can say, free of any screen.

A front end paints these; nothing in here knows how. Texts are Markdown of the simplest
kind (paragraphs, bullets, bold); strings that came from data stand in them as they are,
so a front end must never pass a text through markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How technical a text is."""

    PLAIN = "plain"
    NAMED = "named"
    TECHNICAL = "technical"


@dataclass(frozen=True)
class Option:
    """One offered answer."""

    id: str
    label: str
    note: str = ""
    """A short aside in brackets: what it would mean."""


@dataclass(frozen=True)
class Say:
    """A text from Tandem; with options or a slot, a question."""

    text: str
    level: Level = Level.PLAIN
    asking: str | None = None
    """The slot it asks for."""
    prompt: str = ""
    """The id of the question that an answer is bound to; empty where none is open."""
    options: tuple[Option, ...] = ()
    key: str = ""
    """The message key, for tests and for 'how do you know that?'."""


@dataclass(frozen=True)
class BriefChanged:
    """The brief as it now stands."""

    brief: Mapping[str, Any]
    changed: tuple[str, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True)
class Picture:
    """Something to look at. `dialogs.picture.draw` turns it into characters."""

    kind: str
    """bars | curve | table | histogram | calibration | gains | swarm | flow."""
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    """bars: labels, values, low, high, notes. curve: x, y, low, high, x_title, y_title,
    mark. table: headers, rows. flow: base, steps [(label, value)], end."""


@dataclass(frozen=True)
class Progress:
    """How a search goes."""

    elapsed: float
    budget: float
    trials: int
    best_value: float | None = None
    best_text: str = ""
    running: tuple[str, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    """Seconds and best value so far."""
    stage: str = ""


@dataclass(frozen=True)
class ResultReady:
    """A round's result, in the form of `tandem run --json`."""

    round: int
    result: Mapping[str, Any]


@dataclass(frozen=True)
class KnobsChanged:
    """Which settings are shown now."""

    open: tuple[str, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True)
class Failure:
    """A failure as a sentence."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True)
class CaseShown:
    """One row's reasons, fetched to be looked at and no part of the conversation."""

    row: int
    """Counted from 1."""
    said: tuple[Say | Picture, ...]


@dataclass(frozen=True)
class Goodbye:
    """The conversation ends here; it can be resumed."""

    text: str = ""


Message = (
    Say | BriefChanged | Picture | Progress | ResultReady | KnobsChanged | Failure
    | CaseShown | Goodbye
)  # fmt: skip
