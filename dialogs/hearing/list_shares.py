"""A share of the list: as many of all rows as can be acted on, "inspect 3 % of trips".

Invariant: a share of the bad or of the good, and one in a story or in a sum, is none.
"""

from __future__ import annotations

import re

from .denominators import all_rows
from .hunting import Hunt
from .lexicon import find, lexicon
from .mistakes import mistakes
from .quantities import Quantity
from .reading import Heard

_TOP = re.compile(
    r"\b(?:top|best|riskiest|worst|highest|likeliest|hottest|shakiest|weakest|first|most \w+)\s+(?:\w+\s)?$",
    re.IGNORECASE,
)
_ABLE = re.compile(
    r"\b(?:can|could|manage|get to|have (?:time|room|people|hands|money)|enough|capacity|(?:is|are) (?:all|what)|"
    r"hands|the (?:rest|others?)|max|tops|only|just)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:cost\w*|price\w*|los[et]\w*|paid|worth|last (?:year|month|week)|always|wrong\w*|right|correct\w*|true|false"
    r"|nothing|in vain|miss\w*|slip\w*|wasted|caught|catch|found|find|must|salary|fees?|bill|sure|certain|real\w*"
    r"|never (?!get)|n't|not (?!more))\b",
    re.IGNORECASE,
)
"""What no share of a list is told with."""
_OF = re.compile(r"\s(?:of )?(?P<whom>(?:[a-z]+\s?){1,3})", re.IGNORECASE)
_INSIDE = re.compile(r"\S+\s(?P<whom>[a-z]+) (?:in|out of|of) (?:every )?\S+$", re.I)


def list_share(said: str, found: tuple[Quantity, ...], hunted: Hunt) -> list[Heard]:
    """Return the share of all rows that can be acted on.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    hunted : Hunt
        Knows what a row is called.
    """
    q = found[0] if len(found) == 1 else None
    if q is None or q.kind != "percent" or not 0 < q.value <= 0.5:
        return []
    if q.bound == "at_least" or _OTHERWISE.search(said):
        return []
    top = _TOP.search(said[: q.start])
    if not top and not _of_rows(said, q, hunted):
        return []
    words = [*mistakes()["act"], *lexicon()["whom"]["announce"]]
    if find(words, said) or _ABLE.search(said):
        return [Heard("success.share", q.value, q.start, q.end, 0.92)]
    return []


def _of_rows(said: str, q: Quantity, hunted: Hunt) -> bool:
    """Return whether a share is of the rows as such, with no word of what they are like."""
    inside = _INSIDE.match(q.text)
    if inside:
        return all_rows(inside["whom"], hunted)
    behind = _OF.match(said, q.end)
    if behind is None:
        return False
    words = behind["whom"].split()
    if words[0].casefold() in ("those", "these"):
        return False  # of somebody said before
    kept = [w for w in words if all_rows(w, hunted)]
    return len(kept) > 1 or (bool(kept) and kept[0] == words[0] and kept[0] != "the")
