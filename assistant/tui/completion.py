"""Names that could be meant while one types: columns, values, commands, files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Row

from dialogs.sanitise import ascii_only, safe

MOST = 6
_LEAST_TYPED = 2
TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet", ".json", ".gz",
                 ".jsonl", ".toml")  # fmt: skip


def candidates(
    line: str,
    names: Sequence[str],
    values: Sequence[str],
    commands: Sequence[tuple[str, str]],
) -> tuple[str, list[tuple[str, str]]]:
    """Return what is being typed, and what it could become.

    Parameters
    ----------
    line : str
        The text before the cursor.
    names, values : sequences of str
        The table's column names, and values that may be named.
    commands : sequence of (name, help)
        Commands, with their slash.

    Returns
    -------
    (str, list of (str, str))
        The typed piece that a completion replaces; completions with a word on each.

    Examples
    --------
    >>> candidates("what does mon", ["MonthlyCharges", "tenure"], [], [])
    ('mon', [('MonthlyCharges', 'column')])
    """
    if line.startswith("/") and " " not in line:
        found = [(n, h) for n, h in commands if n.startswith(line.lower())]
        if found or not line[1:].count("/"):
            return line, found[:MOST]
    words = line.split(" ")
    last = words[-1]
    if _looks_like_path(last):
        return last, _files(last)
    # Names may hold spaces: try the last two words before the last one.
    for count in (3, 2, 1):
        typed = " ".join(words[-count:])
        if len(words) >= count and len(typed) >= _LEAST_TYPED and typed[0] != " ":
            found = _named(typed, names, "column") + _named(typed, values, "value")
            if found:
                return typed, found[:MOST]
    return "", []


def _named(typed: str, names: Iterable[str], sort: str) -> list[tuple[str, str]]:
    """Return names that begin with, then those that hold, what is typed."""
    small = typed.lower()
    begin = [n for n in names if n.lower().startswith(small) and n != typed]
    hold = [n for n in names if small in n.lower()[1:] and n not in begin]
    if len(small) < _LEAST_TYPED + 1:
        hold = []
    return [(n, sort) for n in begin + hold if n.lower() != small]


def _looks_like_path(word: str) -> bool:
    return word.startswith(("./", "../", "~", "/")) or (
        os.sep in word and Path(word).parent.is_dir()
    )


def _files(word: str) -> list[tuple[str, str]]:
    folder, _, start = word.rpartition("/")
    try:
        entries = sorted(os.scandir(Path(folder or "/").expanduser()),
                         key=lambda e: e.name)  # fmt: skip
    except (OSError, RuntimeError):
        return []
    found = []
    for entry in entries:
        if not entry.name.startswith(start) or entry.name.startswith("."):
            continue
        if entry.is_dir():
            found.append((f"{folder}/{entry.name}/", "folder"))
        elif entry.name.lower().endswith(TABLE_ENDINGS):
            found.append((f"{folder}/{entry.name}", "file"))
    return found[:MOST]


class CompletionPopup(OptionList):
    """The list above the input; Tab takes the first, or the one moved to."""

    can_focus = False

    def __init__(self, ascii: bool = False) -> None:
        super().__init__(id="completion", compact=True, markup=False)
        self._ascii = ascii
        self.typed = ""
        self._found: list[tuple[str, str]] = []
        self.display = False

    def show(self, typed: str, found: list[tuple[str, str]]) -> None:
        """Show what could be meant; an empty list hides the popup."""
        if found == self._found and typed == self.typed:
            return
        self.typed, self._found = typed, found
        self.clear_options()
        self.add_options([Row(self._line(name, sort)) for name, sort in found])
        self.highlighted = None
        self.display = bool(found)

    def hide(self) -> None:
        """Show nothing."""
        self.show("", [])

    def move(self, step: int) -> None:
        """Move the highlight, around the ends."""
        at = self.highlighted
        count = len(self._found)
        self.highlighted = (step > 0) - 1 if at is None else (at + step) % count
        if self.highlighted == -1:
            self.highlighted = count - 1

    @property
    def taken(self) -> str:
        """The completion that Tab takes."""
        return self._found[self.highlighted or 0][0] if self._found else ""

    def _line(self, name: str, sort: str) -> Content:
        shown = safe(name, 48)
        if self._ascii:
            shown = ascii_only(shown)
        return Content.assemble(f"{shown}  ", (safe(sort, 48), "dim"))
