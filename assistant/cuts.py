"""Where the line could be drawn: what each cut names, finds and costs.

For two outcomes a decision is a line across the sorted chances. Each row of the table
made here is one place for it, counted on out-of-fold answers: the held-back rows are
for the check at the end, and whoever chose a cut by them would fool himself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dialogs.constraints import Constraints

from .metrics.capacity import list_rows
from .metrics.case import Floats
from .metrics.costs import cost_columns, prices_of
from .metrics.intervals import clopper_pearson
from .metrics.rules import Rule

SHARES = (
    0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.12, 0.15, 0.17, 0.2, 0.22, 0.25, 0.27, 0.3,
    0.33, 0.36, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0,
)  # fmt: skip
"""Of all rows, from the top: finer where a list is short, as most are."""


def cut_table(
    constraints: Constraints,
    rule: Rule,
    y: NDArray[Any],
    p: Floats,
    frame: pd.DataFrame,
    whole: pd.DataFrame,
) -> dict[str, Any]:
    """Return what each cut does, JSON-ready; empty for anything but two outcomes.

    Parameters
    ----------
    constraints : Constraints
        The contract: costs, capacity, period.
    rule : Rule
        The decision as it stands, to be found again among the cuts.
    y, p : arrays, shape (n,)
        Truths (1 = event) and calibrated out-of-fold chances.
    frame : DataFrame, n rows
        The same rows, with the cost columns.
    whole : DataFrame
        All usable rows of the file: what a number of cases is out of, for a period
        where its dates tell.

    Returns
    -------
    dict
        ``event``, ``rows`` (they are out of), ``per`` (a period's name), ``chosen`` (position in ``cuts``)
        and ``cuts``: for each its ``p``, and the shares ``named`` of all rows,
        ``found`` of the events with its 90% range ``low`` to ``high``, ``right`` of
        those named with its lower bound ``right_low``, and ``cost`` per row where mistakes have prices.
    """
    if constraints.task != "binary":
        return {}
    known = np.isfinite(p)
    y, p, frame = y[known], p[known], frame[known]
    events = int((y == 1).sum())
    if not events:
        return {}
    costs = _priced(constraints, rule, frame)
    found = [_cut(cut, y, p, events, costs) for cut in _places(p)]
    named = float((rule.decide(p, frame) == 1).mean())
    per = constraints.success.per
    out_of, _ = list_rows(constraints, whole)
    nearest = min(range(len(found)), key=lambda i: abs(found[i]["named"] - named))
    return {
        "event": constraints.event or "",
        "rows": round(out_of),
        "per": "" if per in frame.columns else per,
        "chosen": nearest,
        "cuts": found,
    }


def _places(p: Floats) -> list[float]:
    """Return cuts from the highest down; each takes all rows of equal chance."""
    ordered = np.sort(p)[::-1]
    at = [max(0, round(share * len(ordered)) - 1) for share in SHARES]
    return list(dict.fromkeys(float(ordered[i]) for i in at))


def _priced(constraints: Constraints, rule: Rule, frame: Any) -> Mapping[str, Floats]:
    success = constraints.success
    if success.miss_cost is None or success.false_alarm_cost is None:
        return {}
    prices = {**prices_of(success), "cost_matrix": None}
    return cost_columns(prices, frame, fill=rule.fill)


def _cut(
    cut: float, y: NDArray[Any], p: Floats, events: int, costs: Mapping[str, Floats]
) -> dict[str, Any]:
    act = p >= cut
    hits = int((act & (y == 1)).sum())
    low, high = clopper_pearson(hits, events, 0.95)  # one-sided each
    named = int(act.sum())
    return {
        "p": cut,
        "named": float(act.mean()),
        "found": hits / events,
        "low": low,
        "high": high,
        "right": hits / named,
        "right_low": clopper_pearson(hits, named, 0.95)[0],
        "cost": _cost(act, y == 1, costs) if costs else None,
    }


def _cost(act: NDArray[Any], event: NDArray[Any], costs: Mapping[str, Floats]) -> float:
    """Return the mean cost of a row."""
    acted = np.where(event, costs["hit"], costs["false_alarm"])
    left = np.where(event, costs["miss"], costs["pass"])
    return float(np.where(act, acted, left).mean())
