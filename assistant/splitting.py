"""Rows for learning, and rows that nothing may see before the end.

The reported score is honest only if held-back rows differ from the others in the way
that rows to come will. Invariant: a row, its exact copies and all rows of its group
lie on one side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from dialogs.constraints import Constraints

from .errors import NoUsableModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .table import Table

FEWEST_ROWS = 20
"""Below this nothing can be learned and checked at once."""

TEST_SHARE = 0.25
"""Held back; a fifth above `MANY_ROWS`, where the interval is narrow anyway."""

MANY_ROWS = 20_000


@dataclass(frozen=True)
class Rows:
    """The usable rows of a table under some Constraints."""

    frame: pd.DataFrame
    """All columns, typed; rows with a known target, in the file's order."""
    inputs: tuple[str, ...]
    """The columns that a model may see."""
    y: NDArray[Any]
    """(n,) 1 = event; class codes; or floats."""
    classes: tuple[str, ...]
    """Class labels as in the file; empty for numbers."""
    groups: NDArray[Any] | None
    times: NDArray[Any] | None
    dropped: int
    """Rows without a target."""

    @cached_property
    def copies(self) -> NDArray[np.intp]:
        """(n,) group numbers: exact copies of a row share one."""
        from .search.folds import copies

        return copies(self.X)

    @property
    def X(self) -> pd.DataFrame:  # noqa: N802 - the field's own name
        """(n, p) the inputs."""
        return self.frame[list(self.inputs)]


def prepare(table: Table, constraints: Constraints) -> Rows:
    """Return the rows that can be learned from.

    Raises
    ------
    NoUsableModel
        If the target is not there, has too few known values, or only one.
    """
    target = constraints.target
    if target not in table.frame.columns:
        raise NoUsableModel(
            "The column to predict is not in the table",
            f"I looked for {target!r}; the columns are: "
            f"{', '.join(map(str, table.frame.columns))}.",
        )
    known = table.frame[target].notna().to_numpy()
    frame = table.frame.loc[known]
    _refuse_too_few(frame, len(table.frame), target)
    y, classes = _encode(
        frame[target], table.written(target).loc[frame.index], constraints
    )
    inputs = [c for c in frame.columns if c != target and c not in constraints.ignore]
    if not inputs:
        raise NoUsableModel(
            "No column is left to learn from",
            "Every column is the target, an ID, or set aside. Allow one of them again.",
        )
    return Rows(
        frame=frame.reset_index(drop=True),
        inputs=tuple(inputs),
        y=y,
        classes=classes,
        groups=_codes(frame, constraints, "group"),
        times=_codes(frame, constraints, "time"),
        dropped=int((~known).sum()),
    )


def _refuse_too_few(frame: pd.DataFrame, rows: int, target: str) -> None:
    if len(frame) < FEWEST_ROWS:
        raise NoUsableModel(
            "There are too few rows to learn from",
            f"{len(frame)} of {rows} rows have a value in {target!r}; I need at least "
            f"{FEWEST_ROWS}, and some hundreds to say anything with confidence.",
        )


def _encode(
    values: pd.Series[Any], text: pd.Series[Any], constraints: Constraints
) -> tuple[NDArray[Any], tuple[str, ...]]:
    if constraints.task in ("regression", "forecast"):
        return _numbers(values, text, constraints.target), ()
    labels = text.astype(str).str.strip()
    present = sorted(labels.unique())
    if len(present) < 2:
        raise NoUsableModel(
            "There is nothing to tell apart",
            f"Every row has {present[0]!r} in {constraints.target!r}. A prediction "
            "needs rows of both kinds: choose another column, or add such rows.",
        )
    if constraints.task == "binary":
        return _events(labels, present, constraints)
    order = [c for c in constraints.order if c in present]
    classes = (*order, *(c for c in present if c not in order))
    codes = {label: code for code, label in enumerate(classes)}
    return labels.map(codes).to_numpy(dtype=np.int64), classes


def _events(
    labels: pd.Series[str], present: list[str], constraints: Constraints
) -> tuple[NDArray[Any], tuple[str, ...]]:
    event = constraints.event or ""
    if event not in present:
        shown = ", ".join(repr(p) for p in present[:8])
        raise NoUsableModel(
            "The outcome to catch never occurs",
            f"{constraints.target!r} never holds {event!r}; it holds {shown}.",
        )
    others = [p for p in present if p != event]
    # More than two values: the rest together is "not the event".
    other = others[0] if len(others) == 1 else f"not {event}"
    return (labels == event).to_numpy(dtype=np.int64), (other, event)


