"""Reasons for rows: Shapley values of the person's own columns, checked before use."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from .backgrounds import stratified
from .ladder import Check, climb, failed
from .outputs import Array, Output, background_of, inputs_of, output_of
from .players import HURRIED, KEPT, MOST, Player, make_players
from .shapley import BLOCK, Walked, walk

__all__ = ["Attributions", "attribute"]

ONE_ROW = 100
"""Background rows for up to five rows, where they cost little."""

MANY_ROWS = 50
"""Background rows for more: within 2 in 100 of a reference for the top five columns."""

CANDIDATES = 1000
"""Rows among which the background is chosen."""


@dataclass(frozen=True)
class Attributions:
    """Contributions of columns to rows, with their standard errors and checks.

    Attributes
    ----------
    output : Output
        What is explained.
    columns : tuple of str
        Names of the players.
    values, errors : ndarray, shape (rows, columns)
        In the unit of ``outputs``; for several classes about the likeliest class.
    bases, outputs : ndarray, shape (rows,)
        The typical answer and the row's own.
    told : tuple of str
        The class each row's numbers are about; empty texts for numbers.
    rows, background : DataFrame
        What was explained, and what with, in original columns.
    used : int
        Background rows used.
    checks : mapping of str to Check
    """

    output: Output
    columns: tuple[str, ...]
    values: Array
    errors: Array
    bases: Array
    outputs: Array
    told: tuple[str, ...]
    rows: pd.DataFrame
    background: pd.DataFrame
    used: int
    players: tuple[Player, ...] = ()
    every: Array | None = None
    """For several classes the values of all of them, shape (rows, columns, classes)."""
    checks: Mapping[str, Check] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether no check failed: what failed must not be shown."""
        return not failed(self.checks)

    def of(self, column: str) -> Array:
        """Return a column's contributions, shape (rows,); zeros where it is none."""
        if column in self.columns:
            return np.asarray(self.values[:, self.columns.index(column)])
        return np.zeros(len(self.values))


def attribute(
    model: Any,
    rows: pd.DataFrame,
    *,
    frame: pd.DataFrame | None = None,
    about: str | None = None,
    size: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    groups: Sequence[Sequence[str]] = (),
    check: bool = True,
    background: pd.DataFrame | None = None,
) -> Attributions:
    """Return the reasons for some rows, in original columns and the person's unit.

    Parameters
    ----------
    model : object
        Anything in the manner of scikit-learn.
    rows : DataFrame
        What to explain.
    frame : DataFrame, optional
        Where the rows come from; the background where the model brings none.
    about : str, optional
        For several classes: the class to explain. Default: each row's likeliest.
    size : int, optional
        Background rows. Default: 100 for up to five rows, else 50.
    seconds : float, optional
        Wall-clock seconds after which no further background rows are begun.
    seed : int
        Seed of the column orders and of the background's order.
    groups : sequence of sequences of str
        Columns that are one thing and move together.
    check : bool
        Whether to run the ladder of checks.
    background : DataFrame, optional
        Compare with these very rows, in place of typical ones.

    Returns
    -------
    Attributions
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    output = output_of(model)
    inputs = list(inputs_of(model, rows))
    pool = background_of(model, rows if frame is None else frame)
    rows = rows.reset_index(drop=True)
    if any(c not in pool.columns for c in inputs):
        pool = rows if frame is None else frame
    if background is None:
        background = _background(output, pool, inputs, rows, size, seed)
    else:
        background = background[inputs].reset_index(drop=True)
    most = MOST
    if deadline is not None and len(inputs) > MOST:
        most = _players(output, rows, deadline)
    players = make_players(output, rows[inputs], background, groups, seed, most)
    walked = walk(
        output,
        rows[inputs],
        background,
        [p.columns for p in players],
        seed=seed,
        deadline=deadline,
    )
    made = _told(output, players, rows, background, walked, about)
    if not check:
        return made
    checks = climb(output, made.rows[inputs], background, made, seed)
    return Attributions(**{**made.__dict__, "checks": checks})


def _players(output: Output, rows: pd.DataFrame, deadline: float) -> int:
    """Return up to how many columns there is time to tell apart, of very many."""
    begun = time.monotonic()
    output(rows)
    pace = (time.monotonic() - begun) / max(1, len(rows))
    needed = 2 * (KEPT + 1) * BLOCK * len(rows) * pace
    return MOST if begun + needed <= deadline else HURRIED


def _background(
    output: Output,
    pool: pd.DataFrame,
    inputs: Sequence[str],
    rows: pd.DataFrame,
    size: int | None,
    seed: int,
) -> pd.DataFrame:
    if len(pool) > CANDIDATES:
        pool = pool.sample(CANDIDATES, random_state=seed)
    pool = pool[list(inputs)].reset_index(drop=True)
    wanted = size or (ONE_ROW if len(rows) <= 5 else MANY_ROWS)
    if len(pool) <= wanted:
        return pool
    return pool.iloc[stratified(output.first(pool), wanted, seed)].reset_index(
        drop=True
    )


def _told(
    output: Output,
    players: Sequence[Player],
    rows: pd.DataFrame,
    background: pd.DataFrame,
    walked: Walked,
    about: str | None,
) -> Attributions:
    at = np.zeros(len(rows), dtype=np.intp)
    if output.task == "multiclass":
        if about in output.classes:
            at[:] = output.classes.index(str(about))
        else:
            at = walked.outputs.argmax(axis=1)
    every = np.arange(len(rows))
    names = output.names
    return Attributions(
        output=output,
        columns=tuple(p.name for p in players),
        values=walked.values[every, :, at],
        errors=walked.errors[every, :, at],
        bases=walked.base[at],
        outputs=walked.outputs[every, at],
        told=tuple(names[i] for i in at),
        rows=rows,
        background=background,
        used=walked.used,
        players=tuple(players),
        every=walked.values if output.task == "multiclass" else None,
    )
