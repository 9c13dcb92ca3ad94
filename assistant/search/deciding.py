"""From the finished race to what is recommended, beside what else there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from assistant.errors import NoUsableModel
from assistant.plan import Plan

from .choosing import Board, Choice
from .entries import Entry
from .outcome import Comparison


@dataclass(frozen=True)
class Verdict:
    """What is recommended, beside what else there is."""

    winner: Choice
    comparison: Comparison | None = None
    simple: Choice | None = None
    overruled: Choice | None = None
    """The best of what somebody prefers, where the winner lies outside of it."""


def beaten(board: Board, winner: Choice, constant: Choice) -> bool:
    """Whether always guessing the same is beyond doubt better than what won.

    What learned from a handful of rows can be surer than it has reason to be.

    Parameters
    ----------
    board : Board
    winner : Choice
    constant : Choice
        With an answer for every row that the winner has one for.
    """
    known = board.known(winner.oof)
    oof = constant.oof.copy()
    oof[~known] = np.nan
    return board.above(board.choice(constant.entries, constant.weights, oof), winner)


def _always(_: Choice) -> bool:
    return True


def decide(
    board: Board,
    entries: list[Entry],
    plan: Plan,
    affordable: Callable[[Choice], bool] = _always,
) -> Verdict | None:
    """Return what is recommended; None where nothing but the baseline was fitted.

    Parameters
    ----------
    board : Board
    entries : list of Entry
    plan : Plan
    affordable : callable
        Whether there is time to fit a blend.

    Raises
    ------
    NoUsableModel
        If every candidate failed, or none keeps the limits.
    """
    singles = [board.of(e) for e in _usable(board, entries)]
    if not singles:
        _raise_if_all_failed(entries)
        return None
    allowed = [c for c in singles if board.allowed(c)]
    if not allowed:
        raise NoUsableModel("No model keeps the limits", _tightest(plan, singles))
    options = list(allowed)
    mixed = board.blend(allowed)
    if mixed is not None and affordable(mixed):
        options.append(mixed)
    chosen = board.simplest(options)
    overruled = board.overruled(options, chosen)
    winner = board.steadied(chosen)
    best = min(options, key=lambda c: c.score)
    if best is not chosen:
        return Verdict(winner, board.compare(chosen, best), None, overruled)
    simpler = [c for c in options if c.simplicity < chosen.simplicity]
    if not simpler:
        return Verdict(winner, None, None, overruled)
    other = min(simpler, key=lambda c: c.score)
    return Verdict(winner, board.compare(other, chosen), other, overruled)


def _usable(board: Board, entries: list[Entry]) -> list[Entry]:
    """Return the entries to choose from, all on the same folds.

    Complete ones, or what there is. Where time ran out, one that ran on some folds only
    may be clearly better on these than every complete one: then these folds count.
    Better than the best one overall is not enough: on a fold that suits one kind of
    model all of that kind are, and the other folds know that it does not last.
    """
    real = [e for e in entries if e.candidate.family != "baseline" and e.results]
    most = max((len(e.results) for e in real), default=0)
    complete = [e for e in real if len(e.results) == most]
    allowed = [e for e in complete if board.allowed(board.of(e))]
    if not allowed:
        return complete
    late = [
        e
        for e in real
        if len(e.results) < most and all(_above(board, e, other) for other in allowed)
    ]
    if not late:
        return complete
    shared = set(min(late, key=lambda e: e.score).results)
    return [_on(e, shared) for e in real if shared <= set(e.results)]


def _above(board: Board, late: Entry, other: Entry) -> bool:
    """Whether an entry is clearly better than another on the folds that it ran on."""
    shared = set(late.results) & set(other.results)
    if not shared or not board.allowed(board.of(late)):
        return False
    return board.above(board.of(_on(late, shared)), board.of(_on(other, shared)))


def _on(entry: Entry, folds: set[int]) -> Entry:
    held = {k: r for k, r in entry.results.items() if k in folds}
    return replace(entry, results=held)


def _raise_if_all_failed(entries: list[Entry]) -> None:
    real = [e for e in entries if e.candidate.family != "baseline"]
    reasons = [f"{e.candidate.name}: {e.failure.reason}" for e in real if e.failure]
    if real and len(reasons) == len(real):
        raise NoUsableModel(
            "Every candidate failed",
            f"None of {len(real)} could be fitted. {' '.join(reasons[:4])}",
        )


def _tightest(plan: Plan, singles: list[Choice]) -> str:
    parts = []
    if plan.latency_ms is not None:
        fastest = min(singles, key=lambda c: c.latency_ms)
        parts.append(
            f"one row may take {plan.latency_ms:g} ms; the quickest "
            f"({fastest.name}) takes {fastest.latency_ms:.1f} ms"
        )
    if plan.size_mb is not None:
        smallest = min(singles, key=lambda c: c.size_mb)
        parts.append(
            f"a model may have {plan.size_mb:g} MB; the smallest "
            f"({smallest.name}) has {smallest.size_mb:.2f} MB"
        )
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}. Loosen this limit to go on."
