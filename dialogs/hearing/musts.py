"""A must beside what is aimed for: both prices, or a list, "and never below 80 percent found".

Invariant: the must stands in a clause of its own with a bound, and the rest of the message
tells the aim in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .clauses import clauses
from .hunting import Hunt
from .proportions import proportions_in
from .quantities import Quantity, quantities
from .reading import Heard

_BOTH = {"success.miss_cost", "success.false_alarm_cost"}
_FOUND = re.compile(
    r"\b(?:found|find|finds|catch|catches|caught|spot|spots|spotted|detect\w*|pick(?:ed|s)? up|identified)\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:right|correct|real|true|genuine|justified|hits?|worth it|worth the \w+)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"\b(?:of (?:them|those|these|the list|your (?:list|names|calls))|them|those|those must|the list)\b",
    re.I,
)
_BESIDE = re.compile(
    r"\b(?:at least|at most|must|have to|has to|no (?:more|less|fewer) than|in any case|whatever|never)\b",
    re.IGNORECASE,
)


def with_must(
    text: str,
    found: tuple[Quantity, ...],
    hunted: Hunt,
    aimed: Callable[[str, tuple[Quantity, ...]], list[Heard]],
) -> list[Heard]:
    """Return the aim of a message with a share that must hold beside it, or nothing.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    hunted : Hunt
        What is to be found.
    aimed : callable
        Hears what the rest of the text aims for.
    """
    bound = [q for q in found if q.kind == "percent" and 0 < q.value < 1]
    if len(bound) != 1 or len(found) < 2 or not _BESIDE.search(text):
        return []
    share = bound[0]
    start, stop = next(c for c in clauses(text) if c[0] <= share.start < c[1])
    must = _must(text, share, text[start:stop], hunted)
    if must is None:
        return []
    rest = text[:start] + " " * (stop - start) + text[stop:]
    aim = aimed(rest, quantities(rest))
    told = {h.slot for h in aim if h.score >= 0.8}
    if not (told >= _BOTH or "success.k" in told):
        return []
    return [*aim, replace(must, slot="success.require", score=0.9)]


def _must(text: str, share: Quantity, clause: str, hunted: Hunt) -> Heard | None:
    """Return what a share must be of, as a requirement."""
    placed = [h for h in proportions_in(text, (share,), hunted) if h.score >= 0.9]
    if placed:
        metric, value = placed[0].slot.removeprefix("success."), placed[0].value
    elif share.bound != "at_least":
        return None
    elif _FOUND.search(clause):
        metric, value = "recall", share.value
    elif _RIGHT.search(clause) and _OF_THEM.search(clause):
        metric, value = "precision", share.value
    else:
        return None
    side = "at_most" if metric == "fpr" else "at_least"
    must = ({"metric": metric, side: value},)
    return Heard("success.require", must, share.start, share.end)
