"""What the two mistakes cost, heard clause by clause, turned by which outcome is hunted.

A refused good payer is a false alarm where bad payers are hunted, and a miss where good
ones are. Invariant: a number gets a role only where words say so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from ..facts import Facts
from .concepts import sides
from .hunting import Hunt, hunt, named_side
from .lexicon import find
from .naming import columns_in
from .normal import parts
from .quantities import Quantity
from .reading import Context, Heard
from .thesaurus import groups_of, meant

AMOUNTS = ("number", "money")
OTHER = {"miss": "false_alarm", "false_alarm": "miss"}


@cache
def mistakes() -> Mapping[str, list[str]]:
    """Return the words that tell which mistake is meant."""
    text = files("dialogs.hearing").joinpath("mistakes.toml").read_text("utf-8")
    return tomllib.loads(text)


def has(key: str, clause: str) -> bool:
    """Return whether a clause holds a word of this kind that is not denied."""
    return find(mistakes()[key], clause) is not None


def role_of(clause: str, hunted: Hunt) -> str | None:
    """Return what a clause is about: miss, false_alarm, hit, review, or None."""
    if has("review", clause):
        return "review"
    miss, alarm = _own(clause, "miss"), _own(clause, "false_alarm")
    decided = _decision(clause, hunted)
    if decided and not (
        alarm and not has("refuse", clause) and not has("accept", clause)
    ):
        return decided
    if has("gain", clause) and not miss and not alarm:
        return "hit"
    if miss and alarm:
        return "miss" if miss < alarm and not _stronger(clause) else "false_alarm"
    if miss or alarm:
        return "miss" if miss else "false_alarm"
    return _by_person(clause, hunted)


def _stronger(clause: str) -> bool:
    return (
        find(("false alarm", "false positive", "needless", "wasted"), clause)
        is not None
    )


def _own(clause: str, key: str) -> int:
    """Return where a word of this kind stands (from 1), or 0."""
    match = find(mistakes()[key], re.sub(r"n't\b", " not", clause))
    return match.start() + 1 if match else 0


def _decision(clause: str, hunted: Hunt) -> str | None:
    refuse, accept = has("refuse", clause), has("accept", clause)
    if refuse == accept:
        return None
    if hunted.family in ("buy", "leave", "donate", "absent") and not accept:
        return None
    # Refusing is acting where the bad are hunted; accepting is acting where the good are.
    acting = refuse == hunted.bad
    return "false_alarm" if acting else "miss"


def _by_person(clause: str, hunted: Hunt) -> str | None:
    if has("good", clause) == has("bad", clause):
        own = named_side(clause, hunted)
        if own is not None:
            return "miss" if own else "false_alarm"
    said = sides(clause, hunted.family) if hunted.family else []
    said = said or (sides(clause) if hunted.bad else [])
    if has("good", clause) != has("bad", clause):
        bad = has("bad", clause)
    elif said:
        bad = said[0].bad
    else:
        return "false_alarm" if has("act", clause) else None
    if bad == hunted.bad:
        return "miss"
    return "false_alarm"


def clauses(text: str) -> list[tuple[int, int]]:
    """Return the clauses of a message, as places."""
    cut = r"[;!?]|[.](?=\s|$)|[,:](?=\s)|\s(?:and|but|while|whereas|versus|vs\.?)\s(?!a half)"
    ends = [m.span() for m in re.finditer(cut, text)]
    starts = [0, *(e for _, e in ends)]
    stops = [*(s for s, _ in ends), len(text)]
    return [(a, b) for a, b in zip(starts, stops, strict=True) if text[a:b].strip()]


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
        if role is None:
            orphan = amount
            continue
        pending = None
        _book(heard, role, amount)
    if pending and heard:
        # A mistake named with no price understood: what is heard is but half of it.
        heard = {s: replace(h, score=0.45) for s, h in heard.items()}
    return _netted(list(heard.values()), text)


def _book(heard: dict[str, Heard], role: str, amount: tuple[Any, int, int]) -> None:
    value, start, end = amount
    if role == "hit" and not isinstance(value, str):
        value = -value
    heard.setdefault(
        f"success.{role}_cost", Heard(f"success.{role}_cost", value, start, end)
    )


def _netted(heard: list[Heard], text: str) -> list[Heard]:
    """Take the price of acting off the gain, where it is paid either way."""
    by = {h.slot: h for h in heard}
    cost, gain = by.get("success.false_alarm_cost"), by.get("success.hit_cost")
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


_NOT_FREE = re.compile(r"(?:\bnot|n't|\bnever|\bhardly)\s+(?:\w+\s)?$", re.IGNORECASE)


_AS_COLUMN = re.compile(
    r"\b(?:whatever|the (?:(?:whole|full|entire|total) )?(?:amount|sum|price|value|bill)|what (?:he|she|they|it|one"
    r"|the \w+|customers?)|"
    r"depends on|costs? (?:us )?(?:the|their|its|his|her|one) (?!same|most|least|lot)\w+|as much as|their|its|his"
    r"|her|equal to|the value of|price of|"
    r"how much|(?:lose|loses|lost|pay|pays|out of pocket) (?:us )?(?:the|their|his|her|its) \w+)\b",
    re.IGNORECASE,
)


def by_column(clause: str, facts: Facts | None, target: str | None) -> str | None:
    """Return the column of amounts that a clause says a mistake costs."""
    cue = _AS_COLUMN.search(clause)
    if facts is None or cue is None:
        return None
    numeric = [c.name for c in facts.columns if c.kind.numeric and c.distinct > 12]
    numeric = [n for n in numeric if n != target]
    named = [n.column for n in columns_in(clause, facts) if n.column in numeric]
    if len(set(named)) == 1:
        return named[0]
    others = [c.name for c in facts.columns if c.name not in numeric]
    rest = clause[cue.start() :]
    money = [g for w in rest.split() for g in groups_of(w)]
    close = [n for n in meant(rest, facts, others) if money]
    if len(close) == 1:
        return close[0]
    return _of_money(rest, numeric)


_OF_MONEY = ("pay", "paid", "borrow", "spend", "spent", "worth", "bill", "amount", "owe",
             "charge", "charged", "price", "sum", "value")  # fmt: skip


def _of_money(clause: str, numeric: list[str]) -> str | None:
    """Return the one column about money that a clause about money can mean."""
    if not find(_OF_MONEY, clause):
        return None
    kinds = {"bill", "price", "amount", "income", "paid"}
    said = {g for w in re.findall(r"\w+", clause) for g in groups_of(w)} - kinds
    rows = []
    for name in numeric:
        groups = {g for p in _pieces(name) for g in groups_of(p)}
        if groups & kinds:
            rows.append((len(groups & said), name))
    best = max((s for s, _ in rows), default=0)
    names = [n for s, n in rows if s == best]
    return names[0] if len(names) == 1 else None


def _pieces(name: str) -> list[str]:

    return parts(name)
