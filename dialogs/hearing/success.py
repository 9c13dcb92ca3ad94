"""How the business counts right and wrong, heard as slots of the brief.

Invariant: a number is given a role only where words say so; otherwise it is left unused,
and asked about.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .among_classes import among_classes, by_words
from .by_the_other import priced_by_other
from .contented import with_goal
from .costs import costs_in
from .even import even_in
from .figures import figures_in
from .held_rates import held_rate, named_rate
from .honest import chance_asked, chances_kept
from .hunting import hunt
from .lexicon import find, lexicon
from .list_shares import list_share
from .listing import list_length, works
from .matrix import matrix_in
from .measure_names import measure_named
from .mistakes import mistakes
from .musts import with_must
from .proportions import proportions_in
from .quantities import Quantity, quantities
from .ratios import ratio_in
from .reading import Context, Heard
from .rescuing import with_success
from .shares import capacity_in, shares_in
from .so_many import MONEY, so_many
from .steps import steps_told
from .sums import by_chance, tidy
from .told_shares import only_told

__all__ = ["Heard", "success_in", "task_of"]

NUMBERS = ("regression", "forecast")
MANY = ("multiclass", "ordinal")


def success_in(text: str, context: Context) -> list[Heard]:
    """Return the slots of ``[success]`` that a message sets.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    found = tuple(q for q in quantities(text) if not _GIVEN_UP.search(text[: q.start]))
    task = task_of(context)
    held = held_rate(text, found) if task == "binary" else []
    if task == "binary" and not held and "success.objective" not in context.brief:
        held = named_rate(text, found)
    if held:
        return held
    named = measure_named(text, found, context, task in MANY)
    meaning = re.search(r"\b(?:meaning|i mean|as in|that is|so that it)\b", text, re.I)
    agreed = context.brief.get("success.objective")
    if context.asking is None and len(named) == 1 and named[0].value == agreed:
        named = []  # what holds already is spoken of, and not asked for
    if named and not meaning:
        return with_goal(named, text, found, context)
    if task in NUMBERS:
        return with_goal(figures_in(text, found, context), text, found, context)
    found = tuple(q for q in found if not only_told(text, q, hunt(context)))
    if task in MANY:
        return (
            chances_kept(text, found, "log_loss")
            or (steps_told(text, found) if task == "ordinal" else [])
            or among_classes(text, found)
            or matrix_in(text, found, context)
        )
    return _of_two(text, by_chance(found, text), context)


