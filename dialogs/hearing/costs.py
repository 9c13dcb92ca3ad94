"""What the two mistakes cost, heard clause by clause, turned by which outcome is hunted.

Invariant: a number gets a role only where words say so, or where the other role is plain.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .clause_price import Price
from .hunting import hunt
from .mistakes import has
from .pricing import prices_in
from .quantities import Quantity
from .reading import Context, Heard
from .roles import FAIR, OTHER, WEAK, either_way
from .sums import added

_FREE = re.compile(
    r"\bno (?:\w+),? no (?:costs?|charge|expenses?|money|harm|loss|bill|fee|trouble)\b|\bno (?:costs?"
    r"|charge|expense) (?:at all )?"
    r"(?:without|where there is no|if there is no|if we (?:do not|don't)) [^,.;]*",
    re.IGNORECASE,
)
"""That nothing done costs nothing, which goes without saying: "no letter, no cost"."""
DOUBTED = 0.45
"""Score of what is offered, and not taken."""


def costs_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return the costs of mistakes that a message gives."""
    text = _FREE.sub(lambda m: " " * len(m.group()), text)
    found = added(found, text, hunt(context))
    prices, pending = prices_in(text, found, context)
    told = _paid_all_the_same([p for p in _settled(prices) if p.role])
    heard: dict[str, Heard] = {}
    for price in told:
        _book(heard, price)
    sure = _sure(told)
    if heard.get("success.pass_cost") and not heard["success.pass_cost"].value:
        del heard["success.pass_cost"]  # that leaving alone costs nothing goes unsaid
    mistakes = {f"success.{r}_cost" for r in OTHER}
    if (pending and heard and not mistakes <= set(heard)) or not sure:
        # A mistake named with no price understood: what is heard is but half of it.
        heard = {s: replace(h, score=DOUBTED) for s, h in heard.items()}
    return _netted(list(heard.values()), text)


def _settled(prices: list[Price]) -> list[Price]:
    """Return the prices, the role of one told by that of the other where there are two."""
    prices = _once(prices)
    pair = [p for p in prices if p.role is None or p.role in OTHER]
    reviews = [p for p in prices if p.role == "review"]
    if len(pair) == 1 and pair[0].role == "miss" and len(reviews) == 1:
        # A second look and a miss, no false alarm beside them: the look is the deed.
        other = replace(reviews[0], role="false_alarm", sure=WEAK)
        return [other if p is reviews[0] else p for p in prices]
    if len(pair) != 2 or reviews:
        return prices
    first, second = pair
    known, other = (first, second) if first.sure >= second.sure else (second, first)
    if known.role is None or {first.role, second.role} == set(OTHER):
        return prices
    if other.role is not None and (other.sure == known.sure or known.sure < FAIR):
        return prices
    sure = known.sure if known.sure >= FAIR else 0
    turned = replace(other, role=OTHER[known.role], sure=sure)
    return [turned if p is other else p for p in prices]


def _once(prices: list[Price]) -> list[Price]:
    """Return the prices, each that says the same of the same only once.

    Of two misses the one that costs nothing is none: its role stays open.
    """
    kept: list[Price] = []
    dear = any(p.role == "miss" and p.value != 0 for p in prices)
    for price in prices:
        if dear and price.role == "miss" and price.value == 0:
            price = replace(price, role=None, sure=0)
        same = [k for k in kept if k.role == price.role and k.value == price.value]
        if not same or price.role is None:
            kept.append(price)
    return kept


def _sure(told: list[Price]) -> bool:
    """Return whether the roles are plain: no two prices of one, none by the other's deed alone."""
    pair = [p for p in told if p.role in OTHER]
    return len(pair) == len({p.role for p in pair}) and all(p.sure for p in pair)


_SLOTS = {"caught": "hit"}
"""What one found still costs goes where a gain would, with the other sign."""


def _paid_all_the_same(told: list[Price]) -> list[Price]:
    """Return the prices, those of right decisions only beside that of a mistake."""
    beside = any(p.role in OTHER for p in told)
    return [p for p in told if beside or p.role not in ("caught", "pass")]


def _book(heard: dict[str, Heard], price: Price) -> None:
    value = price.value
    if price.role in ("hit", "pass") and value and not isinstance(value, str):
        value = -value
    slot = f"success.{_SLOTS.get(price.role or '', price.role)}_cost"
    score = 0.9 if price.sure > WEAK else 0.8
    heard.setdefault(slot, Heard(slot, value, price.start, price.end, score))


def _netted(heard: list[Heard], text: str) -> list[Heard]:
    """Take the price of acting off the gain, where it is paid either way."""
    by = {h.slot: h for h in heard}
    cost, gain = by.get("success.false_alarm_cost"), by.get("success.hit_cost")
    miss = by.get("success.miss_cost")
    if cost and miss and not gain and either_way(text):
        # What an action costs whether it was right or not is paid for the found ones too.
        by["success.hit_cost"] = replace(cost, slot="success.hit_cost")
    paid = has("whether", text) or either_way(text)
    if cost and gain and paid and not isinstance(cost.value, str):
        net = gain.value + cost.value
        by[gain.slot] = Heard(gain.slot, net, gain.start, gain.end)
        by.pop("success.miss_cost", None)
    return list(by.values())
