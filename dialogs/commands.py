"""The one registry of commands, for typing, completion, palette and help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .toml_data import toml_data


@dataclass(frozen=True)
class Command:
    """One command: a short form of something one could also say."""

    name: str
    help: str
    text: str


@cache
def commands() -> tuple[Command, ...]:
    """Return all commands in the order of the help."""
    return tuple(Command(**entry) for entry in toml_data("commands.toml")["command"])


def command_text(text: str) -> str:
    """Return the words that a typed command stands for; other text as it is."""
    if not text.startswith("/"):
        return text
    name, _, rest = text[1:].partition(" ")
    known = next((c for c in commands() if c.name == name.casefold()), None)
    if known is None:
        return text if "/" in name or "." in name else f"{name} {rest}".strip()
    return f"{known.text} {rest}".strip() if rest else known.text
