"""Readings that a story makes doubtful: a number in an anecdote, one word of a header.

What is doubtful is offered and not done. Invariant: a short answer is never doubted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .bearing import bears_on
from .likening import like
from .quantities import quantities
from .reading import Context, Heard

_STORY = 7
"""Words from which an answer to a question for one number may be a story."""
DOUBTED = 0.45
_ANSWERS = {
    "limits.seconds": frozenset({"time_amount", "time_short", "time_long"}),
    "success.k": frozenset({"capacity", "capacity_share", "budget"}),
}
_PRICES = frozenset({"miss", "false_alarm", "hit", "act_cost", "review"})
_REMARKS = frozenset({"out_of_scope", "unsure"})


def doubted(heard: list[Heard], said: str, context: Context) -> list[Heard]:
    """Return what was heard, the doubtful with a score that asks.

    Parameters
    ----------
    heard : list of Heard
    said : str
        As `normal` returns it.
    context : Context
    """
    if len(said.split()) < _STORY:
        return heard
    asking = context.asking or ""
    answers = _PRICES if asking.endswith("_cost") else _ANSWERS.get(asking)
    if (
        asking in _ONE_NUMBER
        and _numbered(heard, asking)
        and not bears_on(said, context)
    ):
        return [_lower(h) for h in heard]
    if asking == "success.objective":
        return [_lower(h) if _half(h, heard, said) else h for h in heard]
    if asking.endswith("_cost") and _PAST.search(said) and not _PRICED.search(said):
        return [_lower(h) if h.slot == asking else h for h in heard]
    if asking in (*_ANSWERS, *_COSTS) and _elsewhere_or_before(said):
        return [_lower(h) for h in heard]
    if asking.endswith("_cost") and _DUBIOUS.search(said):
        return [_lower(h) if h.slot == asking else h for h in heard]
    if (
        asking in (*_ANSWERS, *_NUMBERS)
        and _OF_OTHERS.search(said)
        and not _OURS.search(said)
    ):
        return [_lower(h) if h.slot == asking else h for h in heard]
    if answers and _remark(said, context, answers):
        return [_lower(h) if h.slot == context.asking else h for h in heard]
    return heard


_DUBIOUS = re.compile(
    r"\bmade (?:that|it|them) up\b|\bout of thin air\b|\b(?:pure|wild) guess\b|\bno idea (?:if|whether|where)\b"
    r"|\bdon'?t (?:trust|believe) (?:that|it|him|her|them)\b",
    re.IGNORECASE,
)
"""A number whose teller is not believed."""
_PAST = re.compile(
    r"\b(?:was|were|had|did|took|ate|went|used to|once|this (?:spring|summer|autumn|winter|year|week)"
    r"|last (?:spring|summer|autumn|winter|year|week|month))\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:my|our|the|a) (?:\w+ )?(?:colleague|neighbou?r|friend|brother|sister|cousin|nephew"
    r"|niece|uncle|aunt|father|mother|dad|mum|mom|grandfather|grandmother|husband|wife|son|daughter"
    r"|in-law|mate|predecessor|rival"
    r"|competitor|other (?:branch|team|shop|office|site))s?\b|\bused to\b|\bback then\b"
    r"|\blast (?:spring|summer|autumn|winter|year|week|month)(?:'s)?\b.{0,30}\b(?:took|was|were|had|did|ran)\b",
    re.IGNORECASE,
)
_NUMBERS = (
    "success.tolerance", "success.target_value", "success.recall", "success.precision", "success.share",
    "success.coverage", "success.quantile", "expectations.value", "limits.latency_ms",
)  # fmt: skip
_COSTS = ("success.miss_cost", "success.false_alarm_cost", "success.hit_cost")
_AT_ANOTHER = re.compile(
    r"\b(?:at|in|with|for) (?:my|our|the|his|her|their) (?:old|previous|former|last|other|first|husband's|wife's|\w+'s)"
    r" (?:\w+ )?(?:job|work|place|practice|shop|firm|company|office|school|clinic|employer|boss|plant|site|farm|hotel"
    r"|branch|town|team)\b|\bback (?:home|in (?:the )?(?:day|\d{4}|[a-z]+))\b|\bwhen i (?:was|worked|started|still)\b",
    re.IGNORECASE,
)
"""Where a story plays: not here, or not now."""
_THEN = re.compile(
    r"\b(?:they|he|she|someone|management|the (?:boss|council|board|office|bosses)) (?!need|speed"
    r"|feed|exceed)(?:\w{2,}ed"
    r"|cut|took|gave|put|let|sent|got|made|sold|lost|paid|bought|told|said)\b",
    re.IGNORECASE,
)
"""What others did: "they doubled the team, and then sacked two"."""


def _elsewhere_or_before(said: str) -> bool:
    """Return whether numbers are told of another place, or of what others did."""
    told = _AT_ANOTHER.search(said) or _THEN.search(said)
    return bool(told) and not _OURS.search(said)


_OURS = re.compile(
    r"\b(?:i|we|you) (?:want|need|can|could|may|do|would|should|must|have)\b|\b(?:i|we|you)'(?:d|ve)\b|\bmake it\b"
    r"|\bat (?:least|most)\b|\b(?:same|as many|as long)\b",
    re.IGNORECASE,
)
"""What tells a wish of one's own from a story of what others do, or what was."""
_PRICED = re.compile(
    r"\b(?:costs?|los[es]\w*|worth|each|per|a (?:piece|head|go|time))\b", re.I
)
"""What a price is told with; a sum in a story of the past has none of it."""
_TWO_SIDES = 10
"""Words from which one price alone may be half of what was said."""


_ONE_NUMBER = frozenset({*_ANSWERS, *_NUMBERS, *_COSTS})


def _numbered(heard: list[Heard], asking: str) -> bool:
    """Return whether the open question was answered by a number."""
    return any(
        h.slot == asking and isinstance(h.value, int | float) and h.value for h in heard
    )


def _half(h: Heard, heard: list[Heard], said: str) -> bool:
    """Return whether one price was heard in a message long enough for both."""
    prices = [o for o in heard if o.slot.endswith("_cost")]
    return h in prices and len(prices) == 1 and len(said.split()) >= _TWO_SIDES


def _remark(said: str, context: Context, answers: frozenset[str]) -> bool:
    """Return whether a message with one number is more like a remark than an answer."""
    if len(quantities(said)) != 1:
        return False
    ranked = like(said, context, answers | _REMARKS)
    return bool(ranked) and ranked[0].label in _REMARKS


def _lower(h: Heard) -> Heard:
    return replace(h, score=min(h.score, DOUBTED))
