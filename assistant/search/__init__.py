"""The search: candidates raced in killable processes, the best one fitted."""

from __future__ import annotations

from assistant.pools import warm

from .outcome import Comparison, FittedChoice, SearchData, SearchOutcome, TrialRecord
from .running import search

__all__ = [
    "Comparison",
    "FittedChoice",
    "SearchData",
    "SearchOutcome",
    "TrialRecord",
    "search",
    "warm",
]
