"""All slots that a message sets, whichever is open: answered, volunteered, corrected.

Invariant: while one thing is asked, another is taken from the same message only where
words or units say so plainly.
"""

from __future__ import annotations

import re

from .answering import answer_to
from .goals import goals_in, target_in
from .lexicon import find, lexicon
from .limits import limits_in
from .outcomes import event_in
from .quantities import quantities
from .reading import Context, Heard
from .settings import settings_in
from .success import success_in


def heard_in(said: str, context: Context) -> list[Heard]:
    """Return what a message sets, the answer to the open question first."""
    found = answer_to(said, context)
    own = {h.slot for h in found}
    targets = [] if "table.target" in own else target_in(said, context)
    target = context.brief.get("table.target")
    if target is None or context.asking == "table.target":
        if found and context.asking == "table.target":
            target = found[0].value
        elif targets:
            target = targets[0].value
    elif not corrects(said):
        targets = []
    numbers = quantities(said)
    # "20 a day" is a number of something, and names no column called days.
    targets = [
        t for t in targets
        if t.score >= 0.95
        or not any(q.start <= t.start and t.end <= q.end for q in numbers)
    ]  # fmt: skip
    if "table.target" not in own and target is not None and not targets:
        target = context.brief.get("table.target")
    rest = [
        *settings_in(said),
        *event_in(said, context, target),
        *_success(said, context),
        *goals_in(said, context),
        *limits_in(said, context),
    ]
    out = {"limits.never_columns", "table.ignore"} & {h.slot for h in rest}
    if out and context.asking == "expectations.drivers":
        # "Ignore that column" is no guess that it matters.
        found = []
        rest = [h for h in rest if h.slot != "expectations.drivers"]
    if any(h.slot.startswith("success.") for h in rest):
        # "a miss costs 200" while a guess was asked for is no guess about a column.
        rest = [h for h in rest if h.slot != "expectations.drivers"]
    if any(h.slot.endswith("_cost") for h in rest):
        # "A miss costs 120" prices the mistakes, and names no outcome to find.
        found = [h for h in found if h.slot != "goal.event" or h.score > 0.9]
        rest = [
            h for h in rest if h.slot != "goal.event" or h.end - h.start < len(said)
        ]
    taken: dict[str, Heard] = {}
    for heard in [*found, *rest]:
        taken.setdefault(heard.slot, heard)
    return [*taken.values(), *(t for t in targets if "table.target" not in own)]


def _success(said: str, context: Context) -> list[Heard]:
    """Return what a message says of success; beside another question only the sure."""
    heard = success_in(said, context)
    if context.asking == "table.target" and not quantities(said):
        return []  # "how much they will claim" is wanted, and no price
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
    ]  # fmt: skip


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
