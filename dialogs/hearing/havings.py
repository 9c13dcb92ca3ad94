"""What a row has or lacks: 'with a garden', 'without internet', on yes/no columns."""

from __future__ import annotations

import re
from typing import Any

from ..facts import Facts
from .concepts import FALSE, TRUE
from .naming import columns_in

_WITH = re.compile(
    r"\b(?:(?P<no>without|with no)|with|having)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE
)

_KIND = re.compile(
    r"\w*(?:ed|en|ost|old|aid|ept|ate|ive|al|ent|ant|ick)\W*$", re.IGNORECASE
)
"""Ends of words that say what something is: cancelled, broken, late, active."""

_NOUN = re.compile(r"\W?\s*(?:ones?|rows?|cases?|[a-z]{3,}s)\b", re.IGNORECASE)


def _said_of(text: str, start: int, end: int) -> str | None:
    """Return whether a word stands before what it is said of: 'cancelled orders'."""
    if not _KIND.fullmatch(text[start:end]) or not _NOUN.match(text, end):
        return None
    return "not" if re.search(r"\b(?:not|non|never)[ -]$", text[:start], re.I) else "is"


def had(
    text: str, facts: Facts, changed: str | None, taken: set[str]
) -> list[tuple[int, Any]]:
    """Return the tests of 'with a garden', 'cancelled orders' on yes/no columns."""
    found: list[tuple[int, Any]] = []
    for named in columns_in(text, facts):
        column, cue = facts.column(named.column), _WITH.search(text[: named.start])
        said = _said_of(text, named.start, named.end) if cue is None else None
        if column is None or (cue or said) is None or named.column in {changed, *taken}:
            continue
        denied = cue.group("no") if cue else said == "not"
        wanted = FALSE if denied else TRUE
        value = [v for v in column.values if v.strip().casefold() in wanted]
        if column.distinct == 2 and len(value) == 1:
            found.append((named.start, {"column": named.column, "is": value[0]}))
    return found
