"""Terms at three depths, found by name, synonym or word form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from .hearing.normal import stems
from .message import Level
from .toml_data import toml_data


def terms() -> Mapping[str, Mapping[str, Any]]:
    """Return every term with its synonyms and explanations."""
    return toml_data("glossary.toml")


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
    return f"{name[0].upper()}{name[1:]}: {_text(terms()[name], Level(str(level)))}"


def _text(body: Mapping[str, Any], level: Level) -> str:
    plain, technical = str(body["plain"]), str(body["technical"])
    if level == Level.PLAIN:
        return plain
    if level == Level.TECHNICAL:
        return technical
    # The level between teaches the term: the plain words first, the technical ones after.
    return str(body.get("named", f"{plain} In technical terms: {technical}"))