def _of_two(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return what a message says of success where there are two outcomes."""
    bare = _two_bare(text, found, context)
    if bare:
        return bare
    honest = by_words(text, "binary") if _MEANS.search(text) else []
    honest = chances_kept(text, found, "brier") or honest
    if context.asking == "success.objective":
        # "The true chance, the price hangs on it": no price stands where a chance does.
        honest = honest or chance_asked(text, found, "brier")
    prices = costs_in(text, found, context)
    if context.asking is None and not _MONEY_SAID.search(text):
        # A column is no price where nobody speaks of what a mistake costs.
        prices = [h for h in prices if not isinstance(h.value, str)]
    return (
        honest
        or with_success(text, found, lambda t, q: costs_in(t, q, context))
        or with_must(text, found, hunt(context), lambda t, q: _of_two(t, q, context))
        or _both(prices, text, found)
        or _crew(text, found)
        or so_many(text, found)
        or (
            even_in(text, found, context)
            or priced_by_other(text, found, context)
            or ratio_in(text, found, context)
            or _one_and_a_must(proportions_in(text, found, hunt(context)))
            or list_share(text, found, hunt(context))
            or _rates(text, found)
            or _left(text, found)
            or _budget(text, found)
            or _with_rate(prices, text, found)
            or _reconciled(text, found)
            or by_words(text, "binary")
        )
    )


_BARE = re.compile(
    r"^[\W\d]*(?:and|to|vs\.?|versus|against|k|euros?|dollars?|pounds?|eur|usd)?[\W\d]*$",
    re.I,
)


def _two_bare(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return two bare numbers as the prices in the order of the question, to be asked."""
    amounts = [q for q in found if q.kind in ("number", "money") and not q.per]
    if context.asking != "success.objective" or len(found) != 2 or len(amounts) != 2:
        return []
    rest = (
        text[: amounts[0].start]
        + text[amounts[0].end : amounts[1].start]
        + text[amounts[1].end :]
    )
    if not _BARE.match(rest):
        return []
    first, second = amounts
    return [
        Heard("success.miss_cost", tidy(first.value), first.start, first.end, 0.45),
        Heard(
            "success.false_alarm_cost",
            tidy(second.value),
            second.start,
            second.end,
            0.45,
        ),
    ]


_GIVEN_UP = re.compile(
    r"(?:\b(?:forget|scrap|drop|never mind|instead of|not)|n't)(?: about)?(?: the| that| those| my)?\s+$",
    re.IGNORECASE,
)
"""Before a number that is taken back."""


def _both(prices: list[Heard], text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return the prices where both are plainly told, whatever else the numbers could be."""
    told = {h.slot for h in prices if h.score >= 0.9}
    shares = any(q.kind in ("percent", "ratio") for q in found)
    priced = [q for q in found if any(h.start <= q.start < h.end for h in prices)]
    others = [q for q in found if q not in priced and q.kind != "duration"]
    if shares or len(others) > 1 or re.search(r"\bbudget\b", text, re.I):
        return []
    both = {"success.miss_cost", "success.false_alarm_cost"} <= told
    return _with_rate(prices, text, found) if both else []


def _with_rate(
    prices: list[Heard], text: str, found: tuple[Quantity, ...]
) -> list[Heard]:
    """Return prices with how many there is time for: "a miss 400, a call 20, 30 a day at most"."""
    rate = [
        q for q in found
        if q.kind == "number" and q.whole and q.value >= 1 and q.per and _MOST.search(text)
        and not any(h.start < q.end and q.start < h.end for h in prices)
    ]  # fmt: skip
    many = capacity_in(text, (rate[0],)) if len(prices) > 1 and len(rate) == 1 else []
    return [*prices, *many]


_MOST = re.compile(
    r"\b(?:at most|max(?:imum|imal)?|no more than|up to|only|can do|manage|handle|time for)\b",
    re.IGNORECASE,
)


def _one_and_a_must(heard: list[Heard]) -> list[Heard]:
    """Return two shares as the measure and what must hold beside it."""
    if len(heard) != 2 or {h.slot for h in heard} != _TWO_SHARES:
        return heard
    first, second = heard
    must = ({"metric": second.slot.removeprefix("success."), "at_least": second.value},)
    return [first, replace(second, slot="success.require", value=must, score=0.9)]


_TWO_SHARES = {"success.recall", "success.precision"}
_MONEY_SAID = re.compile(
    r"[$€£]|\b(?:cost\w*|price\w*|los[et]\w*|pay\w*|paid|worth|earn\w*|saves?)\b", re.I
)


def _crew(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return what so many people do each: 'two clerks, twenty calls a day each'."""
    counts = [q for q in found if q.kind == "number" and q.whole and q.value >= 1]
    if len(counts) != 2 or len(found) != 2 or MONEY.search(text):
        return []
    if not any(works(text, q) for q in counts):
        return []
    return [replace(h, score=0.92) for h in list_length(text, counts)]


_MEANS = re.compile(r"\b\d+ ?(?:%|percent)[^.;]{0,16}\bmean\b", re.IGNORECASE)
"""Percentages that must come true: "30 % has to mean 30 in 100"."""


def _rates(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return a capacity said as a rate with no money beside it: '6 visits per day'."""
    rate = [
        q for q in found if q.kind == "number" and q.whole and q.per and q.value >= 1
    ]
    priced = re.search(
        r"\b(?:cost|los[et]|loss|pay|worth|earn|charg)\w*", text, re.IGNORECASE
    )
    if len(rate) != 1 or priced or any(q.kind == "money" for q in found):
        return []
    return capacity_in(text, (rate[0],))


_LEFT = re.compile(
    r"\b(?:left|in (?:stock|total)|available|that's (?:it|all)|(?:only|just) (?:got|have|had)\b.{1,20}\bfor)\b",
    re.IGNORECASE,
)


def _left(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return a stock of things to give out: '400 vouchers left'."""
    plain = [q for q in found if q.kind == "number" and q.whole and not q.per]
    if len(found) != 1 or not plain or not _LEFT.search(text):
        return []
    q = plain[0]
    near = text[max(0, q.start - 20) : q.end + 20]
    noun = find(mistakes()["act"], text[q.end : q.end + 20]) or (
        find(lexicon()["capacity"]["words"], near) if "for" in near.split() else None
    )
    return [Heard("success.k", int(q.value), q.start, q.end)] if noun else []


_EACH = re.compile(r"\s?(?:each|apiece|a piece|per \w+|for each|every one)\b", re.I)


def _budget(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return how many a budget pays for: 'a budget of 10k, 2 each'."""
    sums = [q for q in found if q.kind in ("number", "money")]
    if len(found) != 2 or len(sums) != 2 or not re.search(r"\bbudget\b", text, re.I):
        return []
    each = [q for q in sums if _EACH.match(text, q.end) or q.per]
    whole = [q for q in sums if q not in each]
    if len(each) != 1 or not 0 < each[0].value <= whole[0].value:
        return []
    first, last = sorted((each[0], whole[0]), key=lambda q: q.start)
    k = int(whole[0].value // each[0].value)
    return [Heard("success.k", k, first.start, last.end)]


def _reconciled(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    shares = shares_in(text, found)
    budget = re.search(
        r"\b(?:budget|afford|capacity|left|per|a day|a week|top)\b", text, re.I
    )
    capacity = capacity_in(text, found)
    return (capacity or shares) if budget else (shares or capacity)


def task_of(context: Context) -> str:
    """Return the task said, or the one that the target's values imply."""
    said = context.brief.get("goal.task")
    if said:
        return str(said)
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None:
        return ""
    if column.kind.numeric and column.distinct > 12:
        return "regression"
    return "multiclass" if 2 < column.distinct <= 12 else "binary"
