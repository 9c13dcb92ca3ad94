"""Chances that must come true: "where you say 20, about 20 in a hundred are really so".

Invariant: the same number is said twice, once as what is announced and once as what is so.
"""

from __future__ import annotations

import re

from .quantities import Quantity
from .reading import Heard

_SAYS = re.compile(
    r"\b(?:when(?:ever)?|if|where(?:ver)?|every time|each time|a|every|anything|what(?:ever)?)\b[^.;!?]{0,40}$",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:then|should|must|mean\w*|has to|have to|had better|out of|are|is|is really|really|be|about|in truth)\b"
    r"|^\W*$",
    re.IGNORECASE,
)


def chances_kept(text: str, found: tuple[Quantity, ...], name: str) -> list[Heard]:
    """Return the measure of honest chances, where a message says what a chance must mean.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    name : str
        The measure of the task: "brier" or "log_loss".
    """
    if len(found) != 2:
        return []
    first, second = found
    said, true = _share(first), _share(second)
    if said is None or true is None or abs(said - true) > 1e-9:
        return []
    between = text[first.end : second.start]
    if not _SAYS.search(text[: first.start]) or not _THEN.search(between):
        return []
    return [Heard("success.objective", name, 0, len(text), 0.92)]


_CHANCE = re.compile(
    r"\b(?:need|want|give|gimme|show|tell|get|know|have|is|just|like|after|only|expect)\b[^.;!?]{0,40}?"
    r"\b(?:true|real|honest|actual|exact|reliable|trustworthy|proper|correct|realistic|accurate|believable)\s"
    r"(?:\w+\s)?(?:chances?|probabilit\w+|likelihoods?|odds|percentages?|risks? (?:of|per|for|that|in)\b)",
    re.IGNORECASE,
)


def chance_asked(text: str, found: tuple[Quantity, ...], name: str) -> list[Heard]:
    """Return the measure of honest chances, where a true chance is what is wanted.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text: where there is a number, that says more.
    name : str
        The measure of the task.
    """
    if found or text.rstrip().endswith("?") or not _CHANCE.search(text):
        return []
    return [Heard("success.objective", name, 0, len(text), 0.92)]


def _share(q: Quantity) -> float | None:
    if q.kind == "percent":
        return q.value
    return q.value / 100 if q.kind == "number" and 0 < q.value <= 100 else None
