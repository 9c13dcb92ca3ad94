"""Two mistakes that weigh the same: "forgetting one or ringing another for nothing, it's all one".

Invariant: both mistakes must be named, each by words of its own, and no number be said.
"""

from __future__ import annotations

import re

from .hunting import hunt
from .mistakes import has
from .quantities import Quantity
from .reading import Context, Heard
from .roles import OTHER, role_of

_SAME = re.compile(
    r"\b(?:(?:exactly|just|pretty much|about|roughly) )?(?:the same|equal(?:ly)?|alike|identical(?:ly)?"
    r"|all one|as bad as each other"
    r"|no (?:difference|worse(?: than the other)?|better)|makes no (?:odds|difference)|six of one|as bad as|fifty.fifty"
    r"|to the same (?:extent|degree)|as much as)\b",
    re.IGNORECASE,
)
_JUST = re.compile(
    r"\b(?:is|are|was|were|be|it's|they're|just|exactly|equally|about|roughly|every bit|quite|both"
    r"|me|us|hurts?|costs?|matters?"
    r"|counts?|weighs?|to me|for me)\s+$|[,;]\s*$|^\s*$",
    re.IGNORECASE,
)
"""Before "as bad as" where nothing tells how many times."""
_CUT = re.compile(r",\s|\s(?:or|and|nor|than|as|like)\s", re.IGNORECASE)
_LISTS = re.compile(r"\b(?:recall|precision|list|share|accuracy)\b", re.IGNORECASE)


def _deed(piece: str) -> bool:
    """Return whether a piece speaks of what is done or left undone, and not only of people."""
    keys = ("act", "refuse", "accept", "miss", "false_alarm", "unseen")
    return any(has(key, piece) for key in keys) or _LET.search(piece) is not None


_LET = re.compile(r"\blet(?:s|ting)?\b.*\b(?:go|slip|pass|through|off|by)\b", re.I)


def even_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return both prices as one, where the two mistakes are said to weigh the same.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    context : Context
    """
    same = _SAME.search(text)
    numbers = [q for q in found if q.text.casefold() not in ("one", "two", "both")]
    if same is None or numbers or _LISTS.search(text):
        return []
    if re.search(r"\bnot\b|n't\b", text[max(0, same.start() - 12) : same.start()]):
        return []
    if same.group().startswith("as ") and not _JUST.search(text[: same.start()]):
        return []  # "twise as bad": a word that is not read says how much
    rest = text[: same.start()] + ", " + text[same.end() :]
    roles = [
        role_of(piece, hunt(context)) for piece in _CUT.split(rest) if _deed(piece)
    ]
    if {r for r in roles if r} != set(OTHER):
        return []
    span = (0, len(text))
    return [
        Heard("success.miss_cost", 1, *span, 0.92),
        Heard("success.false_alarm_cost", 1, *span, 0.92),
    ]
