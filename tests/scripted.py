"""A scripted conductor, for tests of what a front end paints and nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from dialogs.conductor import BriefView
from dialogs.events import EarlierSession
from dialogs.looks import Look
from dialogs.message import CaseShown, Goodbye, Message, Option, Say

QUESTION = Say(
    "Which mistake costs you more?",
    asking="success.objective",
    prompt="q1",
    options=(
        Option("miss", "Missing a member who leaves", "I would rather call too many"),
        Option("alarm", "Bothering a member who stays"),
        Option("same", "About the same"),
        Option("unsure", "I'm not sure, help me decide"),
    ),
)


class Scripted:
    """Answers from a table of replies and records every call and its thread."""

    def __init__(
        self,
        opening: Sequence[Message] = (QUESTION,),
        replies: dict[str, Sequence[Message]] | None = None,
        view: BriefView | None = None,
        slow: float = 0.0,
    ) -> None:
        self.opening = opening
        self.replies = replies or {}
        self.shown = view or BriefView()
        self.slow = slow
        self.calls: list[tuple[str, ...]] = []
        self.threads: set[int] = set()
        self.reports: list[Message] = []
        self.views: tuple[Look, ...] = ()
        self.kept: tuple[EarlierSession, ...] = ()
        self.busy = False
        self.answering = False
        self.finished = False
        self.closed = False
        self.after_polls: dict[int, Callable[[], None]] = {}
        self.polls = 0
        self.open_prompt = next((m.prompt for m in opening if isinstance(m, Say)), "")

    def _called(self, *call: Any) -> None:
        self.threads.add(threading.get_ident())
        self.calls.append(tuple(str(part) for part in call))

    def open(self) -> Iterable[Message]:
        self._called("open")
        return self.opening

    def say(self, text: str) -> Iterable[Message]:
        self._called("say", text)
        time.sleep(self.slow)
        if text == "/quit":
            self.finished = True
            return [Goodbye("See you.")]
        answer = self.replies.get(text, [Say(f"You said {text}")])
        for message in answer:
            if isinstance(message, Say) and message.prompt:
                self.open_prompt = message.prompt
        return answer

    def choose(self, prompt: str, option: str) -> Iterable[Message]:
        self._called("choose", prompt, option)
        return [Say(f"You chose {option}")]

    def poll(self, timeout: float = 0.0) -> Iterable[Message]:
        self.threads.add(threading.get_ident())
        self.polls += 1
        if self.polls in self.after_polls:
            self.after_polls[self.polls]()
        time.sleep(min(timeout, 0.01))
        found, self.reports = self.reports, []
        return found

    def view(self) -> BriefView:
        self.threads.add(threading.get_ident())
        # Like the real one: the prompt that is open is the last one that was asked.
        return (
            self.shown
            if self.shown.prompt
            else replace(self.shown, prompt=self.open_prompt)
        )

    def looks(self) -> tuple[Look, ...]:
        self._called("looks")
        return self.views

    def case(self, row: int) -> None:
        self._called("case", row)
        self.reports.append(CaseShown(row, (Say(f"Row {row} is like this."),)))

    def sessions(self) -> tuple[EarlierSession, ...]:
        return self.kept

    def reopen(self, identity: str) -> Iterable[Message]:
        self._called("reopen", identity)
        return [Say("Welcome back.")]

    def close(self) -> None:
        self._called("close")
        self.closed = True
