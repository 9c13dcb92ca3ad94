"""The simple Markdown of messages, as blocks and runs that any front end can paint.

Only paragraphs, bullets, headings, ``**bold**`` and `` `code` `` exist. Strings from
data may stand in a text, so nothing else is interpreted and no markup of a screen
library is ever made. Invariant: every run has passed `dialogs.sanitise.safe`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .sanitise import safe

_SPAN = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|`([^`\n]+)`")
_BULLET = re.compile(r"^(\s*)(?:([-*•✓✗])|(\d{1,3}[.)]))\s+(.*)$")
_HEADING = re.compile(r"^#{1,4}\s+(.*)$")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    style: str = ""
    """'' | bold | code."""


@dataclass(frozen=True)
class Block:
    """One line that flows: a paragraph's line, a bullet, or a heading."""

    runs: tuple[Run, ...]
    kind: str = "text"
    """text | bullet | heading | gap."""
    bullet: str = ""
    indent: int = 0

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


def blocks(text: str) -> tuple[Block, ...]:
    r"""Return the blocks of a message's text.

    Examples
    --------
    >>> [(b.kind, b.plain) for b in blocks("Two are **odd**:\n- a [USD]\n\nFine?")]
    [('text', 'Two are odd:'), ('bullet', 'a [USD]'), ('gap', ''), ('text', 'Fine?')]
    """
    found = [_block(line) for line in safe(text, keep="\n").strip("\n").split("\n")]
    return tuple(found)


def _block(line: str) -> Block:
    if not line.strip():
        return Block((), "gap")
    heading = _HEADING.match(line)
    if heading:
        return Block(_runs(heading[1]), "heading")
    item = _BULLET.match(line)
    if item:
        sign = item[2] or item[3]
        bullet = "•" if sign in "-*" else sign
        return Block(_runs(item[4]), "bullet", bullet, len(item[1]))
    # Leading spaces carry meaning in lines that were laid out by hand.
    indent = len(line) - len(line.lstrip())
    return Block(_runs(line.strip()), indent=indent)


def _runs(text: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for span in _SPAN.finditer(text):
        if span.start() > at:
            runs.append(Run(text[at : span.start()]))
        runs.append(Run(span[1], "bold") if span[1] else Run(span[2], "code"))
        at = span.end()
    return (*runs, Run(text[at:])) if at < len(text) else tuple(runs)


def plain_lines(text: str) -> list[str]:
    """Return a message's text without marks, a line a block."""
    lines = []
    for block in blocks(text):
        sign = f"{block.bullet} " if block.bullet else ""
        lines.append(" " * block.indent + sign + block.plain)
    return lines
