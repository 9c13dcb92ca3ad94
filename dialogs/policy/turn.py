"""One turn in the making: the state so far, what is said, what is asked for.

The only mutable thing in a step; it never leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..events import Action
from ..evidence import words_in
from ..message import BriefChanged, Level, Message, Picture, Say
from ..state import Prompt, State
from ..words import say

KEPT_SAYINGS = 6


class Turn:
    """Collects what one event leads to.

    Parameters
    ----------
    state : State
        Before the event.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self._opened = state.brief
        self.messages: list[Message] = []
        self.actions: list[Action] = []
        self.text = ""
        """What was typed, where that is what happened."""
        self.holding = False
        """Whether more of the same message follows: questions wait for the rest."""
        self.held = ""
        """The question that was held back."""

    def set(self, **changes: Any) -> None:
        """Change fields of the state."""
        self.state = self.state.having(**changes)

    def say(self, key: str, **slots: Any) -> None:
        """Say a sentence by its key."""
        self.tell(say(key, self.state.level, self.state.turn, **slots), key)

    def tell(self, text: str, key: str = "") -> None:
        """Say a text."""
        if text:
            self.messages.append(Say(text, Level(self.state.level), key=key))

    def pass_on(self, messages: tuple[Message, ...]) -> None:
        """Pass on messages that were made elsewhere."""
        self.messages += messages

    def ask(self, text: str, prompt: Prompt) -> None:
        """Ask; what was said in this turn and the question become one message."""
        if self.holding:
            self.held = text
            self.set(prompt=prompt)
            return
        said = self._said_before()
        self.set(prompt=prompt)
        self.messages.append(
            Say(
                said + text,
                Level(self.state.level),
                asking=prompt.slot,
                prompt=prompt.id,
                options=prompt.options,
                key=f"ask.{prompt.question}",
            )
        )

    def _said_before(self) -> str:
        """Take what was said last in this turn out, to stand before the question."""
        texts = [n for n, m in enumerate(self.messages) if isinstance(m, Say)]
        last = self.messages[texts[-1]] if texts else None
        if not isinstance(last, Say) or last.prompt or last.options:
            return ""
        if any(isinstance(m, Picture) for m in self.messages[texts[-1] :]):
            return ""
        self.messages.pop(texts[-1])
        return last.text + ("\n\n" if "\n" in last.text else " ")

    def ask_held(self) -> None:
        """Ask what was held back, now that the message has been taken whole."""
        if self.state.prompt is not None and self.held:
            self.ask(self.held, self.state.prompt)

    def new_prompt(self, question: str, **more: Any) -> Prompt:
        """Return a prompt with a fresh id."""
        self.set(asked=self.state.asked + 1)
        return Prompt(f"q{self.state.asked}", question, **more)

    def request(self) -> int:
        """Return a fresh request number."""
        self.set(request=self.state.request + 1)
        return self.state.request

    def do(self, action: Action) -> None:
        """Ask for work."""
        self.actions.append(action)

    def brief_changed(self, slots: tuple[str, ...]) -> None:
        """Tell that the brief is another now."""
        brief = self.state.brief
        self.messages.append(BriefChanged(brief.to_dict(), slots, brief.sources()))

    def finish(self) -> State:
        """Return the state after this turn, remembering what was said."""
        self._tell_the_rest()
        texts = tuple(m.text for m in self.messages if isinstance(m, Say))
        if texts:
            self.set(said=texts[-KEPT_SAYINGS:])
            words = words_in("\n".join((*texts, *self._offered())))
            if words:
                now = dict.fromkeys(sorted(words), self.state.turn)
                self.set(spoken={**self.state.spoken, **now})
        return self.state

    def _tell_the_rest(self) -> None:
        """Name the slots that changed as a consequence of others: nothing changes unsaid."""
        before, after = self._opened.values, self.state.brief.values
        changed = {s for s in {*before, *after} if before.get(s) != after.get(s)}
        told = {
            s for m in self.messages if isinstance(m, BriefChanged) for s in m.changed
        }
        if changed - told:
            self.brief_changed(tuple(sorted(changed - told)))

    def _offered(self) -> tuple[str, ...]:
        says = [m for m in self.messages if isinstance(m, Say)]
        return tuple(o.label for m in says for o in m.options)

    def nested(self) -> Mapping[str, Any]:
        """Return the brief as nested tables."""
        return self.state.brief.to_dict()
