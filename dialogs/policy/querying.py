"""A question about the model or the data: what it lacks is asked for first."""

from __future__ import annotations

from ..glossary import find
from ..hearing import Reading
from ..hearing.lexicon import lexicon
from ..state import Phase
from .asking import come_back
from .fairly import lacks_group, with_groups
from .forms import form
from .one_row import ask_which_row, lacks_row
from .settling import ask_model
from .turn import Turn


def query(turn: Turn, reading: Reading) -> None:
    """Ask what a message asks of model or data, once it is clear of what."""
    if turn.state.facts is None:
        turn.say("no_table")
        come_back(turn)
        return
    asked = dict(reading.query or {})
    if lacks_row(turn, asked):
        ask_which_row(turn, tuple(asked["do"]))
        return
    if form("one_row.why_all").match(turn.text) and turn.state.query is None:
        turn.say("result.why_all")
        asked = {"rows": None, "do": [{"op": "importance"}]}
    if lacks_group(asked):
        found = with_groups(turn, asked)
        if found is None:
            come_back(turn)
            return
        asked = found
    ask_model(turn, asked)


_SHARES = frozenset({"recall", "precision", "specificity"})
"""Measures that are asked for as shares, and have no name as a goal alone."""


def figure_of(turn: Turn, term: str) -> None:
    """Ask how high a measure is, whose meaning was just told, once that is known."""
    measure = (find(term) or "").replace(" ", "_")
    if turn.state.phase == Phase.RESULT and measure in {
        *lexicon()["metrics"],
        *_SHARES,
    }:
        ask_model(turn, {"rows": None, "do": [{"op": "score", "metric": measure}]})
