"""What a round keeps of its rows and answers: for the check, reasons, deciding again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .metrics import Held
from .model import BACKGROUND_ROWS, TandemModel
from .search import SearchOutcome
from .splitting import Rows

STATE = "state.npz"


def held_rows(model: TandemModel, rows: Rows, test: NDArray[np.int64]) -> Held:
    """Return the held-back rows with the model's answers."""
    frame = rows.frame.iloc[test].reset_index(drop=True)
    low = high = None
    if model.residuals:
        low, high = model.predict_interval(frame)
    groups = None if rows.groups is None else rows.groups[test]
    if groups is not None and len(np.unique(groups)) < 2:
        groups = None  # redrawing the one group there is would feign certainty
    return Held(frame, rows.y[test], model.score_of(frame), groups, low, high)


def background(
    rows: Rows, train: NDArray[np.int64], outcome: SearchOutcome, seed: int
) -> pd.DataFrame:
    """Return rows spread evenly over the answers, for reasons to compare with."""
    known = np.flatnonzero(outcome.oof_rows)
    oof = outcome.oof[known]
    order = known[np.argsort(oof if oof.ndim == 1 else oof.max(axis=1), kind="stable")]
    if len(order) > BACKGROUND_ROWS:
        picked = np.linspace(0, len(order) - 1, BACKGROUND_ROWS).astype(int)
        order = order[picked]
    shuffled = np.random.default_rng(seed).permutation(order)
    picked_rows: pd.DataFrame = rows.X.iloc[train[shuffled]].reset_index(drop=True)
    return picked_rows


def keep_state(
    folder: Path,
    rows: Rows,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    outcome: SearchOutcome,
) -> None:
    """Keep what deciding again needs: no search is run twice for a changed cost."""
    np.savez_compressed(
        folder / STATE,
        train=train,
        test=test,
        oof=outcome.oof,
        oof_rows=outcome.oof_rows,
        y=rows.y,
    )


def measured(outcome: SearchOutcome) -> dict[str, float]:
    """Return what is known of the winner's size and speed, as musts name them."""
    found = {}
    if outcome.winner.size_mb is not None:
        found["size_mb"] = outcome.winner.size_mb
    if outcome.winner.latency_ms is not None:
        found["latency_ms"] = outcome.winner.latency_ms
    return found
