"""The prices that a message tells, each with whose it is and how plainly that is said.

Invariant: a price gets a role only from words, its own clause's or those right before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from .by_column import by_column
from .clauses import clauses
from .foretold import foretold
from .hunting import Hunt, hunt
from .lexicon import find
from .mistakes import mistakes
from .quantities import Quantity
from .reading import Context
from .roles import LIKE, PLAIN, WEAK, role_by_example, role_of, role_told
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


Told = tuple[str, int]
"""A role, and how plainly it is said."""


def prices_in(
    text: str, found: tuple[Quantity, ...], context: Context
) -> tuple[list[Price], Told | None]:
    """Return the prices of a message, and a role named at its end with no price.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Its numbers, sums made one.
    context : Context
    """
    hunted = hunt(context)
    foretelling = foretold(text, hunted)
    if any(not role for _, _, role in foretelling):
        return [], None
    prices: list[Price] = []
    pending: Told | None = None
    for start, stop in _priced_apart(text, found, hunted):
        clause = text[start:stop]
        if _WAY_ROUND.search(clause):
            continue
        said = [r for a, b, r in foretelling if a <= start < b or start <= a < stop]
        told = (said[0], PLAIN) if said else role_told(clause, hunted)
        price = _price(clause, start, found, prices, context, bool(told or pending))
        if price and _no_price(price, text[stop : stop + 1], bool(said)):
            price = None
        if price is None:
            if told and not pending and _told_after(prices, told, text[:start]):
                prices[-1] = replace(prices[-1], role=told[0], sure=told[1])
            else:
                pending = told or pending
            continue
        if not told and not pending and _restates(text, clause, price, prices):
            prices[-1] = replace(prices[-1], value=price.value, end=price.end)
            continue
        told = _whose(clause, told, pending, context)
        if told:
            pending = None
            price = replace(price, role=told[0], sure=told[1])
        prices.append(price)
    if pending and len(prices) == 1 and prices[0].role is None:
        prices, pending = [replace(prices[0], role=pending[0], sure=pending[1])], None
    return prices, pending


_WAY_ROUND = re.compile(r"\bother way (?:round|around)\b", re.IGNORECASE)


def _no_price(price: Price, behind: str, foretelling: bool) -> bool:
    """Return whether a column or a nothing is spoken of, and no price told."""
    if isinstance(price.value, str):
        return behind == ":"  # "what the stops cost: 5k" tells the sum after the colon
    return foretelling and price.value == 0  # "it says nothing"


def _told_after(prices: list[Price], told: Told, before: str) -> bool:
    """Return whether a clause without a price tells whose the price before it is."""
    if not prices or re.search(r"[.;!?](?=\s|$)", before[prices[-1].end :]):
        return False
    return prices[-1].sure <= LIKE and prices[-1].sure < told[1]


def _whose(
    clause: str, told: Told | None, pending: Told | None, context: Context
) -> Told | None:
    """Return whose the price of a clause is: by its words, those before, or an example."""
    if pending and (told is None or told[1] == WEAK < pending[1]):
        return pending
    if told is None:
        example = role_by_example(clause, context)
        return (example, LIKE) if example else None
    return told


_AFRESH = re.compile(
    r"^\W*(?:(?:so|or|and|let'?s|i'?d|we|but|make it|that makes|that's|which is|in all)\s)*"
    r"(?:call it|call that|say|make it|no|roughly|all in|altogether|in total|in all|makes|it'?s|so)?\W*"
    r"(?:about |around |roughly |some |more like )?$",
    re.IGNORECASE,
)
"""Before a number that says the one before again: "an hour of Tom, call it 22"."""


def _restates(text: str, clause: str, price: Price, prices: list[Price]) -> bool:
    """Return whether a price takes the place of the one before, or repeats it."""
    if not prices or isinstance(price.value, str):
        return False
    before = prices[-1]
    if price.value == before.value:
        return True
    ahead = clause[: max(0, price.start - (text.find(clause)))]
    return (
        bool(_AFRESH.match(ahead))
        and bool(ahead.strip())
        and price.start - before.end < 60
    )


def _priced_apart(
    text: str, found: tuple[Quantity, ...], hunted: Hunt
) -> list[tuple[int, int]]:
    """Return the clauses, one that holds two prices without a comma as two.

    'Miss 120 false alarm 5' ends after each price, '120 for a miss 5 for a false alarm'
    begins at each.
    """
    pieces: list[tuple[int, int]] = []
    spans = [(q.start, q.end) for q in found]
    for start, stop in _whole(clauses(text), spans):
        inside = [
            q for q in found
            if start <= q.start < stop and q.kind in AMOUNTS and not q.per
            and not counted(text[start:stop], q, start)
        ]  # fmt: skip
        if len(inside) != 2:
            pieces.append((start, stop))
            continue
        first, second = inside
        ahead = role_of(text[start : first.start], hunted)
        cut = first.end if ahead else second.start
        roles = {role_of(text[a:b], hunted) for a, b in ((start, cut), (cut, stop))}
        apart = roles == {"miss", "false_alarm"}
        pieces += [(start, cut), (cut, stop)] if apart else [(start, stop)]
    return pieces


def _whole(
    pieces: list[tuple[int, int]], spans: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the clauses, none cut within a sum of several numbers."""
    joined: list[tuple[int, int]] = []
    for start, stop in pieces:
        if joined and any(a < joined[-1][1] and start < b for a, b in spans):
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


_LONG = frozenset("month year quarter season week night day".split())
"""Periods of which a price may be told: "a place left empty is 900 a month"."""


def _price(
    clause: str,
    offset: int,
    found: tuple[Quantity, ...],
    before: list[Price],
    context: Context,
    wanted: bool,
) -> Price | None:
    stop = offset + len(clause)
    inside = [q for q in found if offset <= q.start < stop]
    money = [q for q in inside if q.kind in AMOUNTS and not q.per]
    money = [q for q in money if q.kind == "money" or not counted(clause, q, offset)]
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
    if money or part or not wanted:
        return None
    return _unnumbered(clause, offset, context)


_IS = re.compile(
    r"\b(?:is|costs?|los[et]s?|comes to|means|sets us back|runs to)\s[^,;]{0,12}$|\b(?:is|costs?|los[et]s?|means)\b",
    re.I,
)


def _unnumbered(clause: str, offset: int, context: Context) -> Price | None:
    """Return a price with no number: nothing at all, or a column of amounts."""
    stop = offset + len(clause)
    column = by_column(clause, context.facts, context.brief.get("table.target"))
    free = find(mistakes()["free"], re.sub(r"n't\b", " not", clause))
    in_vain = (
        free
        and free.group().casefold() == "nothing"
        and clause[: free.start()].endswith("for ")
    )
    again = free and column and free.group().casefold() in ("free", "for free")
    if (
        free
        and not in_vain
        and not again
        and not _NOT_FREE.search(clause[: free.start()])
    ):
        return Price(0, offset + free.start(), offset + free.end())
    return Price(column, offset, stop) if column else None


_NOT_FREE = re.compile(r"(?:\bnot|n't|\bnever|\bhardly)\s+(?:\w+\s)?$", re.IGNORECASE)
