"""Whether a column helps the answers, or the model only moves with it.

A flexible model gives every column some weight, noise too. Shuffling a column on rows
with known outcomes shows whether the answers get worse (Breiman 2001; Fisher, Rudin &
Dominici 2019), judged by a paired test over the rows.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .outputs import Array, Output
from .players import OTHERS, Player

ROWS = 2000
REPEATS = 5
Z = 3.0
"""One-sided, about 1 in 1,000 columns of pure noise passes."""


def losses(output: Output, frame: pd.DataFrame, truth: pd.Series) -> Array:
    """Return one loss a row: log loss for chances, squared error for numbers."""
    answers = output(frame)
    if output.task == "regression":
        return np.asarray((truth.to_numpy(dtype=float) - answers[:, 0]) ** 2)
    text = truth.map(as_class).to_numpy()
    if output.task == "multiclass":
        place = {name: at for at, name in enumerate(output.classes)}
        at = np.array([place.get(t, -1) for t in text])
        chance = np.where(at < 0, 0.0, answers[np.arange(len(at)), at])
    else:
        chance = np.where(text == output.event, answers[:, 0], 1 - answers[:, 0])
    return np.asarray(-np.log(np.clip(chance, 1e-6, 1.0)))


def as_class(value: object) -> str:
    """Return a class as text; 1.0 and 1 are the same class."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def relevance(
    output: Output,
    frame: pd.DataFrame,
    truth: pd.Series,
    players: Sequence[Player],
    seconds: float,
    seed: int,
) -> dict[str, bool]:
    """Return whether shuffling each player clearly worsens the answers.

    Parameters
    ----------
    output : Output
    frame : DataFrame
        Rows with known outcomes, best ones the model was not trained on.
    truth : Series, shape (rows,)
    players : sequence of Player
        In the order in which they are judged.
    seconds : float
        Wall-clock seconds; players not reached are left out, that is, not judged.
    seed : int

    Returns
    -------
    dict of str to bool
    """
    generator = np.random.default_rng(seed)
    known = truth.notna().to_numpy()
    frame, truth = frame[known], truth[known]
    if len(frame) > ROWS:
        keep = generator.choice(len(frame), ROWS, replace=False)
        frame, truth = frame.iloc[keep], truth.iloc[keep]
    frame = frame.reset_index(drop=True)
    truth = truth.reset_index(drop=True)
    if len(frame) < 20:
        return {}
    began = time.monotonic()
    before = losses(output, frame, truth)
    pace = (time.monotonic() - began) * max(1, len(players))
    repeats = int(np.clip(seconds / max(pace, 1e-9), 1, REPEATS))
    deadline = began + seconds
    found: dict[str, bool] = {}
    for player in players:
        if player.name == OTHERS:
            continue
        if time.monotonic() > deadline:
            break
        found[player.name] = _worsens(
            output, frame, truth, player, before, repeats, generator
        )
    return found


def _worsens(
    output: Output,
    frame: pd.DataFrame,
    truth: pd.Series,
    player: Player,
    before: Array,
    repeats: int,
    generator: np.random.Generator,
) -> bool:
    names = list(player.columns)
    orders = [generator.permutation(len(frame)) for _ in range(repeats)]
    changed = pd.concat([frame] * repeats, ignore_index=True)
    shuffled = frame[names].iloc[np.concatenate(orders)].reset_index(drop=True)
    changed[names] = shuffled
    again = pd.concat([truth] * repeats, ignore_index=True)
    after = losses(output, changed, again).reshape(repeats, len(frame))
    worse = after.mean(axis=0) - before
    spread = float(worse.std(ddof=1)) / np.sqrt(len(worse))
    return bool(worse.mean() > Z * spread and worse.mean() > 0)
