"""Whether new data still looks like the training data, and whether that matters.

Drift is told column by column against rows kept in the model file; it matters where
the column counts for the answer, or where the answers themselves have moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.sanitise import safe

from ..model import TandemModel
from ..table import Table

SMALL, LARGE = 0.1, 0.25
"""Of the population stability index: below the first nothing to see, above the second a
clear change (Siddiqi 2006)."""

BINS = 10
FLOOR = 0.005
"""Least share of a bin: with some hundreds of rows an empty bin is no surprise."""


def stability_index(before: pd.Series[Any], after: pd.Series[Any]) -> float:
    """Return the population stability index of one column, 0 where nothing moved."""
    if pd.api.types.is_numeric_dtype(before) and before.nunique() > BINS:
        edges = np.unique(before.quantile(np.linspace(0, 1, BINS + 1)[1:-1]))
        one = pd.Series(np.searchsorted(edges, before.fillna(edges[0])))
        two = pd.Series(np.searchsorted(edges, after.fillna(edges[0])))
        one = one.where(before.notna().to_numpy(), -1)
        two = two.where(after.notna().to_numpy(), -1)
    else:
        one, two = before.astype(str), after.astype(str)
    shares = [s.value_counts(normalize=True) for s in (one, two)]
    bins = shares[0].index.union(shares[1].index)
    p, q = (s.reindex(bins, fill_value=0).clip(lower=FLOOR) for s in shares)
    return float(((q - p) * np.log(q / p)).sum())


def check_table(model: TandemModel, table: Table) -> dict[str, Any]:
    """Compare a table with what the model learned from.

    Parameters
    ----------
    model : TandemModel
    table : Table

    Returns
    -------
    dict
        ``columns`` (name, index, verdict, matters), ``answers``, ``verdict``
        (``alike``, ``changed`` or ``matters``) and ``lines`` in plain words.
    """
    after = model.schema.apply(table.text, needed=model.inputs)
    sizes = {d["column"]: d["size"] for d in model.metadata.get("drivers", [])}
    found = [
        _column(str(name), model.background[name], after[name], sizes)
        for name in model.inputs
        if name in model.background.columns
    ]
    old, new = (_typical(model, frame) for frame in (model.background, after))
    answers = {
        "index": stability_index(pd.Series(old), pd.Series(new)),
        "before": float(np.mean(old)),
        "after": float(np.mean(new)),
    }
    matters = answers["index"] >= LARGE or any(c["matters"] for c in found)
    changed = any(c["verdict"] != "alike" for c in found)
    verdict = "matters" if matters else "changed" if changed else "alike"
    return {
        "verdict": verdict,
        "rows": len(after),
        "columns": found,
        "answers": answers,
        "lines": _lines(verdict, found, answers, model),
    }


def _column(
    name: str,
    before: pd.Series[Any],
    after: pd.Series[Any],
    sizes: Mapping[str, float],
) -> dict[str, Any]:
    index = stability_index(before, after)
    verdict = "alike" if index < SMALL else "changed" if index < LARGE else "moved"
    return {
        "column": name,
        "index": round(index, 4),
        "verdict": verdict,
        "matters": verdict == "moved" and name in sizes,
        "missing_before": float(before.isna().mean()),
        "missing_after": float(after.isna().mean()),
    }


def _typical(model: TandemModel, frame: pd.DataFrame) -> Any:
    score = model.score_of(frame)
    return score if score.ndim == 1 else score.max(axis=1)


_HEADS = {
    "alike": "The new data looks like the data that the model learned from.",
    "changed": "The new data differs a little, in columns that hardly count.",
    "matters": "The new data differs in ways that matter. Check some predictions by "
    "hand, and think of learning again.",
}


def _lines(
    verdict: str,
    found: list[dict[str, Any]],
    answers: Mapping[str, float],
    model: TandemModel,
) -> list[str]:
    lines = [_HEADS[verdict]]
    for column in sorted(found, key=lambda c: -c["index"]):
        if column["verdict"] == "alike":
            continue
        much = "a lot" if column["verdict"] == "moved" else "a little"
        counts = ", and the model goes by it" if column["matters"] else ""
        lines.append(f"• {safe(column['column'], 60)} has changed {much}{counts}.")
    if model.task == "binary":
        lines.append(
            f"The mean chance of {safe(str(model.event), 40)} is now "
            f"{100 * answers['after']:.0f} in 100; it was "
            f"{100 * answers['before']:.0f}."
        )
    return lines
