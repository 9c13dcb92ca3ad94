"""What makes the rows held back unlike those learned from, or too few to stand for others.

Invariant: only a difference that chance hardly makes, and that is large enough to matter,
is warned of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ttest_ind

from dialogs.constraints import Constraints
from dialogs.sanitise import safe

from .rivals import Held, Learned

UNLIKELY = 0.001
"""Chance below which a difference is none of chance."""
LEAST_APART = 0.05
"""Difference of a share that matters, and by which factor."""
LEAST_FACTOR = 1.25
LEAST_SPREADS = 0.25
"""The same of a number, in standard deviations of the rows learned from."""
FEW_GROUPS = 5
"""Groups held back below which the range says little of others."""

Found = tuple[str, str, str]
"""Kind, column and text of a warning."""


def held_doubts(
    constraints: Constraints, held: Held, learned: Learned
) -> Iterator[Found]:
    """Yield what the rows held back leave open.

    Parameters
    ----------
    constraints : Constraints
        With the split that chose them.
    held, learned
        Rows held back, and rows learned from.
    """
    yield from _few_groups(constraints, held)
    if constraints.task == "binary":
        yield from _share_moved(constraints, held, learned)
    elif constraints.task in ("regression", "forecast"):
        yield from _number_moved(constraints, held, learned)


def _few_groups(constraints: Constraints, held: Held) -> Iterator[Found]:
    column = constraints.split.column
    if constraints.split.kind != "group" or column not in held.frame.columns:
        return
    names = sorted(held.frame[column].dropna().astype(str).unique())
    if not 0 < len(names) < FEW_GROUPS:
        return
    shown = ", ".join(safe(n, 30) for n in names)
    if len(names) == 1:
        text = f"All rows that I checked on are of one {column} alone ({shown})"
    else:
        text = f"The rows that I checked on are of {len(names)} values of {column} alone ({shown})"
    yield "few_groups", column, (
        f"{text}. How I would do on others may be quite different, and the ranges do "
        "not tell that."
    )  # fmt: skip


def _share_moved(
    constraints: Constraints, held: Held, learned: Learned
) -> Iterator[Found]:
    before, now = float(np.mean(learned.y == 1)), float(np.mean(held.y == 1))
    both = np.concatenate([learned.y, held.y]) == 1
    spread = both.std() * np.sqrt(1 / len(learned.y) + 1 / len(held.y))
    # 3.29 spreads apart: by chance less often than once in a thousand.
    if abs(now - before) < max(LEAST_APART, 3.29 * spread):
        return
    if max(now, before) < LEAST_FACTOR * min(now, before):
        return
    more = now > before
    yield "outcome_moved", constraints.target, (
        f'"{safe(constraints.event or "", 40)}" is {"more" if more else "less"} common '
        f"in the {_which(constraints)} I checked on: {100 * now:.0f} in 100, against "
        f"{100 * before:.0f} in those I learned from. If that goes on, my chances are "
        f"too {'low' if more else 'high'}, and what they decide is off with them."
    )  # fmt: skip


def _number_moved(
    constraints: Constraints, held: Held, learned: Learned
) -> Iterator[Found]:
    before, now = _floats(learned.y), _floats(held.y)
    if min(len(before), len(now)) < 2 or before.std() == 0:
        return
    if abs(now.mean() - before.mean()) < LEAST_SPREADS * before.std():
        return
    if ttest_ind(before, now, equal_var=False).pvalue >= UNLIKELY:
        return
    more = now.mean() > before.mean()
    yield "outcome_moved", constraints.target, (
        f"{constraints.target} is {'higher' if more else 'lower'} in the "
        f"{_which(constraints)} I checked on: {now.mean():,.3g} on average, against "
        f"{before.mean():,.3g} in those I learned from. If that goes on, my numbers are "
        f"too {'low' if more else 'high'}."
    )  # fmt: skip


def _which(constraints: Constraints) -> str:
    return "later rows that" if constraints.split.kind == "time" else "rows that"


def _floats(values: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(values, dtype=float)
