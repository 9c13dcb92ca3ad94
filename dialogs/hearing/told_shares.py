"""Shares that are told and asked of nobody: how rows are, a part of a sum, an argument.

"Two thirds of the jobs are brakes", "20 % of the salary", "any fool gets 75 percent".
Invariant: what stands beside a word of allowing or demanding is never one of these.
"""

from __future__ import annotations

import re

from .denominators import MAY, all_rows
from .hunting import Hunt
from .lexicon import find, lexicon
from .parting import OF, phrase
from .quantities import Quantity

_ARE = re.compile(
    r"\s?(?:are|is|were|was|have|has|had|do|does|did|come|go|get|never)\b", re.I
)
_PART_OF = re.compile(
    r"\s?(?:of|off|on|from|in)\s(?:(?:the|our|his|her|my|their|your|its|what|an?|that|one|each|every)\s)?"
    r"(?P<what>[^\W\d_]+(?:\s[^\W\d_]+)?)",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"\b(?:within|off|out|wrong|accurate|close|error|right)\b", re.I)
_ARGUES = re.compile(
    r"\b(?:any|every) (?:fool|idiot|clown|monkey|child|ape|body)\b|\banybody (?:is|gets|can)\b|\bby (?:always )?saying\b"
    r"|\beven (?:a|the) (?:coin|monkey|parrot)\b|\banyway,? so\b|\balways been\b"
    r"|\bthat'?s (?:just )?how (?:it|things) (?:is|are)\b|\b(?:today|at the moment|so far|currently)\W*$|\bas it is\b"
    r"|\b(?:accuracy|hit rate)\b[^.;]{0,20}\b(?:useless|worthless|nothing|silly|meaningless|pointless|stupid|misleading"
    r"|no (?:good|use|help))\b"
    r"|\bprevalence\b|\bbase rate\b|% positives?\b|\bwould flatter\b|\bof (?:the|all) (?:rows|data|table)\b",
    re.IGNORECASE,
)
_ANYWAY = re.compile(
    r"\s?(?:of (?:the|my|our|them)?\s?\w*\s?)?"
    r"(?:are|is|were|was|show|comes?|stays?|goe?s?|turns?|gets?|ends?)\b[^,.;]{0,30}\banyway\b",
    re.IGNORECASE,
)
"""Behind a share that nobody asks for: "7 of 10 are kept anyway"."""
_TAKEN_BACK = re.compile(
    r"\b(?:not|never mind|i don't mean)\s(?:the\s)?$", re.IGNORECASE
)


def only_told(text: str, q: Quantity, hunted: Hunt) -> bool:
    """Return whether a share tells of things, and asks for nothing.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    q : Quantity
        Of the text.
    hunted : Hunt
        Knows what a row is called.
    """
    if q.kind != "percent":
        return False
    if _TAKEN_BACK.search(text[: q.start]) and q.bound in ("", "about"):
        return True
    if _ARGUES.search(text) and q.bound in ("", "about"):
        return True
    if _ANYWAY.match(text, q.end) and q.bound in ("", "about"):
        return True
    return _of_a_sum(text, q) or _of_rows(text, q, hunted)


def _of_rows(text: str, q: Quantity, hunted: Hunt) -> bool:
    opening = None if q.bound else OF.match(text, q.end)
    own = re.split(r"[.;!?]\s|,\s", text[: q.start])[-1]
    if opening is None or MAY.search(own):
        return False
    whom, said = phrase(text[opening.end() :])
    return bool(whom) and all_rows(whom, hunted) and _ARE.match(said) is not None


def _of_a_sum(text: str, q: Quantity) -> bool:
    part = _PART_OF.match(text, q.end)
    return part is not None and (
        find(lexicon()["whom"]["sums"], part["what"]) is not None
        and not _CLOSE.search(text)
    )
