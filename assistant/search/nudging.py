"""What a search says unasked: a preference that costs, and where it had no time to look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .choosing import Board
from .deciding import Verdict
from .entries import Entry
from .telling import Describe

TIMES = 30
"""More time is offered in multiples of so many seconds."""


def nudges(
    board: Board, verdict: Verdict, entries: Sequence[Entry], told: Describe | None
) -> tuple[dict[str, Any], ...]:
    """Return what to say beside the winner.

    Parameters
    ----------
    board : Board
    verdict : Verdict
    entries : sequence of Entry
        All candidates, tried or not.
    told : callable, optional
        What predictions are worth, in the person's measure.
    """
    if verdict.overruled is not None:
        return (_outside(board, verdict, told),)
    return _unexplored(entries, board.plan.workers)


def _outside(board: Board, verdict: Verdict, told: Describe | None) -> dict[str, Any]:
    """Return how much better than what somebody prefers the winner is."""
    liked, winner = verdict.overruled, verdict.winner
    assert liked is not None
    found = board.compare(liked, winner)
    better, worse = (
        (told(c.oof, board.rows)[1] if told else "") for c in (winner, liked)
    )
    values = f" ({better}, against {worse})" if better and worse else ""
    text = (
        f"You leaned towards {liked.name}. I looked elsewhere too: {winner.name} "
        f"is measurably better{values}, with {100 * found.share:.1f} in 100 less "
        "error on the rows checked."
    )
    return {
        "kind": "outside_preference",
        "text": text,
        "preferred": liked.name,
        "preferred_family": liked.heaviest.candidate.family,
        "winner": winner.name,
        "family": winner.heaviest.candidate.family,
        "gain": found.gain,
        "error": found.error,
        "share": found.share,
    }


def _unexplored(entries: Sequence[Entry], workers: int) -> tuple[dict[str, Any], ...]:
    """Return the offer to look where there was no time to look."""
    untried = [e for e in entries if not e.raced]
    tried = [e.seconds / max(len(e.results), 1) for e in entries if e.raced]
    if not untried or len(tried) < 2:
        return ()
    names = list(dict.fromkeys(e.candidate.name for e in untried))
    # On all folds at the mean pace so far; the last ones of the list are slower.
    each = float(np.mean(tried)) * untried[0].folds / workers
    more = TIMES * max(1, round(2 * each * len(untried) / TIMES))
    ways = "one other way" if len(names) == 1 else f"{len(names)} other ways"
    them = "it" if len(names) == 1 else "them"
    text = (
        f"There was no time to try {ways} of learning. About {more} seconds more "
        f"would cover {them}; what was tried is kept."
    )
    return ({"kind": "unexplored", "text": text, "seconds": more},)
