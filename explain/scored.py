"""What a scored file holds, in words: how many to act on, and where each answer stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.message import Level

from .baselines import baseline_name, rival_as_good
from .phrases import say
from .units import counted


def scored_text(
    model: Any, decided: Mapping[str, int], path: str = "", level: Level = Level.PLAIN
) -> str:
    """Return what was written for a scored table.

    Parameters
    ----------
    model : object
        The model; ``classes``, ``task`` and ``metadata`` are read.
    decided : mapping of str to int
        How many rows got which decision.
    path : str
        The file; empty where it goes without saying.
    level : Level
    """
    rows = counted(sum(decided.values()), "row")
    key = "scored.file" if path else "scored.done"
    lines = [say(key, level, rows=rows, path=path)]
    if model.task == "binary":
        lines.append(" ".join(_to_do(decided, level)))
    if path:
        columns = "scored.chances" if model.classes else "scored.numbers"
        lines.append(say(columns, level))
    best = rival_as_good(model.metadata)
    if best is not None:
        lines.append(say("scored.careful", level, name=baseline_name(best, level)))
    return "\n".join(lines)


def _to_do(decided: Mapping[str, int], level: Level) -> list[str]:
    act, review = decided.get("act", 0), decided.get("review", 0)
    keys = {sum(decided.values()): "scored.all", 0: "scored.none", 1: "scored.act_one"}
    key = keys.get(act, "scored.act")
    told = [say(key, level, n=f"{act:,}")]
    if review:
        told.append(say("scored.review", level, n=f"{review:,}"))
    return told
