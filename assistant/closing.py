"""How the seconds of a round are parted: what is searched, what is kept for the end.

Checking, explaining and writing need so much computing, by the size of the table; how
long that takes depends on what else the machine does, which is measured in this run.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from .planned import Machine, TableShape

COMPUTING, BY_ROW, BY_COLUMN = 0.9, 4e-5, 1.6e-3
"""Seconds of one core for the end but for its reasons, measured on tables of 900 to
45,000 rows and 7 to 3,000 columns, on a slow laptop."""

AFTER_REASONS, AFTER_BY_COLUMN = 0.3, 1e-3
"""What of it comes after the reasons: cautions, and the files."""

REASONS, LEAST_REASONS, MOST_REASONS = 0.08, 0.5, 5.0
"""Of the time promised, so much goes to reasons; and the least and most seconds."""

SPARE = 1.2
"""Times what is expected: what is kept for nothing costs little, what lacks is felt."""

LEAST_SEARCH = 0.1
"""Of the time, so much is left to search, however long the rest takes."""

SLOWEST = 4.0


@dataclass
class Pace:
    """How many times longer than its own computing the work of a thread takes.

    Counted from when it was made, while there is nothing to wait for: what is missing
    then went to other programs.
    """

    _wall: float = field(default_factory=time.monotonic)
    _own: float = field(default_factory=time.thread_time)

    def now(self) -> float:
        """Return the pace so far: 1 where no other program is in the way."""
        own, wall = time.thread_time() - self._own, time.monotonic() - self._wall
        # A moment tells nothing: a switch of programs takes as long.
        return min(SLOWEST, max(1.0, wall / own)) if own > 0.05 else 1.0


def closing_seconds(shape: TableShape, machine: Machine, seconds: float) -> float:
    """Return the seconds to keep for the end of a round.

    Parameters
    ----------
    shape : TableShape
        Rows to learn from and columns.
    machine : Machine
        Its pace counts.
    seconds : float
        Of the whole round.
    """
    work = COMPUTING + BY_ROW * shape.rows + BY_COLUMN * len(shape.columns)
    reasons = min(MOST_REASONS, max(LEAST_REASONS, REASONS * seconds))
    return SPARE * machine.pace * work + reasons


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
