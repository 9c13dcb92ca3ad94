"""The column to predict where it stands after its label, as in a terse brief."""

from __future__ import annotations

import re

from ..facts import Facts
from .reading import Heard

_LABEL = (
    r"(?:^|[,;:.]\s*)(?:please |i want to |we want to |let'?s )?(?:predict(?:ing)?|forecast|classify"
    r"|(?:the )?(?:target|label|outcome|response)(?: column| variable)?)\s*(?:is|=|:)?\s*"
)

_WANT = (
    r"(?:i|we)(?:'d like|'ll want| would like| (?:really )?(?:want|wanted|need|needed|mean|meant|asked for))"
    r"(?: to see)?"
)
_TOLD = r"(?:to be |be )?(?:predicted|forecast(?:ed)?|estimated|guessed|foretold)"
_KNOW = r"(?:to )?(?:predict|forecast|estimate|know|find out|learn)"
_BEHIND = (
    rf"(?: column)?,?(?: that| which)? (?:{_WANT}(?: {_TOLD}| {_KNOW})?"
    rf"|(?:should|must|has to|needs? to|is to|ought to) be {_TOLD}"
    rf"|is (?:what|the (?:one|column|thing)) (?:{_WANT} )?(?:{_TOLD}|{_KNOW}))"
)
"""What follows the column in "it is X we want predicted"."""
_AROUND = (
    rf"{_WANT} (?:you to predict )?(?:the )?", rf" {_TOLD}\b",
)  # fmt: skip
"""Before and behind the column: "I wanted X predicted"."""
_ONE = rf"\b(?:one|column|thing|what)(?: that)? (?:{_WANT} )?(?:{_KNOW}|should be {_TOLD}) (?:is|was) (?:the )?"
"""Before the column: "the one to predict is X"."""


def _called(name: str) -> str:
    """Return the pattern of a column that a whole clause calls the one to predict."""
    it_is = rf"(?:^|[,;:.]\s*)(?:no[, ]+)?(?:it'?s|it is|it was|that'?s|that is|but) (?:the )?{name}{_BEHIND}"
    what = r"(?:what|the (?:one|column|thing))(?: that)?"
    is_one = (
        rf"(?:^|[,;:.]\s*)(?:no[, ]+)?(?:the )?{name} (?:is|was) {what} "
        rf"(?:{_WANT}(?: {_KNOW})?|{_KNOW})"
    )
    return rf"{it_is}|{is_one}|{_AROUND[0]}{name}{_AROUND[1]}|{_ONE}{name}(?![\w'])"


def target_labelled(text: str, facts: Facts) -> Heard | None:
    """Return the column that stands after its label, or before a value of its own.

    "Target: late", "predict late, event yes" or "late = yes": whatever else a terse
    message speaks of, this is the column to predict.
    """
    lowered = text.casefold()
    said = [c for c in facts.columns if c.name.casefold() in lowered]
    for column in sorted(said, key=lambda c: -len(c.name)):
        name = rf"[\"'“]?{re.escape(column.name)}[\"'”]?"
        labelled = rf"{_LABEL}{name}(?![\w'])(?=\s*(?:[,;.=]|$|\s(?:and|with|event)\b))"
        values = "|".join(re.escape(v) for v in column.values if v.strip())
        valued = rf"(?<![\w.]){name}\s*==?\s*[\"'“]?(?:{values})(?!\w)"
        few = 2 <= column.distinct <= 12 and bool(values)
        match = re.search(labelled, text, re.IGNORECASE)
        match = match or (re.match(valued, text, re.IGNORECASE) if few else None)
        match = match or re.search(_called(name), text, re.IGNORECASE)
        if match:
            return Heard("table.target", column.name, *match.span(), 0.97)
    return None
