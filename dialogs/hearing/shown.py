"""How many are asked for: "the three most important", "show me five of them"."""

from __future__ import annotations

import re

from .lexis import loaded
from .numerals import value_of

Span = tuple[int, int]


def top_in(text: str) -> tuple[int, Span] | None:
    """Return how many are asked for in 'the three most important', and where."""
    for match in re.finditer(loaded("queries")["top"]["pattern"], text, re.IGNORECASE):
        said = next((g for g in match.groups() if g), "")
        value = value_of(said)
        if value and value == int(value) and value < 100:
            start = match.start() + match.group().index(said)
            return int(value), (start, start + len(said))
    return None


def shown_in(text: str) -> tuple[int, Span] | None:
    """Return how many rows are to be shown, and where that is said."""
    match = _SHOWN.search(text)
    value = value_of(match["n"]) if match else None
    return (int(value), match.span("n")) if match and value else None


_SHOWN = re.compile(
    r"\b(?:show|list|give|see|display|print|find|pull up|get)(?: me| us)?(?: just| only| the first| any| about| maybe)?"
    r" (?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
    r"(?= (?:of\b|where\b|which\b|that\b|(?!years|days|months|weeks|hours|points|times|kilos|more|less)[a-z]{2,}s\b))",
    re.IGNORECASE,
)
"""How many rows are to be shown."""
