"""Who shares in an answer: columns, columns that are one thing, and 'all the others'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .outputs import Array, Output

OTHERS = "all other columns"

MOST = 60
"""Up to so many columns each is its own player."""

KEPT = 25
"""Beyond, the strongest so many; the rest is one player, honestly named."""


@dataclass(frozen=True)
class Player:
    """One or more columns that are replaced together."""

    name: str
    columns: tuple[str, ...]


def make_players(
    output: Output,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    groups: Sequence[Sequence[str]],
    seed: int,
) -> list[Player]:
    """Return the players for some rows.

    Parameters
    ----------
    output : Output
    rows, background : DataFrame
        With the model's inputs as columns.
    groups : sequence of sequences of str
        Columns that are one thing, such as a city and its postcode.
    seed : int
        Seed of the shuffles that find the strongest columns.

    Returns
    -------
    list of Player
        In the order of the columns; 'all other columns' last.
    """
    tied = {c: tuple(g) for g in groups for c in g if c in rows.columns}
    players: list[Player] = []
    for column in rows.columns:
        group = tuple(c for c in tied.get(column, (column,)) if c in rows.columns)
        if group[0] == column:
            players.append(Player(" + ".join(str(c) for c in group), group))
    if len(players) <= MOST:
        return players
    strength = _strength(output, background, rows, players, seed)
    kept = set(np.argsort(-strength, kind="stable")[:KEPT].tolist())
    rest = tuple(c for i, p in enumerate(players) if i not in kept for c in p.columns)
    return [p for i, p in enumerate(players) if i in kept] + [Player(OTHERS, rest)]


def _strength(
    output: Output,
    background: pd.DataFrame,
    rows: pd.DataFrame,
    players: Sequence[Player],
    seed: int,
) -> Array:
    """Return how far the answers move when a player's values are exchanged."""
    generator = np.random.default_rng(seed)
    mine = rows.iloc[: max(1, 2000 // len(players))].reset_index(drop=True)
    pick = generator.integers(len(background), size=len(mine))
    theirs = background.iloc[pick].reset_index(drop=True)
    before = output(mine)
    strength = np.zeros(len(players))
    for at, player in enumerate(players):
        names = list(player.columns)
        changed = mine.copy()
        changed[names] = theirs[names]
        strength[at] = np.abs(output(changed) - before).mean()
    return strength
