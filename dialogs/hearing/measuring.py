"""How the business counts right and wrong, by the example that a message is nearest to.

An example tells which measure is meant; its numbers come from the message. Invariant: an
example whose measure needs a number that the message does not hold is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .bank import Likeness
from .by_example import meanings
from .hunting import hunt
from .likening import like
from .listing import list_length
from .measure_names import refused
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .shares import BORNE
from .success import task_of
from .sums import counted, tidy
from .told_shares import only_told
from .units import in_units

_PLAIN = ("number", "money", "duration")
KINDS = {
    "binary": "two", "regression": "number", "forecast": "number",
    "multiclass": "classes", "ordinal": "ordered",
}  # fmt: skip


def measured(said: str, context: Context) -> list[tuple[Likeness, list[Heard], bool]]:
    """Return what a message may mean by success, nearest first.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context

    Returns
    -------
    list of (likeness, slots heard, whether it is only to be offered)
    """
    section = meanings()["success"].get(KINDS.get(task_of(context), ""), {})
    found = quantities(said)
    results = []
    plain = _HEDGES.sub(lambda m: " " * len(m.group()), said)
    for near in like(plain, context, frozenset(section)):
        meaning = section[near.label]
        if meaning.get("needs") == "share" and any(
            only_told(said, q, hunt(context)) for q in found
        ):
            continue
        heard = _slots(meaning, said, found, context)
        if heard and not _given_up(meaning["objective"], said, context):
            mixed = meaning["objective"] == "accuracy" and _MIXED.search(said)
            results.append((near, heard, bool(meaning.get("doubt") or mixed)))
    return results


_HEDGES = re.compile(
    r"\b(?:probably|presumably|perhaps|maybe|possibly|likely as not)\b", re.IGNORECASE
)
"""Words that doubt what is said, and wish for no chance: "we would probably write"."""


def _given_up(objective: str, said: str, context: Context) -> bool:
    """Return whether a message takes a measure back, by name or as the one agreed."""
    agreed = context.brief.get("success.objective")
    if context.asking is None and agreed == objective:
        return True  # nobody corrects to what holds already
    return refused(objective, said)


_MIXED = re.compile(
    r"\b(?:confus\w*|mix(?:ed|ing)?[ -]?(?:up|ups)?|mixup\w*|instead of|tak(?:e|en|ing) \w+ for|in place of)\b",
    re.IGNORECASE,
)
"""What tells which mistakes are worse than others, and asks for no plain share of hits."""


def _slots(
    meaning: Mapping[str, Any], said: str, found: tuple[Quantity, ...], context: Context
) -> list[Heard]:
    # A measure told by words alone: the numbers beside them are part of the story.
    story = len(said) if "needs" not in meaning and not meaning.get("goal") else 0
    objective = Heard("success.objective", meaning["objective"], 0, story, 0.85)
    needs = meaning.get("needs")
    shares = _shares(found)
    amounts = _amounts(found)
    if needs is None:
        if not meaning.get("goal"):
            return [objective] if not shares else []
        return [objective, *_goal(meaning, shares, amounts, context)]
    heard = _needed(needs, meaning, said, found, context)
    return [objective, *heard] if heard else []


def _amounts(found: tuple[Quantity, ...]) -> list[Quantity]:
    return [q for q in found if q.kind in _PLAIN and q.value > 0]


def _shares(found: tuple[Quantity, ...]) -> list[Quantity]:
    return [q for q in found if q.kind == "percent" and 0 < q.value < 1]


def _needed(
    needs: str, meaning: Mapping[str, Any], said: str, found: tuple[Quantity, ...],
    context: Context,
) -> list[Heard]:  # fmt: skip
    if needs == "share":
        return _share(meaning, said, found)
    if needs == "amount":
        return _amount(meaning, found, context)
    if needs == "both":
        return _both(meaning, found, context)
    return (
        _count(meaning, said, found)
        if needs == "count"
        else _ratio(meaning, said, found)
    )


def _goal(
    meaning: Mapping[str, Any], shares: list[Quantity], amounts: list[Quantity],
    context: Context,
) -> list[Heard]:  # fmt: skip
    """Return the value that would be good enough, where one is said."""
    if meaning["objective"] == "mean_absolute_error":
        q = amounts[0] if len(amounts) == 1 and not shares else None
        value = in_units(q, context) if q else None
    else:
        plain = [q for q in amounts if q.kind == "number" and q.value <= 1]
        some = shares or plain
        q = some[0] if len(some) == 1 else None
        value = q.value if q else None
    if q is None or value is None:
        return []
    return [Heard("success.target_value", tidy(value), q.start, q.end, 0.85)]


def _share(
    meaning: Mapping[str, Any], said: str, found: tuple[Quantity, ...]
) -> list[Heard]:
    shares = _shares(found)
    if len(shares) != 1:
        return []
    q, slot = shares[0], meaning["slot"]
    value = _as_meant(q, meaning)
    if slot == "success.precision" and value == q.value and BORNE.search(said):
        value = 1 - value  # "I can live with 40 in 100 being nothing"
    heard = [Heard(slot, round(value, 9), q.start, q.end, 0.85)]
    if slot == "success.recall" and value < 0.3 and q.bound != "at_least":
        return []  # "one in eight stays away" tells how things are
    if slot == "success.tolerance" and q.value >= 0.5:
        return []  # "95 % accurate" is no tolerance
    if slot == "success.tolerance":
        heard.append(Heard("success.relative", True, q.start, q.end, 0.85))
    return heard


def _as_meant(q: Quantity, meaning: Mapping[str, Any]) -> float:
    """Return the share of a slot: "at most 3 in 100 lost" is 97 in 100 found."""
    value, slot = q.value, meaning["slot"]
    if slot in ("success.quantile", "success.coverage"):
        value = max(value, 1 - value)  # "exceeded 1 day in 20" is enough on 19
        return 1 - value if meaning.get("turned") else value
    if slot == "success.fpr":
        return min(value, 1 - value)  # "leave 96 in 100 alone" bothers 4
    if meaning.get("turned"):
        return value if q.bound == "at_least" else max(value, 1 - value)
    small = q.bound == "at_most" and value < 0.5 and slot in _WANTED
    return 1 - value if small else value


_WANTED = ("success.recall", "success.precision")
"""Shares of which more is wished for."""


def _both(
    meaning: Mapping[str, Any], found: tuple[Quantity, ...], context: Context
) -> list[Heard]:
    shares = _shares(found)
    amount = _amount(meaning, found, context)
    if len(shares) != 1 or not amount:
        return []
    q = shares[0]
    return [*amount, Heard("success.target_value", q.value, q.start, q.end, 0.85)]


def _amount(
    meaning: Mapping[str, Any], found: tuple[Quantity, ...], context: Context
) -> list[Heard]:
    amounts = _amounts(found)
    if len(amounts) != 1:
        return []
    q = amounts[0]
    value = in_units(q, context)
    return [Heard(meaning["slot"], tidy(value), q.start, q.end, 0.85),
            Heard("success.relative", False, q.start, q.end, 0.85)]  # fmt: skip


def _count(
    meaning: Mapping[str, Any], said: str, found: tuple[Quantity, ...]
) -> list[Heard]:
    counts = [q for q in found if q.kind == "number" and q.whole and q.value >= 1]
    if meaning["slot"] == "success.k" and meaning["objective"] == "precision_at_k":
        return list_length(said, counts)
    if len(counts) != 1:
        return []
    q = counts[0]
    return [Heard(meaning["slot"], int(q.value), q.start, q.end, 0.85)]


def _ratio(
    meaning: Mapping[str, Any], said: str, found: tuple[Quantity, ...]
) -> list[Heard]:
    """Return the level that a ratio, or the prices of both sides, make together."""
    ratios = [q for q in found if q.kind == "ratio" and q.second]
    amounts = [q for q in found if q.kind in ("number", "money") and q.value > 0
               and not counted(said, q)]  # fmt: skip
    if len(ratios) == 1:
        q, weight = ratios[0], ratios[0].value / (ratios[0].second or 1.0)
    elif len(amounts) == 2:
        q = max(amounts, key=lambda a: a.value)
        weight = q.value / min(a.value for a in amounts)
    else:
        return []
    level = 1 / (weight + 1) if meaning.get("turned") else weight / (weight + 1)
    first, last = min(a.start for a in found), max(a.end for a in found)
    return [Heard("success.quantile", tidy(round(level, 6)), first, last, 0.85)]


def two_shares(said: str, context: Context) -> list[Heard]:
    """Return what two shares in one message mean: one is the measure, one is a must.

    "Nine in ten found, and every second warning right": found comes first, so it is the
    measure. Two equal shares of nobody in particular are chances that must come true.
    """
    shares = [
        q for q in quantities(said)
        if q.kind == "percent" and 0 < q.value < 1 and not only_told(said, q, hunt(context))
    ]  # fmt: skip
    if task_of(context) != "binary" or len(shares) != 2:
        return []
    first, second = shares
    cut = _between(said, first, second)
    equal = abs(first.value - second.value) < 1e-9
    least = _OF_SOMEBODY if equal else 0.0
    halves = [_half(said[:cut], context, least), _half(said[cut:], context, least)]
    apart = all(halves) and halves[0][0].slot != halves[1][0].slot
    if equal and not (apart and cut != _middle(first, second)):
        return [Heard("success.objective", "brier", 0, len(said), 0.85)]
    if not apart:
        return []
    must = halves[1][0]
    name, bound = _MUSTS[must.slot]
    require = ({"metric": name, bound: must.value},)
    return [
        Heard("success.objective", _OBJECTIVES[halves[0][0].slot], 0, 0, 0.85),
        replace(halves[0][0], start=first.start, end=first.end),
        Heard("success.require", require, second.start, second.end, 0.85),
    ]


_MUSTS = {
    "success.recall": ("recall", "at_least"), "success.precision": ("precision", "at_least"),
    "success.fpr": ("fpr", "at_most"),
}  # fmt: skip
_OBJECTIVES = {
    "success.recall": "precision_at_recall", "success.precision": "recall_at_precision",
    "success.fpr": "recall_at_fpr",
}  # fmt: skip
_CUTS = re.compile(r"[,;.]\s|\s(?:and|but|while|with)\s", re.IGNORECASE)


def _between(said: str, first: Quantity, second: Quantity) -> int:
    """Return where the message is cut between two shares."""
    cuts = [
        m.start() for m in _CUTS.finditer(said) if first.end <= m.start() < second.start
    ]
    return cuts[-1] if cuts else _middle(first, second)


def _middle(first: Quantity, second: Quantity) -> int:
    return (first.end + second.start) // 2


_OF_SOMEBODY = 0.2
"""Likeness from which an equal share is one of those found, or of those left alone."""


def _half(part: str, context: Context, least: float) -> list[Heard]:
    labels = frozenset(
        {"recall", "missed_share", "precision", "wrong_share", "fpr", "spared"}
    )
    section = meanings()["success"]["two"]
    for near in like(part, context, labels):
        heard = _share(section[near.label], part, quantities(part))
        if heard and near.score >= least:
            return heard
    return []
