"""One number of a question, with its comparator, its unit and what it does."""

from __future__ import annotations

from dataclasses import dataclass

from .sums import tidy

COMPARES, MOVES, SETS, ALONE, GONE = "compares", "moves", "sets", "alone", "gone"
OPPOSITE = {
    "above": "at_most",
    "below": "at_least",
    "at_least": "below",
    "at_most": "above",
}


@dataclass(frozen=True)
class Measure:
    """One number as said."""

    start: int
    end: int
    value: float
    key: str = "is"
    """is | above | below | at_least | at_most."""
    opens: int = 0
    """Where the words before it begin that belong to it."""
    closes: int = 0
    """Where the words behind it end that belong to it."""
    role: str = ALONE
    sign: int = 0
    adjective: str = ""
    unit: str = ""
    per: str = ""
    percent: bool = False
    denied: bool = False
    """'Not 5'."""
    paired: bool = False
    """The second number of a range."""

    @property
    def said(self) -> float | int:
        """The number as it stands."""
        return tidy(self.value)
