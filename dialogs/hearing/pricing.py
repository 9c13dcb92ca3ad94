"""The prices that a message tells, each with whose it is and how plainly that is said.

Invariant: a price gets a role only from words, its own clause's or those right before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .clause_price import Price, price_of
from .clauses import clauses
from .foretold import foretold
from .hunting import Hunt, hunt
from .quantities import Quantity
from .reading import Context
from .roles import (
    EITHER_WAY,
    FAIR,
    LIKE,
    PLAIN,
    WEAK,
    role_by_example,
    role_of,
    role_told,
)
from .sums import AMOUNTS, counted

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
    unpriced: list[Told] = []
    for start, stop in _priced_apart(text, found, hunted):
        clause = text[start:stop]
        if not EITHER_WAY.sub("", clause).strip(" ,.;"):
            prices = _paid_of_all(prices)
            continue
        if _WAY_ROUND.search(clause):
            continue
        said = [r for a, b, r in foretelling if a <= start < b or start <= a < stop]
        told = (said[0], PLAIN) if said else role_told(clause, hunted)
        price = price_of(clause, start, found, prices, context, bool(told or pending))
        weighed = _MORE_BAD.search(clause) is not None
        if price and (
            (weighed and isinstance(price.value, str))
            or _no_price(price, text[stop : stop + 1], bool(said))
        ):
            price = None
        if price is None:
            if weighed:
                continue  # "losing one is worse than bothering ten" prices neither
            if told and not pending and _told_after(prices, told, text[:start]):
                prices[-1] = replace(prices[-1], role=told[0], sure=told[1])
            else:
                pending = told or pending
            continue
        vague = told is None or told[1] <= LIKE
        if vague and not pending and _restates(text, price, prices, told):
            prices[-1] = replace(prices[-1], value=price.value, end=price.end)
            continue
        unpriced += [pending] if pending and told and told[0] != pending[0] else []
        told = _whose(clause, told, pending, context)
        if told:
            pending = None
            price = replace(price, role=told[0], sure=told[1])
        prices.append(price)
    if pending and len(prices) == 1 and prices[0].role is None:
        prices, pending = [replace(prices[0], role=pending[0], sure=pending[1])], None
    left = [u for u in unpriced if u[0] not in {p.role for p in prices}]
    return prices, pending or (left[0] if left else None)


_MORE_BAD = re.compile(
    r"\b(?:more bad|worse|badder|rather|sooner|more important|less bad)\b.*\bth[ae]n\b",
    re.IGNORECASE,
)
_WAY_ROUND = re.compile(r"\bother way (?:round|around)\b", re.IGNORECASE)


def _paid_of_all(prices: list[Price]) -> list[Price]:
    """Return the prices, the last one as of a false alarm: who pays for all pays for nothing too.

    "Each test is 4, sick or healthy."
    """
    if not prices or prices[-1].role is not None:
        return prices
    return [*prices[:-1], replace(prices[-1], role="false_alarm", sure=FAIR)]


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
    r"(?:call it|call that|say|make it|make that|that makes|that's|which is|it's|(?:^|\W)no|sorry|or rather"
    r"|all in|altogether|in total|in all|(?:^|\W)so|not|rather)\W*"
    r"(?:about |around |roughly |some |more like |maybe )?$",
    re.IGNORECASE,
)
"""Before a number that says the one before again: "an hour of Tom, call it 22"."""


def _restates(text: str, price: Price, prices: list[Price], told: Told | None) -> bool:
    """Return whether a price takes the place of the one before, or repeats it."""
    if not prices or isinstance(price.value, str):
        return False
    before = prices[-1]
    if price.value == before.value:
        return True
    between = text[before.end : price.start]
    if isinstance(before.value, str):
        # "We lose the whole day's tickets, more or less 15,000": the sum is the price.
        if told:
            return False
        return not re.search(r"[.;!?]", between)
    return len(between) < 60 and _AFRESH.search(between) is not None


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
