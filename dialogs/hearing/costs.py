"""What the two mistakes cost, heard clause by clause, turned by which outcome is hunted.

A refused good payer is a false alarm where bad payers are hunted, and a miss where good
ones are. Invariant: a number gets a role only where words say so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ..facts import Facts
from .concepts import sides
from .hunting import Hunt, hunt, named_side
from .lexicon import denied, find
from .likening import like
from .mistakes import has, mistakes
from .naming import columns_in
from .normal import parts
from .quantities import Quantity
from .reading import Context, Heard
from .thesaurus import groups_of, meant

AMOUNTS = ("number", "money")
OTHER = {"miss": "false_alarm", "false_alarm": "miss"}


_EITHER_WAY = re.compile(
    r"\b(?:whether (?:or not )?(?:it|they|he|she|the \w+)\b[^,;.]{0,30}?(?: or not)?(?=[,;.]|$| or\b)(?: or not)?"
    r"|whoever (?:it|they) (?:is|are|was|were)|\w+ or not|either way|in any case|no matter (?:who|what|whether)[^,;.]*"
    r"|regardless[^,;.]*|right or wrong)",
    re.IGNORECASE,
)


def role_of(clause: str, hunted: Hunt) -> str | None:
    """Return what a clause is about: miss, false_alarm, hit, review, or None."""
    either = _EITHER_WAY.search(clause)
    rest = _EITHER_WAY.sub(" ", clause) if either else clause
    if either and find(mistakes()["act"], rest) and not has("gain", rest):
        undone = _undone(rest, hunted)
        return undone or "false_alarm"
    if has("review", clause):
        return "review"
    quoted = _QUOTED.search(clause)
    if quoted:
        side = _side_said(quoted["said"], hunted)
        if side is not None:
            return "false_alarm" if side else "miss"
    undone = _undone(clause, hunted)
    if undone:
        return undone
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


_QUOTED = re.compile(
    r"\b(?:wrong|false|mistaken|needless|unfounded)\s+[\"'“](?P<said>[^\"'”]{2,40})[\"'”]",
    re.I,
)
"""A prediction in quotes: a wrong 'will be late'."""
_UNDONE = re.compile(
    r"\bun(?:chased|called|contacted|checked|treated|inspected|noticed|seen|detected|caught|spotted"
    r"|found|flagged|answered|attended|visited|warned|helped)\b",
    re.IGNORECASE,
)


def _undone(clause: str, hunted: Hunt) -> str | None:
    """Return the mistake of not acting: 'not phoning a late one', 'an unchased one'."""
    act = find(mistakes()["act"], clause)
    undone = _UNDONE.search(clause)
    if undone is None and (act is None or not denied(clause, act.start())):
        return None
    end = undone.end() if undone else act.end() if act else 0
    side = _side_said(clause[end:], hunted)
    return "pass" if side is False else "miss"


def _side_said(text: str, hunted: Hunt) -> bool | None:
    """Return whether a stretch of text names those hunted; None where it names none."""
    own = named_side(text, hunted)
    if own is not None:
        return own
    said = sides(text, hunted.family) if hunted.family else []
    if said:
        return said[0].bad == hunted.bad
    if has("good", text) != has("bad", text):
        return has("bad", text) == hunted.bad
    return None


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
        role = role or _by_example(clause, context)
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


_ROLES = frozenset({"miss", "false_alarm", "hit", "act_cost", "review"})
ROLE_NEAR = 0.2
"""Likeness from which an example says whose price a clause is."""
ROLE_LEAD = 0.03


def _by_example(clause: str, context: Context) -> str | None:
    """Return whose price a clause is by the example it is nearest to."""
    if (context.asking or "").endswith("_cost"):
        return None  # the question says whose
    if context.asking is None and not _PRICED.search(clause):
        return None  # "trucks over 40000" is no price
    ranked = like(clause, context, _ROLES)
    if not ranked or ranked[0].score < ROLE_NEAR:
        return None
    role = _AS_ROLE.get(ranked[0].label, ranked[0].label)
    rivals = [k.score for k in ranked[1:] if _AS_ROLE.get(k.label, k.label) != role]
    return role if ranked[0].score - max(rivals, default=0.0) >= ROLE_LEAD else None


_PRICED = re.compile(
    r"[$€£]|\b(?:cost\w*|price\w*|worth|los[et]\w*|pay\w*|paid|euros?|dollars?|pounds?|bucks|quid|money"
    r"|gone|wasted?|drain|saves?|earn\w*)\b",
    re.IGNORECASE,
)
_AS_ROLE = {"act_cost": "false_alarm"}


def _netted(heard: list[Heard], text: str) -> list[Heard]:
    """Take the price of acting off the gain, where it is paid either way."""
    by = {h.slot: h for h in heard}
    cost, gain = by.get("success.false_alarm_cost"), by.get("success.hit_cost")
    miss = by.get("success.miss_cost")
    if cost and miss and not gain and _EITHER_WAY.search(text):
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
    r"\b(?:whatever|the (?:(?:whole|full|entire|total) )?(?:amount|sum|price|value|bill)"
    r"|what (?:he|she|they|it|one|we|you|i|the \w+|customers?)|depends on"
    r"|(?:costs?|write off|lose|gone is) (?:us )?(?:precisely |exactly |just |simply )?"
    r"(?:the|their|its|his|her|one) (?!same|most|least|lot)\w+"
    r"|as much as|their|its|his|her|equal to|the value of|price of|how much"
    r"|(?:lose|loses|lost|pay|pays|out of pocket) (?:us )?(?:the|their|his|her|its) \w+)\b",
    re.IGNORECASE,
)


def by_column(clause: str, facts: Facts | None, target: str | None) -> str | None:
    """Return the column of amounts that a clause says a mistake costs."""
    cue = _AS_COLUMN.search(clause)
    if facts is None or cue is None:
        return None
    numeric = [c.name for c in facts.columns if c.kind.numeric and c.distinct > 4]
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
