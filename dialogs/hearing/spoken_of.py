"""Words that belong to a column and are only spoken of: they name nothing to predict."""

from __future__ import annotations

import re

from ..facts import Facts
from .lexicon import every, find
from .lexis import row_stems
from .mistakes import mistakes
from .naming import columns_in
from .normal import stem
from .numerals import vocabulary as numerals
from .reading import Heard

_SOMEONE = re.compile(
    r"\b(?:i|he|she|my (?!\w+s\b)\w+)(?:'s|'m| is| am| was| got| gets| has| had| will| just)+(?: \w+){0,2}\s+$",
    re.IGNORECASE,
)


def of_somebody(text: str, h: Heard, facts: Facts) -> bool:
    """Return whether a value is told of one person: "sorry, he's getting married"."""
    word = text[h.start : h.end].casefold()
    column = facts.column(h.value)
    value = column is not None and word in {v.casefold() for v in column.values}
    return value and _SOMEONE.search(text[: h.start]) is not None


_SO_MANY = re.compile(r"\s+(?:(?:only|about|around|at|most|up|to|maybe)\s+)*\d")
"""Behind what somebody does: "we can handle 40"."""
_SOMEBODY = re.compile(
    r"\b(?:we|i|they|he|she|staff)(?:'ll|'d| will| can| could| would| only| just| always| then)*\s+$",
    re.IGNORECASE,
)


def deed_done(text: str, h: Heard) -> bool:
    """Return whether a word tells what somebody does: "we phone them" predicts no phone."""
    word = text[h.start : h.end]
    told = find(mistakes()["act"], word) or _SO_MANY.match(text, h.end)
    return told is not None and bool(_SOMEBODY.search(text[: h.start]))


def tells_deed(text: str) -> bool:
    """Return whether a message says what somebody does: "we text them in the morning"."""
    return any(
        _SOMEBODY.search(text[: act.start()])
        for act in every(mistakes()["act"], text)
        if _AT_SOMEONE.match(text, act.end())
    )


_AT_SOMEONE = re.compile(
    r"\s+(?:\w+ ){0,3}?(?:them|those|him|her|somebody|someone|each|every\w*|people|the|a|an)\b",
    re.IGNORECASE,
)


_AMOUNT = re.compile(
    rf"(?:\d|\b(?:{'|'.join(sorted(numerals()['units'], key=len, reverse=True))}))[\s-]*(?:years?[\s-]*)?$",
    re.IGNORECASE,
)


def how_much(text: str, h: Heard) -> bool:
    """Return whether a word is the unit of a number: "my niece is nine years old"."""
    return _AMOUNT.search(text[: h.start]) is not None


_WHICH_ROWS = re.compile(r"\bwhich (?:of (?:my|our|the|these) )?$", re.IGNORECASE)
_VERB = re.compile(
    r"\s+(?:are|is|was|were|will|would|may|might|can|could|have|has|had|do|did|get|gets|got|go|goes|come|comes|need"
    r"|needs|end|keep|want|give|fail)\b", re.IGNORECASE,
)  # fmt: skip


def rows_asked(text: str, h: Heard) -> bool:
    """Return whether a word only says which rows: "which jobs are going to bounce"."""
    word = text[h.start : h.end].casefold()
    if not word.endswith("s") or not _WHICH_ROWS.search(text[: h.start]):
        return False
    return stem(word) in row_stems() or _VERB.match(text, h.end) is not None


_OF_WHAT = re.compile(
    r"\b(?:of|on|in|at|from|for|with|by|to|aboard|about) (?:the|our|my|your|their|its|his|her|this|that|each|every)\s+$",
    re.IGNORECASE,
)
"""Before what a column is of, where the column is named too: "the grade of the pen"."""


def heads_of(text: str, found: dict[str, Heard]) -> dict[str, Heard]:
    """Return the columns named, without those that only say of what or where, if others are."""
    heads = {n: h for n, h in found.items() if not _OF_WHAT.search(text[: h.start])}
    return heads or found


_MOMENTS = frozenset(
    "day days week weeks month months year years hour hours time times moment date".split()
)
_WHEN = re.compile(
    r"\b(?:on|in|at|by|for|of|after|before|until|during|within) (?:the|that|this|a|one|each|every|next|last|same)"
    r"(?: (?:next|last|same|very|coming|following))?\s+$|\b(?:next|last|each|every|this|that|one|some)\s+$",
    re.IGNORECASE,
)


def moment_told(text: str, h: Heard) -> bool:
    """Return whether a word only tells when: "on the day nobody comes" predicts no days."""
    word = text[h.start : h.end].casefold()
    return word in _MOMENTS and _WHEN.search(text[: h.start]) is not None


_EXPLAINS = re.compile(
    r"[\"'”]?\s*(?:(?:column|field|one|bit)\s+)?(?:(?:is|are|was|were)\s+(?:just|only|simply|merely|no more than)"
    r"|(?:just|only|simply)?\s*(?:means?|stands? for|(?:say|tell)s? (?:you )?(?:when|where|who|which)))\b",
    re.IGNORECASE,
)
_THE = re.compile(r"\bthe\s+[\"'“]?$", re.IGNORECASE)


def explained(text: str, facts: Facts) -> set[str]:
    """Return the columns that a message explains: "the year column is just the year"."""
    return {
        n.column
        for n in columns_in(text, facts)
        if _THE.search(text[: n.start]) and _EXPLAINS.match(text, n.end)
    }


_DOES_WHAT = re.compile(
    r"\b(?:what|how (?:much|many|long|far|well|badly|often|soon|fast)(?: \w+)?)"
    r" (?:the|our|my|your|an?|each|every|this|that)\s+$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s+(?!is\b|was\b|has\b|does\b|comes\b|gets\b|amounts\b|reads\b|says\b|stands\b)[^\W\d_]{2,}s\b(?! of\b)",
    re.I,
)


def subject_of(text: str, h: Heard) -> bool:
    """Return whether a word only says who does what is asked: "what the field gives"."""
    before, after = text[: h.start], text[h.end :]
    return bool(_DOES_WHAT.search(before) and _DOES.match(after))
