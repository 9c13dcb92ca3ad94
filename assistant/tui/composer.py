"""Where the person types: Enter sends, Ctrl+J is a new line, a paste never sends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.widgets import TextArea

BLINKS_SECONDS = 10.0
"""How long the cursor blinks after the last key: each blink is a paint."""
_FOLD_LINES = 8
# A pasted megabyte is no sentence.
LONGEST = 20_000
_FOLDED = re.compile(r"\[pasted \d+ lines(?: #\d+)?\]")


class Composer(TextArea):
    """The input line, which grows with what is typed."""

    # Not bindings: those of priority would overtake the characters typed before them,
    # and a line that arrives at once would be sent empty.
    KEYS: ClassVar = {
        "enter": "send",
        "ctrl+j": "newline",
        "shift+enter": "newline",
        "up": "older",
        "down": "newer",
        "tab": "complete",
    }

    @dataclass
    class Sent(Message):
        """The person sent a text."""

        text: str

    @dataclass
    class Moved(Message):
        """Up or down was pressed where it does not move the cursor."""

        step: int

    @dataclass
    class Entered(Message):
        """Enter was pressed with nothing typed, or on a completion."""

        typed: bool = False

    @dataclass
    class CompletionAsked(Message):
        """Tab was pressed."""

    def __init__(self) -> None:
        super().__init__(
            id="composer", compact=True, tab_behavior="focus",
            placeholder="Say it in your own words", highlight_cursor_line=False,
        )  # fmt: skip
        self._history: list[str] = []
        self._at = 0
        self._draft = ""
        self._pasted: dict[str, str] = {}
        self._rested = False
        self.choosing = False
        """Whether one has moved into the completions: Enter takes one of them then."""

    def on_mount(self) -> None:
        """Let the cursor blink for a while; then it only stands there, and costs nothing."""
        self._blinks = self.set_interval(BLINKS_SECONDS, self._rest)

    def _rest(self) -> None:
        if self.cursor_blink:
            self.cursor_blink, self._rested = False, True

    def _wake(self) -> None:
        self._blinks.reset()
        if self._rested:
            self.cursor_blink, self._rested = True, False

    async def _on_key(self, event: events.Key) -> None:
        self._wake()
        action = self.KEYS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            getattr(self, f"action_{action}")()

    # --- sending --------------------------------------------------------------------

    def action_send(self) -> None:
        """Send what is typed."""
        text = self.expanded.strip()
        if self.choosing and text:
            self.post_message(self.Entered(typed=True))
            return
        if not text:
            self.post_message(self.Entered())
            return
        self._history.append(self.text.strip())
        self._at = len(self._history)
        self.clear_all()
        self.post_message(self.Sent(text))

    def action_newline(self) -> None:
        """Begin a new line."""
        self.insert("\n")

    def action_complete(self) -> None:
        """Ask for a completion."""
        self.post_message(self.CompletionAsked())

    @property
    def expanded(self) -> str:
        """The text with folded pastes unfolded."""
        return _FOLDED.sub(lambda m: self._pasted.get(m[0], m[0]), self.text)

    def clear_all(self) -> None:
        """Empty the input and forget what was folded."""
        self.text = ""
        self._pasted.clear()

    # --- history --------------------------------------------------------------------

    def action_older(self) -> None:
        """Move up: within the text, else to options or an earlier text."""
        if self.cursor_at_first_line:
            self.post_message(self.Moved(-1))
        else:
            self.action_cursor_up()

    def action_newer(self) -> None:
        """Move down: within the text, else to options or a later text."""
        if self.cursor_at_last_line:
            self.post_message(self.Moved(1))
        else:
            self.action_cursor_down()

    def recall(self, step: int) -> None:
        """Put an earlier or later text into the input; the draft is kept."""
        to = self._at + step
        if not 0 <= to <= len(self._history):
            return
        if self._at == len(self._history):
            self._draft = self.text
        self._at = to
        self.text = self._draft if to == len(self._history) else self._history[to]
        self.move_cursor(self.document.end)

    def remember(self, texts: list[str]) -> None:
        """Take over what was typed earlier in this conversation."""
        self._history = [*texts, *self._history]
        self._at = len(self._history)

    # --- pasting --------------------------------------------------------------------

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > LONGEST:
            self.app.notify(f"The first {LONGEST:,} characters are taken.", timeout=6)
        text = dropped_path(text) or text[:LONGEST]
        lines = text.count("\n") + 1
        if lines > _FOLD_LINES:
            text = self._fold(text, lines)
        self.insert(text)
        self.focus()

    def _fold(self, text: str, lines: int) -> str:
        name = f"[pasted {lines} lines]"
        if name in self._pasted:
            name = f"[pasted {lines} lines #{len(self._pasted) + 1}]"
        self._pasted[name] = text
        return name

    def word(self) -> str:
        """Return what is being typed: the text before the cursor on its line."""
        row, column = self.cursor_location
        line: str = self.document[row]
        return line[:column]

    def complete(self, typed: str, text: str) -> None:
        """Replace the last ``typed`` characters before the cursor by ``text``."""
        row, column = self.cursor_location
        start = (row, max(0, column - len(typed)))
        self.replace(text, start, (row, column), maintain_selection_offset=False)
        self.move_cursor((row, start[1] + len(text)))


def dropped_path(text: str) -> str | None:
    """Return the path of an existing file that a terminal pasted when it was dropped.

    Terminals quote it, escape its spaces, or write a ``file://`` address.
    """
    import shlex  # both 4 ms: not before the first paint
    from urllib.parse import unquote, urlsplit

    line = text.strip()
    if not line or "\n" in line or len(line) > 4096:
        return None
    if line.startswith("file://"):
        line = unquote(urlsplit(line).path)
    candidates = [line, line.strip("'\"")]
    try:
        words = shlex.split(line)
    except ValueError:  # an apostrophe in a sentence is no quotation
        words = []
    if len(words) == 1:
        candidates.append(words[0])
    for candidate in candidates:
        try:
            if Path(candidate).expanduser().is_file():
                return candidate
        except (OSError, RuntimeError):  # too long a name, or no such home
            continue
    return None
