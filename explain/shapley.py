"""Shapley values of whole columns, by antithetic permutations, for any pipeline.

The players are the person's own columns, so what a pipeline does inside (one-hot,
scaling, calibration, stacking) needs no special case. For every background row one random
order of the columns is walked forwards and backwards, replacing the background's values
by the explained row's one column at a time. The differences telescope, so the values of a
row sum to ``f(row) - base`` exactly, at any number of background rows.

After Strumbelj & Kononenko (2014), with the antithetic pairs of Mitchell et al. (2022),
"Sampling Permutations for Shapley Value Estimation".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]
Score = Callable[[pd.DataFrame], Array]

BLOCK = 5
"""Least background rows between two looks at the clock."""

CALL = 4000
"""Rows a call should have at least: below, a pipeline's own overhead is what is paid."""


SAME = 1e-12
"""Answers closer than this, beside their size, are one answer."""


@dataclass(frozen=True)
class Walked:
    """What the walk found: ``k`` background rows, ``n`` rows, ``m`` players, ``c`` numbers.

    Attributes
    ----------
    values, errors : ndarray, shape (n, m, c)
        Contributions and their standard errors, in the unit of the score.
    base : ndarray, shape (c,)
        Mean score of the background rows used.
    outputs : ndarray, shape (n, c)
        Score of the rows, from frames that the walk built.
    used : int
        Background rows used before the deadline.
    """

    values: Array
    errors: Array
    base: Array
    outputs: Array
    used: int


