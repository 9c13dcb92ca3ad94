"""The search: candidates raced in killable processes, the best one fitted."""

from __future__ import annotations

from .outcome import Comparison, FittedChoice, SearchData, SearchOutcome, TrialRecord
from .running import search, warm

__all__ = [
    "Comparison",
    "FittedChoice",
    "SearchData",
    "SearchOutcome",
    "TrialRecord",
    "search",
    "warm",
]
