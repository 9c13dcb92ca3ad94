"""Whose rows are spoken of after a file was scored: that file's, or the table's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..message import Message, Picture
from .forms import form
from .turn import Turn

_OF_ROWS = frozenset(
    {"explain", "predict", "probability", "counterfactual", "change", "stability"}
)
"""What is asked of rows by what the model says of them, so that no outcome is needed."""
_MADE = frozenset({"row", "prediction", "decision"})
"""Columns that every table has once a model has answered for it."""


def rows_listed(messages: Iterable[Message]) -> tuple[int, ...]:
    """Return the rows that an answer lists, from the top; nothing where it lists none."""
    found: tuple[int, ...] = ()
    for message in messages:
        if isinstance(message, Picture) and message.kind == "table":
            headers = message.data.get("headers") or ("",)
            cells = [str(r[0]) for r in message.data.get("rows") or () if r]
            if headers[0] == "row" and cells and all(c.isdigit() for c in cells):
                found = tuple(int(c) for c in cells)
    return found


def table_meant(turn: Turn, query: Mapping[str, Any]) -> str:
    """Return the scored file that a question is about; empty for the table itself.

    Whom to act on, how many that is, and why, is asked of the file that was scored last.
    """
    if not turn.state.scored or form("which_table.own").search(turn.text):
        return ""
    steps = list(query.get("do") or ())
    names = {str(s.get("op")) for s in steps}
    made = set(_columns(query.get("rows"))) <= _MADE
    ranked = any(s.get("op") == "show" and s.get("by") for s in steps)
    counted = bool(query.get("rows")) and made and names <= {"count", "show"}
    of_rows = bool(query.get("rows")) and made and names <= _OF_ROWS
    return turn.state.scored if ranked or counted or of_rows else ""


def _columns(tree: Any) -> list[str]:
    """Return the columns that a filter speaks of."""
    if isinstance(tree, Mapping):
        own = [str(tree["column"])] if "column" in tree else []
        return own + [c for v in tree.values() for c in _columns(v)]
    if isinstance(tree, list | tuple):
        return [c for v in tree for c in _columns(v)]
    return []
