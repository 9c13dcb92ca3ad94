"""What was agreed, changed by naming it: "the 90 was for a year, make it 45", "double that".

Invariant: the old value, or the thing and a factor, must be said; one number alone changes
nothing here.
"""

from __future__ import annotations

import re
from typing import Any

from .costs import costs_in
from .implied import IMPLIED
from .listing import periods_in
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .reckoning import exchanged, reckoned_in, swapped
from .sums import counted, tidy
from .units import in_units

_NUMBERS = (
    "success.miss_cost", "success.false_alarm_cost", "success.hit_cost", "success.review_cost",
    "success.k", "success.share", "success.recall", "success.precision", "success.fpr",
    "success.tolerance", "success.quantile", "success.coverage", "success.target_value",
    "limits.seconds", "limits.latency_ms", "limits.size_mb", "limits.memory_mb",
)  # fmt: skip
_SHARES = ("success.share", "success.recall", "success.precision", "success.fpr",
           "success.quantile", "success.coverage")  # fmt: skip


def amended_in(text: str, context: Context) -> list[Heard]:
    """Return the agreed number that a message changes, or nothing.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    if context.asking in _NUMBERS or context.asking == "success.objective":
        return []
    if swapped(text) and all(q.text == "two" for q in quantities(text)):
        return exchanged(context)
    if _both_told(text, context):
        return []
    return (
        reckoned_in(text, context)
        or _scaled(text, context)
        or _restated(text, context)
        or _made(text, context)
        or _can_do_now(text, context)
        or _of_its_kind(text, context)
        or _per_another(text, context)
    )


def _both_told(text: str, context: Context) -> bool:
    """Return whether both prices are told anew: each is whose it is said to be."""
    found = quantities(text)
    if len(found) < 2 or context.brief.get("success.objective") != "expected_cost":
        return False
    told = {h.slot for h in costs_in(text, found, context) if h.score >= 0.9}
    return {"success.miss_cost", "success.false_alarm_cost"} <= told


_MEANT = re.compile(r"\b(?:mean|meant|not|instead|rather|should|sorry|wrong)\b", re.I)


def _per_another(text: str, context: Context) -> list[Heard]:
    """Return the period that takes the old one's place: "I said per day, I meant a week"."""
    periods = set(periods_in(text))
    old = context.brief.get("success.per")
    if old not in periods or len(periods) != 2 or not _MEANT.search(text):
        return []
    if quantities(text):
        return []
    new = next(p for p in periods if p != old)
    return [Heard("success.per", new, 0, len(text), 0.92)]


def _restated(text: str, context: Context) -> list[Heard]:
    """Return the slot whose old value is said beside one other number."""
    found = quantities(text)
    if len(found) != 2 or text.rstrip().endswith("?"):
        return []
    for old, new in ((found[0], found[1]), (found[1], found[0])):
        slots = [s for s in _NUMBERS if _is(old, s, context)]
        also = [s for s in _NUMBERS if _is(new, s, context)]
        if len(slots) != 1 or also:
            continue
        if slots[0].endswith("_cost") and counted(text, old) and counted(text, new):
            continue  # "90 slots and 12 doctors" are no prices
        value = _as(new, slots[0], context)
        if value is None:
            continue
        heard = [Heard(slots[0], value, 0, len(text), 0.92)]
        if slots[0] == "success.tolerance":
            relative = new.kind == "percent"
            heard.append(Heard("success.relative", relative, 0, len(text), 0.92))
        if slots[0] == "success.k" and new.per:
            heard.append(Heard("success.per", new.per, 0, len(text), 0.92))
        return heard
    return []


_MAKE_IT = re.compile(
    r"^\W*(?:(?:no|ok|okay|actually|sorry|wait|then|well|hm+|better|please|and|so|but|oh)[\s,.!]+)*"
    r"(?:let'?s )?(?:make|have|call) (?:it|that)(?: more like| rather)?\s*$", re.IGNORECASE,
)  # fmt: skip


def _made(text: str, context: Context) -> list[Heard]:
    """Return the number of the agreed measure that "make it 95" changes."""
    found = quantities(text)
    measure = context.brief.get("success.objective")
    slots = [s for s, m in IMPLIED.items() if m == measure and s in context.brief]
    if len(found) != 1 or len(slots) != 1:
        return []  # a measure of several numbers: which one is meant is not said
    q, slot = found[0], slots[0]
    if not _MAKE_IT.match(text[: q.start]):
        return []
    value = _as(q, slot, context)
    if value is None and slot in _SHARES and q.kind == "number" and 1 < q.value < 100:
        value = round(q.value / 100, 9)
    return [] if value is None else [Heard(slot, value, 0, len(text), 0.92)]


_NOW = re.compile(
    r"\b(?:only|just|can|could|manage|managed|able to|do|does|handle|get through)\b.{0,30}$",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:costs?|pays?|paid|price|worth|los[et]\w*|euros?|dollars?|pounds?|%|percent)\b",
    re.I,
)


