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


def had(
    text: str, facts: Facts, changed: str | None, taken: set[str]
) -> list[tuple[int, Any]]:
    """Return the tests of 'with a garden', 'without internet' on yes/no columns."""
    found: list[tuple[int, Any]] = []
    for named in columns_in(text, facts):
        column, cue = facts.column(named.column), _WITH.search(text[: named.start])
        if column is None or cue is None or named.column in {changed, *taken}:
            continue
        wanted = FALSE if cue.group("no") else TRUE
        value = [v for v in column.values if v.strip().casefold() in wanted]
        if column.distinct == 2 and len(value) == 1:
            found.append((named.start, {"column": named.column, "is": value[0]}))
    return found
