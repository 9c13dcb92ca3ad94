"""Which columns work together in a model, beyond what each does alone.

For a pair the second difference over background rows,
``f(ab) - f(a) - f(b) + f()`` (Friedman & Popescu 2008 in its two-point form), averaged in
absolute value over rows. Columns that only add up get exactly 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from .outputs import Output
from .shapley import Mixer

ROWS = 60
PARTNERS = 20


@dataclass(frozen=True)
class Pair:
    """Two columns and how much they move the answer together, beyond each alone."""

    one: str
    other: str
    size: float
    se: float

    @property
    def clear(self) -> bool:
        """Whether it is more than noise over the rows."""
        return self.size > 2 * self.se and self.size > 1e-9


def interactions(
    output: Output,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    columns: Sequence[str],
    wanted: Sequence[str] = (),
    seed: int = 0,
) -> list[Pair]:
    """Return pairs of columns by how much they work together, strongest first.

    Parameters
    ----------
    output : Output
    rows, background : DataFrame
    columns : sequence of str
        Whose pairs are looked at.
    wanted : sequence of str
        One name: only pairs with it. Two: only that pair.
    seed : int
    """
    inputs = [c for c in background.columns if c in rows.columns]
    rows = rows[inputs].sample(min(ROWS, len(rows)), random_state=seed)
    background = background[inputs].sample(
        min(PARTNERS, len(background)), random_state=seed
    )
    rows, background = rows.reset_index(drop=True), background.reset_index(drop=True)
    # Columns outside the game must come from the background too, so each is a player.
    mixer = Mixer(rows, background, [[c] for c in inputs])
    n = np.repeat(np.arange(len(rows)), len(background))
    k = np.tile(np.arange(len(background)), len(rows))

    def value(*names: str) -> np.ndarray:
        from_row = np.zeros((len(n), len(inputs)), dtype=bool)
        for name in names:
            from_row[:, inputs.index(name)] = True
        return output(mixer.frame(n, k, from_row))

    nothing = value()
    alone = {c: value(c) - nothing for c in columns}
    found = []
    for a, b in combinations(columns, 2):
        if len(wanted) == 1 and wanted[0] not in (a, b):
            continue
        if len(wanted) >= 2 and not {a, b} <= set(wanted):
            continue
        beyond = value(a, b) - nothing - alone[a] - alone[b]
        by_row = beyond.reshape(len(rows), len(background), -1).mean(axis=1)
        size = np.abs(by_row).max(axis=1)
        se = float(size.std(ddof=1) / np.sqrt(len(size))) if len(size) > 1 else 0.0
        found.append(Pair(a, b, float(size.mean()), se))
    return sorted(found, key=lambda p: -p.size)
