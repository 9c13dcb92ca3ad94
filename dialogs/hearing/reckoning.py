"""An agreed price reckoned anew from itself: "the 900 was for two months, so halve it".

Invariant: the price is named by its old value or by whose it is, and what is done to it is
said; nothing else is changed.
"""

from __future__ import annotations

import re

from .hunting import hunt
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .roles import OTHER, role_of
from .sums import tidy

_SLOTS = ("success.miss_cost", "success.false_alarm_cost", "success.hit_cost",
          "success.review_cost")  # fmt: skip
_FACTORS = (
    (r"\bhalve (?:it|that)\b|\bhalf (?:of )?(?:that|it)\b|\bin half\b", 0.5),
    (r"\bdouble (?:it|that)\b|\btwice (?:that|as much)\b|\btimes two\b", 2.0),
    (r"\b(?:triple|treble) (?:it|that)\b|\bthree times (?:that|as much)\b", 3.0),
    (r"\b(?:a|one) third of (?:that|it)\b", 1 / 3),
    (r"\b(?:a|one) quarter of (?:that|it)\b", 0.25),
    (r"\b(?:a|one) tenth of (?:that|it)\b", 0.1),
)
_MORE = re.compile(
    r"\b(?:another|on top|extra|in addition|plus|add|comes on top|as well)\b", re.I
)
_IN_ALL = re.compile(
    r"\b(?:it|that|this|they)(?:'s|'re| is| are| comes to| makes(?: it)?| gets to)(?: now| really)?"
    r"(?: nearer(?: to)?| closer to| more like| about| around| roughly| some)?\s$",
    re.I,
)
"""Before a sum that is the whole price anew, and nothing added."""
_ADDED = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:add|put)\s(?:another |an extra |some |about )*$", re.I
)


def reckoned_in(text: str, context: Context) -> list[Heard]:
    """Return the agreed price that a message scales or adds to, or nothing.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    if text.rstrip().endswith("?"):
        return []
    found = quantities(text)
    sums = [q for q in found if q.kind in ("number", "money")]
    for q in sums:
        slots = [s for s in _SLOTS if _agreed(context, s) == q.value]
        if len(slots) != 1:
            continue
        value = _anew(text, q, sums)
        if value is not None:
            return [Heard(slots[0], tidy(round(value, 6)), 0, len(text), 0.92)]
    return _added(text, sums, context)


def _agreed(context: Context, slot: str) -> float | None:
    value = context.brief.get(slot)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain else None


def _anew(text: str, old: Quantity, sums: list[Quantity]) -> float | None:
    """Return what the old price becomes by what is said behind it."""
    behind = text[old.end :]
    for form, factor in _FACTORS:
        if re.search(form, behind, re.IGNORECASE):
            return old.value * factor
    more = [q for q in sums if q.start > old.end]
    if len(more) == 1 and _IN_ALL.search(text[: more[0].start]):
        return more[0].value  # "with the claims on top it's nearer 14000"
    if len(more) == 1 and _MORE.search(behind):
        return old.value + more[0].value
    return None


def _added(text: str, sums: list[Quantity], context: Context) -> list[Heard]:
    """Return a price with what is put on it: "add another 20 to the miss"."""
    if len(sums) != 1 or not _ADDED.match(text[: sums[0].start]):
        return []
    to = re.match(r"\s(?:\w+\s)?(?:on|to|onto)\s", text[sums[0].end :], re.I)
    if to is None:
        return []
    role = role_of(text[sums[0].end + to.end() :], hunt(context))
    slot = f"success.{role}_cost"
    old = _agreed(context, slot)
    if role not in OTHER or old is None:
        return []
    return [Heard(slot, tidy(old + sums[0].value), 0, len(text), 0.92)]


_SWAP = re.compile(
    r"\b(?:swap(?:ped)?|switch(?:ed)?|mixed (?:up|them up)|mix(?:ed)? up|revers(?:e|ed)|exchang(?:e|ed)"
    r"|(?:the )?(?:other|wrong) way (?:round|around)|back to front|vice versa|turned? (?:round|around))\b",
    re.IGNORECASE,
)
_THE_PRICES = re.compile(
    r"\b(?:prices?|costs?|sums?|amounts?|figures|two numbers|both numbers|the money|euros|dollars|pounds)\b"
    r"|\bmiss(?:es|ed)?\b.{1,40}\bfalse alarms?\b|\bfalse alarms?\b.{1,40}\bmiss(?:es|ed)?\b",
    re.IGNORECASE,
)


def swapped(text: str) -> bool:
    """Return whether a message says that the two prices stand the wrong way round."""
    asks = text.rstrip().endswith("?") and not re.search(
        r"\b(?:can|could|please)\b", text
    )
    return not asks and bool(_SWAP.search(text) and _THE_PRICES.search(text))


def of_prices(text: str, context: Context) -> bool:
    """Return whether what is turned round are the prices, and not the outcome."""
    sums = [q for q in quantities(text) if q.kind in ("number", "money")]
    agreed = context.brief.get("success.objective") == "expected_cost"
    return len(sums) > 1 or (agreed and (bool(sums) or swapped(text)))


def exchanged(context: Context) -> list[Heard]:
    """Return the two agreed prices, each as that of the other mistake."""
    miss, alarm = (context.brief.get(f"success.{r}_cost") for r in OTHER)
    if miss is None or alarm is None:
        return []
    return [
        Heard("success.miss_cost", alarm, 0, 1, 0.92),
        Heard("success.false_alarm_cost", miss, 0, 1, 0.92),
    ]
