"""Whose weight a question asks for: of the columns that it names, of the first few, of all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_ASKED = re.compile(
    r"\bthan\b|\bhow|\bdoes|\bis\b|\bare\b|\bor\b|\bwould\b|\bdo\b", re.I
)
_ONE = re.compile(
    r"\bmost (?:important|influential|relevant|decisive) (?:column|feature|factor|thing|variable)\b(?!s)",
    re.IGNORECASE,
)


def importance_asked(
    text: str, named: Iterable[str], tops: int | None
) -> list[dict[str, Any]]:
    """Return the steps that ask for columns' weights.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    named : iterable of str
        The columns that it names and uses for nothing else.
    tops : int, optional
        How many of the weightiest are asked for.
    """
    if tops:
        return [{"op": "importance", "n": tops}]
    columns = list(dict.fromkeys(named))
    if columns and _ASKED.search(text):
        return [{"op": "importance", "column": c} for c in columns[:2]]
    return [{"op": "importance", "n": 1} if _ONE.search(text) else {"op": "importance"}]
