"""Somebody with a goal, an agenda, a way of talking, and a keyboard that may fail.

Agenda-based (Schatzmann 2007), in two tiers (Janarthanam and Lemon 2009): what is still
to be said is a list that the person works off at any question, and a profile decides
between the words of the trade and plain ones. A person mends only what they can have
seen: a slot whose reading back would be another one if it were right.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from conversing import Conversation

from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints
from dialogs.message import Say
from dialogs.policy.readback import read_back
from dialogs.policy.turn import Turn
from dialogs.state import Prompt, State
from dialogs.words import label
from simulated.goals import Goal, different, mended
from simulated.keyboard import garbled

PASSING = ("you choose", "don't know", "skip", "no preference")
TECHNICAL = ("jargon-parroting", "expert")
"""Voices that use the words of the trade."""

ASIDES = {"digressing": 0.5, "hostile": 0.2, "contradicting": 0.2}
"""How often somebody says something else before they answer; others seldom."""

SELDOM = 0.06
"""Share of answers before which anybody says something else."""

SPOKEN = {
    "target": {"number": "number", "list": "list"},
    "harm": {"list": "capacity", "share": "share", "ratio": "ratio"},
    "action": {"list": "capacity", "share": "share", "ratio": "ratio"},
    "capacity": {"share": "share", "ratio": "ratio"},
    "recall": {"share": "share"},
    "miss_cost": {"costs": "harm", "ratio": "ratio"},
    "false_alarm_cost": {"costs": "harm", "ratio": "ratio"},
}
"""Question -> kind of goal -> the key under which its answers stand."""

FIXED = {
    "trap": "keep it as I said", "repairs": "fine", "period": "from all of them",
    "leak": "yes, it is known before",
}  # fmt: skip
"""What anybody answers where the goal says nothing."""

PRICES = ("{miss}", "{alarm}", "{wrong}")
"""What only somebody says who has prices in mind."""

GRAVE = ("table.target", "goal.event")
"""What is mended first: with another target all else means something else."""

SLIPS = 0.15
"""Share of sentences with a number in which somebody corrects themselves."""

TRIES = 3
"""How often somebody tells one thing once more before they give up."""


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))


def voices() -> Mapping[str, Mapping[str, list[str]]]:
    """Return what each persona types at each question."""
    return _read("voices.toml")


@cache
def quoted(use: str) -> list[str]:
    """Return what people typed elsewhere for such a use."""
    said = _read("people.toml")["said"]
    return [text for group in said if group["use"] == use for text in group["texts"]]


def repairs() -> tuple[list[str], list[int]]:
    """Return the words with which people corrected themselves, and how often."""
    said = next(g for g in _read("people.toml")["said"] if g["use"] == "repair")
    return said["texts"], said["counts"]


def agreed(state: State) -> str:
    """Return what is read back before a search, as one text."""
    found = (
        compile_constraints(state.brief, state.facts, state.probes)
        if state.facts
        else None
    )
    if not isinstance(found, Constraints):
        return ""
    turn = Turn(state.having(agreed=()))  # whole, whatever was read before
    read_back(turn, found)
    return "\n".join(m.text for m in turn.messages if isinstance(m, Say))


def visible(chat: Conversation, goal: Goal) -> tuple[str, ...]:
    """Return the wrong slots that one can see to be wrong in what is read back.

    A slot can be seen where the reading back changes if it is put right, by itself or
    beside the other wrong ones.
    """
    wrong = different(chat, goal)

    def told(slots: tuple[str, ...]) -> str:
        brief = chat.state.brief
        for slot in slots:
            brief = mended(brief, slot, goal)
        return agreed(chat.state.having(brief=brief))

    now, right = told(()), told(wrong)
    return tuple(
        s for s in wrong
        if told((s,)) != now or told(tuple(w for w in wrong if w != s)) != right
    )  # fmt: skip


class Person:
    """Somebody who wants a search.

    Parameters
    ----------
    voice : str
        Whose sentences are typed.
    goal : Goal
    rng : random.Random
    noise : float
        Share of words that are garbled.
    quoting : bool
        Whether all that is not about the goal itself (asides, not knowing, not minding,
        agreeing, and the words of a correction) is said in words that people typed
        elsewhere: ``people.toml``. What is about the goal no corpus holds.
    """

    def __init__(
        self,
        voice: str,
        goal: Goal,
        rng: random.Random,
        noise: float = 0.0,
        quoting: bool = False,
    ):
        self.voice, self.goal, self.rng, self.noise = voice, goal, rng, noise
        self.quoting = quoting
        self.agenda = list(goal.wishes)
        self.aside = False
        """Whether what was typed last was no answer at all."""
        self._owed: list[str] = []
        """Keys under which something wrong was said, to be contradicted."""
        self._told: dict[str, int] = {}
        self._strayed: set[str] = set()

    def answer(self, chat: Conversation) -> str:
        """Return what is typed now."""
        prompt = chat.state.prompt
        asked = prompt.question if prompt else ""
        self.aside = self._strays(asked)
        if self.aside:
            self._strayed.add(asked)
            return garbled(self._filled(self._any("digression")), self.rng, self.noise)
        if prompt is not None and asked == "clarify":
            return self._picked(chat, prompt)
        if asked == "confirm":
            return garbled(self._checked(chat), self.rng, self.noise)
        if self._owed and self.rng.random() < 0.5:
            return garbled(self._contradicted(), self.rng, self.noise)
        return garbled(
            self._with_wish(self._to(asked, prompt, chat)), self.rng, self.noise
        )

    def _strays(self, asked: str) -> bool:
        odd = asked in self._strayed or asked in ("clarify", "trap")
        return not odd and self.rng.random() < ASIDES.get(self.voice, SELDOM)

    # --- answers ----------------------------------------------------------------

    def _to(self, asked: str, prompt: Prompt | None, chat: Conversation) -> str:
        kind = self.goal.kind
        if asked == "capacity" and kind == "costs":
            return "no limit"
        if asked in FIXED:
            return FIXED[asked]
        if asked == "action" and kind == "costs" and self.rng.random() < 0.5:
            return self._passing()
        if prompt is not None and prompt.rung > 1:
            return self._helped(asked, prompt)
        key = SPOKEN.get(asked, {}).get(kind, "harm" if asked == "action" else asked)
        forms = self._forms(key)
        if key == "harm" and kind == "number":
            forms = self._forms("error")
        return self._filled(self._one_of(key, forms)) if forms else self._passing()

    def _passing(self) -> str:
        return self.rng.choice(quoted("passing") if self.quoting else PASSING)

    def _helped(self, asked: str, prompt: Prompt) -> str:
        """Take an option that says what is meant, else the form of the example."""
        words = self.goal.words
        wanted = {"target": words["target"], "event": words["event"]}.get(asked)
        for number, offered in enumerate(prompt.options, 1):
            if wanted and offered.id.partition(":")[2] == wanted:
                return str(number)
        plain = {
            "costs": "a miss costs {miss}, a false alarm {alarm}", "list": "{k} a week",
            "share": "{share} of 100", "ratio": "a miss costs {ratio}, a false alarm 1",
            "number": "within {tol}",
        }[self.goal.kind]  # fmt: skip
        alone = {"target": "{target}", "event": "{event}", "miss_cost": "{miss}",
                 "false_alarm_cost": "{alarm}"}  # fmt: skip
        measure = asked in (*SPOKEN, "error")
        form = alone.get(asked, plain) if measure or asked in alone else ""
        return self._filled(form) if form else self._passing()

    def _forms(self, key: str) -> list[str]:
        said = voices()[self.voice].get(key)
        if said is not None:
            priced = key == "target" and self.goal.kind in ("share", "ratio")
            bare = [f for f in said if not (priced and any(p in f for p in PRICES))]
            return bare or ["{target}"]
        forms = _read("wishes.toml").get(key, {})
        technical = self.voice in TECHNICAL and self.rng.random() < 0.7
        return list(forms.get("technical" if technical else "plain", ()))

    def _one_of(self, key: str, forms: list[str]) -> str:
        wrong = [f for f in forms if self._false(f)]
        if wrong and self.voice == "contradicting":
            if key not in self._told:
                self._told[key] = 1
                self._owed.append(key)
                return self.rng.choice(wrong)
            self._owed = [k for k in self._owed if k != key]
        right = [f for f in forms if not self._false(f)] or forms
        return self.rng.choice(right if self.voice == "contradicting" else forms)

    def _false(self, form: str) -> bool:
        """Return whether a sentence says something wrong and does not mend it."""
        true = {"list": "{k}", "number": "{tol}"}.get(self.goal.kind, "{miss}")
        both = ("{miss}", "{alarm}", "{k}", "{tol}")
        mends = true in form if self.voice == "contradicting" else any(
            b in form for b in both
        )  # fmt: skip
        event = "{other}" in form and "{event}" not in form
        return event or ("{wrong}" in form and not mends)

    def _any(self, key: str) -> str:
        if self.quoting:
            return self.rng.choice(quoted(key)).replace("{", "(").replace("}", ")")
        return self.rng.choice(voices()[self.voice][key])

    def _filled(self, form: str) -> str:
        if self.quoting and self.rng.random() < SLIPS:
            form = self._slipped(form)
        return form.format_map(self.goal.words)

    def _slipped(self, form: str) -> str:
        """Say another number first, and what people put before the right one."""
        numbers = [n for n in ("{miss}", "{alarm}", "{k}", "{tol}") if n in form]
        if not numbers or "{wrong}" in form:
            return form
        texts, counts = repairs()
        words = self.rng.choices(texts, counts)[0]
        right = self.rng.choice(numbers)
        return form.replace(right, f"{{wrong}} {words} {right}", 1)

    # --- the agenda -------------------------------------------------------------

    def _with_wish(self, text: str) -> str:
        """Say a further wish instead of an answer, or after it."""
        if not self.agenda or self.rng.random() > 0.35:
            return text
        wish = self._filled(self.rng.choice(self._forms(self.agenda.pop())))
        if self.voice == "terse" or self.rng.random() < 0.5:
            return wish
        return f"{text.rstrip('.!')}. {wish}"

    def _contradicted(self) -> str:
        key = self._owed.pop()
        right = [f for f in self._forms(key) if not self._false(f)]
        return self._filled(self.rng.choice(right))

    def _checked(self, chat: Conversation) -> str:
        """Say what is still to be said, mend what is seen to be wrong, else go."""
        if self._owed:
            return self._contradicted()
        if self.agenda:
            return self._filled(self.rng.choice(self._forms(self.agenda.pop())))
        for slot in sorted(visible(chat, self.goal), key=lambda s: s not in GRAVE):
            tried = self._told.get(slot, 0)
            if tried < TRIES:
                self._told[slot] = tried + 1
                return self._mending(chat, slot, tried)
        prompt = chat.state.prompt
        if prompt is not None and prompt.rung > 1:
            return "go"
        return self._any("confirm")

    def _mending(self, chat: Conversation, slot: str, tried: int) -> str:
        forms, kind = _read("wishes.toml")["mend"], self.goal.kind
        if slot not in self.goal.slots:
            found = forms["nothing"]
            return str(found[min(tried, 1)].format(what=label(slot).lower()))
        if slot == "table.ignore":
            held = chat.state.brief.get(slot, ())
            more = [c for c in held if c not in self.goal.slots[slot]]
            if more:
                found = forms["column"]
                return str(found[min(tried, 1)].format(what=more[0]))
        measure = kind if kind in forms else "success.recall"
        if slot == "success.objective" or (kind == "ratio" and slot.endswith("_cost")):
            slot = measure
        found = forms[slot]
        return self._filled(found[min(tried, len(found) - 1)])

    def _picked(self, chat: Conversation, prompt: Prompt) -> str:
        """Pick the reading that is what was meant, else none of them."""
        for number, reading in enumerate(chat.state.readings):
            if all(self._meant(chat, s, v) for s, v in reading.items()):
                return str(number + 1)
        return str(len(prompt.options))

    def _meant(self, chat: Conversation, slot: str, value: Any) -> bool:
        from dialogs.brief import Source, Value

        brief = chat.state.brief.with_value(slot, Value(value, Source.SAID))
        tried = Conversation.__new__(Conversation)
        tried.state = chat.state.having(brief=brief)
        return slot not in different(tried, self.goal)
