"""When a fit has to end with what it has: a slow machine gets a model all the same.

Learners that grow (boosting, forests, learned curves) look at it between two steps. One
that was cut short says so: its result depends on the clock, so it is not kept as known.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def watched(learner: Any, deadline: Deadline) -> Iterator[None]:
    """Let explainable boosting stop at a deadline while it is fitted in here.

    Given a callback it would start a process to share its stop flag with others, and
    that one outlives a trial that is killed. There are no others: a byte is enough.
    """
    from interpret.glassbox._ebm import _ebm as inside

    flag = _Flag(deadline)
    before = getattr(inside, "SharedMemoryManager", None)
    inside.SharedMemoryManager = lambda: flag
    learner.callback = flag.stop
    try:
        yield
    finally:
        learner.callback = None
        inside.SharedMemoryManager = before


class _Flag:
    """Stands in for a manager of shared memory, and for the memory: one byte."""

    name = None

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self.buf = bytearray(1)

    def __enter__(self) -> _Flag:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def SharedMemory(self, size: int) -> _Flag:  # noqa: N802 - its manager's name
        assert size == len(self.buf)
        return self

    def stop(self, *_: Any) -> bool:
        self.buf[0] = self._deadline.is_over()
        return bool(self.buf[0])
