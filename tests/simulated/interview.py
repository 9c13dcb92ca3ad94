"""A conversation of a simulated person until a search starts, and how it went."""

from __future__ import annotations

from dataclasses import dataclass, field

from conversing import Conversation

from dialogs.brief import Brief
from simulated.goals import different
from simulated.person import Person, visible

MOST_TURNS = 40
PATIENCE = 4
"""Turns without progress that anybody bears."""


@dataclass
class Outcome:
    """How one conversation went."""

    reached: bool = False
    wrong: tuple[str, ...] = ()
    """Slots that differ from the goal when the search starts."""
    unseen: tuple[str, ...] = ()
    """Of those, what nobody could have seen in what was read back."""
    stranded: str = ""
    """Why it was a dead end, if it was one."""
    swallowed: int = 0
    """Remarks that were taken for an answer."""
    clarified: int = 0
    rungs: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """What Tandem took from each line."""

    @property
    def right(self) -> bool:
        """Whether the search is the one that was wanted."""
        return self.reached and not self.wrong


def interview(chat: Conversation, person: Person) -> Outcome:
    """Let a person talk until a search starts or patience ends."""
    found = Outcome()
    idle = 0
    while chat.search is None and len(found.lines) < MOST_TURNS:
        before, prompt = chat.state.brief, chat.state.prompt
        asked = (prompt.question, prompt.about) if prompt else ("", "")
        seen = visible(chat, person.goal)
        line = person.answer(chat)
        found.lines.append(line)
        found.rungs.append(prompt.rung if prompt else 0)
        found.clarified += asked[0] == "clarify"
        answer = chat.say(line)
        found.heard.append(_taken(before, chat) or answer[:70])
        found.swallowed += person.aside and chat.state.brief != before
        now = chat.state.prompt
        moved = chat.state.brief != before or now is None or asked != (now.question, now.about)  # fmt: skip
        idle = 0 if moved else idle + (not person.aside)
        if chat.search is not None:
            found.reached, found.wrong = True, different(chat, person.goal)
            found.unseen = tuple(s for s in found.wrong if s not in seen)
        elif now is None:
            found.stranded = f"nothing is asked after {asked[0]}"
        elif idle > PATIENCE:
            found.stranded = f"no progress at {asked[0]}"
        if found.stranded:
            return found
    if chat.search is None:
        found.stranded = "too long"
    return found


def _taken(before: Brief, chat: Conversation) -> str:
    brief = chat.state.brief
    changed = [s for s in brief if brief.get(s) != before.get(s)]
    gone = [f"-{s}" for s in before if s not in brief]
    return " ".join([*(f"{s}={brief.get(s)}" for s in changed), *gone])
