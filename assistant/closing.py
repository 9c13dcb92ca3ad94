"""How the seconds of a round are parted: what is searched, what is kept for the end.

Checking, explaining and writing take about as much computing as getting ready did, on
the same table and machine; how long that takes depends on what else the machine does.
Both are measured in this run.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from .planned import Machine, TableShape

COMPUTING, BY_PREPARED, BY_ROW = 0.6, 1.2, 3e-6
"""Seconds of one core for the end but for its reasons: always, for each second that
getting ready took, and by row. Measured on tables of 20 to 200,000 rows and 4 to 3,000
columns."""

COLUMN_PREPARED, ROW_PREPARED, MOST_ROWS_PREPARED = 4e-4, 4e-5, 20_000
"""Seconds that getting ready takes by column and by row, up to so many rows: for a plan
that is made where nothing was measured."""

AFTER_REASONS, AFTER_BY_COLUMN = 0.3, 4.5e-4
"""What of it comes after the reasons: cautions, and the files."""

REASONS, LEAST_REASONS, MOST_REASONS = 0.08, 0.3, 5.0
"""Of the time promised, so much goes to reasons; and the least and most seconds."""

SPARE = 1.2
"""Times what is expected: what is kept for nothing costs little, what lacks is felt."""

FELT = 0.03
"""Of the time promised: what takes less is done, however late it is."""

CHECKING, FEWEST_HELD = 0.05, 2000
"""Of the time promised, so much goes to the answers for rows held back at most; and so
many rows are asked however long it takes."""

LEAST_SEARCH = 0.1
"""Of the time, so much is left to search, however long the rest takes."""

SLOWEST = 4.0
"""The pace is taken to be no worse: it may be better again by then."""

TELLING = 0.05
"""Seconds of own computing from which on a pace can be told: a switch of programs takes
as long as less."""


@dataclass
class Pace:
    """How many times longer than its own computing the work of a thread takes.

    Counted from when it was made, while there is nothing to wait for: what is missing
    then went to other programs.
    """

    _wall: float = field(default_factory=time.monotonic)
    _own: float = field(default_factory=time.thread_time)

    @property
    def own(self) -> float:
        """Seconds that this thread has computed."""
        return time.thread_time() - self._own

    def now(self) -> float:
        """Return the pace so far: 1 where no other program is in the way."""
        wall = time.monotonic() - self._wall
        own = wall / self.own if self.own >= TELLING else 1.0
        # A short step may have met a calm moment: what comes later meets them all.
        return min(SLOWEST, max(1.0, own, crowd()))


def crowd() -> float:
    """Return how many programs wanted a core lately, for each core there is."""
    import psutil

    return float(psutil.getloadavg()[0]) / (psutil.cpu_count() or 1)


def closing_seconds(shape: TableShape, machine: Machine, seconds: float) -> float:
    """Return the seconds to keep for the end of a round.

    Parameters
    ----------
    shape : TableShape
        Rows to learn from and columns.
    machine : Machine
        Its pace counts, and what getting ready took on it.
    seconds : float
        Of the whole round.
    """
    prepared = machine.prepared
    if prepared is None:
        rows = min(shape.rows, MOST_ROWS_PREPARED)
        prepared = COLUMN_PREPARED * len(shape.columns) + ROW_PREPARED * rows
    work = COMPUTING + BY_PREPARED * prepared + BY_ROW * shape.rows
    reasons = min(MOST_REASONS, max(LEAST_REASONS, REASONS * seconds))
    return SPARE * machine.pace * work + reasons


def held_count(row_seconds: float, seconds: float) -> int | None:
    """Return on how many rows held back the winner is checked; None for all there are.

    Parameters
    ----------
    row_seconds : float
        What an answer for one row takes; 0 where that is not known.
    seconds : float
        Of the whole round.

    Examples
    --------
    >>> held_count(0.0002, 30.0), held_count(0.002, 30.0)
    (7500, 2000)
    """
    if row_seconds <= 0:
        return None
    return max(FEWEST_HELD, int(CHECKING * seconds / row_seconds))


def worth_skipping(left: float, pace: float, columns: int, seconds: float) -> bool:
    """Whether what is told of every column has no time, and takes some that is felt.

    Parameters
    ----------
    left : float
        Seconds to the end of the round.
    pace : float
    columns : int
    seconds : float
        Of the whole round.
    """
    takes = pace * AFTER_BY_COLUMN * columns
    return left < takes and takes > FELT * seconds


def reasons_seconds(left: float, pace: float, columns: int) -> float:
    """Return the seconds that reasons may take, so that what follows them fits in."""
    after = SPARE * pace * (AFTER_REASONS + AFTER_BY_COLUMN * columns)
    return min(MOST_REASONS, max(LEAST_REASONS, left - after))


def seconds_of(
    seconds: float, shape: TableShape, machine: Machine, reasons: dict[str, str]
) -> float:
    """Return the seconds that go to searching."""
    end = closing_seconds(shape, machine, seconds)
    found = round(max(0.5, LEAST_SEARCH * seconds, seconds - end), 2)
    reasons["search_seconds"] = (
        f"{found:g} of {seconds:g} seconds go to searching; the rest to checking the "
        "winner on rows held back and to explaining it."
    )
    return found
