"""Slots heard, put together as readings: rivals offered, numbers left over noticed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..brief import Source
from .gathering import corrects
from .hunting import hunt
from .implied import IMPLIED
from .quantities import Quantity, quantities
from .reading import CLARIFY, Context, Heard, Reading, Understanding, one
from .sums import counted
from .told_shares import only_told
from .too_much import too_much

MOST_OFFERED = 4
DOUBT = 0.5
"""A slot heard with less than this is offered, not set."""


def grouped(
    heard: list[Heard], said: str, context: Context, another: bool
) -> Understanding:
    """Return one reading, or several where two columns may be meant alike."""
    targets = [h for h in heard if h.slot == "table.target"]
    rest = [h for h in heard if h.slot != "table.target"]
    known = any(h.slot in context.brief for h in heard)
    act = "correct" if corrects(said) and known else "inform"
    acts = (act, "round") if another else (act,)
    top = targets[0].score if targets else 0.0
    rivals = [t for t in targets if t.score >= top - 0.05][:MOST_OFFERED]
    if len(rivals) > 1:
        readings = [reading_of(acts, [*rest, rival], said, context) for rival in rivals]
        return Understanding(CLARIFY, tuple(readings))
    reading = reading_of(acts, [*rest, *targets[:1]], said, context)
    doubtful = any(h.score < DOUBT for h in rest)
    if doubtful or (not targets and reading.unused):
        return Understanding(CLARIFY, (reading,))
    return one(reading)


def reading_of(
    acts: tuple[str, ...], heard: Sequence[Heard], said: str, context: Context
) -> Reading:
    """Return the reading of these slots, with the numbers that it leaves unused."""
    slots: dict[str, Any] = {h.slot: h.value for h in heard}
    spans = {h.slot: said[h.start : h.end] for h in heard}
    used = [(h.start, h.end) for h in heard]
    found = quantities(said)
    taken = [q for q in found if any(s < q.end and q.start < e for s, e in used)]
    unused = tuple(
        q.text
        for q in found
        if q not in taken
        and (q.kind, q.value) not in {(t.kind, t.value) for t in taken}  # said again
        and not _harmless(q, said, slots)
        and not too_much(q, said, found)
        and not only_told(said, q, hunt(context))
        and not _agreed_before(q, context)
    )
    score = min((h.score for h in heard), default=1.0) * (0.7 if unused else 1.0)
    return Reading(
        acts, _completed(slots, context, said), None, score, unused, spans=spans
    )


def _agreed_before(q: Quantity, context: Context) -> bool:
    """Return whether a number is one that was agreed before: it is spoken of, not set."""
    known = [context.brief.get(s) for s in context.brief if s.startswith("success.")]
    numbers = [
        v for v in known if isinstance(v, int | float) and not isinstance(v, bool)
    ]
    return any(abs(q.value - v) < 1e-9 for v in numbers)


_WORDS_ALONE = frozenset(
    {"goal.purpose", "goal.task", "goal.action", "table.row", "split.kind", "split.column",
     "limits.glass_box", "preferences.simple", "goal.event"}
)  # fmt: skip
"""Slots that no number belongs to: one beside them tells a time, a year, a story."""


def _harmless(q: Quantity, said: str, slots: Mapping[str, Any]) -> bool:
    """Return whether a number left over carries no wish of its own."""
    if set(slots) <= _WORDS_ALONE and q.kind in ("number", "duration"):
        return True
    if set(slots) <= _WORDS_ALONE | _LISTS and _TOLD.search(
        q.text + said[q.end :][:12]
    ):
        return True  # "is in there six times", "one of the two is sold"
    steps = slots.get("success.objective") == "within_one"
    if steps and q.kind == "number" and q.whole and q.value <= _STEPS:
        return True  # "one step off is fine, two is not": the measure says it
    if set(slots) == {"success.objective"} and _story(q, said, slots):
        return True
    if q.kind == "duration" and _AGO.match(said[q.end :]):
        return True  # "two years ago" tells when something was
    if q.kind == "duration" and q.value >= _LIFETIME:
        return True  # "for 22 years now" is no wish
    after = said[q.end :]
    if "success.quantile" in slots and (
        q.text.casefold() == "one" or _no_matter(q, said)
    ):
        return True
    if any(s.endswith("_cost") for s in slots) and q.kind == "duration":
        return True  # "half a day, say 400": the sum says the same in money
    if set(slots) >= _BOTH and counted(said, q):
        return True  # "with four colleagues": both prices are told, and this is none
    staff = "success.k" in slots and counted(said, q)
    return staff and not re.search(r"\beach\b", after, re.IGNORECASE)


_WHETHER = re.compile(r"\bwhether\b[^,.;]*$", re.IGNORECASE)
_LUCK = re.compile(
    r"[^,.;]*\b(?:luck|problem|business|affair|bonus|fine|no matter|doesn't matter|all one|don't care|nothing|worry)\b",
    re.IGNORECASE,
)


def _no_matter(q: Quantity, said: str) -> bool:
    """Return whether a number tells of what is all the same: "whether they wait an hour is their luck"."""
    return (
        _WHETHER.search(said[: q.start]) is not None
        and _LUCK.match(said, q.end) is not None
    )


def _story(q: Quantity, said: str, slots: Mapping[str, Any]) -> bool:
    """Return whether a number only tells why a measure is wished for: "with 2 % fraud, ..."."""
    measure, before, after = slots["success.objective"], said[: q.start], said[q.end :]
    if q.kind == "duration":
        return (
            re.match(r"(?:the |a )?(?:whole|entire|full)\b", q.text, re.I) is not None
        )
    if q.bound in ("at_least", "at_most") and not _ONLY.search(before):
        return False
    if q.kind == "percent" and measure in _NO_SHARE:
        return bool(_SO_IT_IS.match(after) or _WITH.search(before))
    if measure == "accuracy" and q.value in (10, 100, 1000):
        return re.search(r"\b(?:of|in)\s(?:a )?$", before, re.I) is not None
    return _COMPARES.search(said) is not None and _OFF.match(after) is not None


_NO_SHARE = frozenset(
    "average_precision roc_auc balanced_accuracy f1 f1_macro brier log_loss".split()
)
_ONLY = re.compile(r"\b(?:only|just)\s$", re.IGNORECASE)
_SO_IT_IS = re.compile(
    r"\s?(?:of (?:the |my |our |all )?\w+\s|\w+\s)?(?:is|are|was|were|has|have|don't|doesn't|never|do|does|prevalence)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:with|at|because of|given|since)\s(?:only |just )?$", re.I)
_COMPARES = re.compile(r"\b(?:worse than|same as|same like|as bad as)\b", re.IGNORECASE)
_OFF = re.compile(r"\s?(?:\w{1,8}\s)?(?:off|out|wrong)\b", re.IGNORECASE)
_LISTS = frozenset({"table.ignore", "limits.never_columns"})
_TOLD = re.compile(
    r"\btimes\b|^(?:one|two|three|four|half|most|some) of\b|^two\b", re.IGNORECASE
)
_AGO = re.compile(r"\s*(?:ago|back|earlier)\b", re.IGNORECASE)
_STEPS = 3
_BOTH = frozenset({"success.miss_cost", "success.false_alarm_cost"})
_LIFETIME = 2 * 31_536_000
"""Seconds: so long a time tells of experience."""

_AS_REQUIREMENT = {
    "success.recall": "recall",
    "success.precision": "precision",
    "success.fpr": "fpr",
}


_PRICES = ("success.miss_cost", "success.false_alarm_cost")
_NO = re.compile(r"\W*(?:no|wrong|not so|not that)\b", re.IGNORECASE)


def _completed(slots: dict[str, Any], context: Context, said: str) -> dict[str, Any]:
    """Add the objective that a value implies; beside an agreed one it is a must."""
    agreed = context.brief.get("success.objective")
    if context.brief.source("success.objective") in (Source.ASSUMED, Source.DELEGATED):
        agreed = None  # a measure that nobody chose gives way to one that is said
    found = dict(slots)
    if set(_PRICES) <= set(found) and "success.k" in found:
        # Both prices and how many there is time for: the money counts, within that.
        found.setdefault("success.objective", "expected_cost")
    for slot, objective in IMPLIED.items():
        if slot not in found or "success.objective" in found:
            continue
        if agreed is None or agreed == objective:
            if agreed is None:
                found["success.objective"] = objective
        elif slot in _AS_REQUIREMENT and _NO.match(said):
            found["success.objective"] = objective  # "no, 90 of 100 must be found"
        elif slot in _AS_REQUIREMENT:
            before = list(context.brief.get("success.require", ()))
            bound = "at_most" if slot == "success.fpr" else "at_least"
            must = {"metric": _AS_REQUIREMENT[slot], bound: found.pop(slot)}
            found["success.require"] = (*before, must)
        elif context.asking != slot:
            found["success.objective"] = objective
    return found
