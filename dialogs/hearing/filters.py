"""Which rows a question means: comparisons, values, row numbers, 'those'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..facts import Facts
from .measure import OPPOSITE
from .quantities import Quantity
from .senses import sense
from .sums import tidy


def rows_in(
    text: str,
    facts: Facts,
    taken: Iterable[tuple[int, int]] = (),
    target: str | None = None,
) -> Any:
    """Return the filter that a message states, or None.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    taken : iterable of (int, int)
        Places already used by something else.
    target : str, optional
        The column predicted.
    """
    return sense(text, facts, taken, target).rows


def number_in(q: Quantity) -> float | int:
    """Return the number as it stands before any unit: 12 in '12 months'."""
    match = re.match(
        r"[^\d]*([\d.,]+)\s*(?:days?|weeks?|months?|years?|hours?|minutes?)", q.text
    )
    if q.kind == "duration":
        from .numerals import value_of

        head = re.split(
            r"[\s-]?(?:days?|weeks?|months?|years?|hours?|min\w*|sec\w*)\b", q.text
        )[0]
        return tidy((value_of(match.group(1)) if match else value_of(head)) or q.value)
    return tidy(q.value)


def plain_rows(rows: Any) -> list[Mapping[str, Any]]:
    """Return the single tests of a filter, in order."""
    if rows is None:
        return []
    for key in ("and", "or"):
        if key in rows:
            return [t for side in rows[key] for t in plain_rows(side)]
    return plain_rows(rows["not"]) if "not" in rows else [rows]


def others_of(rows: Any) -> Any:
    """Return the filter of all other rows.

    Examples
    --------
    >>> others_of({"column": "age", "above": 50})
    {'column': 'age', 'at_most': 50}
    """
    if "not" in rows:
        return rows["not"]
    key = next((k for k in OPPOSITE if k in rows), None)
    if key is not None:
        return {"column": rows["column"], OPPOSITE[key]: rows[key]}
    return {"not": rows}


def narrowed(before: Any, more: Any) -> Any:
    """Return the rows before, and of those the ones now named.

    Another value of a column tested before takes its place: "of the ones in a rush ...",
    then "and of those not in a rush" is of the others, as no row is both.

    Examples
    --------
    >>> narrowed({"column": "rush", "is": "yes"}, {"column": "rush", "is": "no"})
    {'column': 'rush', 'is': 'no'}
    """
    sides = before.get("and", [before])
    now = more.get("and", [more])
    new = {t["column"]: t["is"] for t in now if "column" in t and "is" in t}
    kept = [
        t for t in sides
        if not ("is" in t and t.get("column") in new and new[t["column"]] != t["is"])
    ]  # fmt: skip
    if len(kept) == len(sides):
        return {"and": [before, more]}
    return {"and": [more, *kept]} if kept else more
