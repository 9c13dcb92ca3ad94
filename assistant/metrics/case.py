"""What a score is computed from: truths, answers, decisions and costs, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """Rows to score.

    Parameters
    ----------
    y : array, shape (n,)
        1 = event, class codes from 0, or numbers.
    score : array, shape (n,) or (n, k)
        Probability of the event, of each class, or the predicted number.
    act : array, shape (n,)
        The decision: 1 = act, 0 = leave, 2 = a person decides; a class code; a number.
    costs : mapping of str to array, shape (n,)
        ``miss``, ``false_alarm``, ``hit``, ``pass`` and ``review``, one number a row.
    low, high : array, shape (n,), optional
        The range around a predicted number.
    groups : array, shape (n,), optional
        Rows that belong together; resampled together.
    """

    y: NDArray[Any]
    score: Floats
    act: NDArray[Any]
    costs: Mapping[str, Floats] = field(default_factory=dict)
    low: Floats | None = None
    high: Floats | None = None
    groups: NDArray[Any] | None = None

    @property
    def size(self) -> int:
        """How many independent pieces there are: groups, or rows."""
        return len(self.y if self.groups is None else np.unique(self.groups))

    def take(self, rows: NDArray[np.intp]) -> Case:
        """Return the case of these rows, repeated where they repeat."""
        return Case(
            self.y[rows],
            self.score[rows],
            self.act[rows],
            {name: values[rows] for name, values in self.costs.items()},
            None if self.low is None else self.low[rows],
            None if self.high is None else self.high[rows],
            None if self.groups is None else self.groups[rows],
        )

    def deciding(self, act: NDArray[Any]) -> Case:
        """Return the same rows under other decisions."""
        return Case(
            self.y, self.score, act, self.costs, self.low, self.high, self.groups
        )
