"""A number as the answer to the open question, in the slot's own unit."""

from __future__ import annotations

import re

from ..schema import slots
from .by_column import by_column
from .compared_to import compared_to
from .lexicon import find
from .mistakes import mistakes
from .naming import column_for
from .numerals import value_of
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .spare_room import left_of
from .sums import tidy

_MONEY = ("number", "money")


_BETWEEN = re.compile(
    r"\b(?:between|from|anything from)\b[^,;.]*\b(?:and|to)\s*$|\d\s*(?:-|to|or)\s*$",
    re.I,
)


_SCORES = ("expectations.value", "success.target_value")


_OF_ONE = frozenset(
    "roc_auc average_precision accuracy balanced_accuracy f1 f1_macro r2 top_k_accuracy within_one"
    " within_tolerance precision_at_recall recall_at_precision recall_at_fpr precision_at_k"
    " quadratic_kappa interval".split()
)
"""Measures that lie between 0 and 1: of them 70 is 0.7."""


_WITH_UNIT = ("limits.latency_ms", "limits.size_mb", "limits.memory_mb")


_ONCE = re.compile(r"\blast (?:year|month|week|time)\b|\bused to\b|\btoo many\b", re.I)


def number_answered(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    """Return the number that a message gives to a slot of this kind."""
    times = _times_the_other(slot, text, context)
    if times is not None:
        return [times]
    against = compared_to(slot, text, context) if kind == "cost" else []
    if against:
        return against
    found = [q for q in quantities(text) if _fits(slot, kind, q)]
    own = _in_its_unit(slot, text, alone=not found)
    if own is not None:
        return [own]
    parts = [q for q in found if q.kind == "percent"]
    if slot in _SCORES and len(parts) == 1:
        found = parts
    alike = len(found) == 2 and found[0].kind == found[1].kind
    if alike and _BETWEEN.search(text[: found[1].start]):
        low, high = found
        middle = tidy((low.value + high.value) / 2)  # offered, to be corrected
        return [Heard(slot, middle, low.start, high.end, 0.45)]
    if not found:
        return _without_number(slot, kind, text, context)
    if len(found) > 1:
        return []
    q = found[0]
    if _ONCE.search(text):  # what was, is not what shall be: it is offered
        was = int(q.value) if q.whole else q.value
        return [Heard(slot, was, q.start, q.end, 0.4)]
    if _of_no_unit(slot, q, text):
        return []
    value = _scaled(slot, kind, q, context)
    return [Heard(slot, value, q.start, q.end, 0.95), *_with_it(slot, q)]


_OF_THAT = re.compile(
    r"^\W*(?:(?:about|roughly|maybe|say|around|perhaps|i'd say|some)\s)*"
    r"(?P<f>double|twice|triple|treble|half|(?P<n>\S+) times"
    r"|an? (?:third|quarter|fifth|tenth|twentieth|hundredth))"
    r"(?: of| as much as)? (?:that|it|this|the other(?: one)?)\W*$", re.IGNORECASE,
)  # fmt: skip
_PARTS = {"double": 2.0, "twice": 2.0, "triple": 3.0, "treble": 3.0, "half": 0.5, "third": 1 / 3, "quarter": 0.25,
          "fifth": 0.2, "tenth": 0.1, "twentieth": 0.05, "hundredth": 0.01}  # fmt: skip
_OTHER = {
    "success.miss_cost": "success.false_alarm_cost",
    "success.false_alarm_cost": "success.miss_cost",
}


def _times_the_other(slot: str, text: str, context: Context) -> Heard | None:
    """Return a price told by the other mistake's: "a twentieth of that"."""
    match, held = _OF_THAT.match(text), context.brief.get(_OTHER.get(slot, ""))
    if match is None or not isinstance(held, int | float):
        return None
    factor = (
        value_of(match["n"])
        if match["n"]
        else _PARTS[match["f"].split()[-1].casefold()]
    )
    if not factor:
        return None
    return Heard(slot, tidy(round(held * factor, 2)), 0, len(text), 0.9)


def _in_its_unit(slot: str, text: str, *, alone: bool) -> Heard | None:
    """Return a size or a time in its own unit, or a share where a count was asked."""
    said = quantities(text)
    if slot in _WITH_UNIT:
        sized = [q for q in said if q.kind in ("size", "milliseconds")]
        if len(sized) == 1:
            q = sized[0]
            rest = left_of(q, text)
            if rest is not None:
                return Heard(slot, *rest, 0.95)
            return Heard(slot, tidy(q.value), q.start, q.end, 0.95)
    share = [q for q in said if q.kind == "percent" and 0 < q.value < 1]
    if slot == "success.k" and alone and len(share) == 1:
        q = share[0]
        return Heard("success.share", q.value, q.start, q.end, 0.9)
    return None


_AS_PRICE = re.compile(
    r"\b(?:costs?|costing|los[et]s?|losing|worth|pays?|paid|charges?d?|priced?|sets? (?:me|us) back)\b[^.;,]{0,24}$",
    re.IGNORECASE,
)
"""Before a sum of money: "an empty seat costs me 25" is no length of a list."""


def _of_no_unit(slot: str, q: Quantity, text: str) -> bool:
    """Return whether a number cannot be taken in the slot's unit."""
    if slot == "success.k" and _AS_PRICE.search(text[: q.start]):
        return True
    if slot == "limits.seconds" and (q.kind == "number" or q.value > 7 * 86_400):
        return True  # seconds or minutes? the unit is asked, not guessed
    # "Once at eleven" is no number of milliseconds.
    return slot in _WITH_UNIT and q.kind == "number" and len(text.split()) > 4


def _scaled(slot: str, kind: str, q: Quantity, context: Context) -> float | int:
    """Return a number as the slot counts: 70 of what lies between 0 and 1 is 0.7."""
    of_one = slot in _SCORES and context.brief.get("success.objective") in _OF_ONE
    shares = kind == "number" and (slots()[slot].maximum == 1 or of_one)
    value = q.value / 100 if shares and 1 < q.value <= 100 else q.value
    if kind == "whole" or (value == int(value) and kind == "cost"):
        return int(value)
    return value


def _with_it(slot: str, q: Quantity) -> list[Heard]:
    """Return what the same words say beside the number: of what, or per what."""
    if slot == "success.tolerance":
        return [Heard("success.relative", q.kind == "percent", q.start, q.end, 0.95)]
    if slot == "success.k" and q.per:
        return [Heard("success.per", q.per, q.start, q.end, 0.95)]
    return []


def _fits(slot: str, kind: str, q: Quantity) -> bool:
    if slot == "limits.seconds":
        return q.kind in ("duration", "number")
    if kind == "cost":
        return q.kind in _MONEY
    if kind == "whole":
        return q.kind == "number" and q.whole
    return q.kind in ("number", "percent", "money")


def _without_number(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    if kind != "cost":
        return []
    if find(mistakes()["free"], text):
        return [Heard(slot, 0, 0, len(text), 0.9)]
    if re.search(r"\b(?:why|how come|asking)\b", text, re.IGNORECASE):
        return []
    column = by_column(text, context.facts, context.brief.get("table.target"))
    if column is None and context.facts:
        named = column_for(text, context.facts)
        facts = context.facts.column(named) if named else None
        column = named if facts and facts.kind.numeric else None
    return [Heard(slot, column, 0, len(text), 0.85)] if column else []
