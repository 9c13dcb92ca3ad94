"""Warnings of too little data: rows, events, and rows that were held back.

Thresholds are those that others have found useful; none was fitted to a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from dialogs.message import Level
from dialogs.sanitise import safe

from .caution import warning
from .outputs import Output
from .relevance import as_class
from .units import counted

FEW_ROWS = 200
FEW_EVENTS = 100
FEW_TEST_EVENTS = 30
MOST_RARE = 3
"""Rare classes named one by one; of more one sentence tells."""


def few_told(
    output: Output, seen: pd.Series, truth: pd.Series, level: Level
) -> Iterable[dict[str, Any]]:
    """Yield warnings of few rows, few events, and few events held back."""
    rows = len(seen) + len(truth)
    if rows < FEW_ROWS:
        yield warning("few_rows", level, rows=counted(rows, "row"))
    if output.task == "regression":
        return
    events = seen.map(as_class).value_counts()
    tested = truth.map(as_class).value_counts()
    names = (output.event,) if output.task == "binary" else output.classes
    total = {
        name: int(events.get(name, 0)) + int(tested.get(name, 0)) for name in names
    }
    rare = sorted((c for c in total if total[c] < FEW_EVENTS), key=lambda c: total[c])
    if len(rare) > MOST_RARE:
        yield warning(
            "few_events_of_many", level, n=f"{len(rare):,}", all=f"{len(names):,}",
            least=f"{FEW_EVENTS:,}", events=", ".join(safe(c, 40) for c in rare[:3]),
        )  # fmt: skip
        names = tuple(c for c in names if c not in rare)
    for name in names:
        n, shown = total[name], f'"{safe(name, 40)}"'
        if n < FEW_EVENTS:
            yield warning("few_events", level, n=f"{n:,}", event=shown)
        elif int(tested.get(name, 0)) < FEW_TEST_EVENTS:
            yield warning(
                "few_test_events", level, n=f"{int(tested.get(name, 0)):,}", event=shown
            )
