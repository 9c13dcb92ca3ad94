"""The tour: one sentence at a time above the input, which gets out of the way."""

from __future__ import annotations

from functools import cache

from textual.content import Content
from textual.widgets import Static

from dialogs.cells import cut
from dialogs.sanitise import ascii_only
from dialogs.toml_data import toml_data


@cache
def tips() -> tuple[str, ...]:
    """Return the sentences of the tour."""
    return tuple(toml_data("tui/tour.toml", "assistant")["tips"])


class Tip(Static):
    """The sentence that is shown now.

    Parameters
    ----------
    seen : int
        How many were seen before.
    ascii : bool
        No characters but ASCII.
    """

    def __init__(self, seen: int, ascii: bool = False) -> None:
        super().__init__(id="tip", markup=False)
        self._ascii = ascii
        self.seen = seen
        self.display = seen < len(tips())

    def next(self) -> None:
        """Show the next sentence; none after the last."""
        self.seen = min(self.seen + 1, len(tips()))
        self.display = self.seen < len(tips())
        self.refresh()

    def render(self) -> Content:
        """Return the sentence, cut to the width."""
        if self.seen >= len(tips()):
            return Content("")
        text = f"Tip: {tips()[self.seen]}"
        shown = ascii_only(text) if self._ascii else text
        return Content(cut(shown, max(1, self.content_size.width)))
