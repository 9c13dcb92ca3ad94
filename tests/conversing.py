"""Drives the conversation over a real table, without a screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from at_work import AtWork

from assistant.table import Table, probe_target, read_table
from dialogs import talk
from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints
from dialogs.events import (
    Action,
    AskModel,
    Chosen,
    Deliver,
    Event,
    ProbeTarget,
    ReadTable,
    Redecide,
    Started,
    StartSearch,
    TableRead,
    TargetProbed,
    UserText,
)
from dialogs.facts import Suspicion
from dialogs.message import Message, Option, Say


def clinic_csv(path: Path) -> Path:
    """Write a made-up table of clinic appointments; 'missed' is the yes/no outcome."""
    rng = np.random.default_rng(7)
    n = 240
    age = rng.integers(18, 90, n)
    notice = rng.integers(0, 40, n)
    chance = 1 / (1 + np.exp(2 - 0.06 * notice + 0.01 * age))
    missed = np.where(rng.random(n) < chance, "yes", "no")
    reason = rng.choice(["check-up", "pain", "follow-up"], n)
    fee = rng.integers(20, 180, n)
    lines = ["visit_id,age,days_notice,reason,fee,reminders,missed"]
    lines += [
        f"V{i:04d},{age[i]},{notice[i]},{reason[i]},{fee[i]},{i % 3},{missed[i]}"
        for i in range(n)
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@dataclass
class Conversation:
    """A conversation in the making, with its log."""

    path: Path | None = None
    state: talk.State = field(default_factory=talk.initial_state)
    log: list[Event] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    table: Table | None = None
    probed: dict[tuple[str, str | None], tuple[Suspicion, ...]] = field(
        default_factory=dict
    )
    """What the table said of its targets: the same to every branch."""
    idle: bool = False
    """Whether what it asks for is only noted in `actions`, and not done."""
    at_work: AtWork | None = None
    """What does the searches, answers and files; without it they are only noted."""

    def __post_init__(self) -> None:
        self.take(Started(1.0, "0", str(self.path) if self.path else None))

    def take(self, event: Event) -> list[Message]:
        """Take an event, and what its actions lead to where that is quick."""
        self.log.append(event)
        self.state, messages, actions = talk.step(self.state, event)
        self.messages += messages
        self.actions += actions
        heard = list(messages)
        for action in () if self.idle else actions:
            heard += self._act(action)
        return heard

    def _act(self, action: Action) -> list[Message]:
        match action:
            case ReadTable(path=path, repairs=repairs):
                self.table = read_table(path, repairs=dict(repairs) or None)
                return self.take(TableRead(self.table.facts))
            case ProbeTarget(target=target, event=event) if self.table is not None:
                return self.take(
                    TargetProbed(target, event, self._probe(target, event))
                )
            case StartSearch() | Redecide() | AskModel() | Deliver() if self.at_work:
                events = self.at_work.do(action, self.state)
                return [message for event in events for message in self.take(event)]
        return []

    def _probe(self, target: str, event: str | None) -> tuple[Suspicion, ...]:
        assert self.table is not None
        if (target, event) not in self.probed:
            self.probed[target, event] = probe_target(self.table, target, event)
        return self.probed[target, event]

    def say(self, text: str) -> str:
        """Say something and return the answer as one text."""
        heard = self.take(UserText(text))
        return "\n".join(m.text for m in heard if isinstance(m, Say))

    def choose(self, option: str) -> str:
        """Pick an option of the open prompt."""
        prompt = self.state.prompt
        assert prompt is not None
        heard = self.take(Chosen(prompt.id, option))
        return "\n".join(m.text for m in heard if isinstance(m, Say))

    def compiled(self) -> Constraints:
        """Leave every open question to Tandem; return what a search would have to do."""
        for _ in range(20):
            if self.state.prompt and self.state.prompt.question == "confirm":
                break
            self.say("you choose")
        state = self.state
        found = compile_constraints(state.brief, state.facts, state.probes)
        assert isinstance(found, Constraints)
        return found

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of the open prompt."""
        return self.state.prompt.options if self.state.prompt else ()

    @property
    def search(self) -> StartSearch | None:
        """The search that was asked for, if any."""
        return next((a for a in self.actions if isinstance(a, StartSearch)), None)


def branch(opened: Conversation) -> Conversation:
    """Return a conversation at the same point, free to go its own way."""
    chat = Conversation.__new__(Conversation)
    chat.path, chat.table, chat.probed = opened.path, opened.table, opened.probed
    chat.state, chat.log = opened.state, list(opened.log)
    chat.messages, chat.actions, chat.at_work = [], [], opened.at_work
    return chat
