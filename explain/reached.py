"""What a result reached, in clauses that several answers are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.sanitise import safe

from .asked import Asked
from .baselines import strongest
from .driving_told import closed
from .metric_words import metric_text, told_as
from .units import counted, listed

Lines = list[str]
MOST_NAMED = 3
MOST_DOUBTS = 3


def reached(asked: Asked) -> str:
    """Return what the model reaches, with its range, as a clause."""
    objective = asked.result.get("objective") or {}
    if objective.get("value") is None:
        return ""
    return metric_text(told_as(objective), objective, asked.level)


def best_rival(asked: Asked) -> Mapping[str, Any] | None:
    """Return the simple way that is hardest to beat."""
    objective = asked.result.get("objective") or {}
    known = [
        b for b in asked.result.get("baselines") or [] if b.get("value") is not None
    ]
    return strongest(known, bool(objective.get("greater_is_better")))


def rows_tested(asked: Asked) -> str:
    """Return how many rows the model was checked on, in the person's word."""
    rows = asked.result.get("rows") or {}
    return counted(int(rows.get("test") or 0), asked.word)


def names_of(columns: Any, most: int = MOST_NAMED) -> str:
    """Return the first of some columns, as a list in words."""
    return listed([safe(str(c), 60) for c in list(columns)[:most]])


def never_read(asked: Asked) -> list[str]:
    """Return the columns that it may never read."""
    return list((asked.brief.get("limits") or {}).get("never_columns") or ())


def doubts(asked: Asked, most: int = MOST_DOUBTS) -> Lines:
    """Return what to be careful about, but that no simple way is beaten."""
    texts = [
        str(w["text"]) for w in asked.result.get("warnings") or []
        if w.get("text") and w.get("kind") != "no_better"
    ]  # fmt: skip
    return [asked.say("about.limits_warning", text=closed(t)) for t in texts[:most]]
