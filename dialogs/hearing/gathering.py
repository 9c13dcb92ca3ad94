"""All slots that a message sets, whichever is open: answered, volunteered, corrected.

Invariant: while one thing is asked, another is taken from the same message only where
words or units say so plainly.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ..brief import Source, Value
from .aiming import anew, in_short, of_target
from .amending import amended_in
from .answering import answer_to
from .gaps import gap_in
from .goals import goals_in
from .labelling import target_labelled
from .lexicon import find, lexicon
from .limits import limits_in
from .outcomes import event_in
from .quantities import quantities
from .reading import Context, Heard
from .refusing import wanted
from .settings import settings_in
from .success import success_in
from .supposed_target import weighed
from .targets import column_first, target_in
from .told_event import told_event


def heard_in(said: str, context: Context) -> list[Heard]:
    """Return what a message sets, the answer to the open question first."""
    changed = amended_in(said, context)
    if changed:
        return changed
    aim = _aim(said, context)
    first = column_first(said, context)
    found = [first] if first else _in_short(*aim) or answer_to(*aim)
    targets = _targets(*aim, found)
    target = _target(context, found, targets)
    aimed = _aimed(context, target)
    rest = [
        *gap_in(said, aimed),
        *settings_in(said),
        *event_in(said, aimed, target),
        *told_event(said, context, target),
        *_success(said, aimed),
        *goals_in(said, context),
        *limits_in(said, context),
    ]
    found, rest, targets = _sorted_out(said, context, found, rest, targets)
    taken: dict[str, Heard] = {}
    for heard in [*found, *rest]:
        taken.setdefault(heard.slot, heard)
    own = "table.target" in {h.slot for h in found}
    return [*taken.values(), *(t for t in targets if not own)]


def _aim(said: str, context: Context) -> tuple[str, Context]:
    """Return the part of a message that speaks of what to predict, and the columns it may be."""
    if context.asking != "table.target":
        return anew(said, context) or (said, context)
    text, left = wanted(said, context)
    return of_target(text), left


def _in_short(said: str, context: Context) -> list[Heard]:
    """Return the one column that a message comes down to in its own last words."""
    last = in_short(said) if context.asking == "table.target" else None
    if last is None:
        return []
    at = said.rindex(last)
    found = answer_to(last, context) or target_in(last, context)
    if len({h.value for h in found}) != 1:
        return []
    return [replace(found[0], start=at, end=at + len(last), score=0.95)]


def _targets(said: str, context: Context, found: list[Heard]) -> list[Heard]:
    """Return the columns to predict that a message may mean, beside an answer."""
    if any(h.slot == "table.target" for h in found):
        return []
    open_ = (
        context.brief.get("table.target") is None or context.asking == "table.target"
    )
    if not open_ and not corrects(said) and not _named_anew(said, context):
        return []
    numbers = quantities(said)
    # "20 a day" is a number of something, and names no column called days.
    found = [
        t for t in target_in(said, context)
        if t.score >= 0.95
        or not any(q.start <= t.start and t.end <= q.end for q in numbers)
    ]  # fmt: skip
    fresh = context.facts is not None and "table.target" not in context.brief
    return weighed(said, context.facts, found) if fresh and context.facts else found


def _named_anew(said: str, context: Context) -> bool:
    """Return whether another column is called the one to predict, while there is no model.

    "Predict fee" is then no question: nothing could answer it.
    """
    if context.has_model or context.facts is None:
        return False
    labelled = target_labelled(said, context.facts)
    return labelled is not None and labelled.value != context.brief.get("table.target")


def _target(context: Context, found: list[Heard], targets: list[Heard]) -> Any:
    """Return the target that the rest of a message is about."""
    known = context.brief.get("table.target")
    answered = [h for h in found if h.slot == "table.target"]
    if answered:
        return answered[0].value
    if targets and (known is None or context.asking == "table.target"):
        return targets[0].value
    return known


Three = tuple[list[Heard], list[Heard], list[Heard]]


def _sorted_out(
    said: str, context: Context, found: list[Heard], rest: list[Heard],
    targets: list[Heard],
) -> Three:  # fmt: skip
    """Return what was heard without what its own neighbours show to be meant otherwise."""
    dropped = {n for h in rest if h.slot in _OUT for n in h.value}
    if context.asking == "table.target" and dropped:
        # What is to be left out is not what is to be predicted.
        targets = [t for t in targets if t.value not in dropped]
        found = [h for h in found if h.value not in dropped]
    if context.asking == "expectations.drivers" and {h.slot for h in rest} & set(_OUT):
        # "Ignore that column" is no guess that it matters.
        found = []
        rest = [h for h in rest if h.slot != "expectations.drivers"]
    if any(h.slot.startswith("success.") for h in rest):
        # "a miss costs 200" while a guess was asked for is no guess about a column.
        rest = [h for h in rest if h.slot != "expectations.drivers"]
    if any(h.slot == "success.require" and h.score > 0.9 for h in rest):
        # "At most 5 points apart" is no share to find, and no length of a list.
        own = ("success.require",)
        rest = [h for h in rest if h.slot in own or not h.slot.startswith("success.")]
    if any(h.slot.endswith("_cost") and h.score >= 0.9 for h in rest):
        # "8 times worse" weighs two mistakes, and no groups.
        rest = [h for h in rest if h.slot != "success.require" or h.score >= 0.5]
    if any(h.slot == "success.objective" and h.value in _OF_CHANCES for h in rest):
        rest = [
            h for h in rest if h.slot != "search.calibrate"
        ]  # it asks for that itself
    if not _PRICED.search(said):
        rest = _no_outcome_priced(said, found, rest)
    if any(h.slot.endswith("_cost") for h in rest):
        rest = _reviewed_once(rest)
        # "A miss costs 120" prices the mistakes, and names no outcome to find.
        found = [h for h in found if h.slot != "goal.event" or h.score > 0.9]
        rest = [
            h for h in rest if h.slot != "goal.event" or h.end - h.start < len(said)
        ]
    if context.asking in _NUMBER_SLOTS:
        # A number that answers the question means nothing else beside it.
        rest = [h for h in rest if h.slot not in _NUMBER_SLOTS or not _shared(h, found)]
    return _once_each(found, rest), _once_each(rest, rest), targets


def _once_each(heard: list[Heard], rest: list[Heard]) -> list[Heard]:
    """Return what was heard, no time of an answer as something else beside it."""
    soon = [h for h in rest if h.slot == "limits.latency_ms"]
    return [
        h for h in heard
        if not h.slot.startswith("success.")
        or not any(s.start < h.end and h.start < s.end for s in soon)
    ]  # fmt: skip


def _no_outcome_priced(said: str, found: list[Heard], rest: list[Heard]) -> list[Heard]:
    """Return what was heard, no number as a price that is the outcome: "who is a 1"."""
    outcomes = {str(h.value) for h in [*found, *rest] if h.slot == "goal.event"}
    priced = [
        h for h in rest
        if h.slot.endswith("_cost") and said[h.start : h.end].strip() in outcomes
    ]  # fmt: skip
    left = [h for h in rest if h not in priced]
    if priced and not any(h.slot.endswith("_cost") for h in left):
        left = [h for h in left if h.value != "expected_cost"]
    return left


def _reviewed_once(rest: list[Heard]) -> list[Heard]:
    """Return what was heard, no sum as that of a review that is that of a mistake too.

    "A second look at one that was fine is 8": the look is the deed, done for nothing.
    """
    sums = {
        h.value for h in rest if h.slot.endswith("_cost") and "review" not in h.slot
    }
    return [h for h in rest if h.slot != "success.review_cost" or h.value not in sums]


_OF_CHANCES = ("brier", "log_loss")
_OUT = ("table.ignore", "limits.never_columns")


def _aimed(context: Context, target: Any) -> Context:
    """Return the context with the target that this message names: the rest is about it."""
    if target is None or target == context.brief.get("table.target"):
        return context
    value = Value(target, Source.SAID)
    return replace(context, brief=context.brief.with_value("table.target", value))


_NUMBER_SLOTS = frozenset(
    "success.miss_cost success.false_alarm_cost success.hit_cost success.k success.target_value"
    " success.tolerance success.recall success.precision success.fpr success.share success.quantile"
    " success.coverage limits.seconds limits.latency_ms limits.size_mb limits.memory_mb"
    " expectations.value".split()
)


def _shared(h: Heard, found: list[Heard]) -> bool:
    return any(f.slot != h.slot and f.start < h.end and h.start < f.end for f in found)


def _success(said: str, context: Context) -> list[Heard]:
    """Return what a message says of success; beside another question only the sure."""
    heard = success_in(said, context)
    if context.asking == "goal.task":
        return []  # "0 is clean and 3 is a lost crop" tells an order, and no price
    if context.asking == "table.target" and not quantities(said):
        return []  # "how much they will claim" is wanted, and no price
    if context.asking is None and not _PRICED.search(said):
        # A column, or "nothing", is no price where nobody speaks of what a mistake costs.
        heard = [
            h for h in heard
            if not (h.slot.endswith("_cost") and (isinstance(h.value, str) or h.value == 0))
        ]  # fmt: skip
    section = (context.asking or "success").split(".")[0]
    if section == "success" or context.asking in ("goal.action", "table.target"):
        return heard
    if section == "expectations":
        # A price put on a mistake is no guess about what matters.
        numbers = quantities(said)
        named = [h for h in heard if h.slot in _NAMED_SHARES and _MEASURE.search(said)]
        return named or [
            h for h in heard
            if h.slot.endswith("_cost")
            and any(q.start < h.end and h.start < q.end for q in numbers)
        ]  # fmt: skip
    if section == "goal" and _PRICED.search(said):
        return heard  # prices of mistakes, said before they were asked for
    sure = [
        q for q in quantities(said) if q.kind in ("money", "percent", "ratio") or q.per
    ]
    return [
        h for h in heard
        if any(q.start < h.end and h.start < q.end for q in sure)
        or (h.slot in _NAMED_SHARES and _MEASURE.search(said))
        or (h.slot in _LENGTHS and _TOP.search(said))
    ]  # fmt: skip


_LENGTHS = ("success.k", "success.share", "success.objective")
_TOP = re.compile(
    r"\b(?:top|first|worst|best|likeliest|riskiest) \d|\d (?:worst|best|likeliest|riskiest)\b",
    re.IGNORECASE,
)
"""A list of so many, whatever is asked: "just the top 30"."""
_PRICED = re.compile(
    r"\b(?:costs?|price[sd]?|worth|los[et]s?|worse|pay)\b", re.IGNORECASE
)
_NAMED_SHARES = ("success.recall", "success.precision", "success.fpr")
_MEASURE = re.compile(
    r"\b(?:recall|precision|sensitivity|fpr|false.positive rate)\b", re.IGNORECASE
)


def corrects(said: str) -> bool:
    """Return whether a message takes something back."""
    return find(lexicon()["corrections"]["cues"], said) is not None
