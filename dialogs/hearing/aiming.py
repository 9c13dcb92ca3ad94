"""Which part of a message speaks of the column to predict: not of rows, nor of what is left out.

Invariant: what is put aside keeps its place as spaces, so that a place found is one of the
message.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .leaving_out import LEFT_OUT
from .lexicon import find, lexicon
from .reading import Context
from .reasons import useless
from .refusing import wanted

_ROW = re.compile(
    r"\b(?:each|every|one|a|the|per) (?:row|line|record|entry)s?\b\s*(?:,|is|are|'s|=|:|means|stands for|holds|has|shows)?"
    r"[^,;.!?]*",
    re.IGNORECASE,
)
"""A clause that says what a row is."""
_CLAUSE = re.compile(r"[^,;.!?]+")


def of_target(text: str) -> str:
    """Return a message with spaces for the clauses that speak of rows and of columns left out.

    Examples
    --------
    >>> of_target("find the late ones, each line is a visit").strip()
    'find the late ones,'
    """
    rest = _ROW.sub(_blank, text)
    return _CLAUSE.sub(_left_out, rest)


def _left_out(clause: re.Match[str]) -> str:
    said, words = clause.group(), lexicon()["forbid"]
    if clause.start() == 0 and not LEFT_OUT.match(said.strip()):
        return said  # what a message begins with is what it is about
    cues = [*words["never"], *words["ignore"]]
    out = find(cues, said) or LEFT_OUT.search(said) or useless(said)
    return _blank(clause) if out else said


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


_IN_SHORT = re.compile(
    r"[,;.:-]\s*(?:so|i\.?e\.?|that is|that'?s|meaning|in short|namely|in other words|basically|or simply|in a word)"
    r"(?:,| (?:to say|that is))?\s+(?:just |simply )?"
    r"(?P<what>(?:the|our|my|a|an|their|its|how|whether)\s[^,;.!?]{2,40}|[^\s,;.!?]+)\W*$",
    re.IGNORECASE,
)


def in_short(text: str) -> str | None:
    """Return what a message comes down to in its own last words, where it says so.

    Examples
    --------
    >>> in_short("how well they grew, so the yield")
    'the yield'
    """
    match = _IN_SHORT.search(text)
    return match["what"] if match else None


_WORK_BY = re.compile(
    r"\b(?:sell|sold|pay|paid|go|work|judge|decide|buy|price|bill|live|count|rank|sort|plan|measure)s?"
    r" (?:by|on|with|after)\b",
    re.IGNORECASE,
)


def anew(said: str, context: Context) -> tuple[str, Context] | None:
    """Return what is left of a message that refuses the agreed target, as an answer to that question.

    "Not the score, the grade" speaks of the grade; None where nothing is refused.
    """
    target = context.brief.get("table.target")
    if target is None or context.has_model or context.asking == "table.target":
        return None
    rest, left = wanted(said, replace(context, asking="table.target"))
    if left.facts is None or left.facts is context.facts or target in left.facts.names:
        return None
    return _WORK_BY.sub(_blank, rest), left
