"""The chat's history, of which only the last turns are mounted.

Typing gets slow with every widget, so older turns are kept as values and come back in
batches when asked for. Invariant: the order of turns never changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Click
from textual.widgets import Static

from .turn import Turn

TAIL = 10
"""Turns that stay mounted in a terminal of 24 lines; more where it is higher."""
BATCH = 20


class Earlier(Static):
    """The line that brings earlier turns back."""

    def on_click(self, event: Click) -> None:
        """Bring a batch back."""
        event.stop()
        if isinstance(self.parent, ChatLog):
            self.parent.show_earlier()


class ChatLog(VerticalScroll):
    """A scrolling list of turns that stays at its end until one scrolls up."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="log")
        self._hidden: list[Turn] = []
        self._shown: list[Turn] = []

    def compose(self) -> ComposeResult:
        """Put the line for earlier turns first; it shows itself when there are any."""
        earlier = Earlier(id="earlier", markup=False)
        earlier.display = False
        yield earlier

    def on_mount(self) -> None:
        """Stay at the end."""
        self.anchor()

    @property
    def last_words(self) -> str:
        """What Tandem said last, as text to copy."""
        spoken = [t for t in self._shown if t.speaker != "you"]
        return spoken[-1].words if spoken else ""

    @property
    def all_words(self) -> str:
        """The whole conversation as text."""
        every = [*self._hidden, *self._shown]
        return "\n\n".join(f"{t.speaker}: {t.words}" for t in every)

    @property
    def tail(self) -> int:
        """How many turns stay mounted: enough to fill the window and a bit."""
        return max(TAIL, self.app.size.height // 3)

    def add(self, turns: Sequence[Turn]) -> None:
        """Show new turns at the end, and put away the oldest beyond the window."""
        if not turns:
            return
        tail = self.tail
        if len(turns) > tail:  # a resumed conversation: mount its end alone
            self._put_away(len(self._shown))
            self._hidden += turns[:-tail]
            turns = turns[-tail:]
            self._tell_hidden()
        self._shown += turns
        self.mount(*turns)
        # While one reads further up, nothing may move under one's eyes.
        if self.is_vertical_scroll_end or len(self._shown) > 4 * tail:
            self._put_away(len(self._shown) - tail)
        self.anchor()

    def show_earlier(self) -> None:
        """Bring back a batch of earlier turns, above those shown."""
        batch = self._hidden[-BATCH:]
        if not batch:
            return
        del self._hidden[-BATCH:]
        again = [Turn(t.speaker, t.body, t.ascii) for t in batch]
        self.release_anchor()
        self.mount(*again, after=self.query_one("#earlier"))
        self._shown = [*again, *self._shown]
        self._tell_hidden()

    def _put_away(self, count: int) -> None:
        if count <= 0:
            return
        away, self._shown = self._shown[:count], self._shown[count:]
        self._hidden += away
        with self.app.batch_update():
            for turn in away:
                turn.remove()
        self._tell_hidden()

    def _tell_hidden(self) -> None:
        earlier = self.query_one("#earlier", Earlier)
        count = len(self._hidden)
        earlier.display = count > 0
        earlier.update(f"{count} earlier messages: click, or Ctrl+Home")
