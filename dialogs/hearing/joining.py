"""Tests joined to one filter by the words between them: and, or."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from .binding import Bound


def test_of(one: Bound) -> Any:
    """Return the filter of a number with its column."""
    m = one.measure
    value = m.said
    test = {"column": one.column, m.key: value}
    return {"not": test} if m.denied and m.key == "is" else test


def rivals_of(
    text: str, tests: list[tuple[int, int, Any]], compared: list[Bound]
) -> tuple[Any, ...]:
    """Return the filters with the column that fits as well in place of the best."""
    found = []
    for one in compared:
        if one.rival is None:
            continue
        swapped = [
            (s, e, {"column": one.rival, one.measure.key: one.measure.said}
             if t == test_of(one) else t)
            for s, e, t in tests
        ]  # fmt: skip
        found.append(joined(text, swapped))
    return tuple(found)


def joined(text: str, tests: list[tuple[int, int, Any]]) -> Any:
    """Return tests as one filter, by the words between them."""
    if not tests:
        return None
    groups: list[list[Any]] = [[tests[0][2]]]
    for (_, before, _), (at, _, test) in pairwise(tests):
        if re.search(r"\b(?:or|either)\b", text[before:at], re.IGNORECASE):
            groups.append([test])
        else:
            groups[-1].append(test)
    sides = [g[0] if len(g) == 1 else {"and": g} for g in groups]
    return sides[0] if len(sides) == 1 else {"or": sides}
