"""What goes into a search and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class SearchData:
    """The rows to learn from."""

    X: pd.DataFrame
    """(n, columns) typed, in the original columns."""
    y: NDArray[Any]
    """(n,) 1 = event; class codes from 0; or numbers."""
    classes: tuple[str, ...] | None = None
    groups: NDArray[Any] | None = None
    times: NDArray[Any] | None = None
    weights: NDArray[Any] | None = None
    copies: NDArray[Any] | None = None
    """(n,) group numbers of exact copies, where they were looked for before."""


@dataclass(frozen=True)
class TrialRecord:
    """One configuration that was tried, fit to be stored as JSON."""

    id: str
    family: str
    algorithm: str
    name: str
    params: Mapping[str, Any]
    status: str
    """done | failed | stopped."""
    reason: str = ""
    """In words, where it is not done, or was not taken further."""
    score: float | None = None
    """Mean loss over the folds that were run; smaller is better."""
    fold_scores: tuple[float, ...] = ()
    folds: int = 0
    """How many folds were planned."""
    seconds: float = 0.0
    latency_ms: float | None = None
    """One row, 95th percentile."""
    size_mb: float | None = None
    output: str = ""
    """The last of what it printed, where it failed."""
    fingerprint: str = ""
    """Of the data, folds and settings: equal where the result would be the same."""
    reused: bool = False

    @property
    def complete(self) -> bool:
        """Whether all folds were run."""
        return self.status == "done" and len(self.fold_scores) == self.folds

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class FittedChoice:
    """A model to use."""

    estimator: Any
    """Fitted on all rows; takes DataFrames in the original columns."""
    family: str
    """Of a blend: its heaviest part's."""
    description: str
    """In plain words."""
    params: Mapping[str, Any]
    members: tuple[Mapping[str, Any], ...] = ()
    """Of a blend: id, name, family, weight of each part."""
    score: float | None = None
    oof: NDArray[Any] | None = None
    latency_ms: float | None = None
    size_mb: float | None = None
    refitted: bool = True
    """False where it is the average of the models of the folds."""


@dataclass(frozen=True)
class Comparison:
    """Two choices on the same rows, in the loss that candidates are ranked by."""

    simple: str
    complex: str
    gain: float
    """How much smaller the complex one's mean loss is."""
    error: float
    """Standard error of the gain."""
    share: float
    """The gain as a share of the simple one's loss."""

    @property
    def noise(self) -> bool:
        """Whether the gain is within its error."""
        return self.gain <= self.error


@dataclass(frozen=True)
class SearchOutcome:
    """What a search found."""

    trials: tuple[TrialRecord, ...]
    winner: FittedChoice
    oof: NDArray[Any]
    """(n,) P(event) or numbers, or (n, k): out of fold, NaN where no fold checked."""
    oof_rows: NDArray[Any]
    """(n,) whether a row was checked."""
    simple: FittedChoice | None = None
    """The simplest that is not measurably worse, where that is not the winner; not
    fitted on all rows unless it is."""
    comparison: Comparison | None = None
    """The winner beside the next simpler or next more complex choice."""
    nudges: tuple[Mapping[str, Any], ...] = ()
    """kind, text, preferred, preferred_family, winner, family, gain, error, share."""
    overruled: FittedChoice | None = None
    """The best of what the person prefers, where the winner lies outside of it; not
    fitted on all rows."""
    seconds: float = 0.0
    stopped: bool = False
    baseline_score: float | None = None
    loss: str = ""
    row_seconds: float = 0.0
    """What an answer for one row takes among many, on this machine as busy as it is; 0
    where that was not measured."""
    notes: tuple[str, ...] = field(default_factory=tuple)
    """Sentences on what was skipped, missing or tight."""
