"""Shares that are told and asked of nobody: how rows are, a part of a sum, an argument.

"Two thirds of the jobs are brakes", "20 % of the salary", "any fool gets 75 percent".
Invariant: what stands beside a word of allowing or demanding is never one of these.
"""

from __future__ import annotations

import re

from .denominators import MAY, OF, all_rows, phrase
from .hunting import Hunt
from .lexicon import find, lexicon
from .quantities import Quantity

_ARE = re.compile(
    r"\s?(?:are|is|were|was|have|has|had|do|does|did|come|go|get)\b", re.I
)
_PART_OF = re.compile(
    r"\s?(?:of|off|on|from|in)\s(?:(?:the|our|his|her|my|their|your|its|what|an?|that|one|each|every)\s)?"
    r"(?P<what>[^\W\d_]+(?:\s[^\W\d_]+)?)",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"\b(?:within|off|out|wrong|accurate|close|error|right)\b", re.I)
_ARGUES = re.compile(
    r"\b(?:any|every) (?:fool|idiot|clown|monkey|child|ape|body)\b|\banybody (?:is|gets|can)\b|\bby (?:always )?saying\b"
    r"|\beven (?:a|the) (?:coin|monkey|parrot)\b|\banyway,? so\b|\balways been\b|\bas it is\b",
    re.IGNORECASE,
)
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
    if _TAKEN_BACK.search(text[: q.start]) and not q.bound:
        return True
    if _ARGUES.search(text) and not q.bound:
        return True
    return _of_a_sum(text, q) or _of_rows(text, q, hunted)


def _of_rows(text: str, q: Quantity, hunted: Hunt) -> bool:
    opening = None if q.bound else OF.match(text, q.end)
    if opening is None or MAY.search(text[: q.start]):
        return False
    whom, said = phrase(text[opening.end() :])
    return bool(whom) and all_rows(whom, hunted) and _ARE.match(said) is not None


def _of_a_sum(text: str, q: Quantity) -> bool:
    part = _PART_OF.match(text, q.end)
    return part is not None and (
        find(lexicon()["whom"]["sums"], part["what"]) is not None
        and not _CLOSE.search(text)
    )
