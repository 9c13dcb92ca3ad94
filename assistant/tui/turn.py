"""One turn of the chat: who speaks, and what, as one widget.

A widget a turn keeps typing fast in long conversations. Text hangs under itself, to the
right of the speaker's name. Invariant: strings become `Content` by assembling, never
through markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.selection import Selection
from textual.widgets import Static

from dialogs.message import Failure, Goodbye, Message, Picture, Say
from dialogs.sanitise import ascii_only, safe

if TYPE_CHECKING:
    from dialogs.markdown import Block

LABEL_WIDTH = 9
WIDEST = 96
# Below this many cells the speaker's name stands in the text.
_NARROW = 44
_STYLES = {"bold": "bold", "code": "$text-accent"}
_INK = re.compile(r"[█▉▊▋▌▍▎▏▓•◆]+|[#*+]{2,}")
_SHADE = re.compile(r"[░▒┊]+|[:!-]{2,}")


class Turn(Static):
    """What one side said.

    Parameters
    ----------
    speaker : str
        ``tandem``, ``you``, ``problem`` or ``picture``; it is also the CSS class.
    body : str or Picture
        Simple Markdown, or something to look at.
    ascii : bool
        No characters but ASCII.
    """

    LABELS: ClassVar = {
        "tandem": "Tandem",
        "you": "you",
        "problem": "Problem",
        "picture": "",
    }

    def __init__(self, speaker: str, body: str | Picture, ascii: bool = False) -> None:
        super().__init__(classes=speaker)
        self.speaker = speaker
        self.body = body
        self.ascii = ascii
        self._painted: tuple[int, list[Content]] = (0, [])

    @property
    def words(self) -> str:
        """The turn as text to copy."""
        from dialogs.picture import draw

        if isinstance(self.body, Picture):
            return "\n".join(draw(self.body, WIDEST, self.ascii))
        return safe(self.body, keep="\n")

    def lines(self, width: int) -> list[Content]:
        """Return the turn as lines of at most ``width`` cells."""
        if self._painted[0] != width:
            self._painted = (width, self._paint(width))
        return self._painted[1]

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002
        viewport: Size,  # noqa: ARG002
        width: int,
    ) -> int:
        """Return how many lines the turn takes."""
        return len(self.lines(width))

    def render(self) -> Content:
        """Return the painted lines."""
        return Content("\n").join(self.lines(self.content_size.width))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected words without the speaker's column."""
        taken = selection.extract(self.render().plain)
        lines = [line[LABEL_WIDTH:] if line.startswith(" " * LABEL_WIDTH) else line
                 for line in taken.split("\n")]  # fmt: skip
        return "\n".join(line.rstrip() for line in lines), "\n"

    def _paint(self, width: int) -> list[Content]:
        if width < 1:
            return []
        label = self.LABELS[self.speaker]
        if width < _NARROW:
            return self._paint_narrow(label, width)
        body = self._body(min(WIDEST, width - LABEL_WIDTH))
        first = Content(label.ljust(LABEL_WIDTH)).stylize("bold", 0, len(label))
        gutter = Content(" " * LABEL_WIDTH)
        return [
            (first if i == 0 else gutter) + line for i, line in enumerate(body)
        ] or [first]

    def _paint_narrow(self, label: str, width: int) -> list[Content]:
        """Put the speaker into the first line, where each cell counts."""
        if isinstance(self.body, Picture) or not label:
            return self._body(max(4, width))
        named = Turn(self.speaker, f"**{label}:** {self.body}", self.ascii)
        return named._body(max(4, width))

    def _body(self, room: int) -> list[Content]:
        return painted(self.body, room, self.ascii)


def painted(body: str | Picture, room: int, ascii: bool = False) -> list[Content]:
    """Return simple Markdown, or a picture, as lines of at most ``room`` cells."""
    from dialogs.markdown import blocks  # not before the first paint, which has none

    if isinstance(body, Picture):
        return _picture(body, room, ascii)
    return [line for block in blocks(body) for line in _block(block, room, ascii)]


def _block(block: Block, room: int, ascii: bool) -> list[Content]:
    if block.kind == "gap":
        return [Content("")]
    runs = [
        (ascii_only(r.text) if ascii else r.text, _STYLES.get(r.style, ""))
        for r in block.runs
    ]
    text = Content.assemble(*runs)
    if block.kind == "heading":
        text = text.stylize("bold")
    bullet = ascii_only(block.bullet) if ascii else block.bullet
    start = " " * min(block.indent, room // 3) + (f"{bullet} " if bullet else "")
    wrapped = text.wrap(max(4, room - len(start)))
    hang = Content(" " * len(start))
    return [
        (Content(start) if i == 0 else hang) + line for i, line in enumerate(wrapped)
    ]


def _picture(picture: Picture, room: int, ascii: bool) -> list[Content]:
    """Return a picture's lines; colour repeats what the characters already say."""
    from dialogs.picture import draw  # 5 ms: not before the first paint

    lines = draw(picture, room, ascii)
    painted = []
    for i, line in enumerate(lines):
        content = Content(line)
        if i == 0 and picture.title:
            painted.append(content.stylize("bold"))
            continue
        if picture.kind != "table":
            content = content.highlight_regex(_SHADE, style="$text-secondary")
            content = content.highlight_regex(_INK, style="$text-primary")
        elif set(line) <= set("─- "):
            content = content.stylize("dim")
        painted.append(content)
    return painted


def turns(messages: Sequence[Message], ascii: bool = False) -> list[Turn]:
    """Return the turns that messages ask for; those of the panel make none."""
    found = []
    for message in messages:
        match message:
            case Say(text=text) | Goodbye(text=text) if text.strip():
                found.append(Turn("tandem", text, ascii))
            case Picture():
                found.append(Turn("picture", message, ascii))
            case Failure(title=title, text=text):
                found.append(Turn("problem", f"**{title}.** {text}", ascii))
    return found
