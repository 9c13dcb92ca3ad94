"""People with a goal, who answer what they are asked until a search starts."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conversing import Conversation

MOST_TURNS = 40
PASSING = ("you choose", "don't know", "skip", "no preference")


@dataclass(frozen=True)
class Goal:
    """What somebody wants: slots of the brief and their values."""

    kind: str
    """costs, list or number."""
    slots: Mapping[str, Any]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """How one conversation went."""

    reached: bool
    turns: int
    wrong: tuple[str, ...]
    """Slots that differ from the goal when the search starts."""
    lines: tuple[str, ...]


@cache
def voices() -> Mapping[str, Mapping[str, list[str]]]:
    """Return what each persona types at each question."""
    return tomllib.loads((Path(__file__).parent / "voices.toml").read_text("utf-8"))


def goal_of(
    kind: str, target: str, events: tuple[str, ...], rng: random.Random
) -> Goal:
    """Return a goal with prices, sizes and tolerances drawn at random."""
    miss, alarm = rng.choice((60, 120, 250, 400, 900)), rng.choice((2, 5, 12, 20))
    k, tol = rng.choice((15, 30, 40)), rng.choice((5, 10, 250, 500))
    event = events[0] if events else ""
    words = {
        "target": target, "event": event, "other": events[-1] if events else "",
        "miss": str(miss), "alarm": str(alarm), "k": str(k), "tol": str(tol),
        "wrong": str({"costs": 77, "list": 22, "number": 3}[kind]),
    }  # fmt: skip
    slots: dict[str, Any] = {"table.target": target}
    if kind == "number":
        slots |= {"success.objective": "within_tolerance", "success.tolerance": tol}
        return Goal(kind, slots, words)
    slots["goal.event"] = event
    if kind == "costs":
        slots |= {"success.miss_cost": miss, "success.false_alarm_cost": alarm}
    else:
        slots |= {"success.k": k, "success.per": "week"}
    return Goal(kind, slots, words)


class Person:
    """Somebody with a goal, a voice, and a keyboard that may fail."""

    def __init__(self, voice: str, goal: Goal, rng: random.Random, noise: float = 0.0):
        self.voice, self.goal, self.rng, self.noise = voice, goal, rng, noise
        self._asked: dict[str, int] = {}
        self.corrected: set[str] = set()

    def answer(self, chat: Conversation) -> str:
        """Return what is typed now."""
        prompt = chat.state.prompt
        question = prompt.question if prompt else ""
        if question == "confirm":
            return self._check(chat)
        if question == "clarify":
            return "1"
        if question == "trap":
            return "keep it as I said"
        if question in ("repairs", "oddity"):
            return "fine"
        if question == "leak":
            return "yes, it is known before"
        if question in ("harm", "miss_cost", "false_alarm_cost"):
            if self.goal.kind == "list":
                return "you choose"
            question = "harm"
        if question == "action" and self.goal.kind == "list":
            question = "capacity"
        if question == "capacity" and self.goal.kind != "list":
            return "no limit"
        return self._garbled(self._line(question))

    def _line(self, question: str) -> str:
        forms = self._forms(question)
        if not forms:
            return self.rng.choice(PASSING)
        count = self._asked.get(question, 0)
        self._asked[question] = count + 1
        if count == 0 and self.voice not in ("digressing", "contradicting", "hostile"):
            form = self.rng.choice(forms)
        else:
            form = forms[min(count, len(forms) - 1)]
        return form.format_map(self.goal.words)

    def _forms(self, question: str) -> list[str]:
        said = voices()[self.voice]
        if question == "target":
            own = {"number": "number", "list": "list"}.get(self.goal.kind, "target")
            return said.get(own) or said["target"]
        return list(said.get(question) or voices()["terse"].get(question, ()))

    def _check(self, chat: Conversation) -> str:
        """Read what was read back, and mend what is wrong, each slot up to twice."""
        for slot in different(chat, self.goal):
            for turn in ("1", "2"):
                if slot + turn not in self.corrected:
                    self.corrected.add(slot + turn)
                    return self._mending(slot)
        return "go"

    def _mending(self, slot: str) -> str:
        w = self.goal.words
        forms = {
            "table.target": f"change the target to {w['target']}",
            "goal.event": f"no, the ones to catch are {w['event']}",
            "success.miss_cost": f"a miss costs {w['miss']}",
            "success.false_alarm_cost": f"a false alarm costs {w['alarm']}",
            "success.k": f"change it to {w['k']} a week",
            "success.per": f"it is {w['k']} a week",
            "success.objective": f"within {w['tol']} of the truth",
            "success.tolerance": f"within {w['tol']} of the truth",
        }
        return forms[slot]

    def _garbled(self, text: str) -> str:
        """Swap, drop or double letters, or drop a word, in a tenth of the words."""
        words = text.split()
        kept = []
        for word in words:
            if self.rng.random() >= self.noise or any(c.isdigit() for c in word):
                kept.append(word)
                continue
            at = self.rng.randrange(len(word))
            fault = self.rng.choice(("swap", "drop", "double", "lose"))
            if fault == "swap" and at + 1 < len(word):
                word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            elif fault == "drop" and len(word) > 1:
                word = word[:at] + word[at + 1 :]
            elif fault == "double":
                word = word[:at] + word[at] + word[at:]
            elif len(words) > 1:
                continue
            kept.append(word)
        return " ".join(kept)


def different(chat: Conversation, goal: Goal) -> tuple[str, ...]:
    """Return the slots of the brief that are not as in the goal."""
    brief = chat.state.brief
    return tuple(s for s, v in goal.slots.items() if str(brief.get(s)) not in _same(v))


def _same(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return (str(value), str(float(value)))


def interview(chat: Conversation, person: Person) -> Outcome:
    """Let a person talk until a search starts or patience ends."""
    lines: list[str] = []
    while chat.search is None and len(lines) < MOST_TURNS:
        line = person.answer(chat)
        lines.append(line)
        chat.say(line)
    return Outcome(
        chat.search is not None, len(lines), different(chat, person.goal), tuple(lines)
    )
