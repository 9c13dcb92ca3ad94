"""What a comparison of errors says: big ones count more, all count alike, or by proportion."""

from __future__ import annotations

import re

from .quantities import Quantity
from .reading import Heard
from .sizes import sizes

_OFF = re.compile(
    r"\b(?:off|out|wrong|different|errors?|miss(?:es)?|mistakes?|blunders?|astray|late)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:worse than|more than|hurts? (?:\w+ )?more|rather|catastroph\w+|disaster|kills?|terrible|horror"
    r"|ruin\w*|not the same)\b",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"\b(?:same|alike|equal\w*|just as bad|no worse|as bad as|no different)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:nothing|so what|who cares|nobody|fine|no matter|doesn't matter|don't care|peanuts|a shrug)\b",
    re.IGNORECASE,
)
_AWFUL = re.compile(
    r"\b(?:disaster|awful|terrible|catastroph\w+|a lot|everything|kills?|ruin\w*|horror|unacceptable|matters)\b",
    re.IGNORECASE,
)


def compared(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return what one big error against many small ones says of a number's errors.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    """
    if not _OFF.search(text) or re.search(r"\btoo (?:many|few|much|little)\b", text):
        return []
    plain = sizes(text, found)
    return (
        _small_and_big(text, found)
        or _many_against_one(text, plain)
        or _more_than(text, found, plain)
        or _by_size(text, found)
    )


_SHRUGGED = re.compile(
    r"\b(?:nobody|no one|not a soul|who) (?:notices|cares|minds|sees|feels|complains|bothers"
    r"|would notice)|\b(?:is|are) (?:nothing|peanuts|fine)\b"
    r"|\bdon't (?:mind|care|notice)|\bdoesn't (?:matter|hurt|bother)|\b(?:can|could) (?:laugh|shrug)|\bshrug\w*",
    re.IGNORECASE,
)
_RUINS = re.compile(
    r"\b(?:upside down|ruin\w*|wreck\w*|kills?|sinks?|disaster|catastroph\w+|nightmare|terrible|horror"
    r"|awful|breaks? (?:us|me|my|our)"
    r"|blows? (?:up|out)|costs? (?:me|us) (?:my|our|the|a)|heads? rolls?|throws? (?:everything|the whole"
    r"|out)|wipes? out|bankrupt\w*"
    r"|out of (?:the )?business|chaos|havoc|hell\b|sleepless|get(?:s)? the sack|fired)\b",
    re.IGNORECASE,
)


def _small_and_big(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return squares for "nobody notices ten, but four hundred out ruins the month"."""
    sizes_told = [q for q in found if q.kind in ("number", "money", "duration")]
    if len(sizes_told) != 2 or len({q.kind == "duration" for q in sizes_told}) != 1:
        return []
    small, big = sorted(sizes_told, key=lambda q: q.value)
    if big.value < _FAR * small.value:
        return []
    parts = re.split(
        r"[;.]\s|,\s(?=but|and|yet|while)|\bbut\b|\bwhile\b|\bwhereas\b", text
    )
    at = 0
    for part in parts:
        start = text.find(part, at)
        at = start + len(part)
        if start <= big.start < at and _RUINS.search(part) and _SHRUGGED.search(text):
            name = "root_mean_squared_error"
            return [Heard("success.objective", name, 0, len(text), 0.92)]
    return []


_FAR = 3
"""How many times the small error the big one is, at least, to be of another kind."""


def _many_against_one(text: str, plain: list[float]) -> list[Heard]:
    if len(plain) != 3 or min(plain) <= 1:
        return []
    small, middle, big = sorted(plain)
    if abs(small * middle - big) > 0.01 * big:
        return []
    whole = (0, len(text))
    if _ALIKE.search(text):
        return [Heard("success.objective", "mean_absolute_error", *whole, 0.92)]
    if _WORSE.search(text):
        return [Heard("success.objective", "root_mean_squared_error", *whole, 0.92)]
    return []


def _more_than(
    text: str, found: tuple[Quantity, ...], plain: list[float]
) -> list[Heard]:
    """Return squares for "a miss of 40 is more than twice as bad as one of 20"."""
    ratios = [q for q in found if q.kind == "ratio"]
    if len(plain) != 2 or len(ratios) != 1 or len(found) != 3:
        return []
    times = max(plain) / max(min(plain), 1e-9)
    more = re.search(r"\bmore than\W*$", text[: ratios[0].start], re.IGNORECASE)
    if not more or abs(ratios[0].value - times) > 0.01 * times:
        return []
    name = "root_mean_squared_error"
    return [Heard("success.objective", name, 0, len(text), 0.92)]


def _by_size(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the proportional error, to be asked, where one error is nothing here and much there."""
    plain = [q for q in found if q.kind in ("number", "money")]
    if len(plain) < 2 or plain[0].value != plain[1].value:
        return []
    if not _NOTHING.search(text) or not _AWFUL.search(text):
        return []
    name = "mean_absolute_percentage_error"
    return [Heard("success.objective", name, 0, len(text), 0.45)]


_AS_BAD = re.compile(
    r"\b(?:as bad|same (?:as|like|thing as)|no worse|is like|equals|counts the same)\b",
    re.I,
)


def in_proportion(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return what a comparison of two errors says: squared, or by proportion."""
    plain = [q for q in found if q.kind in ("number", "money")]
    ratios = [q for q in found if q.kind == "ratio"]
    off = re.search(r"\b(?:off|out|wrong|error|miss)\b", text, re.IGNORECASE)
    if not off:
        return []
    whole = (0, len(text))
    if len(plain) == 2 and ratios and re.search(r"\bworse than\b", text, re.IGNORECASE):
        big, small = sorted((p.value for p in plain), reverse=True)
        if ratios[-1].value >= big / max(small, 1e-9) and plain[0].value == big:
            return [Heard("success.objective", "root_mean_squared_error", *whole)]
    if len(plain) == 2 and ratios and len({r.value for r in ratios}) <= 2:
        times = max(plain[0].value, plain[1].value) / max(
            min(p.value for p in plain), 1e-9
        )
        if max(r.value for r in ratios) > times * 1.5:
            return [Heard("success.objective", "root_mean_squared_error", *whole)]
        if max(r.value for r in ratios) <= times:
            return [Heard("success.objective", "mean_absolute_error", *whole)]
    if len(plain) == 4 and plain[0].value == plain[2].value != plain[1].value:
        name = "mean_absolute_percentage_error"
        return [Heard("success.objective", name, *whole, 0.45)]
    if len(plain) == 4 and _AS_BAD.search(text):
        a, b, c, d = (p.value for p in plain)
        if b and d and abs(a / b - c / d) < 1e-9:
            name = "mean_absolute_percentage_error"
            return [Heard("success.objective", name, *whole)]
    return []
