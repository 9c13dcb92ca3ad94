"""The ladder of checks that every explanation climbs before it is shown.

Invariant: what fails is not shown, and is said. Exact sums are true by construction of
the walk, so the first rungs test what could still break them: frames that the walk built
must score as the person's own rows do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .outputs import Array, Output

if TYPE_CHECKING:
    from .attributions import Attributions

EXACT = 1e-6
"""Largest gap between the parts' sum and the deployed answer, relative to its scale."""

DELETION_ROWS = 60
"""Rows on which deletion is tried: enough for a mean, cheap."""


@dataclass(frozen=True)
class Check:
    """One rung: what was found, what was allowed, and the sentence about it."""

    ok: bool
    value: float
    limit: float
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def failed(checks: Mapping[str, Check]) -> tuple[str, ...]:
    """Return the names of the checks that did not hold."""
    return tuple(name for name, check in checks.items() if not check.ok)


def climb(
    output: Output,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    found: Attributions,
    seed: int,
) -> dict[str, Check]:
    """Return the checks of an explanation.

    Parameters
    ----------
    output : Output
    rows, background : DataFrame
        The model's inputs.
    found : Attributions
    seed : int

    Returns
    -------
    dict of str to Check
        ``finite``, ``additivity``, ``background``, ``unused`` and, where there are
        enough columns to compare, ``deletion``.
    """
    answers = _about(output, output(rows), found)
    scale = max(1.0, float(np.nanmax(np.abs(answers), initial=0.0)))
    gap = np.abs(found.bases + found.values.sum(axis=1) - answers)
    worst = float(gap.max(initial=0.0)) / scale
    finite = bool(np.isfinite(found.values).all())
    checks = {
        "finite": Check(finite, float(finite), 1.0, "every part is a number"),
        "additivity": Check(
            finite and worst <= EXACT, worst, EXACT,
            "the parts add up to the model's own answer",
        ),
        "background": Check(
            len(background) > 1, len(background), 2, "there are rows to compare with"
        ),
        "unused": _unused(rows, background, found),
    }  # fmt: skip
    if finite and rows.shape[1] >= 3 and len(background) > 1:
        checks["deletion"] = _deletion(output, rows, background, found, seed)
    return checks


def _about(output: Output, answers: Array, found: Attributions) -> Array:
    if output.task != "multiclass":
        return answers[:, 0]
    at = [output.classes.index(name) for name in found.told]
    return np.asarray(answers[np.arange(len(answers)), at])


def _unused(rows: pd.DataFrame, background: pd.DataFrame, found: Attributions) -> Check:
    """Check that a column that never differs from the background gets nothing."""
    worst = 0.0
    for at, player in enumerate(found.players):
        if not any(_varies(rows[c], background[c]) for c in player.columns):
            worst = max(worst, float(np.abs(found.values[:, at]).max(initial=0.0)))
    return Check(worst == 0.0, worst, 0.0, "a column that never varies gets nothing")


def _varies(rows: pd.Series, background: pd.Series) -> bool:
    return bool(pd.concat([rows, background]).astype(str).nunique(dropna=False) > 1)


def _deletion(
    output: Output,
    rows: pd.DataFrame,
    background: pd.DataFrame,
    found: Attributions,
    seed: int,
) -> Check:
    """Check that taking the named columns away moves more than random ones."""
    generator = np.random.default_rng(seed)
    few = np.arange(min(DELETION_ROWS, len(rows)))
    repeats = max(1, 120 // len(few))
    n = np.tile(few, repeats)
    partner = generator.integers(len(background), size=len(n))
    size = 1 if len(found.players) < 6 else 3
    top = np.argsort(-np.abs(found.values[n]), axis=1)[:, :size]
    chance = generator.permuted(
        np.tile(np.arange(len(found.players)), (len(n), 1)), axis=1
    )[:, :size]
    moved = []
    for chosen in (top, chance):
        changed = _replaced(rows, background, found, n, partner, chosen)
        after = output(changed)
        before = found.outputs[n]
        moved.append(_moves(output, before, after, found, n))
    difference = moved[0] - moved[1]
    error = float(difference.std(ddof=1) / np.sqrt(len(few))) if len(few) > 1 else 0.0
    mean = float(difference.mean())
    # One row, or an answer that hardly moves, proves nothing either way.
    weak = len(few) < 5 or float(np.abs(moved[1]).mean()) < EXACT
    return Check(
        weak or mean > -2 * error, mean, 0.0,
        "taking away the named columns moves the answer more than taking away others",
    )  # fmt: skip


def _moves(
    output: Output, before: Array, after: Array, found: Attributions, n: Any
) -> Array:
    if output.task != "multiclass":
        return np.abs(after[:, 0] - before)
    at = [output.classes.index(found.told[i]) for i in n]
    return np.abs(after[np.arange(len(after)), at] - before)


def _replaced(
    rows: pd.DataFrame,
    background: pd.DataFrame,
    found: Attributions,
    n: Any,
    partner: Any,
    chosen: Any,
) -> pd.DataFrame:
    mine = rows.iloc[n].reset_index(drop=True)
    theirs = background.iloc[partner].reset_index(drop=True)
    plain = {c: d.kind in "fiub" for c, d in mine.dtypes.items()}
    made = {}
    for at in np.unique(chosen):
        swap = (chosen == at).any(axis=1)
        columns = list(found.players[at].columns)
        numbers = [c for c in columns if plain[c]]
        keep = np.broadcast_to(~swap[:, None], (len(mine), len(numbers)))
        both = np.where(keep, mine[numbers].to_numpy(), theirs[numbers].to_numpy())
        made.update({c: both[:, i] for i, c in enumerate(numbers)})
        index = np.where(swap, np.arange(len(mine)) + len(mine), np.arange(len(mine)))
        for column in set(columns) - set(numbers):
            joined = pd.concat([mine[column], theirs[column]], ignore_index=True)
            made[column] = joined.take(index).reset_index(drop=True)
    left = {c: mine[c] for c in rows.columns if c not in made}
    frame = pd.DataFrame({**left, **made}, index=mine.index)[list(rows.columns)]
    # Only what changed: of thousands of columns that is a moment, of all a second.
    other = frame.dtypes != rows.dtypes
    return frame.astype(rows.dtypes[other].to_dict()) if other.any() else frame
