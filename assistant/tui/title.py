"""The terminal's title: what goes on, for whoever looks at another window.

Written as an escape sequence of fixed words alone: nothing from data may reach a title.
The title that was there before is kept by the terminal and comes back at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .chat import Chat

_KEEP, _BACK = "\x1b[22;0t", "\x1b[23;0t"
IDLE, SEARCHING = "Tandem", "Tandem: searching"
DONE, DONE_ASCII = "✓ Tandem: done", "Tandem: done"


class Title:
    """The title of the terminal in which an app runs."""

    def __init__(self, app: Chat) -> None:
        self._app = app
        self._now = ""

    def begin(self) -> None:
        """Keep the old title and show our name."""
        self._write(_KEEP)
        self._show(IDLE)

    def searching(self, under_way: bool) -> None:
        """Tell that a search is under way, or no longer."""
        if under_way:
            self._show(SEARCHING)
        elif self._now == SEARCHING:
            self._show(IDLE)

    def done(self) -> None:
        """Tell that a result waits."""
        self._show(DONE_ASCII if self._app.ascii else DONE)

    def seen(self) -> None:
        """Take back that a result waits: somebody looks."""
        if self._now in (DONE, DONE_ASCII):
            self._show(IDLE)

    def end(self) -> None:
        """Bring the old title back."""
        if self._now:
            self._write(_BACK)
            self._now = ""

    def _show(self, title: str) -> None:
        if title != self._now:
            self._now = title
            self._write(f"\x1b]0;{title}\x07")

    def _write(self, sequence: str) -> None:
        driver = self._app._driver
        if driver is not None and not driver.is_headless:
            driver.write(sequence)
            driver.flush()
