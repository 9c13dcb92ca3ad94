"""The outcome that a message speaks of as a thing: "the Yes ones", "0 in risk"."""

from __future__ import annotations

import re

from ..facts import ColumnFacts
from .concepts import FALSE, TRUE

_SPOKEN = (
    r"(?:\bthe|\bmeaning|\bmean|\bparticular|\bfor|\bout|\bafter|\bas|\bbe|\bsearch|\bwant|\blook|\bit'?s"
    r"|\bis|\bof|\bwith|\bpositive|\bpos|\bcatch|\bfind|=|[,:;(])\s*[\"'“]?$"
)
_THING = (
    r"\s*[\"'”]?(?:\s*(?:ones?|only|positive|is|being|in|means|rows?|cases?|'s)\b|[.,;:!)]|$|\s+\d"
    r"|\s+(?:to|as|under|a week)\b)"
)


def spoken_event(text: str, column: ColumnFacts) -> str | None:
    """Return the outcome that a message speaks of as a thing: "the Yes ones", "0 in risk".

    Where two are named the last counts; a word such as yes counts only as it is spelled
    in the table.
    """
    found: list[tuple[int, str]] = []
    for value in column.values:
        plain = value.strip().casefold() in TRUE | FALSE and not value.strip().isdigit()
        flags = 0 if plain else re.IGNORECASE
        for match in re.finditer(
            rf"(?<![\w.]){re.escape(value)}(?![\w.]\w)(?!\w)", text, flags
        ):
            before, after = text[: match.start()], text[match.end() :]
            ones = re.match(
                r"\s*[\"'”]?\s*(?:ones|positive|is (?:the|a)|being)\b", after, re.I
            )
            if ones or ((
                re.search(_SPOKEN, before.rstrip() + " ", re.IGNORECASE)
                or re.search(_SPOKEN, before, re.IGNORECASE)
            ) and re.match(_THING, after, re.IGNORECASE)):  # fmt: skip
                found.append((match.start(), value))
    return max(found)[1] if found else None
