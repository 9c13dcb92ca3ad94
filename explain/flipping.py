"""The cheapest change of a row that flips its answer.

The search uses observed values only, never touches what must stay, ends in bounded time,
and is proven by asking the model again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .outputs import Array, Output
from .shapes import as_numbers

VALUES = 9
BEAM = 12
DEPTH = 4


@dataclass(frozen=True)
class Flip:
    """The cheapest change found that flips the answer.

    Attributes
    ----------
    changes : tuple of (column, old, new)
    before, after : float
        The model's answer; ``after`` is asked of the model, not added up.
    row : DataFrame, one row
    """

    changes: tuple[tuple[str, Any, Any], ...]
    before: float
    after: float
    row: pd.DataFrame


Reached = Callable[[pd.DataFrame], npt.NDArray[np.bool_]]
Score = Callable[[pd.DataFrame], Array]
Change = tuple[str, Any, float]


def cheapest(
    score: Score,
    reached: Reached,
    row: pd.DataFrame,
    frame: pd.DataFrame,
    columns: Sequence[str],
    *,
    rising: bool,
) -> Flip | None:
    """Return the cheapest change of a row that reaches the goal, or None.

    Fewest columns first, then the smallest distance: for numbers the share of rows
    between the old and the new value, for categories rarer ones cost more.

    Parameters
    ----------
    score : callable
        The answer that is to move.
    reached : callable
        Whether rows reach the goal.
    row : DataFrame, one row
    frame : DataFrame
        Where observed values come from.
    columns : sequence of str
        What may change.
    rising : bool
        Whether the score must rise.
    """
    offers = [c for name in columns for c in _offers(row, frame, name)]
    if not offers:
        return None
    before = float(score(row)[0])
    beam: list[tuple[Change, ...]] = [()]
    for _ in range(DEPTH):
        tried = [
            (*chain, offer)
            for chain, offer in itertools.product(beam, offers)
            if offer[0] not in {c[0] for c in chain}
        ]
        if not tried:
            return None
        rows = _changed(row, tried)
        ok = reached(rows)
        costs = np.array([sum(c[2] for c in chain) for chain in tried])
        if ok.any():
            best = int(np.argmin(np.where(ok, costs, np.inf)))
            return _proven(score, reached, row, tried[best], before)
        gain = score(rows) - before
        worth = (gain if rising else -gain) / (0.2 + costs)
        beam = [tried[i] for i in np.argsort(-worth)[:BEAM]]
    return None


def _offers(row: pd.DataFrame, frame: pd.DataFrame, column: str) -> list[Change]:
    seen = frame[column].dropna()
    old = row[column].iloc[0]
    numbers = as_numbers(seen) if len(seen) else None
    if numbers is not None and seen.nunique() > VALUES:
        values = seen.quantile(
            np.linspace(0.02, 0.98, 4 * VALUES), interpolation="nearest"
        )
        ordered = np.sort(numbers)
        here = as_numbers(row[column])
        at = 0.5 if here is None or np.isnan(here[0]) else _rank(ordered, here[0])
        places = as_numbers(values)
        assert places is not None  # the same dtype as ``seen``
        return [
            (column, value, abs(_rank(ordered, place) - at))
            for value, place in zip(values, places, strict=True)
            if value != old
        ]
    shares = seen.value_counts(normalize=True).iloc[: 2 * VALUES]
    return [
        (column, value, 0.3 + 0.4 * (1 - float(share)))
        for value, share in shares.items()
        if value != old
    ]


def _rank(ordered: Array, value: float) -> float:
    low, high = (
        np.searchsorted(ordered, value),
        np.searchsorted(ordered, value, "right"),
    )
    return float(low + high) / 2 / max(1, len(ordered))


def _changed(row: pd.DataFrame, chains: Sequence[tuple[Change, ...]]) -> pd.DataFrame:
    made = {}
    for name in row.columns:
        old = row[name].iloc[0]
        cells = [next((c[1] for c in chain if c[0] == name), old) for chain in chains]
        made[name] = _as_like(cells, row[name])
    return pd.DataFrame(made)


def _as_like(cells: list[Any], like: pd.Series) -> pd.Series:
    """Return cells in a column's dtype; whole numbers in floats stay what they are."""
    made = pd.Series(cells, dtype=object)
    try:
        return made.astype(like.dtype)
    except (TypeError, ValueError):
        return made.infer_objects()


def _proven(
    score: Score,
    reached: Reached,
    row: pd.DataFrame,
    chain: tuple[Change, ...],
    before: float,
) -> Flip | None:
    """Drop changes that are not needed, then ask the model once more."""
    for change in sorted(chain, key=lambda c: -c[2]):
        fewer = tuple(c for c in chain if c is not change)
        if fewer and bool(reached(_changed(row, [fewer]))[0]):
            chain = fewer
    made = _changed(row, [chain])
    if not bool(reached(made)[0]):
        return None
    changes = tuple((c[0], row[c[0]].iloc[0], c[1]) for c in chain)
    return Flip(changes, before, float(score(made)[0]), made)


def reach(output: Output, wanted: str, acted: Any) -> Reached:
    """Return whether rows get the wanted class.

    Parameters
    ----------
    output : Output
    wanted : str
        A class.
    acted : callable
        Frame -> `Decided`.
    """

    def reached(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
        made = acted(output, frame)
        if made.acted is None:
            return np.asarray(made.predicted == wanted, dtype=bool)
        return np.asarray(made.acted == (wanted == output.event), dtype=bool)

    return reached
