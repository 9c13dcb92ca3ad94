"""What one can look at: views of a result that are moved through step by step.

A `Look` is a row of steps, each with a sentence and a picture: a place for the line, a
driver, a column's shape, a row, a trial. The full screen moves through them by arrow
keys; every other front end writes them out. Pure: facts and results in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .aloud import read_aloud
from .cells import wrap
from .message import Picture
from .picture import draw
from .sanitise import safe
from .toml_data import toml_data

NAMES = (
    "cuts", "drivers", "shapes", "case", "gains", "calibration", "board", "rounds",
    "table",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One place in a look."""

    sentence: str
    picture: Picture | None = None
    say: str = ""
    """What one could say about it: Enter puts it into the input."""
    row: int = 0
    """A row of the table whose reasons have to be fetched; 0 for none."""


@dataclass(frozen=True)
class Look:
    """One view."""

    name: str
    """One of `NAMES`."""
    title: str
    short: str
    """For a tab."""
    about: str
    steps: tuple[Step, ...]
    at: int = 0
    """The step to begin with."""
    summary: Picture | None = None
    """All steps in one picture; a table of one line a step can be sorted."""
    count: int = 0
    """How many steps there are where each is fetched when one goes there."""

    @property
    def is_table(self) -> bool:
        """Whether the summary is the view: lines that can be sorted."""
        return self.name in ("board", "rounds", "table")


def words() -> Mapping[str, Any]:
    """Return what stands beside the views."""
    return toml_data("looks.toml")


def look_wanted(text: str) -> str | None:
    """Return which look ``/look NAME`` asks for, empty for all; None for other text.

    Examples
    --------
    >>> look_wanted("/look drivers"), look_wanted("/look"), look_wanted("looks good")
    ('drivers', '', None)
    """
    command, _, name = text.strip().casefold().partition(" ")
    return name.strip() if command == "/look" else None


def looks_named(looks: Iterable[Look], name: str) -> list[Look]:
    """Return the looks of a name or tab; all but the single row where none is named."""
    found = list(looks)
    if not name:
        return [look for look in found if look.name != "case"]
    return [look for look in found if name in (look.name, look.short.casefold())]


def look_lines(look: Look, width: int, ascii: bool = False) -> list[str]:
    """Return a look as text to copy: the whole of it, and each step's sentence."""
    lines = [look.title, *wrap(look.about, width), ""]
    if look.summary is not None:
        lines += [*draw(look.summary, width, ascii), ""]
    for step in look.steps:
        if look.is_table:
            break
        lines += wrap(safe(step.sentence), width, "  ")
        if look.summary is None and step.picture is not None:
            lines += [*draw(step.picture, width, ascii), ""]
    return lines


def look_aloud(look: Look) -> list[str]:
    """Return a look in words, for a screen reader or a pipe."""
    lines = [f"{look.title}. {look.about}"]
    if look.is_table and look.summary is not None:
        return [*lines, *read_aloud(look.summary)]
    for step in look.steps:
        lines.append(f"- {safe(step.sentence)}")
        if look.name in ("shapes", "case") and step.picture is not None:
            lines += read_aloud(step.picture)
    return lines


def made(
    name: str,
    steps: Iterable[Step],
    at: int = 0,
    summary: Picture | None = None,
    count: int = 0,
    **slots: str,
) -> Look:
    """Return a look under its own title and with its own aside."""
    data = words()
    about = str(data["about"][name]).format_map(slots)
    title, short = data["titles"][name], data["short"][name]
    return Look(name, title, short, about, tuple(steps), at, summary, count)
