"""Columns that stand in for a protected trait: leaving the trait out leaves them in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
import pandas as pd

from dialogs.facts import ColumnFacts, Facts, Kind, Suspicion

from .evidence import SAMPLE, suspicion

TELLS = 0.5
"""Share of a trait's variety that another column takes away (Goodman and Kruskal's tau;
for numbers the correlation ratio) from which on it stands in for the trait."""

BINS, PER_LEVEL = 20, 20
"""Parts that numbers are cut into; rows a level must have on average."""

MOST_TRAITS, MOST_COLUMNS, MOST_LEVELS = 6, 400, 20


def proxies(
    frame: pd.DataFrame, facts: Facts, skipped: Collection[str]
) -> Iterator[Suspicion]:
    """Yield `proxy`: a column that tells a sensitive one.

    Parameters
    ----------
    frame : DataFrame
        (n, p) typed values.
    facts : Facts
    skipped : collection of str
        What is no input: the target, and columns that are set aside.
    """
    sample = frame.iloc[:: max(1, -(-len(frame) // SAMPLE))]
    usable = [c for c in facts.columns if _usable(c)]
    traits = [c for c in usable if c.sensitive]
    if not traits or len(sample) < 100:
        return
    others = [c for c in usable if not c.sensitive and c.name not in skipped]
    others = others[:MOST_COLUMNS]
    for trait in traits[:MOST_TRAITS]:
        values = _values(sample[trait.name], trait)
        for column in others:
            told = _told(values, _levels(sample[column.name], column))
            if told >= TELLS:
                yield suspicion(
                    "proxy", [column.name, trait.name], severity=1,
                    attribute=trait.sensitive, share=round(told, 3),
                )  # fmt: skip


def _usable(column: ColumnFacts) -> bool:
    idle = (Kind.ID, Kind.CONSTANT, Kind.EMPTY, Kind.TEXT, Kind.DATE)
    return column.kind not in idle and column.distinct > 1


def _values(values: pd.Series[Any], column: ColumnFacts) -> Any:
    """Return a trait as indicators of its levels, or as a number; (n, levels)."""
    if column.minimum is not None and column.distinct > MOST_LEVELS:
        return values.to_numpy(dtype=float)[:, None]
    codes, levels = pd.factorize(values)
    found = np.full((len(codes), len(levels)), np.nan)
    found[codes >= 0] = np.eye(len(levels))[codes[codes >= 0]]
    return found


def _levels(values: pd.Series[Any], column: ColumnFacts) -> Any:
    """Return each row's level of a column, -1 for gaps."""
    if column.minimum is not None and column.distinct > BINS:
        cut = pd.qcut(
            values.to_numpy(dtype=float), BINS, labels=False, duplicates="drop"
        )
        return np.nan_to_num(cut, nan=-1).astype(int)
    return pd.factorize(values)[0]


def _told(trait: Any, levels: Any) -> float:
    """Return the share of a trait's variance between the levels of a column."""
    known = (levels >= 0) & ~np.isnan(trait).any(axis=1)
    trait, levels = trait[known], levels[known]
    counts = np.bincount(levels) if len(levels) else np.zeros(1)
    used = int((counts > 0).sum())
    if len(trait) < 100 or used < 2 or len(trait) < PER_LEVEL * used:
        return 0.0
    centred = trait - trait.mean(axis=0)
    whole = float((centred**2).sum())
    if whole <= 0:
        return 0.0
    sums = np.column_stack(
        [np.bincount(levels, weights=centred[:, k]) for k in range(trait.shape[1])]
    )
    between = float(((sums**2).sum(axis=1)[counts > 0] / counts[counts > 0]).sum())
    return between / whole
