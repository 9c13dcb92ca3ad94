"""An answer that holds the mistake asked about against the other: "way more, 10 times a miss".

The question names the one, the answer only the other: what is compared is the one that
was asked for. Invariant: the answer names no other price, and one factor.
"""

from __future__ import annotations

import re

from .hunting import hunt
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .roles import OTHER, role_of
from .sums import tidy

_THAN = re.compile(
    r"(?P<lead>^\W*(?:(?:oh|well|hm+|i'd say|it'?s|that'?s|is|about|roughly|easily|at least|maybe"
    r"|say|way|far|much|a lot|lots|a bit"
    r"|somewhat|many times|a good deal|a great deal|around)\W+)*)"
    r"(?P<how>more|worse|dearer|bigger|higher|costlier|less|cheaper|smaller|lower|(?:more"
    r"|less) (?:bad|expensive|costly|serious|painful))"
    r"\s(?:than|as)\s(?P<other>[^,.;:\d]{3,60})",
    re.IGNORECASE,
)
_TIMES_WHAT = re.compile(
    r"^\W*(?:(?:oh|well|hm+|i'd say|it'?s|that'?s|is|about|roughly|easily|at least|maybe|say|around)\W+)*"
    r"(?P<times>\S+ times|twice|double|triple|half|a \w+)\s(?:of )?(?:what|as (?:much|bad|dear"
    r"|expensive|costly) as|the (?:price|cost) of|worse than"
    r"|more than)?\s?(?P<other>[^,.;:\d]{3,60})$",
    re.IGNORECASE,
)
_LESS = re.compile(r"less|cheaper|smaller|lower", re.IGNORECASE)


def compared_to(slot: str, text: str, context: Context) -> list[Heard]:
    """Return both prices of a comparison that leaves out the one that was asked for.

    Parameters
    ----------
    slot : str
        That was asked for.
    text : str
        As `normal` returns it.
    context : Context
    """
    own = slot.removeprefix("success.").removesuffix("_cost")
    if own not in OTHER:
        return []
    found = quantities(text)
    match = _THAN.match(text) or _TIMES_WHAT.match(text)
    if match is None or len(found) != 1:
        return []
    if role_of(match["other"], hunt(context)) != OTHER[own]:
        return []
    factor = _factor(found[0])
    if factor is None:
        return []
    less = "how" in match.groupdict() and _LESS.match(match["how"])
    if less and factor > 1:
        factor = 1 / factor
    return _priced(own, factor, context, len(text))


def _priced(own: str, factor: float, context: Context, end: int) -> list[Heard]:
    """Return the price asked for by the other one where that is agreed, else both."""
    slot, other = f"success.{own}_cost", f"success.{OTHER[own]}_cost"
    held = context.brief.get(other)
    if isinstance(held, int | float) and not isinstance(held, bool) and held:
        return [Heard(slot, tidy(round(held * factor, 6)), 0, end, 0.92)]
    many, one = (factor, 1) if factor >= 1 else (1, 1 / factor)
    return [
        Heard(slot, tidy(round(many, 6)), 0, end, 0.92),
        Heard(other, tidy(round(one, 6)), 0, end, 0.92),
    ]


def _factor(q: Quantity) -> float | None:
    """Return how many times a quantity says: "10x" 10, "8 to 1" 8, "a tenth" 0.1."""
    if q.kind == "ratio" and q.second:
        return q.value / q.second
    if q.kind == "percent" and 0 < q.value < 1:
        return q.value
    return q.value if q.kind == "ratio" and q.value > 0 else None
