"""Constraints: the one contract between the conversation and the search.

Brief + Facts -> Constraints, a pure function; each part carries its reason. Skill has
no part in it. `compile_constraints` lives in `dialogs.compiling`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cost = float | str
"""A number, or the name of a column that holds one a row."""


@dataclass(frozen=True)
class Requirement:
    """A hard requirement: met or not, with an interval."""

    metric: str
    at_least: float | None = None
    at_most: float | None = None
    of: str = ""
    column: str = ""
    text: str = ""
    """In the person's words."""


@dataclass(frozen=True)
class Success:
    """How the business counts right and wrong."""

    objective: str
    miss_cost: Cost | None = None
    false_alarm_cost: Cost | None = None
    hit_cost: Cost = 0.0
    pass_cost: Cost = 0.0
    review_cost: Cost | None = None
    recall: float | None = None
    precision: float | None = None
    fpr: float | None = None
    k: int | None = None
    share: float | None = None
    per: str = ""
    cost_matrix: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    tolerance: float | None = None
    relative: bool = False
    quantile: float | None = None
    coverage: float | None = None
    target_value: float | None = None
    requirements: tuple[Requirement, ...] = ()

    @property
    def even(self) -> bool:
        """Whether a miss and a false alarm count 1 each and nothing else has a price."""
        others = (self.hit_cost, self.pass_cost, self.review_cost or 0.0)
        return self.miss_cost == self.false_alarm_cost == 1 and not any(others)


@dataclass(frozen=True)
class Split:
    """How rows are held back."""

    kind: str = "random"
    column: str = ""


@dataclass(frozen=True)
class Limits:
    """What binds the search."""

    seconds: float = 120.0
    families: tuple[str, ...] = ()
    """The only families allowed; empty for all."""
    never_families: tuple[str, ...] = ()
    glass_box: bool = False
    latency_ms: float | None = None
    size_mb: float | None = None
    memory_mb: float | None = None
    monotonic: Mapping[str, str] = field(default_factory=dict)
    trials: int | None = None


@dataclass(frozen=True)
class Constraints:
    """What the search must do, and what it may lean on."""

    task: str
    target: str
    success: Success
    event: str | None = None
    order: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    """Not used as input, whatever the reason (IDs, leaks, useless, forbidden)."""
    audit_columns: tuple[str, ...] = ()
    """Forbidden as input, kept to check fairness by."""
    repairs: Mapping[str, object] = field(default_factory=dict)
    split: Split = field(default_factory=Split)
    limits: Limits = field(default_factory=Limits)
    priors: Mapping[str, float] = field(default_factory=dict)
    """Family -> weight; 1 is neutral. Leans, never binds."""
    simple: bool = False
    compare_column: str = ""
    compare_rule: str = ""
    compare_filter: Mapping[str, object] = field(default_factory=dict)
    """The rule as a filter over columns; empty where it cannot be read."""
    compare_estimator: str = ""
    folds: int | None = None
    ensemble: bool | None = None
    calibrate: bool | None = None
    threshold: float | None = None
    test_share: float | None = None
    seed: int = 0
    threads: int | None = None
    memory: bool = True
    """Whether a search may begin with what worked before."""
    repeats: int | None = None
    sampler: str = ""
    impute: str = ""
    encode: str = ""
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    start: Mapping[str, float] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Part -> why, in a sentence."""


@dataclass(frozen=True)
class Missing:
    """What the Constraints still lack."""

    slots: Mapping[str, str]
    """Slot -> why it is needed."""