class Mixer:
    """Frames whose cells come from explained rows or from background rows.

    Cells are taken by position from one joined column each, so that no value is ever
    converted: the pipeline sees the dtypes it was trained on.

    Parameters
    ----------
    rows, background : DataFrame
        With the same columns.
    players : sequence of sequences of str
        Columns that are replaced together.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        background: pd.DataFrame,
        players: Sequence[Sequence[str]],
    ) -> None:
        self._n = len(rows)
        self._columns = list(rows.columns)
        owner = {c: j for j, names in enumerate(players) for c in names}
        self._owner = {c: owner.get(c, -1) for c in self._columns}
        self._players = len(players)
        self._numbers = self._numbers_together(rows, background)
        together = {c for _, names, _ in self._numbers for c in names}
        self._joined = {
            c: _join(rows[c], background[c]) for c in self._columns if c not in together
        }
        self._codes = [
            *((j, _row_codes(table)) for j, _, table in self._numbers),
            *((self._owner[c], _codes(column)) for c, column in self._joined.items()),
        ]

    def _numbers_together(
        self, rows: pd.DataFrame, background: pd.DataFrame
    ) -> list[tuple[int, list[str], Array]]:
        """Return plain numbers that move together, to be taken as one array."""
        plain = np.dtype(float)
        both = (rows.dtypes == plain) & (background.dtypes == plain)
        owned: dict[int, list[str]] = {}
        for name, number in zip(self._columns, both, strict=True):
            if number:
                owned.setdefault(self._owner[name], []).append(name)
        return [
            (
                j,
                names,
                np.concatenate([f[names].to_numpy() for f in (rows, background)]),
            )
            for j, names in sorted(owned.items())
            if len(names) > 1
        ]

    def differs(self, n: Ints, k: Ints) -> Bools:
        """Return which players have another value in row n than in background row k."""
        found = np.zeros((len(n), self._players), dtype=bool)
        for owner, codes in self._codes:
            if owner >= 0:
                found[:, owner] |= codes[n] != codes[self._n + k]
        return found

    def frame(self, n: Ints, k: Ints, from_row: Bools) -> pd.DataFrame:
        """Return one row per pair; players marked in ``from_row`` come from row n.

        Columns that belong to no player stay the explained row's.
        """
        mine, theirs = n, self._n + k
        made: dict[str, Any] = dict.fromkeys(self._columns)
        for j, names, table in self._numbers:
            take = mine if j < 0 else np.where(from_row[:, j], mine, theirs)
            made.update(zip(names, table.take(take, axis=0).T, strict=True))
        for name, joined in self._joined.items():
            j = self._owner[name]
            take = mine if j < 0 else np.where(from_row[:, j], mine, theirs)
            made[name] = joined.take(take).reset_index(drop=True)
        return pd.DataFrame(made, copy=False)


def _join(rows: pd.Series, background: pd.Series) -> pd.Series:
    joined = pd.concat([rows, background], ignore_index=True)
    # Categories that differ would fall back to objects; the model knows the background's.
    if isinstance(background.dtype, pd.CategoricalDtype) and (
        joined.dtype != background.dtype
    ):
        joined = joined.astype(background.dtype)
    return joined


def _codes(column: pd.Series) -> Ints:
    try:
        return np.asarray(pd.factorize(column, use_na_sentinel=True)[0], dtype=np.intp)
    except TypeError:  # cells that cannot be hashed, such as lists
        return np.asarray(pd.factorize(column.astype(str))[0], dtype=np.intp)


def _row_codes(table: Array) -> Ints:
    """Return one code a row: equal where all its numbers are, a gap equal to a gap."""
    same = np.where(np.isnan(table), np.nan, table) + 0.0  # -0.0 is 0.0
    return np.asarray(
        pd.factorize(np.array([row.tobytes() for row in same], object))[0]
    )


def walk(
    score: Score,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    players: Sequence[Sequence[str]],
    *,
    seed: int,
    deadline: float | None = None,
    batch: int = 20_000,
) -> Walked:
    """Return Shapley values of the players for every row.

    Parameters
    ----------
    score : callable
        DataFrame -> array of shape (rows, c).
    rows, background : DataFrame
        What is explained and what it is compared with, in the same columns.
    players : sequence of sequences of str
        Each a group of columns replaced together.
    seed : int
        Seed of the column orders.
    deadline : float, optional
        A ``time.monotonic()`` value; no new block of background rows starts after it.
    batch : int
        Rows per call of ``score``.

    Returns
    -------
    Walked
        Over at least one block of background rows.
    """
    generator = np.random.default_rng(seed)
    mixer = Mixer(rows, background, players)
    outputs, bases = score(rows), score(background)
    found: list[Array] = []
    size = BLOCK * max(1, CALL // (2 * BLOCK * max(1, len(rows) * len(players))))
    for start in range(0, len(background), size):
        if start and deadline is not None and time.monotonic() > deadline:
            break
        block = np.arange(start, min(start + size, len(background)))
        orders = np.array([generator.permutation(len(players)) for _ in block])
        found.append(_block(score, mixer, outputs, bases, block, orders, batch))
    per_k = np.concatenate(found)  # (k, n, m, c)
    used = len(per_k)
    spread = per_k.std(axis=0, ddof=1) if used > 1 else np.full(per_k.shape[1:], np.nan)
    return Walked(
        values=per_k.mean(axis=0),
        errors=spread / np.sqrt(used),
        base=bases[:used].mean(axis=0),
        outputs=outputs,
        used=used,
    )


def _block(
    score: Score,
    mixer: Mixer,
    outputs: Array,
    bases: Array,
    block: Ints,
    orders: Ints,
    batch: int,
) -> Array:
    """Return contributions against each background row of a block, (k, n, m, c)."""
    n_rows, width = outputs.shape
    players = orders.shape[1]
    k = np.repeat(block, n_rows)
    n = np.tile(np.arange(n_rows), len(block))
    forwards = np.repeat(orders, n_rows, axis=0)
    total = np.zeros((len(n), players, width))
    step = max(1, batch // max(1, 2 * players))
    for start in range(0, len(n), step):
        part = slice(start, start + step)
        total[part] = _pairs(
            score, mixer, outputs[n[part]], bases[k[part]], n[part], k[part],
            forwards[part],
        )  # fmt: skip
    return total.reshape(len(block), n_rows, players, width)


def _pairs(
    score: Score,
    mixer: Mixer,
    ends: Array,
    starts: Array,
    n: Ints,
    k: Ints,
    orders: Ints,
) -> Array:
    """Walk pairs of (row, background row) in both directions, (pairs, m, c)."""
    both = np.concatenate([orders, orders[:, ::-1]])
    n, k = np.tile(n, 2), np.tile(k, 2)
    ends, starts = np.tile(ends, (2, 1)), np.tile(starts, (2, 1))
    pairs, players = both.shape
    # A step that replaces a value by the same value cannot change the score, and after
    # the last real change the frame is the explained row: neither is scored again.
    changed = np.take_along_axis(mixer.differs(n, k), both, axis=1)
    last = np.where(changed, np.arange(players), -1).max(axis=1)
    wanted = changed & (np.arange(players) != last[:, None])
    pair, step = np.nonzero(wanted)
    rank = np.argsort(both, axis=1)
    from_row = rank[pair] <= step[:, None]
    values = np.full((pairs, players + 1, ends.shape[1]), np.nan)
    values[:, 0] = starts
    if len(pair):
        values[pair, step + 1] = score(mixer.frame(n[pair], k[pair], from_row))
    moved = last >= 0
    values[np.nonzero(moved)[0], last[moved] + 1] = ends[moved]
    # Rows equal to their background row: the score is the same, whatever is replaced.
    values[~moved, 0] = ends[~moved]
    _fill_forward(values)
    gains = np.diff(values, axis=1)
    by_player = np.empty_like(gains)
    np.put_along_axis(by_player, both[:, :, None], gains, axis=1)
    half = pairs // 2
    return np.asarray((by_player[:half] + by_player[half:]) / 2)


def _fill_forward(values: Array) -> None:
    """Fill what was not scored, and take what differs in the last bits for the same.

    The same row in another batch may be added up in another order: a column that is not
    read gets exactly nothing all the same.
    """
    least = SAME * np.nanmax(np.abs(values), axis=1, initial=0.0)
    for step in range(1, values.shape[1]):
        before, now = values[:, step - 1], values[:, step]
        gap = np.isnan(now) | (np.abs(now - before) <= least)
        values[:, step] = np.where(gap, before, now)
