"""Costs said as a proportion: "ten times worse", "one miss is as bad as 30 false alarms"."""

from __future__ import annotations

import re

from .costs import OTHER, counted, has, role_of, tidy
from .hunting import Hunt, hunt
from .quantities import Quantity
from .reading import Context, Heard

_EQUALS = re.compile(
    r"\b(?:one|an?|1|each|every|a single|missing|losing)\s(?P<a>[^,.;:\d]{3,50}?)\s(?:eats?(?: up)?|costs?|equals?"
    r"|is worth|outweighs|wipes? out|cancels?(?: out)?|is (?:about )?as (?:bad|expensive|costly|dear|serious) as"
    r"|is like|hurts? (?:as much )?(?:as|like)|weighs? as much as|matters? as much as|(?:undoes|kills))\s"
    r"(?:us\s|me\s|about\s|(?:as|the) (?:much|profit|gain|margin|earnings?|interest|income)\s(?:as|of|on|from)\s)*$",
    re.IGNORECASE,
)


def _as_many(text: str, found: tuple[Quantity, ...], hunted: Hunt) -> list[Heard]:
    """Return costs from 'one missed fraud is as bad as 30 false alarms'."""
    for q in found:
        match = _EQUALS.search(text[: q.start])
        if q.kind != "number" or q.value <= 1 or match is None:
            continue
        first = role_of(match.group("a"), hunted)
        second = role_of(text[q.end : q.end + 50], hunted)
        if not counted(text, q) or second not in OTHER:
            continue
        role = first if first in OTHER else OTHER.get(second or "")
        if role is None or first == second:
            continue
        span = (q.start, q.end)
        return [
            Heard(f"success.{role}_cost", tidy(q.value), *span),
            Heard(f"success.{OTHER[role]}_cost", 1, *span),
        ]
    return []


def ratio_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return costs from 'a miss is ten times worse'."""
    ratios = [q for q in found if q.kind == "ratio" and q.second]
    even = _as_many(text, found, hunt(context)) if not ratios else []
    if even:
        return even
    if len(ratios) != 1:
        return []
    ratio = ratios[0]
    colon = ratio.second != 1.0 or ":" in ratio.text or " to " in ratio.text
    if not colon and not has("much", text):
        return []
    hunted = hunt(context)
    before, after = text[: ratio.start], text[ratio.end :]
    first, second = role_of(before, hunted), role_of(after, hunted)
    role = first if first in OTHER else OTHER.get(second or "")
    if colon and role is None:
        role = "miss" if context.asking == "success.objective" and not before else None
    if role is None or (first == second and first is not None and second is not None):
        role = first if first in OTHER else None
    if role is None:
        return []
    span = (ratio.start, ratio.end)
    return [
        Heard(f"success.{role}_cost", tidy(ratio.value), *span),
        Heard(f"success.{OTHER[role]}_cost", tidy(ratio.second or 1.0), *span),
    ]
