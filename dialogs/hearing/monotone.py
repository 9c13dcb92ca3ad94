"""Directions in notation: "monotone increasing in X", "X: +1", "non-decreasing in X".

Invariant: a sign or a word of direction counts only right beside a column's name.
"""

from __future__ import annotations

import re
from typing import Any

from .naming import Named, columns_in
from .reading import Context, Heard

_UP = r"(?:(?:strictly |monoton(?:e|ic|ically)? ?)*(?:increasing|rising|non-?decreasing|up)|\+ ?1|\+)"
_DOWN = r"(?:(?:strictly |monoton(?:e|ic|ically)? ?)*(?:decreasing|falling|non-?increasing|down)|- ?1|-)"
_TIE = r"(?:\s?(?:in|for|on|of|with|wrt|w\.r\.t\.?|by|effect|of|the|must|be|only|feature|column|variable))*\s*"
_MONOTONE = re.compile(r"\bmonoton\w*|\bnon-?(?:in|de)creasing\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?P<all>(?:monoton\w*\s)?(?:constraints?\s)?(?:of\s)?(?<![\w+-])(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_TIE})$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?P<all>\s?[\"']?\s?(?:[:=(]|->|→|is|must be|has to be|should be)*\s?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\)?)(?![\w.%])",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[+-] ?1")
_AND = re.compile(r"\s*(?:,|and|&|/|or|,\s?and)\s*", re.IGNORECASE)


def signed_in(text: str, context: Context) -> list[Heard]:
    """Return the directions that a message gives columns in notation.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    facts = context.facts
    marks = _MONOTONE.search(text) or _SIGN.search(text)
    if facts is None or marks is None:
        return []
    found: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    named = [
        n for n in columns_in(text, facts)
        if (c := facts.column(n.column)) is not None and c.kind.numeric
    ]  # fmt: skip
    last: Named | None = None
    for one in named:
        told = _way(text, one)
        if told is not None:
            found[one.column] = told[0]
            spans.append((min(told[1], one.start), max(told[2], one.end)))
        elif last is not None and _AND.fullmatch(text[last.end : one.start]):
            found[one.column] = found[last.column]
            spans.append((one.start, one.end))
        else:
            continue
        last = one
    if not found:
        return []
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    lead = _MONOTONE.search(text)
    start, end = (
        (min(start, lead.start()), max(end, lead.end())) if lead else (start, end)
    )
    both: dict[str, Any] = {**context.brief.get("limits.monotonic", {}), **found}
    return [Heard("limits.monotonic", both, start, end, 0.95)]


def _way(text: str, one: Named) -> tuple[str, int, int] | None:
    """Return the direction right before or behind a column's name, and its place."""
    before = _BEFORE.search(text[: one.start])
    if before is not None:
        way = "up" if before["up"] else "down"
        return way, before.start("all"), one.end
    after = _AFTER.match(text, one.end)
    if after is not None:
        return ("up" if after["up"] else "down"), one.start, after.end("all")
    return None
