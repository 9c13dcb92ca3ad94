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


_PAYEE = re.compile(
    r"(?:\s(?:each|apiece|a piece))?(?:,|,?\sand|,?\splus|,?\sthen)\s(?:and\s|plus\s|then\s|also\s)*"
    r"(?:(?:i|we|he|she|they)\s(?:also\s|then\s)?(?:pay|owe|buy"
    r"|send|give|refund|need|hire)|(?:the|my|our|his|her|their|an?)\s(?:\w+\s){1,2}?(?:gets?|wants?|charges?|takes?|bills?"
    r"|costs? (?:me|us)|is owed)|there's also|on top)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
"""Between two sums that one mistake costs: "I pay the ceramist, that's 95, I pay the courier 18"."""
_LEADS = re.compile(
    r"\b(?:pay|pays|paid|costs?|owe|owes|buy|send|give|refund|los[et]s?)\b[^.;]*$", re.I
)
_BUT_ONLY = re.compile(
    r",?\s(?:but|and|though|although|yet|except)\s(?:that\s)?(?:it\s|this\s|that\s)?(?:only|just"
    r"|happens (?:only )?in|is only in|in only)"
    r"\s(?:in\s|about\s)?$",
    re.IGNORECASE,
)
_DEMANDS = re.compile(r"\b(?:must|should|has to|have to|caught|found)\b", re.I)


def _by_chance(last: Quantity, q: Quantity, text: str) -> bool:
    """Return whether a share tells how often a sum falls due: "9k, but only every third time"."""
    if last.kind not in AMOUNTS or last.per or q.kind != "percent" or q.bound:
        return False
    behind = re.split(r"[,.;](?=\s|$)", text[q.end :])[0]
    return bool(_BUT_ONLY.search(text[last.end : q.start])) and not _DEMANDS.search(
        behind
    )


def by_chance(found: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Return quantities with "9k, but only every third time" as the 3k it is on average.

    Parameters
    ----------
    found : tuple of Quantity
        Of the text.
    text : str
        As `normal` returns it.
    """
    kept: list[Quantity] = []
    for q in found:
        if kept and q.start < kept[-1].end:
            continue  # "every third one" is no number beside it
        if kept and _by_chance(kept[-1], q, text):
            one = re.match(r"\s(?:one|of them)\b", text[q.end :])
            q = replace(q, end=q.end + one.end()) if one else q
            kept[-1] = _product(kept[-1], q, text)
        else:
            kept.append(q)
    return tuple(kept)


def _product(last: Quantity, q: Quantity, text: str) -> Quantity:
    value = round(last.value * q.value, 9)
    said = text[last.start : q.end]
    return replace(last, kind="money", value=value, end=q.end, text=said, whole=False)


_EACH = re.compile(r"\s?(?:each|apiece|a piece|a go|a time|per \w+)\b", re.IGNORECASE)
_AT = re.compile(r"\s(?:\w+\s){1,2}?(?:at|for|of|@)\s[$€£]?$", re.IGNORECASE)


def _so_many_at(last: Quantity, q: Quantity, text: str) -> bool:
    """Return whether a count is priced by the piece: "two trips at 9 each"."""
    counts = last.kind == "number" and last.whole and not last.per and last.value > 1
    return bool(
        counts and q.kind in AMOUNTS and _AT.match(text[last.end : q.start])
        and _EACH.match(text, q.end)
    )  # fmt: skip


def added(found: tuple[Quantity, ...], text: str, hunted: Hunt) -> tuple[Quantity, ...]:
    """Return quantities with "150 in wages plus 40 in parts" as the one sum it is."""
    kept: list[Quantity] = []
    for q in found:
        last = kept[-1] if kept else None
        times = last is not None and _so_many_at(last, q, text)
        if last is not None and times:
            kept[-1] = _product(last, q, text)
            continue
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
    if _PAYEE.match(between) and _LEADS.search(text[: last.start]):
        return not role_of(between, hunted)
    if role_of(between, hunted) or role_of(re.split(r"[,.;]", after)[0], hunted):
        return False
    if _PLUS.match(between):
        return True
    return bool(_AND.match(between) and _FOR_WHAT.match(after))
