"""What was said beside what came true, in bins of the held-back rows.

Bins hold about equally many rows, and rows that were told the same chance stay
together: a bin of a handful would show noise as a fault. Reliability diagrams after
DeGroot and Fienberg (1983); bins of equal mass after Nguyen and O'Connor (2015).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .case import Case
from .intervals import COVERAGE, share_range

MOST_BINS = 10
FEWEST = 25
"""Rows in a bin."""


def reliability(case: Case, task: str) -> dict[str, list[Any]]:
    """Return how often what was said came true.

    Parameters
    ----------
    case : Case
        Rows with their truths and chances.
    task : str
        ``binary`` looks at the chance of the event, ``multiclass`` and ``ordinal`` at
        the chance of the likeliest class.

    Returns
    -------
    dict
        ``said`` (mean chance), ``seen`` (share that came true) with its 90% range
        ``low`` to ``high``, ``n`` rows, and whether it is ``off`` by more than the
        luck of so many bins, a value a bin from the lowest chance up; empty for a
        number, or for too few rows for two bins.
    """
    if task == "binary":
        said, true = case.score, case.y == 1
    elif task in ("multiclass", "ordinal"):
        said, true = case.score.max(axis=1), case.score.argmax(axis=1) == case.y
    else:
        return {}
    known = np.isfinite(said)
    said, true = said[known], true[known]
    bins = min(MOST_BINS, len(said) // FEWEST)
    if bins < 2:
        return {}
    edges = np.unique(np.quantile(said, np.linspace(0, 1, bins + 1)[1:-1]))
    slot = np.searchsorted(edges, said, side="right")
    names = ("said", "seen", "low", "high", "n", "off")
    found: dict[str, list[Any]] = {name: [] for name in names}
    for b in np.unique(slot):
        mine = slot == b
        hits, n = int(true[mine].sum()), int(mine.sum())
        low, high = share_range(hits, n)
        mean = float(said[mine].mean())
        # Of ten ranges of 90% one misses by luck: all together are to hold 90%.
        least, most = share_range(hits, n, 1 - (1 - COVERAGE) / bins)
        off = least is not None and most is not None and not least <= mean <= most
        row = (mean, hits / n, low, high, n, off)
        for name, value in zip(found, row, strict=True):
            found[name].append(value)
    return found if len(found["n"]) > 1 else {}
