"""Simulated people: what they say in order, and what they know."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from conversing import Conversation

from dialogs.skill import Skill, concepts


@dataclass(frozen=True)
class Persona:
    """Somebody with a knowledge profile (Janarthanam & Lemon 2009)."""

    name: str
    knows: tuple[str, ...]
    needs: tuple[str, ...]
    """Settings that this profile can use and asks about."""
    said: tuple[str, ...]


def personas() -> tuple[Persona, ...]:
    """Return everybody."""
    text = (Path(__file__).parent / "personas.toml").read_text("utf-8")
    return tuple(
        Persona(p["name"], tuple(p["knows"]), tuple(p["needs"]), tuple(p["said"]))
        for p in tomllib.loads(text)["persona"]
    )


@dataclass
class Session:
    """A whole conversation of one person."""

    persona: Persona
    skills: list[Skill]
    shown: list[tuple[str, ...]]
    texts: list[str]
    chat: Conversation


def talk_of(persona: Persona, table: Path) -> Session:
    """Let somebody say their lines, and keep what Tandem makes of them."""
    chat = Conversation(table)
    session = Session(persona, [], [], [], chat)
    for line in persona.said:
        session.texts.append(chat.say(line))
        session.skills.append(chat.state.skill)
        session.shown.append(chat.state.knobs)
    return session


def estimates(session: Session) -> list[tuple[float, int]]:
    """Return p and truth for each concept after the last line."""
    skill = session.skills[-1]
    return [(skill.p(c), int(c in session.persona.knows)) for c in concepts()]


def area_under_curve(pairs: list[tuple[float, int]]) -> float:
    """Return how often a known concept has the higher p than an unknown one."""
    known = [p for p, truth in pairs if truth]
    unknown = [p for p, truth in pairs if not truth]
    wins = sum((a > b) + 0.5 * (a == b) for a in known for b in unknown)
    return wins / (len(known) * len(unknown))


def brier(pairs: list[tuple[float, int]]) -> float:
    """Return the mean squared gap between p and truth."""
    return sum((p - truth) ** 2 for p, truth in pairs) / len(pairs)