def _numbers(values: pd.Series[Any], text: pd.Series[Any], target: str) -> NDArray[Any]:
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    wrong = np.flatnonzero(~np.isfinite(numbers))
    if len(wrong):
        raise NoUsableModel(
            "The column to predict is not a number everywhere",
            f"{target!r} holds {text.iloc[wrong[0]]!r} in data row "
            f"{int(values.index[wrong[0]]) + 1}. Mend it, or predict a class instead.",
        )
    if np.ptp(numbers) == 0:
        raise NoUsableModel(
            "There is nothing to tell apart",
            f"Every row has {numbers[0]:g} in {target!r}. Choose another column.",
        )
    return numbers


def _codes(
    frame: pd.DataFrame, constraints: Constraints, kind: str
) -> NDArray[Any] | None:
    split = constraints.split
    if split.kind != kind or split.column not in frame.columns:
        # Without a column, "in order of time" means the order of the file.
        if kind == "time" and split.kind == "time":
            return np.arange(len(frame))
        return None
    column = frame[split.column]
    return pd.factorize(column, sort=kind == "time", use_na_sentinel=kind == "time")[0]


def hold_out(
    rows: Rows, constraints: Constraints, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions to learn from and those held back, each in file order.

    Parameters
    ----------
    rows : Rows
        n usable rows.
    constraints : Constraints
        Its split and test share are honoured.
    seed : int
        Of the random choice, where there is one.

    Raises
    ------
    NoUsableModel
        If all rows are of one group, or of one time: neither side may be empty.
    """
    n = len(rows.y)
    share = constraints.test_share or (TEST_SHARE if n < MANY_ROWS else 0.2)
    if rows.times is not None:
        learned, late = _later(rows.times, share)
        _refuse_one_side(learned, late, constraints.split.column)
        return learned, late
    groups = rows.groups if rows.groups is not None else rows.copies
    held = _choose_groups(groups, rows, share, np.random.default_rng(seed))
    _refuse_one_side(
        np.flatnonzero(~held), np.flatnonzero(held), constraints.split.column
    )
    return np.flatnonzero(~held), np.flatnonzero(held)


def _later(
    times: NDArray[Any], share: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.argsort(times, kind="stable")
    cut = times[order[int(len(times) * (1 - share))]]
    held = times >= cut
    # Rows with an unknown time (-1) can be learned from, never tested on.
    return np.flatnonzero(~held), np.flatnonzero(held)


def _refuse_one_side(
    learned: NDArray[np.int64], held: NDArray[np.int64], column: str
) -> None:
    if len(learned) and len(held):
        return
    by = f" of {column!r}" if column else ""
    raise NoUsableModel(
        "The rows cannot be parted into learning and checking",
        f"Nearly all of them share one value{by}, and rows that belong together stay "
        "on one side. Choose another column for that, or check on rows at random.",
    )


def _choose_groups(
    groups: NDArray[Any], rows: Rows, share: float, rng: np.random.Generator
) -> NDArray[np.bool_]:
    _, first, members = np.unique(groups, return_index=True, return_inverse=True)
    strata = _strata(rows)[first]
    sizes = np.bincount(members)
    chosen = np.zeros(len(first), dtype=bool)
    for stratum in np.unique(strata):
        inside = rng.permutation(np.flatnonzero(strata == stratum))
        filled = np.cumsum(sizes[inside])
        chosen[inside[filled <= round(filled[-1] * share)]] = True
    if not chosen.any() and len(first) > 1:
        chosen[_nearest(members, rows, share)] = True
    return chosen[members]


def _nearest(members: NDArray[Any], rows: Rows, share: float) -> int:
    """Return the one group to hold back where each is larger than the share.

    Without it every known class should still be learned from.
    """
    sizes = np.bincount(members)
    far = np.abs(sizes - len(members) * share)
    lost = np.zeros(len(sizes), dtype=int)
    if rows.classes:
        known = len(np.unique(rows.y))
        for group in range(len(sizes)):
            lost[group] = known - len(np.unique(rows.y[members != group]))
    return int(np.lexsort((far, lost))[0])


def _strata(rows: Rows) -> NDArray[Any]:
    if rows.classes:
        return rows.y
    # Numbers: five slices of the target, so that both sides span its range.
    edges = np.quantile(rows.y, [0.2, 0.4, 0.6, 0.8])
    return np.searchsorted(edges, rows.y)
