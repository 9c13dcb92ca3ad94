"""Sums that a sentence leaves to be worked out: a wage by the time, a rate by how long, a lot by its number.

"84 an hour, and the slot is 20 minutes" is 28, "45 a month for a year" 540, "3 needless
checks come to 240 together" 80 each. Invariant: only numbers of one sentence, and only
where its words say how they belong together.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .numerals import vocabulary
from .quantity import Quantity

_SUMS = ("number", "money")
_DAY = 86_400
_FOR = re.compile(
    r",?\s(?:for|over|times|x)\s(?:about |around |maybe |another |an? |one |the )?(?:whole |full )?$",
    re.I,
)
_LONG = re.compile(
    r",?\s(?:for|over) (?:an?|one|the)\s(?:whole |full )?(?P<unit>year|quarter|month|week|day)\b",
    re.I,
)
"""How long a rate goes on: "45 a month for a year"."""
_WHILE = re.compile(
    r"(?!.*[.;!?]\s)(?=.*\b(?:takes?|lasts?|is|are|for|needs?|spends?|comes? to|booked|gone)\b).{1,80}$",
    re.IGNORECASE | re.DOTALL,
)
"""Between what an hour costs and how long one takes."""
_OTHERS = re.compile(
    r"\b(?:within|every|under|back in|ready|search|wait)\b", re.IGNORECASE
)
_TOGETHER = re.compile(
    r"\s?(?:[^\W\d_]+\s)?(?:together|altogether|in all|in total|all told|all in all|between them"
    r"|for the lot|the lot)\b",
    re.IGNORECASE,
)
_LOT = re.compile(r"\s(?:[^\W\d_]+\s)?[^\W\d_]{3,}s\b", re.IGNORECASE)
_COME_TO = re.compile(
    r"\b(?:come|comes|cost|costs|are|make|makes|set|take|run|add up)\b", re.IGNORECASE
)


def worked_out(found: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Return quantities, those that make one sum together as that sum.

    Parameters
    ----------
    found : tuple of Quantity
        Of the text, in order.
    text : str
        As `normal` returns it.
    """
    kept: list[Quantity] = []
    for q in found:
        last = kept[-1] if kept else None
        value = None
        if last is not None and last.kind in _SUMS and q.kind == "duration":
            value = _by_time(last, q, text)
        if last is not None and value is not None:
            kept[-1] = _sum(last, q, text, value)
            continue
        span = _LONG.match(text, q.end) if q.kind in _SUMS and q.per else None
        if span is not None:
            unit = float(vocabulary()["durations"][span["unit"].casefold()])
            whole = replace(q, kind="duration", value=unit, end=span.end())
            value = _by_time(q, replace(whole, start=span.start("unit")), text)
            q = q if value is None else _sum(q, whole, text, value)
        lot = _lot(kept, q, text)
        if lot is not None:
            kept = kept[: kept.index(lot)]
            q = _sum(lot, q, text, q.value / lot.value)
        kept.append(q)
    return tuple(kept)


def _by_time(rate: Quantity, time: Quantity, text: str) -> float | None:
    """Return what a rate comes to in a time, or None where they have nothing in common."""
    unit = vocabulary()["durations"].get(rate.per)
    between = text[rate.end : time.start]
    if unit is None or _OTHERS.search(between):
        return None
    if rate.per == "hour":
        fits = time.value <= _DAY and (_FOR.match(between) or _WHILE.match(between))
        return rate.value * time.value / 3600 if fits else None
    long = time.value >= unit and _FOR.match(between)
    return rate.value * _many(time, rate.per, float(unit)) if long else None


def _many(time: Quantity, per: str, unit: float) -> float:
    """Return how often a period goes into a time: twelve months to a year."""
    years = time.value / float(vocabulary()["durations"]["year"])
    if per == "month" and time.value > unit:
        return round(years * 12, 6)
    return round(time.value / unit, 6)


def _lot(kept: list[Quantity], q: Quantity, text: str) -> Quantity | None:
    """Return the number of those that a sum is paid for together."""
    if q.kind not in _SUMS or q.per or not _TOGETHER.match(text, q.end):
        return None
    for one in reversed(kept):
        counts = one.kind == "number" and one.whole and one.value > 1 and not one.per
        between = text[one.end : q.start]
        if re.search(r"[.;!?]\s", between):
            return None
        if counts and _LOT.match(text, one.end) and _COME_TO.search(between):
            return one
    return None


def _sum(first: Quantity, last: Quantity, text: str, value: float) -> Quantity:
    span = (first.start, last.end)
    whole = replace(first, kind="money", value=round(value, 6), end=last.end, per="")
    return replace(whole, text=text[slice(*span)], whole=False)
