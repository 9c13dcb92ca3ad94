"""What a search needs to know: a plan, what it is made for, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.facts import ColumnFacts


@dataclass(frozen=True)
class Machine:
    """What there is to compute with."""

    cores: int = 2
    memory_mb: float = 4000.0
    """Free memory."""
    modules: tuple[str, ...] = ("lightgbm",)
    """Which optional libraries can be imported."""
    pace: float = 1.0
    """How many times longer than its own computing a step takes: others compute too."""
    prepared: float | None = None
    """Seconds of computing that getting ready took on this table, where measured."""


@dataclass(frozen=True)
class TableShape:
    """The rows and columns that the search will see."""

    rows: int
    columns: tuple[ColumnFacts, ...]
    classes: int = 0
    """0 for numbers."""
    events: int = 0
    """Rows of the rarest class."""


@dataclass(frozen=True)
class Candidate:
    """One configuration to try."""

    id: str
    algorithm: str
    family: str
    name: str
    style: str
    params: Mapping[str, Any] = field(default_factory=dict)
    cost: float = 1.0


@dataclass(frozen=True)
class Folds:
    """How rows are split to check candidates."""

    kind: str = "random"
    """random | group | time."""
    count: int = 5
    holdout: float = 0.0
    """Above 0: one part of this share is held out instead of `count` folds."""
    repeats: int = 1
    """How often all folds are dealt anew."""


@dataclass(frozen=True)
class Plan:
    """What a search will do."""

    task: str
    """binary | multiclass | regression."""
    loss: str
    """log_loss | squared | absolute | relative | pinball | poisson."""
    quantile: float
    classes: int
    candidates: tuple[Candidate, ...]
    folds: Folds
    roles: Mapping[str, str]
    """Column -> number | category | date | text; columns left out are not used."""
    monotonic: Mapping[str, int]
    search_seconds: float
    """From go to the fitted winner; explaining and checking it come after."""
    workers: int
    trial_memory_mb: float
    models: int
    """At most this many configurations."""
    complete_all: bool
    """Whether every configuration is checked on all folds."""
    ensemble: bool
    simple: bool
    glass_box: bool
    latency_ms: float | None
    size_mb: float | None
    priors: Mapping[str, float]
    """Family -> weight, 1 is neutral: leans, never binds."""
    own_may_win: bool
    """Not under limits that cannot be checked inside a person's own model."""
    seed: int
    repeatable: bool = False
    """Whether nothing may depend on the clock but how many trials there are."""
    missing: tuple[str, ...] = ()
    """Sentences about optional parts that are not installed."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    sampler: str = "tpe"
    """tpe | random | even: how new settings are proposed."""
    impute: str = ""
    """median | mean | zero: what gaps among numbers become; empty as each learner likes."""
    encode: str = ""
    """one_hot | target: how categories become numbers; empty as each learner likes."""
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Name of a learner's dial -> bounds."""
    lead: str = ""
    """Id of a candidate that did well and was quick before: it is completed first."""
