"""A price told by that of the other mistake: "a miss is 200, 40 times a needless test".

Invariant: one sum, one ratio, and words that say whose each is; else nothing.
"""

from __future__ import annotations

import re

from .clauses import clauses
from .hunting import Hunt, hunt
from .quantities import Quantity
from .reading import Context, Heard
from .roles import OTHER, role_told
from .sums import AMOUNTS, counted, tidy

_BACK = re.compile(
    r"\W*(?:of )?(?:that(?! an?\b| of\b)|this|as (?:much|bad|dear|expensive)(?! as\b)"
    r"|(?:more|worse|dearer)(?! than\b)|it)\b",
    re.IGNORECASE,
)
"""Behind "ten times" that points to the price told before."""
_THIS = re.compile(
    r"(?:^|[,.;:!]\s|\s(?:and|so|or)\s)(?:and )?(?:which|that|this|it)(?:'s| is| makes| was| are| be)?\b",
    re.IGNORECASE,
)
"""Before the ratio that speaks of the price just told: "which is about 40 times"."""


def priced_by_other(
    text: str, found: tuple[Quantity, ...], context: Context
) -> list[Heard]:
    """Return both prices, where one is a sum and the other so many times it, or a part.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    context : Context
    """
    sums = [
        q for q in found if q.kind in AMOUNTS and not q.per and not counted(text, q)
    ]
    times = [t for q in found if (t := _times(q, text)) is not None]
    if len(sums) != 1 or len(times) != 1 or len(found) != 2:
        return []
    price, (factor, ratio) = sums[0], times[0]
    if ratio.start < price.end:
        return []
    hunted = hunt(context)
    own = _own(text, price, ratio, hunted)
    between, behind = text[price.end : ratio.start], text[ratio.end :]
    if own is None:
        return []
    value = price.value
    after = _role(behind, hunted) == OTHER[own] and _of_price(between, own, hunted)
    within = re.search(r"\b(?:that|this|as much)$", ratio.text, re.IGNORECASE)
    if _BACK.match(behind) or (within and not re.match(r"\s(?:as|what)\b", behind)):
        if not after and _role(between, hunted) != OTHER[own]:
            return []
        other = value * factor  # "a test is 5, a miss 40 times that"
    elif after:
        other = value / factor  # "200, which is 40 times what a test costs"
    else:
        return []
    span = (price.start, ratio.end)
    return [
        Heard(f"success.{own}_cost", tidy(value), *span, 0.9),
        Heard(f"success.{OTHER[own]}_cost", tidy(round(other, 6)), *span, 0.9),
    ]


def _times(q: Quantity, text: str) -> tuple[float, Quantity] | None:
    """Return how often a quantity says: "40 times" 40, "a fifth of" 0.2."""
    if q.bound not in ("", "about"):
        return None
    if q.kind == "ratio" and q.second == 1.0:
        return q.value, q
    part = q.kind == "percent" and re.match(
        r"\s?(?:of )?(?:what|that|a\b|the\b)", text[q.end :], re.I
    )
    return (q.value, q) if part and q.value > 0 else None


def _own(text: str, price: Quantity, ratio: Quantity, hunted: Hunt) -> str | None:
    """Return whose the sum is, by the words of its clause before the ratio."""
    start = max((a for a, _ in clauses(text) if a <= price.start), default=0)
    return _role(text[start : min(ratio.start, _end(text, price))], hunted) or _role(
        text[: price.start], hunted
    )


def _end(text: str, price: Quantity) -> int:
    return next((b for a, b in clauses(text) if a <= price.start < b), len(text))


def _of_price(between: str, own: str, hunted: Hunt) -> bool:
    """Return whether nothing between a sum and a ratio speaks of the other mistake."""
    rest = _THIS.sub(" ", between)
    return _role(rest, hunted) in (None, own)


def _role(clause: str, hunted: Hunt) -> str | None:
    told = role_told(clause, hunted)
    return told[0] if told and told[0] in OTHER else None