def _can_do_now(text: str, context: Context) -> list[Heard]:
    """Return the length of a list that has changed: "they only manage 110 now"."""
    found = quantities(text)
    agreed = context.brief.get("success.objective") == "precision_at_k"
    if context.asking is not None or not agreed or len(found) != 1:
        return []
    q = found[0]
    told = _NOW.search(text[: q.start]) and re.search(
        r"\bnow\b|\bfrom now on\b|\bany ?more\b", text, re.I
    )
    if not told or q.kind != "number" or not q.whole or _PRICE.search(text):
        return []
    heard = [Heard("success.k", int(q.value), 0, len(text), 0.92)]
    return [*heard, Heard("success.per", q.per, 0, len(text), 0.92)] if q.per else heard


_CHANGED = re.compile(
    r"\b(?:fine|ok|okay|enough|after all|instead|rather|actually|give (?:it|you)|let it|make (?:it|that)|take"
    r"|stingy|short|tight|greedy|too (?:much|little|long|short))\b", re.I,
)  # fmt: skip
_KINDS = {"duration": ("limits.seconds",), "size": ("limits.memory_mb", "limits.size_mb"),
          "percent": _SHARES}  # fmt: skip


def _of_its_kind(text: str, context: Context) -> list[Heard]:
    """Return the one agreed number of the kind that is said anew: "an hour's fine after all"."""
    found = quantities(text)
    if context.asking is not None or len(found) != 1 or text.rstrip().endswith("?"):
        return []
    q = found[0]
    slots = [
        s for s in _KINDS.get(q.kind, ())
        if isinstance(context.brief.get(s), int | float)
    ]  # fmt: skip
    if len(slots) != 1 or not _CHANGED.search(text) or len(text.split()) > _SHORT:
        return []
    value = _as(q, slots[0], context)
    return [] if value is None else [Heard(slots[0], value, 0, len(text), 0.92)]


_SHORT = 9
"""Words up to which a message may say nothing but a new number."""


def _is(q: Quantity, slot: str, context: Context) -> bool:
    known = context.brief.get(slot)
    if isinstance(known, str | bool) or known is None:
        return False
    value = _as(q, slot, context)
    if slot in _SHARES and q.kind == "number" and q.whole and 1 <= q.value <= 99:
        value = q.value / 100  # "90 was too greedy" of 90 in 100
    return value is not None and abs(value - float(known)) < 1e-9


def _as(q: Quantity, slot: str, context: Context) -> Any:
    """Return a quantity as the value of a slot, or None where it is of another kind."""
    if slot in _SHARES:
        return round(q.value, 9) if q.kind == "percent" else None
    if slot == "limits.seconds":
        return tidy(q.value) if q.kind == "duration" else None
    if slot == "limits.latency_ms":
        if q.kind == "milliseconds":
            return tidy(q.value)
        return tidy(q.value * 1000) if q.kind == "duration" else None
    if slot in ("limits.size_mb", "limits.memory_mb"):
        return tidy(q.value) if q.kind == "size" else None
    if slot == "success.k":
        return int(q.value) if q.kind == "number" and q.whole else None
    if slot == "success.tolerance":
        if q.kind == "percent":
            return round(q.value, 9)
        plain = q.kind in ("number", "money", "duration")
        return tidy(in_units(q, context)) if plain else None
    if slot == "success.target_value" and q.kind == "percent":
        return round(q.value, 9)
    return tidy(q.value) if q.kind in ("number", "money") else None


_FACTOR = re.compile(
    r"\b(?P<f>double|twice|triple|treble|quadruple|halve|half)\b(?: of)?\s(?:that|the|this|it|your|my|our)"
    r"(?:\s(?P<what>[a-z -]{2,24}))?",
    re.IGNORECASE,
)
_HALVED = re.compile(
    r"\b(?:cut|chop|split|bring) (?:the |that |my |our )?(?P<what>[a-z -]{2,24}?) (?:in|by|down to) (?P<f>half)\b",
    re.I,
)
_FACTORS = {"double": 2.0, "twice": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0,
            "halve": 0.5, "half": 0.5}  # fmt: skip
_THINGS = (
    ("limits.seconds", r"time|minutes|hour|seconds|budget|limit|clock|search"),
    ("success.k", r"calls?|list|visits?|number|names|letters|capacity|places|slots"),
    ("limits.memory_mb", r"memory|ram"),
    ("limits.size_mb", r"size|megabytes"),
    ("success.tolerance", r"tolerance|slack|margin|leeway"),
    ("success.miss_cost", r"miss|missed|loss"),
    ("success.false_alarm_cost", r"false alarm|alarm|call cost|waste"),
)


def _scaled(text: str, context: Context) -> list[Heard]:
    """Return an agreed number times a factor: "double that time"."""
    match = _HALVED.search(text) or _FACTOR.search(text)
    if match is None or quantities(text.replace(match.group(), " ")):
        return []
    factor = _FACTORS[match["f"].casefold()]
    said = match["what"] or ""
    agreed = [s for s in _NUMBERS if isinstance(context.brief.get(s), int | float)]
    named = [
        s
        for s, words in _THINGS
        if s in agreed and re.search(rf"\b(?:{words})\b", said, re.I)
    ]
    slots = named or (agreed if len(agreed) == 1 else [])
    if len(slots) != 1:
        return []
    value = tidy(float(context.brief.get(slots[0])) * factor)
    return [Heard(slots[0], value, 0, len(text), 0.92)]
