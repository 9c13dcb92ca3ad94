"""A number that is said to be too much, beside one that is still all right: "3 is fine, 4 isn't".

Invariant: it wishes for nothing of its own; the one that is all right is the limit.
"""

from __future__ import annotations

import re

from .quantities import Quantity

_FINE = re.compile(
    r"\b(?:fine|ok(?:ay)?|good|all right|alright|acceptable|bearable|tolerable|enough|allowed"
    r"|no (?:problem|drama|matter|harm)|nobody (?:minds|notices|cares)|(?:can|could) live with"
    r"|will do|would do|still (?:works|goes|passes)"
    r"|(?<!not )is(?=\W*$))\b",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\s?(?:[\w-]+\s){0,2}?(?:(?:is|are|was|were|would be|'s|s)\s?(?:not|n't|nt|no longer|already|simply|just|far|way)?\s?"
    r"(?:\btoo\b|out of the question|over the top|no good|unacceptable|unbearable"
    r"|a problem|trouble|beyond|pushing it|a disaster)"
    r"|(?:is|are|was|would be|will|would|do|does)\s?(?:not|n't|nt)\b|no longer\b|never\b|not\b)",
    re.IGNORECASE,
)


def too_much(q: Quantity, text: str, found: tuple[Quantity, ...]) -> bool:
    """Return whether a number is told as more than what is still all right.

    Parameters
    ----------
    q : Quantity
        Of the text.
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        All of the text.
    """
    if not _NO_MORE.match(text, q.end):
        return False
    return any(
        other is not q
        and other.value <= q.value * _SAME_KIND
        and _FINE.search(_clause(text, other))
        for other in found
    )


_SAME_KIND = 1e5
"""How much greater the other may be said: "0.3 s is fine, 400 isn't" leaves out the unit."""


def _clause(text: str, q: Quantity) -> str:
    before = re.split(r"[,.;]\s|\bbut\b", text[: q.start])[-1]
    return before + " " + re.split(r"[,.;](?=\s|$)|\bbut\b", text[q.end :])[0]
