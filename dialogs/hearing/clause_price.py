"""The price that one clause tells: a sum, a part of the last, nothing, or a column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .by_column import by_column
from .hunting import hunt, named_side
from .lexicon import every
from .mistakes import mistakes
from .quantities import Quantity
from .reading import Context
from .sums import AMOUNTS, counted, tidy


@dataclass(frozen=True)
class Price:
    """A price, and whose it is: miss, false_alarm, hit, pass, review, or unknown."""

    value: Any
    start: int
    end: int
    role: str | None = None
    sure: int = 0
    """How plainly its role is said: see `roles`."""


_LONG = frozenset("month year quarter season week night day".split())
"""Periods of which a price may be told: "a place left empty is 900 a month"."""


def price_of(
    clause: str,
    offset: int,
    found: tuple[Quantity, ...],
    before: list[Price],
    context: Context,
    wanted: bool,
) -> Price | None:
    """Return the price that a clause tells, or None.

    Parameters
    ----------
    clause : str
    offset : int
        Where it begins in the message.
    found : tuple of Quantity
        Of the message.
    before : list of Price
        Told already.
    context : Context
    wanted : bool
        Whether something is said whose price it would be.
    """
    stop = offset + len(clause)
    inside = [q for q in found if offset <= q.start < stop]
    money = [q for q in inside if q.kind in AMOUNTS and not q.per]
    money = [
        q
        for q in money
        if q.kind == "money" or not _of_them(clause, q, offset, context)
    ]
    money = [q for q in inside if q.kind == "money"] or money
    if not money and wanted and _IS.search(clause):
        rates = [q for q in inside if q.kind in AMOUNTS and q.per in _LONG]
        # "ten inspections a week" counts, "900 a month" prices.
        money = [q for q in rates if q.kind == "money" or len(q.text.split()) < 4]
    if len(money) == 1:
        return Price(tidy(money[0].value), money[0].start, money[0].end)
    part = [q for q in inside if q.kind in ("percent", "ratio")]
    last = [p.value for p in before if not isinstance(p.value, str)]
    that = part and re.search(r"\b(?:that|it|this)\b", clause[part[0].end - offset :])
    if part and last and that and not part[0].bound:
        return Price(tidy(last[-1] * part[0].value), part[0].start, part[0].end)
    if money or part or not (wanted or _LOSS.search(clause)):
        return None
    return _unnumbered(clause, offset, context, wanted)


_LOSS = re.compile(
    r"\b(?:lose|lost|pay back|refund|owe|out|gone|write off|stuck with|repay|reimburse|pay what"
    r"|(?:costs?|is) (?:what|whatever|the|its|their))\b",
    re.IGNORECASE,
)
"""What tells a price beside no word for a mistake: "when one goes we refund the fare"."""


def _of_them(clause: str, q: Quantity, offset: int, context: Context) -> bool:
    """Return whether a number counts things or cases: "two fitters", "12 fell"."""
    if counted(clause, q, offset) or _ONE.fullmatch(q.text):
        after = clause[q.end - offset :]
        return not (_ONE.fullmatch(q.text) and _IN_MONEY.match(after))
    word = re.match(r"\s(?:have |had )?([a-z]+)", clause[q.end - offset :], re.I)
    return word is not None and named_side(word[1], hunt(context)) is True


_ONE = re.compile(r"one", re.IGNORECASE)
_IN_MONEY = re.compile(
    r"\W*$|\W+(?:and|or|for|if|when|each|per|in|to|a|euros?|eur|dollars?|pounds?|quid|points?|pts|grand|thousand)\b",
    re.IGNORECASE,
)
"""Behind a one that is a sum: "one euro", "a needless call is one"; "one ski" is none."""
_IS = re.compile(
    r"\b(?:is|costs?|los[et]s?|comes to|means|sets us back|runs to)\b", re.I
)


def _unnumbered(
    clause: str, offset: int, context: Context, wanted: bool
) -> Price | None:
    """Return a price with no number: nothing at all, or a column of amounts."""
    stop = offset + len(clause)
    column = by_column(clause, context.facts, context.brief.get("table.target"))
    for free in every(mistakes()["free"], re.sub(r"n't\b", " not", clause)):
        # "If we look for nothing is nothing": the first is none, the second is.
        if wanted and _names_nothing(clause, free, column):
            return Price(0, offset + free.start(), offset + free.end())
    return Price(column, offset, stop) if column else None


def _names_nothing(clause: str, free: re.Match[str], column: str | None) -> bool:
    """Return whether a word for nothing is a price: "for nothing" and "again free" are none."""
    said, before = free.group().casefold(), clause[: free.start()]
    if said == "nothing" and before.endswith("for "):
        return False
    if said == "nothing" and _CAME_TO.search(before):
        return False  # "we went and it was nothing" tells what was found
    if said in ("free", "for free") and (column or _REDONE.search(before)):
        return False
    return _NOT_FREE.search(before) is None


_CAME_TO = re.compile(
    r"\b(?:was|were|turned out(?: to be)?|found|finds?|came to)\s$", re.I
)
_REDONE = re.compile(
    r"\b(?:back(?: out)?|again|over|redo|anew|once more)\s(?:\w+\s)?$", re.I
)
"""Before "for free" that tells what is done, and no price."""
_NOT_FREE = re.compile(r"(?:\bnot|n't|\bnever|\bhardly)\s+(?:\w+\s)?$", re.IGNORECASE)
