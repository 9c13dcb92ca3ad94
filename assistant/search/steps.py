"""How many rows a candidate learns from first, and then: where all of them take too long.

What is slow on a table (texts, thousands of columns, a busy machine) is not known before
it is measured. So a few rows are fitted first, and the steps follow from what they took
(successive halving: Jamieson & Talwalkar 2016). Invariant: all candidates begin on the
same rows and are checked on the same ones, so that their scores can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from .entries import Entry

GROWTH = 4
"""Each step has so many times the rows of the last."""

LONG = 0.2
"""Share of the time: where one fit of the simplest model takes more, steps are taken."""

TRIAL, CHECK = 0.05, 0.03
"""Shares of the time that the simplest model may take for its first step, and to answer
for the rows that it is checked on."""

FEWEST_CHECKED = 1000
"""Rows; a score on fewer tells little."""

BESIDE = 1.5
"""Times what was measured here: processes step back, and two are in each other's way."""

GROWING = 2
"""So many of the best go on to more rows."""

MOST_OF_LEFT = 0.6
"""Share of the time that is left, which a fit on more rows may take."""


@dataclass(frozen=True)
class Pace:
    """Seconds by row, on this machine as busy as it is.

    Parameters
    ----------
    learned : float
        To encode and fit.
    checked : float
        To encode and answer.
    """

    learned: float
    checked: float


@dataclass(frozen=True)
class Steps:
    """The rows of each step.

    Parameters
    ----------
    first : int or None
        None where all rows are learned from at once.
    most : int
        Of the fold.
    """

    first: int | None = None
    most: int = 0

    def after(self, rows: int) -> int | None:
        """Return the rows of the next step; None for all of them."""
        if self.first is None:
            return None
        found = self.first if rows < self.first else GROWTH * rows
        return found if found < self.most else None

    def grows(self, entry: Entry, entries: list[Entry], left: float) -> bool:
        """Whether a candidate that learned from some rows goes on to more.

        Parameters
        ----------
        entry : Entry
        entries : list of Entry
            All candidates.
        left : float
            Seconds to the end of the race.
        """
        held = entry.results[0]
        if self.first is None or held.learned < self.first:
            return True  # the first few rows were there to measure by
        if entry.stuck or not _among_best(entry, entries):
            return False
        return self.takes(entry, self.after(held.learned)) <= MOST_OF_LEFT * left

    def takes(self, entry: Entry, rows: int | None) -> float:
        """Return the seconds that a candidate will take to learn from so many rows."""
        held = entry.results.get(0)
        if held is None or not held.sampled:
            return entry.fit_seconds
        return held.fit_seconds * (rows or self.most) / max(1, held.learned)


def _among_best(entry: Entry, entries: list[Entry]) -> bool:
    known = [e for e in entries if e.results and e.candidate.family != "baseline"]
    best = sorted(known, key=lambda e: e.results[min(e.results)].score)
    return entry in best[:GROWING]


def steps_of(pace: Pace, rows: int, checked: int, seconds: float) -> Steps:
    """Return the steps for so many rows of a fold, and all at once where that is quick.

    Parameters
    ----------
    pace : Pace
    rows, checked : int
        That a fold learns from, and checks.
    seconds : float
        Of the search.

    Examples
    --------
    >>> steps_of(Pace(1e-4, 1e-5), 10_000, 2_000, 30.0).first is None
    True
    >>> steps_of(Pace(1e-3, 1e-4), 160_000, 4_000, 30.0).first
    1000
    """
    if BESIDE * (pace.learned * rows + pace.checked * checked) <= LONG * seconds:
        return Steps()
    affordable = TRIAL * seconds / (BESIDE * pace.learned)
    return Steps(min(rows, max(1, round(affordable))), rows)


def checked_rows(pace: Pace, seconds: float) -> int:
    """Return how many rows a candidate is checked on, where time is short."""
    return max(FEWEST_CHECKED, round(CHECK * seconds / (BESIDE * pace.checked)))
