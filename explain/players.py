"""Who shares in an answer: columns, columns that are one thing, and 'all the others'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .outputs import Array, Output

Bools = npt.NDArray[np.bool_]

OTHERS = "all other columns"

MOST = 60
"""Up to so many columns each is its own player."""

KEPT = 25
"""Beyond, the strongest so many; the rest is one player, honestly named."""

HURRIED = 8
"""So many where there is hardly time."""


BLOCK = 64
"""Columns that are exchanged at once where there are very many."""


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
    most: int = MOST,
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
    most : int
        Up to so many columns each is a player; of more the strongest `KEPT` at most.

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
    if len(players) <= most:
        return players
    moves = _Moves(output, background, rows, len(players), seed)
    kept = set(_strongest(moves, players, min(most, KEPT)))
    rest = tuple(c for i, p in enumerate(players) if i not in kept for c in p.columns)
    return [p for i, p in enumerate(players) if i in kept] + [Player(OTHERS, rest)]


class _Moves:
    """How far the answers move when columns are exchanged with those of other rows."""

    def __init__(
        self,
        output: Output,
        background: pd.DataFrame,
        rows: pd.DataFrame,
        players: int,
        seed: int,
    ) -> None:
        self.output = output
        few = max(1, 2000 // players)
        self.mine = rows.iloc[:few].reset_index(drop=True)
        pick = np.random.default_rng(seed).integers(
            len(background), size=len(self.mine)
        )
        self.theirs = background.iloc[pick].reset_index(drop=True)
        self.before = output(self.mine)

    def of(self, blocks: Sequence[Sequence[str]]) -> Array:
        """Return the mean move when a block's columns are exchanged, for each block.

        All blocks go in one call: of wide tables a call costs more than its rows.
        """
        rows, place = len(self.mine), {c: i for i, c in enumerate(self.mine.columns)}
        swapped = np.zeros((len(blocks), len(place)), dtype=bool)
        for at, names in enumerate(blocks):
            swapped[at, [place[c] for c in names]] = True
        after = self.output(_exchanged(self.mine, self.theirs, swapped, rows))
        moved = np.abs(after.reshape(len(blocks), *self.before.shape) - self.before)
        return np.asarray(moved.mean(axis=(1, 2)))


def _exchanged(
    mine: pd.DataFrame, theirs: pd.DataFrame, swapped: Bools, rows: int
) -> pd.DataFrame:
    """Return the rows once for each block, its marked columns from the other frame.

    Columns of one kind of number move as one table: copying a frame of thousands of
    columns for each block takes longer than the model.
    """
    copies = len(swapped)
    made: list[pd.DataFrame] = []
    kinds = np.array([str(d) if d.kind in "fiub" else "" for d in mine.dtypes])
    for kind in dict.fromkeys(kinds):
        at = np.flatnonzero(kinds == kind)
        if kind and mine.dtypes.iloc[at[0]] == theirs.dtypes.iloc[at[0]]:
            from_row = ~np.repeat(swapped[:, at], rows, axis=0)
            both = [
                np.tile(f.iloc[:, at].to_numpy(), (copies, 1)) for f in (mine, theirs)
            ]
            made.append(
                pd.DataFrame(np.where(from_row, *both), columns=mine.columns[at])
            )
            continue
        for name, i in zip(mine.columns[at], at, strict=True):
            joined = pd.concat([mine[name], theirs[name]], ignore_index=True)
            shift = np.repeat(swapped[:, i] * rows, rows)
            taken = joined.take(np.tile(np.arange(rows), copies) + shift)
            made.append(taken.reset_index(drop=True).to_frame(name))
    return pd.concat(made, axis=1)[list(mine.columns)]


def _strongest(moves: _Moves, players: Sequence[Player], count: int) -> list[int]:
    """Return the positions of the strongest players.

    Of very many columns whole blocks are exchanged first and only the strongest blocks
    are halved: some hundred calls of the model in place of one for each column. What
    moves the answer only together with a column of another block may be missed.
    """
    size = BLOCK if len(players) > 4 * BLOCK else 1
    blocks = [
        list(range(start, min(start + size, len(players))))
        for start in range(0, len(players), size)
    ]
    while True:
        strength = moves.of(
            [[c for i in block for c in players[i].columns] for block in blocks]
        )
        best = np.argsort(-strength, kind="stable")[:count]
        if all(len(blocks[b]) == 1 for b in best):
            return [blocks[b][0] for b in best]
        halves = [
            part
            for b in best
            for part in (blocks[b][: -(-len(blocks[b]) // 2)],
                         blocks[b][-(-len(blocks[b]) // 2) :])
            if part
        ]  # fmt: skip
        blocks = halves
