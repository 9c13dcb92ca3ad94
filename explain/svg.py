"""What every picture of the report is drawn with: the frame, and words that are safe."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dialogs.sanitise import safe

WIDTH = 680
ROW = 26
LABEL = 220
VALUE = 150


def text(value: Any, width: int = 60) -> str:
    """Return a string from data, made safe for a page."""
    return escape(safe(str(value), width), quote=True)


def frame(title: str, height: float, body: Sequence[str]) -> str:
    """Return the elements as one picture with a name."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="{text(title, 200)}">{"".join(body)}</svg>'
    )


def write(x: float, y: float, shown: str, css: str = "", anchor: str = "start") -> str:
    """Return words at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">{shown}</text>'
