"""Wishes that no setting grants, answered with what can be had instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..agenda import task_now
from ..hearing.normal import normal
from ..hearing.quantities import quantities
from ..toml_data import toml_data
from .asking import come_back
from .turn import Turn

DAY = 8 * 3600
"""Of work, in seconds."""

_ASKED = ("action", "capacity", "harm", "error", "classes", "miss_cost",
          "false_alarm_cost")  # fmt: skip
"""Questions that are about success."""


@cache
def _wishes() -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {**entry, "form": re.compile("|".join(entry["forms"]), re.IGNORECASE)}
        for entry in toml_data("policy/wishing.toml")["wish"]
    )


def wished(turn: Turn, text: str) -> bool:
    """Answer a wish about success that cannot be had as said; return whether it was."""
    prompt = turn.state.prompt
    task = task_now(turn.state)
    if prompt is None or prompt.question not in _ASKED:
        return False
    said = normal(text).strip(" .!?")
    for wish in _wishes():
        match = wish["form"].fullmatch(said) if task in wish["kinds"] else None
        if match is None:
            continue
        slots = _slots(turn, said, match, wish.get("needs", ""))
        if slots is None:
            continue
        turn.say(wish["say"], **slots)
        come_back(turn)
        return True
    return False


def _slots(
    turn: Turn, said: str, match: re.Match[str], needs: str
) -> dict[str, Any] | None:
    """Return what the answer speaks of; None where the words were meant otherwise."""
    brief = turn.state.brief
    slots: dict[str, Any] = {
        "target": brief.get("table.target", ""), "event": brief.get("goal.event", "")
    }  # fmt: skip
    if needs == "duration":
        spans = [q.value for q in quantities(said) if q.kind == "duration"]
        return {**slots, "n": max(1, int(DAY // max(1.0, spans[0])))} if spans else None
    return {**slots, "n": match["n"]} if needs else slots
