"""The conductor: talk + work + tell + store. Read this first.

`Session` takes what the person does, lets the conversation decide, sends the work out
and returns messages. It knows no screen and does nothing heavy. Invariant: an event is
on the disk before its answer is seen, and replaying the disk gives this state.
"""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

from dialogs import talk
from dialogs.conductor import BriefView
from dialogs.events import (
    Action,
    AskModel,
    Chosen,
    EarlierSession,
    Event,
    Leave,
    OpenSession,
    Redecide,
    Remember,
    SearchDone,
    SearchProgressed,
    StartSearch,
    Told,
    UserText,
    WorkFailed,
)
from dialogs.hearing import prime
from dialogs.looking import looks_of
from dialogs.looks import Look
from dialogs.message import CaseShown, Message, Picture, Progress, ResultReady, Say
from dialogs.view import goal_sentence, view_of

from . import __version__
from .errands import Errands, Trial
from .opening import MOST_LISTED, earlier, started


class Session:
    """One conversation over one home folder.

    Parameters
    ----------
    home : Path
        The folder of all that Tandem remembers.
    table : str, optional
        A table named on the command line.
    brief : Path, optional
        A brief file named on the command line.
    resume : str, optional
        The id of an earlier conversation; empty for the last one of this folder.
    seed : int
        Seed of everything random.
    clock : callable
        Seconds since the epoch; comes in from outside so that tests can set it.
    """

    def __init__(
        self,
        home: Path,
        *,
        table: str | None = None,
        brief: Path | None = None,
        resume: str | None = None,
        seed: int = 0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._home = home
        self._table = table
        self._brief = brief
        self._resume = resume
        self._clock = clock
        base = brief.resolve().parent if brief else Path.cwd()
        self._errands = Errands(home, base, seed)
        self._state = talk.initial_state()
        self._sequence = 0
        self._conversation = ""
        self._progress: Progress | None = None
        self._finished = False

    # --- what front ends call -------------------------------------------------------

    def open(self) -> list[Message]:
        """Begin, or go on with, the conversation."""
        from .store import Store  # brings in pandas: after the first paint, not before

        self._store = Store(self._home)
        # While the first words are read, so that the first answer need not wait for it.
        Thread(target=prime, daemon=True).start()
        again = self._resume
        said = list(self._begin() if again is None else self._go_on(again))
        self._errands.warm()
        return said

    def say(self, text: str) -> list[Message]:
        """Take one message of the person."""
        return list(self._take(UserText(text, self._clock())))

    def choose(self, prompt: str, option: str) -> list[Message]:
        """Take a picked option, bound to the prompt it was offered by."""
        return list(self._take(Chosen(prompt, option, self._clock())))

    def poll(self, timeout: float = 0.0) -> list[Message]:
        """Return what background work has reported, waiting up to ``timeout`` s."""
        reports = self._errands.reports(timeout)
        return [message for found in reports for message in self._heard(found)]

    def view(self) -> BriefView:
        """Return the state of the conversation for the panel."""
        return view_of(self._state, self._progress)

    def looks(self) -> tuple[Look, ...]:
        """Return what there is to look at: the table, and what rounds have found."""
        state, rows = self._state, self._store.rounds(self._conversation)
        done = [r for r in rows if r["result"].get("objective")]
        # A round that only decided again tried nothing: the board is the search's.
        tried = (self._store.trials(self._conversation, r["round"]) for r in rows[::-1])
        return looks_of(
            state.facts,
            done[-1]["result"] if done else {},
            next(filter(None, tried), []),
            [(r["round"], r["status"], r["result"]) for r in done],
        )

    def case(self, row: int) -> None:
        """Fetch one row's reasons (from 1); they come from `poll` as `CaseShown`."""
        state = self._state
        query = {"rows": {"column": "row", "is": row}, "do": [{"op": "explain"}]}
        # Below zero: no request of the conversation, so its answer is not logged.
        self._act(AskModel(
            -row, query, state.round, str(state.level), state.brief.to_dict()
        ))  # fmt: skip

    def sessions(self) -> tuple[EarlierSession, ...]:
        """Return the earlier conversations of this folder, newest first."""
        return earlier(self._store, self._conversation, MOST_LISTED)

    def reopen(self, identity: str) -> list[Message]:
        """Leave this conversation, which is kept, and go on with an earlier one."""
        return list(self._go_on(identity))

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return self._errands.busy

    @property
    def answering(self) -> bool:
        """Whether short work is under way: anything but a search."""
        return self._errands.answering

    @property
    def finished(self) -> bool:
        """Whether the person asked to leave."""
        return self._finished

    @property
    def conversation(self) -> str:
        """The id under which this conversation is kept."""
        return self._conversation

    @property
    def state(self) -> talk.State:
        """The information state, for tests and for `tandem show`."""
        return self._state

    def close(self) -> None:
        """Stop the work, keep what was found, release the store."""
        self._errands.close()
        if self._conversation:
            self._store.close()

    # --- inside ---------------------------------------------------------------------

    def _heard(self, found: Event | Progress | Trial) -> Iterator[Message]:
        if isinstance(found, Trial):
            self._store.add_trial(self._conversation, found.round, found.body)
        elif isinstance(found, Progress):
            yield from self._progressed(found)
        elif isinstance(found, Told | WorkFailed) and found.request < 0:
            yield _case(found)
        else:
            self._keep_round(found)
            yield from self._take(found)
            if isinstance(found, SearchDone):
                yield ResultReady(found.round, found.result)

    def _begin(self) -> Iterator[Message]:
        self._conversation = self._store.new_conversation(Path.cwd(), __version__)
        yield from self._take(
            started(
                self._store, self._conversation, self._clock(), self._table, self._brief
            )
        )

    def _go_on(self, identity: str) -> Iterator[Message]:
        from .opening import find_conversation, resumed

        row = find_conversation(self._store, identity)
        self._conversation = row.id
        events = self._store.events(row.id)
        self._state = talk.replay(events)
        self._sequence = len(events)
        yield from self._take(resumed(row, self._state, self._clock()))

    def _take(self, event: Event) -> Iterator[Message]:
        self._store.append(self._conversation, self._sequence, event, self._clock())
        self._sequence += 1
        self._state, messages, actions = talk.step(self._state, event)
        goal = goal_sentence(self._state)
        path = self._state.brief.get("table.path", "")
        brief = self._state.brief
        self._store.describe(self._conversation, path, goal, __version__, brief)
        for action in actions:
            self._act(action)
        yield from messages
        yield from self._reopened(actions)

    def _reopened(self, actions: tuple[Action, ...]) -> Iterator[Message]:
        for action in actions:
            if isinstance(action, OpenSession):
                yield from self._go_on(action.id)

    def _act(self, action: Action) -> None:
        match action:
            case Leave():
                self._finished = True
            case Remember(skill=skill):
                self._store.keep_skill(getpass.getuser(), skill)
            case OpenSession():
                pass  # done by `_reopened`, after this conversation's last words
            case _:
                self._errands.send(action, self._folder(action), self._of_table())

    def _folder(self, action: Action) -> Path | None:
        number = getattr(action, "round", 0)
        if not number:
            return None
        folder = self._store.round_folder(self._conversation, number)
        if isinstance(action, StartSearch | Redecide):
            self._store.begin_round(self._conversation, number, action.brief, folder)
        return folder

    def _of_table(self) -> Mapping[str, Any]:
        brief = self._state.brief
        names = ("path", "sheet", "repairs", "target")
        return {n: brief.get(f"table.{n}", "") for n in names}

    def _progressed(self, progress: Progress) -> Iterator[Message]:
        before, self._progress = self._progress, progress
        # Only news enters the log: thousands of ticks would drown the conversation.
        if before is None or before.best_text != progress.best_text:
            number = self._state.round
            yield from self._take(SearchProgressed(number, progress))
        yield progress

    def _keep_round(self, event: Event) -> None:
        if isinstance(event, SearchDone):
            self._progress = None
            status = str(event.result.get("status", "done"))
            self._store.end_round(self._conversation, event.round, status, event.result)
        elif isinstance(event, WorkFailed) and event.what in ("search", "redecide"):
            self._progress = None
            error = {"kind": event.kind, "title": event.title, "text": event.text}
            self._store.end_round(
                self._conversation,
                self._state.round,
                "failed",
                {"status": "failed", "error": error},
            )


def _case(found: Told | WorkFailed) -> CaseShown:
    said = (Say(found.text),) if isinstance(found, WorkFailed) else found.messages
    return CaseShown(
        -found.request, tuple(m for m in said if isinstance(m, Say | Picture))
    )
