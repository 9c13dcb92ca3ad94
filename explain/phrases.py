"""Every sentence that `explain` can say, keyed, at three levels, kept as data.

A phrase that has no wording of its own at a level takes the next plainer one, so levels
can differ in words and never in numbers.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from dialogs.message import Level

_LADDER = {
    Level.PLAIN: ("plain",),
    Level.NAMED: ("named", "plain"),
    Level.TECHNICAL: ("technical", "named", "plain"),
}


@cache
def phrases() -> dict[str, dict[str, str]]:
    """Return key -> level -> wording, from all files in ``explain/words``."""
    found: dict[str, dict[str, str]] = {}
    for part in sorted(files(__package__).joinpath("words").iterdir(), key=str):
        if part.name.startswith("say_") and part.name.endswith(".toml"):
            for key, levels in tomllib.loads(part.read_text("utf-8")).items():
                found[key] = {"plain": levels} if isinstance(levels, str) else levels
    return found


def say(key: str, level: Level | str = Level.PLAIN, **slots: Any) -> str:
    """Return a phrase with its slots filled.

    Parameters
    ----------
    key : str
        As in the files of ``explain/words``.
    level : Level or str
        How technical.
    **slots
        What the wording names in braces.

    Raises
    ------
    KeyError
        If the phrase does not exist or a slot is missing.
    """
    wordings = phrases()[key]
    for name in _LADDER[Level(str(level))]:
        if name in wordings:
            return wordings[name].format_map(slots)
    raise KeyError(f"{key} has no wording at level {level}")


def capital(text: str) -> str:
    """Return the text with its first letter as a capital."""
    return text[:1].upper() + text[1:]
