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

from .outputs import BATCH, Array, Output
from .players import OTHERS, Player

ROWS = 2000
PROBE = 200
"""Rows whose answers tell the pace; fewer are not judged by."""
REPEATS = 5
Z = 3.0
"""One-sided, about 1 in 1,000 columns of pure noise passes."""

PERHAPS = 1.64
"""About 1 in 20 columns of pure noise passes: said with doubt, and ranked nowhere."""


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
) -> dict[str, float]:
    """Return how clearly shuffling each player worsens the answers.

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
    dict of str to float
        Standard errors by which the mean loss grows: above `Z` is clear, above
        `PERHAPS` may be luck.
    """
    generator = np.random.default_rng(seed)
    known = truth.notna().to_numpy()
    frame, truth = frame[known], truth[known]
    if len(frame) < 20:
        return {}
    end = time.monotonic() + seconds
    judged = [p for p in players if p.name != OTHERS]
    most = _affordable(output, frame, seconds / (len(judged) + 1))
    if len(frame) > most:
        keep = generator.choice(len(frame), most, replace=False)
        frame, truth = frame.iloc[keep], truth.iloc[keep]
    frame = frame.reset_index(drop=True)
    truth = truth.reset_index(drop=True)
    begun = time.monotonic()
    before = losses(output, frame, truth)
    calls = (end - time.monotonic()) / max(time.monotonic() - begun, 1e-9)
    repeats = int(np.clip(calls / max(1, len(judged)), 1, REPEATS))
    # Several columns a call: a call costs more than its rows where a machine is busy.
    # None so large that the clock is looked at too late.
    at_once = max(1, min(BATCH // len(frame), int(calls / 4)) // repeats)
    found: dict[str, float] = {}
    for start in range(0, len(judged), at_once):
        if start and time.monotonic() > end:
            break
        part = judged[start : start + at_once]
        worse = _worse(output, frame, truth, part, repeats, generator) - before
        for player, mine in zip(part, worse, strict=True):
            spread = float(mine.std(ddof=1)) / np.sqrt(len(mine))
            found[player.name] = float(mine.mean()) / max(spread, 1e-12)
    return found


def _affordable(output: Output, frame: pd.DataFrame, seconds: float) -> int:
    """Return how many rows can be answered in so many seconds."""
    probe = frame.head(PROBE)
    begun = time.monotonic()
    output(probe)
    pace = max(time.monotonic() - begun, 1e-9) / len(probe)
    return int(np.clip(seconds / pace, PROBE, ROWS))


def _worse(
    output: Output,
    frame: pd.DataFrame,
    truth: pd.Series,
    players: Sequence[Player],
    repeats: int,
    generator: np.random.Generator,
) -> Array:
    """Return the losses with each player shuffled, (players, rows)."""
    rows, copies = len(frame), repeats * len(players)
    changed = pd.concat([frame] * copies, ignore_index=True)
    for at, player in enumerate(players):
        orders = [generator.permutation(rows) for _ in range(repeats)]
        mine = np.arange(at * repeats * rows, (at + 1) * repeats * rows)
        index = np.arange(len(changed))
        index[mine] = np.concatenate(orders)
        for name in player.columns:
            changed[name] = changed[name].take(index).reset_index(drop=True)
    again = pd.concat([truth] * copies, ignore_index=True)
    after = losses(output, changed, again)
    return np.asarray(after.reshape(len(players), repeats, rows).mean(axis=1))
