"""The offered answers: numbered, clickable, arrow-able; free text stays open.

A digit alone never fires: it is typed into the input like any other character, and
Enter sends it. Invariant: what is chosen is an option's id, never its position.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from dialogs.message import Option
from dialogs.sanitise import ascii_only, safe

# A key meant for the line before must not answer a question that just appeared.
GRACE_SECONDS = 0.4


class Options(OptionList):
    """The answers offered to the open question."""

    can_focus = False

    @dataclass
    class Picked(Message):
        """An option was picked."""

        prompt: str
        option: Option

    def __init__(self, ascii: bool = False) -> None:
        super().__init__(id="options", compact=True, markup=False)
        self._ascii = ascii
        self._offered: tuple[Option, ...] = ()
        self.prompt = ""
        self._since = 0.0
        self.display = False

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options shown now."""
        return self._offered

    def offer(self, prompt: str, options: Sequence[Option]) -> None:
        """Show the options of a question; none hide the list."""
        same = prompt == self.prompt and tuple(options) == self._offered
        if same:
            return
        self.prompt, self._offered = prompt, tuple(options)
        self._since = time.monotonic()
        self.clear_options()
        self.add_options([Row(self._line(i, o)) for i, o in enumerate(options, 1)])
        self.highlighted = None
        self.display = bool(options)

    def move(self, step: int) -> bool:
        """Move the highlight; from none to the first or last; tell if it moved."""
        count = len(self._offered)
        if not count:
            return False
        if self.highlighted is None:
            self.highlighted = 0 if step > 0 else count - 1
        else:
            to = self.highlighted + step
            self.highlighted = to if 0 <= to < count else None
        return True

    def pick_highlighted(self) -> bool:
        """Pick the highlighted option; tell whether there was one."""
        if self.highlighted is None or not self._offered:
            return False
        if time.monotonic() - self._since >= GRACE_SECONDS:
            self._pick(self.highlighted)
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a click."""
        event.stop()
        self._pick(event.option_index)

    def _pick(self, index: int) -> None:
        if 0 <= index < len(self._offered):
            self.post_message(self.Picked(self.prompt, self._offered[index]))

    def _line(self, number: int, option: Option) -> Content:
        label, note = safe(option.label), safe(option.note)
        if self._ascii:
            label, note = ascii_only(label), ascii_only(note)
        # In a narrow terminal the aside would cost a line.
        behind = f"  ({note})" if note and self.app.size.width >= 60 else ""
        return Content.assemble(
            (f"{number:>2}  ", "bold $text-accent"), label, (behind, "dim")
        )
