"""Which numbers are sums of money, and which count things; a number told tidily."""

from __future__ import annotations

import re
from dataclasses import replace

from .hunting import Hunt
from .quantities import Quantity
from .roles import role_of

AMOUNTS = ("number", "money")


_COUNTED = re.compile(
    r"\s(?:\w+\s)?(?!as\b|is\b|was\b|plus\b|less\b|versus\b|us\b|this\b|costs?\b|its\b"
    r"|times\b|points?\b|pts\b|does\b|has\b|thus\b|yes\b|loss\b|always\b|perhaps\b)"
    r"(?:[a-z]{2,}s|people|folk|men|women|children|staff|cattle|sheep)\b(?! (?:costs?|loss))",
    re.IGNORECASE,
)


def counted(clause: str, q: Quantity, offset: int = 0) -> bool:
    """Return whether a number counts things: "two fitters" is no sum of money."""
    if re.match(r"(?:st|nd|rd|th)\b", clause[q.end - offset :], re.IGNORECASE):
        return True  # "the 2nd one"
    match = _COUNTED.match(clause, q.end - offset)
    if match is None or q.kind != "number":
        return False
    between = clause[q.end - offset : match.end()].split()
    return not (len(between) > 1 and between[0].casefold() in _JOINTS)


_JOINTS = frozenset(
    "a an the for in on if when of per each and or to per with from that by at lost gone "
    "every whoever which who it we they".split()
)


def tidy(value: float) -> float | int:
    """Return a whole number as one, and no dust of division."""
    rounded = round(value, 9)
    return int(rounded) if rounded == int(rounded) else rounded


_PLUS = re.compile(
    r"\s(?:(?:in|for|of|on)\s)?(?:[a-z]+\s){0,4}?(?:plus|and another|and a further|on top of)\s$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s(?:in|for)\s(?:[a-z]+\s){1,3}?and\s$", re.IGNORECASE)
_FOR_WHAT = re.compile(r"\s(?:in|for)\s(?P<what>[a-z]+(?:\s[a-z]+)?)", re.IGNORECASE)


def added(found: tuple[Quantity, ...], text: str, hunted: Hunt) -> tuple[Quantity, ...]:
    """Return quantities with "150 in wages plus 40 in parts" as the one sum it is."""
    kept: list[Quantity] = []
    for q in found:
        last = kept[-1] if kept else None
        if last is None or not _adds(last, q, text, hunted):
            kept.append(q)
            continue
        value = round(last.value + q.value, 9)
        span = (last.start, q.end)
        whole = replace(last, value=value, end=q.end, text=text[slice(*span)])
        kept[-1] = replace(whole, kind="money", per="", whole=False)
    return tuple(kept)


_PAYER = (
    r"(?:(?:the|our|my|his|her|their)\s\w+|we|i|he|she|they)(?:'re|'m|\sis|\sare|\sam)?\s(?:each\s|also\s|then\s)?"
    r"(?:los[et]s?|loses|out|pays?|short|down)\s(?:about\s|another\s|around\s|some\s)?[$€£]?$"
)
_PAYS = re.compile(rf"\b{_PAYER}", re.IGNORECASE)
_PAYS_TOO = re.compile(rf"\s?(?:\w+\s)?(?:,|,?\sand|\splus)\s{_PAYER}", re.IGNORECASE)


def _adds(last: Quantity, q: Quantity, text: str, hunted: Hunt) -> bool:
    if last.kind not in AMOUNTS or q.kind not in AMOUNTS or last.per or q.per:
        return False
    between, after = text[last.end : q.start], text[q.end : q.end + 24]
    if _PAYS.search(text[: last.start]) and _PAYS_TOO.match(between):
        return (
            True  # "we lose 90 and the doctor loses 30": one mistake, and two who pay
        )
    if role_of(between, hunted) or role_of(after.split(",")[0], hunted):
        return False
    if _PLUS.match(between):
        return True
    return bool(_AND.match(between) and _FOR_WHAT.match(after))
