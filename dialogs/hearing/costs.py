"""What the two mistakes cost, heard clause by clause, turned by which outcome is hunted.

Invariant: a number gets a role only where words say so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from .by_column import by_column
from .clauses import clauses
from .hunting import Hunt, hunt
from .lexicon import find
from .mistakes import has, mistakes
from .quantities import Quantity
from .reading import Context, Heard
from .roles import EITHER_WAY, OTHER, role_by_example, role_of
from .sums import AMOUNTS, counted, tidy


def _priced_apart(
    text: str, found: tuple[Quantity, ...], hunted: Hunt
) -> list[tuple[int, int]]:
    """Return the clauses, one that holds two prices without a comma as two.

    'Miss 120 false alarm 5' ends after each price, '120 for a miss 5 for a false alarm'
    begins at each.
    """
    pieces: list[tuple[int, int]] = []
    for start, stop in clauses(text):
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


def costs_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return the costs of mistakes that a message gives."""
    hunted = hunt(context)
    heard: dict[str, Heard] = {}
    pending: str | None = None
    orphan: tuple[Any, int, int] | None = None
    orphans: list[tuple[Any, int, int]] = []
    for start, stop in _priced_apart(text, found, hunted):
        clause = text[start:stop]
        role = role_of(clause, hunted)
        if re.search(r"\bother way (?:round|around)\b", clause, re.IGNORECASE):
            continue
        amount = _amount(clause, start, found, heard, context, bool(role or pending))
        if amount and isinstance(amount[0], str) and text[stop : stop + 1] == ":":
            amount = None  # "what the stops cost: 5k" tells the sum after the colon
        if role and amount is None and orphan and orphan[1] < start:
            amount, orphan = orphan, None
        if amount is None:
            pending = role or pending
            continue
        role = role or pending
        role = role or role_by_example(clause, context)
        if role is None:
            orphan = amount
            orphans.append(amount)
            continue
        pending = None
        _book(heard, role, amount)
    left = [o for o in orphans if not any(h.start == o[1] for h in heard.values())]
    told = [s for s in heard if s.removeprefix("success.")[:-5] in OTHER]
    if len(told) == len(left) == len(heard) == 1:
        # Two prices, and whose one of them is: the other is the other mistake's.
        other = OTHER[told[0].removeprefix("success.")[:-5]]
        _book(heard, other, left[0], 0.8)
        pending = None
    if heard.get("success.pass_cost") and not heard["success.pass_cost"].value:
        del heard["success.pass_cost"]  # that leaving alone costs nothing goes unsaid
    if pending and heard:
        # A mistake named with no price understood: what is heard is but half of it.
        heard = {s: replace(h, score=0.45) for s, h in heard.items()}
    return _netted(list(heard.values()), text)


def _book(
    heard: dict[str, Heard], role: str, amount: tuple[Any, int, int], score: float = 0.9
) -> None:
    value, start, end = amount
    if role in ("hit", "pass") and not isinstance(value, str):
        value = -value
    slot = f"success.{role}_cost"
    heard.setdefault(slot, Heard(slot, value, start, end, score))


def _netted(heard: list[Heard], text: str) -> list[Heard]:
    """Take the price of acting off the gain, where it is paid either way."""
    by = {h.slot: h for h in heard}
    cost, gain = by.get("success.false_alarm_cost"), by.get("success.hit_cost")
    miss = by.get("success.miss_cost")
    if cost and miss and not gain and EITHER_WAY.search(text):
        # What an action costs whether it was right or not is paid for the found ones too.
        by["success.hit_cost"] = replace(cost, slot="success.hit_cost")
    if cost and gain and has("whether", text) and not isinstance(cost.value, str):
        net = gain.value + cost.value
        by[gain.slot] = Heard(gain.slot, net, gain.start, gain.end)
        by.pop("success.miss_cost", None)
    return list(by.values())


def _amount(
    clause: str,
    offset: int,
    found: tuple[Quantity, ...],
    heard: dict[str, Heard],
    context: Context,
    wanted: bool,
) -> tuple[Any, int, int] | None:
    stop = offset + len(clause)
    inside = [q for q in found if offset <= q.start < stop]
    money = [q for q in inside if q.kind in AMOUNTS and not q.per]
    money = [q for q in money if q.kind == "money" or not counted(clause, q, offset)]
    money = [q for q in inside if q.kind == "money"] or money
    if len(money) == 1:
        return tidy(money[0].value), money[0].start, money[0].end
    part = [q for q in inside if q.kind in ("percent", "ratio")]
    last = [h.value for h in heard.values() if not isinstance(h.value, str)]
    if (
        part
        and last
        and re.search(r"\b(?:that|it|this)\b", clause[part[0].end - offset :])
    ):
        return tidy(last[-1] * part[0].value), part[0].start, part[0].end
    if money or part or not wanted:
        return None
    free = find(mistakes()["free"], clause)
    in_vain = (
        free
        and free.group().casefold() == "nothing"
        and clause[: free.start()].endswith("for ")
    )
    if free and not in_vain and not _NOT_FREE.search(clause[: free.start()]):
        return 0, offset + free.start(), offset + free.end()
    column = by_column(clause, context.facts, context.brief.get("table.target"))
    return (column, offset, stop) if column else None


_NOT_FREE = re.compile(r"(?:\bnot|n't|\bnever|\bhardly)\s+(?:\w+\s)?$", re.IGNORECASE)
