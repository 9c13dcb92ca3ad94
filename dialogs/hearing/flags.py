"""Columns of yes and no: which value means which, and their denial by a prefix."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..facts import ColumnFacts, Facts
from .concepts import FALSE, TRUE
from .mentions import Cue, tokens
from .normal import parts


def flag_values(column: ColumnFacts | None) -> dict[bool, str] | None:
    """Return which value of a yes/no column means yes, and which no."""
    if column is None or column.distinct != 2:
        return None
    yes = [v for v in column.values if v.strip().casefold() in TRUE]
    no = [v for v in column.values if v.strip().casefold() in FALSE]
    return {True: yes[0], False: no[0]} if len(yes) == len(no) == 1 else None


_SAID = re.compile(
    r"\s*(?:(?:is|are|was|were|of|being|says?|set to|equal to|equals|marked)\b\s*)?[=:]?\s*[\"']?"
    r"(?P<v>no|yes|n|y|false|true)[\"']?(?=\s*(?:$|[,.;:?!)]|\b(?:and|or|how|what|why|have|has|are|do|get|got|then)\b))",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?P<v>no|yes)[\"']? (?:to|for|on|under|in|at) (?:the |an? )?$", re.I
)


def said_beside(text: str, start: int, end: int) -> tuple[bool, int, int] | None:
    """Return the yes or no that stands beside a name, and where both stand.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    start, end : int
        Where the name of a yes/no column stands.

    Examples
    --------
    >>> said_beside("how many with overtime No", 14, 22)
    (False, 14, 25)
    """
    behind = _SAID.match(text, end)
    if behind:
        return behind["v"].casefold() in TRUE, start, behind.end()
    before = _TOLD.search(text[:start])
    return (before["v"].casefold() in TRUE, before.start(), end) if before else None


def unlike(text: str, facts: Facts, left: Collection[str]) -> list[Cue]:
    """Return the yes/no columns denied by a prefix: 'uncovered wells'."""
    plain = {}
    for column in facts.columns:
        if column.name not in left and flag_values(column):
            plain[" ".join(parts(column.name))] = column.name
    found = []
    for token in tokens(text):
        rest = re.sub(r"^(?:un|non)-?", "", token.text)
        if rest != token.text and rest in plain:
            found.append(Cue(plain[rest], token.start, token.end, 1.0, "name"))
    return found
