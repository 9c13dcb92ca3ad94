"""What a learner has to fit, and the register of those that can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Spec:
    """What a learner has to fit."""

    loss: str
    """log_loss | squared | absolute | relative | pinball | poisson."""
    classes: int
    """0 for numbers."""
    quantile: float = 0.5
    seed: int = 0
    rows: int = 0
    features: int = 0
    directions: tuple[int, ...] = ()
    """+1, -1 or 0 a feature; empty where nothing is asked."""
    rounds: int | None = None
    """How many trees a growing learner makes; None to find out on held-back rows."""

    @property
    def classifies(self) -> bool:
        """Whether the answer is a class."""
        return self.classes > 0

    @property
    def held(self) -> tuple[int, ...] | None:
        """The directions, or None where no feature has one."""
        return self.directions if any(self.directions) else None


Builder = Callable[[Params, Spec], Any]

_BUILDERS: dict[str, Builder] = {}


def register(name: str) -> Callable[[Builder], Builder]:
    """Register what builds the learner of this name in ``algorithms.toml``."""

    def keep(builder: Builder) -> Builder:
        _BUILDERS[name] = builder
        return builder

    return keep


def builders() -> Mapping[str, Builder]:
    """Return name -> builder of all registered learners."""
    return _BUILDERS
