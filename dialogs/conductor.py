"""What a front end sees of the program: one conductor, and nothing behind it.

A front end holds nothing but what these methods return, so two front ends over the same
conductor cannot differ in what they know. All methods are called from one thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .message import Message, Progress

if TYPE_CHECKING:
    from .events import EarlierSession
    from .looks import Look


@dataclass(frozen=True)
class SlotRow:
    """One line of the panel 'what I understood'."""

    slot: str
    label: str
    value: str
    source: str
    """said, corrected, seen, assumed or delegated."""


@dataclass(frozen=True)
class RoundRow:
    """One finished round."""

    round: int
    title: str
    value: str
    status: str


@dataclass(frozen=True)
class BriefView:
    """The state of the conversation, ready to be painted."""

    rows: tuple[SlotRow, ...] = ()
    contract_plain: tuple[str, ...] = ()
    contract_technical: tuple[str, ...] = ()
    progress: Progress | None = None
    rounds: tuple[RoundRow, ...] = ()
    columns: tuple[str, ...] = ()
    """Names of the table's columns, for completion."""
    values: tuple[str, ...] = ()
    """Values that may be named, for completion."""
    asking: str | None = None
    prompt: str = ""
    level: str = "plain"


class Conductor(Protocol):
    """The one conductor, as front ends see it."""

    def open(self) -> Iterable[Message]:
        """Begin, or go on with, the conversation."""
        ...

    def say(self, text: str) -> Iterable[Message]:
        """Take one message of the person."""
        ...

    def choose(self, prompt: str, option: str) -> Iterable[Message]:
        """Take a picked option, bound to the prompt it was offered by."""
        ...

    def poll(self, timeout: float = 0.0) -> Iterable[Message]:
        """Return what background work has reported, waiting up to ``timeout`` s."""
        ...

    def view(self) -> BriefView:
        """Return the state of the conversation for the panel."""
        ...

    def looks(self) -> tuple[Look, ...]:
        """Return what there is to look at: the table, and what rounds have found."""
        ...

    def case(self, row: int) -> None:
        """Fetch one row's reasons (from 1); they come from `poll` as `CaseShown`."""
        ...

    def sessions(self) -> tuple[EarlierSession, ...]:
        """Return the earlier conversations of this folder, newest first."""
        ...

    def reopen(self, identity: str) -> Iterable[Message]:
        """Leave this conversation, which is kept, and go on with an earlier one."""
        ...

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        ...

    @property
    def answering(self) -> bool:
        """Whether short work is under way (anything but a search).

        What is typed next waits for it, so that a table is read, or a question
        answered, before the next sentence is taken.
        """
        ...

    @property
    def finished(self) -> bool:
        """Whether the person asked to leave."""
        ...

    def close(self) -> None:
        """Stop the work, keep what was found, release the store."""
        ...
