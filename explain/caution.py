"""One warning: its kind, the column it is about, and its words."""

from __future__ import annotations

from typing import Any

from dialogs.message import Level
from dialogs.sanitise import safe

from .phrases import say


def warning(
    kind: str, level: Level, column: str = "", key: str = "", **slots: Any
) -> dict[str, Any]:
    """Return a warning; key names its words where they are not the kind's."""
    text = say(f"caution.{key or kind}", level, x=safe(column, 60), **slots)
    kind = "weak_group" if kind == "weak_group_number" else kind
    return {"kind": kind, "column": column, "text": text}
