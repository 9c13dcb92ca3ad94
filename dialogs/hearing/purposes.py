"""What an answer is wanted for, told behind the wish: "so I can rent the boat again".

Invariant: what stands before such a clause is enough of a message by itself.
"""

from __future__ import annotations

import re

_SO = re.compile(
    r"[,;]?\s+(?:(?:so|such)(?: that)?|because|since|'?cos|as)"
    r" (?:i|we|they|you|he|she|the \w+|my \w+|our \w+|somebody|someone)"
    r"(?:'ll|'d|'re| can| could| may| might| would| will| don't| needn't| need| have| want| am| are| only)\b"
    r"|[,;]?\s+(?:in order|so as) (?:not )?to\b|[,;]\s+(?:and )?then (?:i|we)\b",
    re.IGNORECASE,
)
_LEAST = 4
"""Words that a wish has before what it is for is told."""


def without_purpose(text: str) -> str:
    """Return a message up to where it tells what the answer is wanted for.

    Parameters
    ----------
    text : str
        As `normal` returns it.

    Returns
    -------
    str
        All of it where nothing is told, or where too little stands before it.

    Examples
    --------
    >>> without_purpose("which bookings will not show up so I can rent the boat again")
    'which bookings will not show up'
    """
    cut = _SO.search(text)
    if cut is None or len(text[: cut.start()].split()) < _LEAST:
        return text
    return text[: cut.start()]
