"""What a table says about a target before anything is searched: leaks, above all.

Each column alone is asked to tell the target, by a shallow tree over three folds. What
a single column knows (nearly) all of is rarely knowledge: it is the answer in disguise,
or became known after it. The person decides; the question is whether the column is
known before the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from dialogs.facts import ColumnFacts, Kind, Suspicion

from .alone import LEAF, Target, codes, encoded, score
from .leaks import NEARLY, ROWS, leaks, with_companions
from .suspicions.evidence import suspicion
from .suspicions.proxies import proxies
from .suspicions.target import about_names, about_target
from .table import Table
from .together import faultless, straight_line

FEWEST, WIDE, MOST_PROBED = 3_000, 40, 300
"""Wide tables: rows at least, columns that all rows are for, columns probed at most."""

MOST_CLASSES = 20
"""Classes told apart; the rarer ones count as one."""


def probe_target(
    table: Table, target: str, event: str | None = None, ignore: Iterable[str] = ()
) -> tuple[Suspicion, ...]:
    """Return what is odd about this target, and which columns may give it away.

    Parameters
    ----------
    table : Table
        As read.
    target : str
        Column to predict.
    event : str, optional
        The outcome to catch; every class is looked at where not given.
    ignore : iterable of str
        Columns that are not used anyway.

    Returns
    -------
    tuple of Suspicion
        The gravest first.
    """
    facts = table.facts.column(target)
    if facts is None:
        return ()
    # A column may hold 1e308; what overflows tells nothing.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return _probe(table, facts, event, {target, *ignore})


def _probe(
    table: Table, facts: ColumnFacts, event: str | None, skipped: set[str]
) -> tuple[Suspicion, ...]:
    found = list(about_target(table, facts, event))
    if facts.kind in (Kind.EMPTY, Kind.CONSTANT):
        return tuple(found)
    columns = [
        c
        for c in table.facts.columns
        if c.name not in skipped and c.kind not in (Kind.EMPTY, Kind.CONSTANT)
    ]
    chosen = _target(
        table, facts, event, max(FEWEST, ROWS * WIDE // max(WIDE, len(columns)))
    )
    columns = _likeliest(table, columns, chosen)
    scores: dict[str, float] = {}
    if len(chosen.y) >= 30 and len(np.unique(chosen.y)) > 1:
        scores = {c.name: _told(table, c, chosen) for c in columns}
        said = {name for s in found for name in s.columns}
        asked = [c for c in columns if c.name not in said]
        found += with_companions(table, list(leaks(table, asked, chosen, scores)))
        found += _together(table, columns, chosen, scores, found)
    known = {name for s in found for name in s.columns}
    rest = [c for c in columns if c.name not in known]
    found += about_names(facts, rest, _telling(scores, chosen))
    found += proxies(table.frame, table.facts, skipped)
    return tuple(sorted(found, key=lambda s: -s.severity))


def _told(table: Table, column: ColumnFacts, target: Target) -> float:
    told = score(encoded(table, column, target), target)
    if target.numeric and column.minimum is not None and told >= NEARLY - 0.1:
        # Few rows make a tree coarse; a copy with noise lies on a line.
        values = table.frame[column.name].iloc[target.rows].to_numpy(dtype=float)
        return max(told, straight_line(values, target.y))
    return told


def _together(
    table: Table,
    columns: list[ColumnFacts],
    target: Target,
    scores: dict[str, float],
    found: list[Suspicion],
) -> Iterator[Suspicion]:
    """Yield columns that are the answer in pieces, if none of them stands out alone."""
    if any(s.severity == 3 and s.repair == "ignore" for s in found):
        return
    names, told = faultless(table, columns, target, scores)
    if names:
        yield suspicion(
            "together", names, severity=2, repair="ignore", default=False,
            score=round(told, 4), measure="r2" if target.numeric else "auc",
        )  # fmt: skip


def _telling(scores: dict[str, float], target: Target) -> list[str]:
    """Return the two columns that tell most, where they tell much."""
    least = 0.15 if target.numeric else 0.65
    best = sorted(scores, key=lambda n: -scores[n])[:2]
    return [name for name in best if scores[name] >= least]


def _likeliest(
    table: Table, columns: list[ColumnFacts], target: Target
) -> list[ColumnFacts]:
    """Return the columns to probe: all, or in a wide table those that go along most.

    A leak that only a tree can see, in a table of thousands of columns, is missed.
    """
    if len(columns) <= MOST_PROBED:
        return columns
    X = codes(table, columns, target)
    gaps = np.isnan(X)
    known = np.maximum((~gaps).sum(axis=1, keepdims=True), 1)
    centred = np.where(gaps, 0.0, X - np.nansum(X, axis=1, keepdims=True) / known)
    empty = gaps - gaps.mean(axis=1, keepdims=True)
    y = target.y.astype(float)
    y = (y - y.mean()) / (y.std() or 1.0)
    along = np.maximum(_along(centred, y), _along(empty, y))
    best = np.argsort(-along, kind="stable")[:MOST_PROBED]
    return [columns[i] for i in best]


def _along(rows: Any, y: Any) -> Any:
    """Return how far each of the centred rows goes along the target, shape (p,)."""
    spread = rows.std(axis=1)
    return np.abs(rows @ y) / len(y) / np.where(spread > 0, spread, np.inf)


def _target(
    table: Table, facts: ColumnFacts, event: str | None, most: int = ROWS
) -> Target:
    values = table.frame[facts.name]
    known = np.flatnonzero(values.notna().to_numpy())
    step = max(1, -(-len(known) // most))
    rows = known[::step]
    labels = table.written(facts.name).iloc[rows]
    if event is not None and (labels == event).any():
        return Target((labels == event).to_numpy(dtype=int), False, rows)
    numeric = facts.minimum is not None and facts.distinct > 20
    if numeric:
        return Target(values.iloc[rows].to_numpy(dtype=float), True, rows)
    # Rare classes are one: there is nothing to be told about each of them.
    counts = labels.value_counts()
    common = counts[counts >= LEAF].index[:MOST_CLASSES]
    told_apart = labels.where(labels.isin(common), "")
    return Target(pd.factorize(told_apart)[0], False, rows)
