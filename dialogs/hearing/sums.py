"""Which numbers are sums of money, and which count things; a number told tidily."""

from __future__ import annotations

import re

from .quantities import Quantity

AMOUNTS = ("number", "money")


_COUNTED = re.compile(
    r"\s(?:\w+\s)?(?!as\b|is\b|was\b|plus\b|less\b|versus\b|us\b|this\b|costs?\b|its\b"
    r"|times\b|does\b|has\b|thus\b|yes\b|loss\b|always\b|perhaps\b)[a-z]{2,}s\b(?! (?:costs?|loss))",
    re.IGNORECASE,
)


def counted(clause: str, q: Quantity, offset: int = 0) -> bool:
    """Return whether a number counts things: "two fitters" is no sum of money."""
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
