"""Terms at three depths, found by name, synonym or word form."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from .hearing.normal import stems
from .message import Level

_LADDER = {
    Level.PLAIN: ("plain",),
    Level.NAMED: ("named", "plain"),
    Level.TECHNICAL: ("technical", "named", "plain"),
}


@cache
def terms() -> Mapping[str, Mapping[str, Any]]:
    """Return every term with its synonyms and explanations."""
    return tomllib.loads(files("dialogs").joinpath("glossary.toml").read_text("utf-8"))


@cache
def _by_stems() -> Mapping[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for name, body in terms().items():
        for form in (name, *body.get("also", ())):
            found.setdefault(tuple(stems(form)), name)
    return found


def find(text: str) -> str | None:
    """Return the term that a text names, or None."""
    return _by_stems().get(tuple(stems(text)))


def explain(term: str, level: Level | str = Level.PLAIN) -> str | None:
    """Return what a term means at this level, or None where it is not known.

    Parameters
    ----------
    term : str
        A term, a synonym, or a form of one.
    level : Level or str
        How technical.
    """
    name = find(term)
    if name is None:
        return None
    body = terms()[name]
    text = next(body[k] for k in _LADDER[Level(str(level))] if k in body)
    return f"{name[0].upper()}{name[1:]}: {text}"
