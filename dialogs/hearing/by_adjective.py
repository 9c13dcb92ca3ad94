"""The column that a comparing adjective is said of: "older machines" speaks of an age."""

from __future__ import annotations

import re

from ..facts import Facts
from .lexis import adjectives
from .naming import Named
from .normal import parts, stem


def by_adjective(named: Named, clause: str, facts: Facts) -> Named:
    """Return the column that "older" speaks of, not one that its noun happens to be part of."""
    before = re.search(r"(?P<word>[^\W\d_]+er)\s$", clause[: named.start])
    sense = adjectives().get(before["word"].casefold()) if before else None
    if before is None or sense is None or named.score >= 0.9:
        return named
    fits = [
        c.name for c in facts.columns
        if c.kind.numeric and sense[1] & {stem(p) for p in parts(c.name)}
    ]  # fmt: skip
    if not fits or named.column in fits:
        return named
    whole = {stem(p) for p in parts(clause[named.start : named.end])}
    close = [n for n in fits if whole & {stem(p) for p in parts(n)}] or fits
    column = close[0] if len(close) == 1 else ""
    return Named(column, before.start("word"), named.end, 0.8)
