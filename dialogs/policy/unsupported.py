"""Kinds of questions that no search exists for yet: said honestly, with what can be done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..facts import Kind
from ..hearing import understand
from ..toml_data import toml_data
from .asking import come_back
from .turn import Turn
from .understood import context_of


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    return {
        kind: re.compile("|".join(forms), re.IGNORECASE)
        for kind, forms in toml_data("policy/unsupported.toml").items()
    }


def wants_other_kind(turn: Turn, text: str) -> bool:
    """Handle a wish for groups or odd cases without a target; return whether it was."""
    state = turn.state
    if "table.target" in state.brief:
        return False
    names = state.facts.names if state.facts else ()
    near = [n for n in names if n in text]
    if any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text) for n in near):
        return False  # a column is named: that can be predicted
    for kind, form in _forms().items():
        if form.search(text) and not _names_outcome(turn, text):
            turn.say(f"unsupported.{kind}")
            come_back(turn)
            return True
    return False


def _names_outcome(turn: Turn, text: str) -> bool:
    """Return whether the words point to a column that can be predicted."""
    best = understand(text, context_of(turn)).best
    facts = turn.state.facts
    name = best.brief.get("table.target") if best else None
    column = facts.column(str(name)) if facts and name else None
    return column is not None and column.kind not in (
        Kind.ID,
        Kind.CONSTANT,
        Kind.EMPTY,
    )
