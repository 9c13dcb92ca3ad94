"""Warnings of what looks too good: leaks, measures near perfect, one column that decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dialogs.message import Level

from .caution import warning
from .metric_words import value_text
from .units import in_hundred

DOMINANT = 0.8
WHOLE = 0.995
"""Told as 100 in 100."""

TOO_GOOD = {"roc_auc": 0.97, "accuracy": 0.98, "r2": 0.98, "balanced_accuracy": 0.98}


def leaks_told(
    result: Mapping[str, Any],
    suspicions: Iterable[Any],
    used: tuple[str, ...],
    level: Level,
) -> Iterable[dict[str, Any]]:
    """Yield warnings of leaking columns, and of what is too good or too simple."""
    for suspicion in suspicions:
        for column in getattr(suspicion, "columns", ()):
            if getattr(suspicion, "kind", "") == "leakage" and column in used:
                yield warning("leakage", level, column)
    for name, limit in TOO_GOOD.items():
        value = (result.get("metrics") or {}).get(name, {}).get("value")
        if value is not None and float(value) > limit:
            what = f"{name.replace('_', ' ')} {value_text(name, float(value), level)}"
            yield warning("too_good", level, what=what)
            break
    drivers = list(result.get("drivers") or [])
    # Of a model that reads one column nothing else can be said.
    first = drivers[0] if drivers and len(used) > 1 else {}
    part = float(first.get("share") or 0)
    if part >= DOMINANT:
        key = "only" if part >= WHOLE else "dominant"
        column = str(first["column"])
        yield warning("dominant", level, column, key, share=in_hundred(part))
