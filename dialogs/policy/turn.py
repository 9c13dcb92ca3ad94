"""One turn in the making: the state so far, what is said, what is asked for.

The only mutable thing in a step; it never leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..events import Action
from ..message import BriefChanged, Level, Message, Say
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
        self.messages: list[Message] = []
        self.actions: list[Action] = []

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
        said = ""
        if self.messages and isinstance(self.messages[-1], Say):
            last = self.messages[-1]
            if not last.prompt:
                self.messages.pop()
                said = last.text + "\n\n" if "\n" in last.text else last.text + " "
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
        texts = tuple(m.text for m in self.messages if isinstance(m, Say))
        if texts:
            self.set(said=texts[-KEPT_SAYINGS:])
        return self.state

    def nested(self) -> Mapping[str, Any]:
        """Return the brief as nested tables."""
        return self.state.brief.to_dict()
