"""Reasons as a `shap.Explanation`, for those who want its form.

Importing shap takes seconds: `attribute` gives the same numbers without it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .attributions import Attributions, attribute
from .outputs import Array
from .players import OTHERS, Player

if TYPE_CHECKING:
    import shap

__all__ = ["explain"]


def explain(
    model: Any,
    frame: pd.DataFrame,
    rows: Sequence[int] | npt.NDArray[Any] | slice | int | None = None,
    *,
    seed: int = 0,
    seconds: float | None = None,
    groups: Sequence[Sequence[str]] = (),
) -> shap.Explanation:
    """Return the reasons for rows of a table as a `shap.Explanation`.

    Parameters
    ----------
    model : object
        Anything in the manner of scikit-learn that takes the frame's columns.
    frame : DataFrame
        Rows in original columns.
    rows : int, sequence of int, boolean mask or slice, optional
        Positions in the frame, counted from 0. Default: all of them.
    seed : int
        Seed of everything random.
    seconds : float, optional
        Wall-clock seconds after which no further background rows are begun.
    groups : sequence of sequences of str
        Columns that are one thing and move together.

    Returns
    -------
    shap.Explanation
        ``values`` (rows, columns), ``base_values`` (rows,), ``data`` in original values,
        ``feature_names``; beside them ``.errors`` (standard errors, same shape) and
        ``.checks`` (name -> ok, value, limit, text). For several classes about each
        row's likeliest class, named in ``.output_names``.
    """
    chosen = frame if rows is None else frame.iloc[_positions(rows)]
    found = attribute(
        model, chosen, frame=frame, seed=seed, seconds=seconds, groups=groups
    )
    return as_explanation(found, tuple(str(c) for c in inputs_all(model, frame)))


def inputs_all(model: Any, frame: pd.DataFrame) -> list[str]:
    """Return the frame's columns but for the target."""
    target = getattr(model, "target", None)
    return [c for c in frame.columns if c != target]


def as_explanation(
    found: Attributions, columns: Sequence[str] | None = None
) -> shap.Explanation:
    """Return attributions as a `shap.Explanation`, in the order of ``columns``.

    Columns that the model does not read get exactly 0; what belongs to a joint player
    stands in the place of its first column under the player's name.
    """
    with warnings.catch_warnings():
        # What a library warns about when it is imported tells the person nothing.
        warnings.simplefilter("ignore")
        import shap  # takes seconds: only for those who want its form

    names, values, errors, data = _laid_out(found, columns or found.columns)
    made = shap.Explanation(
        values=values,
        base_values=found.bases,
        data=data,
        feature_names=list(names),
        output_names=list(found.told) if found.output.task == "multiclass" else None,
    )
    made.errors = errors
    made.checks = {name: c.to_dict() for name, c in found.checks.items()}
    return made


def _laid_out(
    found: Attributions, columns: Sequence[str]
) -> tuple[list[str], Array, Array, npt.NDArray[Any]]:
    owner = {p.columns[0]: p for p in found.players}
    joint = {c for p in found.players for c in p.columns[1:]}
    names, values, errors, data = [], [], [], []
    none = np.zeros(len(found.rows))
    for column in columns:
        if column in joint:
            continue
        player = owner.get(column)
        names.append(column if player is None else player.name)
        at = -1 if player is None else found.columns.index(player.name)
        values.append(none if at < 0 else found.values[:, at])
        errors.append(none if at < 0 else found.errors[:, at])
        data.append(_cells(found.rows, column, player))
    table = np.empty((len(found.rows), len(names)), dtype=object)
    for at, cells in enumerate(data):
        table[:, at] = cells
    return names, np.column_stack(values), np.column_stack(errors), table


def _cells(rows: pd.DataFrame, column: str, player: Player | None) -> list[Any]:
    if player is None or len(player.columns) == 1:
        return list(rows[column]) if column in rows.columns else [None] * len(rows)
    if player.name == OTHERS:
        return [""] * len(rows)
    return [tuple(row) for row in rows[list(player.columns)].itertuples(index=False)]


def _positions(rows: Any) -> Any:
    if isinstance(rows, slice):
        return rows
    if isinstance(rows, int | np.integer):
        return [int(rows)]
    positions = np.asarray(rows)
    return np.nonzero(positions)[0] if positions.dtype == bool else positions
