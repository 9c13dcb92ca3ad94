"""Actions of the conversation become requests to workers, their reports become events.

The only place that knows which worker does what. Invariant: every request ends in
exactly one event, also when its worker dies.
"""

from __future__ import annotations

import queue
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialogs.codec import decode, encode
from dialogs.events import (
    Action,
    AskModel,
    Deliver,
    Delivered,
    Event,
    Leave,
    OpenSession,
    ProbeTarget,
    ReadTable,
    Redecide,
    Remember,
    SearchDone,
    SearchStarted,
    StartSearch,
    StopSearch,
    TableRead,
    TargetProbed,
    Told,
    WorkFailed,
)
from dialogs.facts import Facts, Suspicion
from dialogs.message import Message, Progress

from .workers import Report, Worker

WHAT = {
    ReadTable: "read",
    ProbeTarget: "probe",
    StartSearch: "search",
    Redecide: "redecide",
    AskModel: "ask",
    Deliver: "deliver",
}
"""Action -> the job that does it, and the word that a failure carries."""


@dataclass(frozen=True)
class Trial:
    """A trial that ended, to be kept."""

    round: int
    body: Mapping[str, Any]


class Errands:
    """Sends actions to the two workers and turns their reports into events.

    Parameters
    ----------
    home : Path
        Home folder: earlier searches are remembered there, and what workers print.
    base : Path
        Folder that relative table paths start from.
    seed : int
        Seed of everything random.
    """

    def __init__(self, home: Path, base: Path, seed: int) -> None:
        self._home = home.resolve()
        logs = self._home / "logs"
        self._seed = seed
        self._reports: queue.Queue[Report] = queue.Queue()
        # Two, so that questions are answered while a search runs.
        self.reader = Worker("reader", self._reports, logs / "reader.log", base)
        self.searcher = Worker("searcher", self._reports, logs / "searcher.log", base)
        self._pending: dict[int, Action] = {}
        self._cold = False

    @property
    def busy(self) -> bool:
        """Whether any answer is outstanding."""
        return bool(self._pending)

    @property
    def answering(self) -> bool:
        """Whether an answer other than a search's is outstanding."""
        return any(not isinstance(a, StartSearch) for a in self._pending.values())

    def warm(self) -> None:
        """Let both workers import what they need while the person still reads.

        A table that is being read comes first: what searches would only be in its way.
        """
        if any(isinstance(a, ReadTable) for a in self._pending.values()):
            self._cold = True
            return
        self._cold = False
        self.reader.tell("warm")
        self.searcher.tell("warm")
        self.searcher.tell("warm_trials")

    def send(
        self, action: Action, folder: Path | None, table: Mapping[str, Any]
    ) -> None:
        """Send one action to its worker.

        Parameters
        ----------
        action : Action
            One of those in `WHAT`, or StopSearch.
        folder : Path or None
            The folder of the round that the action is about.
        table : mapping
            Path, sheet and repairs of the conversation's table.
        """
        if isinstance(action, StopSearch):
            self.searcher.tell("stop")
            return
        if isinstance(action, OpenSession | Remember | Leave):
            raise TypeError(f"not an errand: {action!r}")
        body = {
            **encode(action),
            "folder": str(folder) if folder else "",
            "home": str(self._home),
            "seed": self._seed,
            "of_table": encode(table),
        }
        worker = self.searcher if isinstance(action, StartSearch) else self.reader
        self._pending[action.request] = action
        worker.ask(action.request, WHAT[type(action)], body)

    def reports(self, timeout: float) -> list[Event | Progress | Trial]:
        """Return what the workers have reported, waiting up to ``timeout`` seconds."""
        found: list[Event | Progress | Trial] = []
        wait = timeout
        while True:
            try:
                report = self._reports.get(timeout=wait) if wait > 0 else (
                    self._reports.get_nowait()
                )  # fmt: skip
            except queue.Empty:
                return found
            wait = 0.0
            event = self._read(report)
            if self._cold:
                self.warm()
            if event is not None:
                found.append(event)

    def close(self) -> None:
        """End both workers."""
        self.reader.kill()
        self.searcher.kill()

    def _read(self, report: Report) -> Event | Progress | Trial | None:
        action = self._pending.get(report.request)
        if action is None:
            return None
        match report.kind:
            case "progress":
                found: Progress = decode(Progress, report.body)
                return found
            case "trial" if isinstance(action, StartSearch):
                return Trial(action.round, report.body)
            case "started" if isinstance(action, StartSearch):
                return SearchStarted(action.round, report.body)
            case "done":
                self._pending.pop(report.request)
                return _event(action, report.body)
            case "error":
                self._pending.pop(report.request)
                return _failed(action, **report.body)
            case "lost":
                self._pending.pop(report.request)
                return _failed(action, **_lost(report))
        return None


def _event(action: Action, body: Mapping[str, Any]) -> Event:
    messages: tuple[Message, ...] = decode(
        tuple[Message, ...], body.get("messages") or []
    )
    match action:
        case ReadTable():
            return TableRead(decode(Facts, body["facts"]))
        case ProbeTarget(target=target, event=event):
            suspicions = decode(tuple[Suspicion, ...], body["suspicions"])
            return TargetProbed(target, event, suspicions, body.get("data", {}))
        case StartSearch(round=number) | Redecide(round=number):
            return SearchDone(number, body["result"], messages)
        case AskModel(request=request):
            return Told(request, messages)
        case Deliver(request=request, kind=kind, table=table):
            return Delivered(request, kind, body["path"], messages, table)
    raise TypeError(f"no event for {action!r}")


def _failed(action: Action, kind: str, title: str, text: str) -> WorkFailed:
    request = getattr(action, "request", 0)
    return WorkFailed(request, kind, title, text, WHAT.get(type(action), ""))


def _lost(report: Report) -> dict[str, str]:
    code = (report.body or {}).get("code")
    return {
        "kind": "worker",
        "title": "The process that did this work is gone",
        "text": f"The {report.worker} process ended (code {code}), most likely for "
        "lack of memory. What was found is kept. Ask again and I start a new one.",
    }
