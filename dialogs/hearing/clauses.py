"""A message cut into its clauses, as places."""

from __future__ import annotations

import re


def clauses(text: str) -> list[tuple[int, int]]:
    """Return the clauses of a message, as places."""
    cut = r"[;!?]|[.](?=\s|$)|[,:](?=\s)|\s(?:and|but|while|whereas|versus|vs\.?)\s(?!a half)"
    ends = [m.span() for m in re.finditer(cut, text)]
    starts = [0, *(e for _, e in ends)]
    stops = [*(s for s, _ in ends), len(text)]
    return [(a, b) for a, b in zip(starts, stops, strict=True) if text[a:b].strip()]
