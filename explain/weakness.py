"""The groups where a model errs more, found and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dialogs.message import Level
from dialogs.sanitise import safe

from .caution import warning
from .decisions import decided, mistakes
from .outputs import Output, inputs_of
from .phrases import say
from .units import cell, counted, digits_for, in_hundred, number
from .weakspots import Group, Weak, weak_groups


def group_text(group: Group, level: Level | str) -> str:
    """Return a group in words, such as ``tenure is below 12``."""
    shown = [cell(v) for v in group.values]
    return say(
        f"group.{group.kind}",
        level,
        x=safe(group.column, 60),
        a=shown[0] if shown else "",
        b=shown[-1] if shown else "",
    )


def spoken_of(
    model: Any, frame: pd.DataFrame, brief: Mapping[str, Any] | None
) -> list[str]:
    """Return the columns that groups are made of: read, or kept to check fairness.

    What was left out as known too late would tell of nothing but the outcome.
    """
    kept = (brief or {}).get("limits", {}).get("never_columns", ())
    told = {*inputs_of(model, frame), *kept}
    return [c for c in frame.columns if c in told]


def find_weak(
    output: Output,
    frame: pd.DataFrame,
    truth: pd.Series,
    seed: int,
    columns: list[str],
) -> list[Weak]:
    """Return the groups where the model errs more, on rows with known outcomes."""
    known = truth.notna().to_numpy()
    frame = frame[known].reset_index(drop=True)
    truth = truth[known].reset_index(drop=True)
    if len(frame) < 4 * 30:
        return []
    size = mistakes(output, decided(output, frame), truth).size
    return weak_groups(
        frame, columns, size, shares=output.task != "regression", seed=seed
    )


def weak_told(
    output: Output,
    frame: pd.DataFrame,
    truth: pd.Series,
    level: Level,
    seed: int,
    columns: list[str],
) -> Iterable[dict[str, Any]]:
    """Yield warnings of the three weakest groups."""
    for weak in find_weak(output, frame, truth, seed, columns)[:3]:
        yield weak_warning(output, weak, level)


def weak_warning(output: Output, weak: Weak, level: Level) -> dict[str, Any]:
    """Return a weak group as a warning."""
    chances = output.task != "regression"
    digits = digits_for(max(abs(weak.error), 1e-12), 2)

    def shown(value: float) -> str:
        return in_hundred(value) if chances else number(value, digits)

    return warning(
        "weak_group" if chances else "weak_group_number",
        level,
        weak.group.column,
        group=group_text(weak.group, level),
        here=shown(weak.error),
        low=shown(weak.low).removesuffix(" in 100"),
        high=shown(weak.high).removesuffix(" in 100"),
        rows=counted(weak.rows, "row"),
        there=shown(weak.elsewhere),
    )
