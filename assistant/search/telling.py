"""How a search goes, told while it runs: time, what runs, the best so far, each trial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from dialogs.message import Progress

from .choosing import Board, Choice
from .entries import Entry
from .outcome import TrialRecord
from .race import Race
from .records import record, touched

Describe = Callable[[NDArray[Any], NDArray[Any]], "tuple[float | None, str]"]
"""Out-of-fold predictions and which rows have one -> value and text for the person."""

SELDOM = 0.5
"""Seconds between two tellings, unless something happened."""


@dataclass(frozen=True)
class Listeners:
    """Whom a search tells of what happens."""

    emit: Callable[[Progress], None]
    on_trial: Callable[[TrialRecord], None] | None = None
    describe: Describe | None = None


@dataclass
class Teller:
    """Tells listeners of a race; knows the best so far and how it came to be.

    Parameters
    ----------
    board : Board
    race : Race
    listeners : Listeners
    """

    board: Board
    race: Race
    listeners: Listeners
    _best: Choice | None = field(default=None, init=False)
    _partly: bool = field(default=False, init=False)
    _said: tuple[float | None, str] = field(default=(None, ""), init=False)
    _curve: list[tuple[float, float]] = field(default_factory=list, init=False)
    _emitted: float = field(default=-1.0, init=False)

    def changed(self, entry: Entry) -> None:
        """Tell of a candidate of which another fold has ended."""
        self._report(entry)
        if entry.candidate.family == "baseline" or not entry.results:
            return
        best = self._best
        if not entry.covered and best is not None:
            return
        choice = self.board.of(entry)
        # The first number is of one fold: what is known of all takes its place.
        better = best is None or self._partly or choice.score < best.score
        if better and self.board.allowed(choice):
            self._best, self._partly = choice, not entry.covered
            self._curve.append((round(self.race.clock.elapsed, 2), choice.score))
            if self.listeners.describe is not None:
                known = self.board.known(choice.oof)
                self._said = self.listeners.describe(choice.oof, known)
            self.progress("search", force=True)

    def progress(self, stage: str, force: bool = False) -> None:
        """Tell how it goes, unless that was just told."""
        clock = self.race.clock
        now = clock.elapsed
        if not force and now - self._emitted < SELDOM:
            return
        self._emitted = now
        value, text = self._said
        real = [e for e in self.race.entries if e.candidate.family != "baseline"]
        self.listeners.emit(
            Progress(
                elapsed=round(now, 2),
                budget=round(clock.budget, 2),
                trials=sum(e.reported for e in real),
                best_value=value,
                best_text=text,
                running=self.race.running,
                curve=tuple(self._curve),
                stage=stage,
            )
        )

    def ended(self) -> tuple[TrialRecord, ...]:
        """Tell of what was tried and not yet told of; return all of that."""
        for entry in self.race.entries:
            self._report(entry, over=True)
        return tuple(self._record(e) for e in self.race.entries if touched(e))

    def _report(self, entry: Entry, over: bool = False) -> None:
        if entry.reported or not (entry.settled or (over and touched(entry))):
            return
        entry.reported = True
        if self.listeners.on_trial is not None:
            self.listeners.on_trial(self._record(entry))

    def _record(self, entry: Entry) -> TrialRecord:
        return record(entry, self.race.archive.name(entry.setting))
