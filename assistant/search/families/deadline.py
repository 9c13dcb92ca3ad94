"""When a fit has to end with what it has: a slow machine gets a model all the same.

Learners that grow (boosting, forests, learned curves) look at it between two steps. One
that was cut short says so: its result depends on the clock, so it is not kept as known.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 10
"""Trees that a forest grows between two looks at the clock."""


class Deadline:
    """A moment on ``time.monotonic()``, and whether a fit has met it.

    Parameters
    ----------
    at : float, optional
        None never comes.
    """

    def __init__(self, at: float | None = None) -> None:
        self.at = at
        self.met = False

    def is_over(self) -> bool:
        """Return whether the moment has come, and remember that it was met."""
        over = self.at is not None and time.monotonic() > self.at
        self.met = self.met or over
        return over


NEVER = Deadline()


def grow_forest(
    learner: Any, X: NDArray[Any], y: NDArray[Any], deadline: Deadline, **extra: Any
) -> None:
    """Fit a forest a few trees at a time; the same trees as at once.

    Parameters
    ----------
    learner : RandomForest or ExtraTrees
        Fitted in place; ``n_estimators`` becomes the number of trees grown.
    X, y : ndarray
    deadline : Deadline
    **extra
        Passed to ``fit``.
    """
    wanted = learner.n_estimators
    learner.set_params(warm_start=True)
    for count in (*np.arange(STEPS, wanted, STEPS), wanted):
        learner.set_params(n_estimators=int(count))
        learner.fit(X, y, **extra)
        if count < wanted and deadline.is_over():
            break
    learner.set_params(warm_start=False)


def watched(deadline: Deadline) -> Any:
    """Return a callback for explainable boosting that stops at a deadline."""

    def stop(*_: Any) -> bool:
        return deadline.is_over()

    return stop
