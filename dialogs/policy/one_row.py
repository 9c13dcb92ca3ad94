"""Which single row a question after training is about: asked for, and answered by its number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..hearing.normal import normal
from ..hearing.referring import points_at_one
from ..hearing.rownames import row_alone
from ..state import Phase
from ..words import say
from .forms import form
from .rounds import choices
from .settling import ask_model
from .turn import Turn

WHICH = "which_row"
"""The question that is open while a row is asked for."""
_ONE = ("explain", "counterfactual", "predict", "likelihood", "show")
"""What is done with a single row, or with many."""
_WHY = ({"op": "explain"},)


def ask_which_row(turn: Turn, do: tuple[Mapping[str, Any], ...] = _WHY) -> None:
    """Ask which row is meant, and keep what is to be done with it."""
    prompt = turn.new_prompt(WHICH, about=json.dumps([dict(op) for op in do]))
    turn.ask(say("result.which_row", turn.state.level), prompt)


def lacks_row(turn: Turn, query: Mapping[str, Any]) -> bool:
    """Return whether a question points at one row while none was spoken of before."""
    before = turn.state.query
    if query.get("rows") is not None or (before and before.get("rows") is not None):
        return False
    names = {op["op"] for op in query.get("do", ())}
    of_one = bool(names & set(_ONE)) and names <= {*_ONE, "change"}
    one = points_at_one(turn.text) or form("one_row.points").search(turn.text)
    return of_one and bool(one)


def row_named(turn: Turn, text: str) -> bool:
    """Take a row that is named by itself, as an answer or as a question about it."""
    prompt, facts = turn.state.prompt, turn.state.facts
    if prompt is None or facts is None or turn.state.phase != Phase.RESULT:
        return False
    asked = prompt.question == WHICH
    if not asked and text.isdigit() and int(text) <= len(prompt.options):
        return False
    row = row_alone(normal(text), facts, asked, asked or _spoke_of_one(turn))
    if row is None:
        return False
    ask_model(turn, {"rows": row, "do": json.loads(prompt.about) if asked else [*_WHY]})
    if asked:
        # The choices after a result hold again, without being listed once more.
        turn.set(prompt=choices(turn))
    return True


def _spoke_of_one(turn: Turn) -> bool:
    """Return whether the last question was about a single row: a number is another."""
    rows = (turn.state.query or {}).get("rows")
    return isinstance(rows, Mapping) and rows.get("column") == "row"
