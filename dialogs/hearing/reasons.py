"""Why a column is said to be no input, and who only does something and is no column.

Invariant: a reason alone names nothing; it makes sure of a column that is named beside it.
"""

from __future__ import annotations

import re
from functools import cache

from ..toml_data import toml_data


@cache
def _forms() -> re.Pattern[str]:
    data = toml_data("hearing/reasons.toml")
    forms = [f for kind in ("late", "outcome", "useless") for f in data[kind]]
    return re.compile("|".join(forms), re.IGNORECASE)


@cache
def _useless() -> re.Pattern[str]:
    return re.compile("|".join(toml_data("hearing/reasons.toml")["useless"]), re.I)


def told_why(text: str) -> bool:
    """Return whether a message gives a reason to leave out what it names.

    Examples
    --------
    >>> told_why("the bill gets written once they have left"), told_why("how far they live")
    (True, False)
    """
    return _forms().search(text) is not None


def useless(text: str) -> re.Match[str] | None:
    """Return where a message says that something tells nothing, or only counts."""
    return _useless().search(text)


_DOER = re.compile(
    r"(?:^|[,;.]\s*|\b(?:and|but|because|since|so|that|as)\s)\s*(?:the|our|my|your|their|some|two|all|those)\s+"
    r"(?P<who>[^\W\d_]+s)\s+(?!(?:are|were|have|had|and|or|of|in|at|on|for|with|from|to|is|was|not|can|may|will|would"
    r"|should|must|could|do|did|get|got|stay|go|who|that|which|we|they|i|you)\b)[^\W\d_]+\s+"
    r"(?=(?:the|a|an|it|them|our|my|your|their|his|her|this|that|these|those|everything|how|what|all|each|every)\b)",
    re.IGNORECASE,
)
"""People of whom it is told what they do: "the divers count the dead"."""


def doers(text: str) -> list[tuple[int, int]]:
    """Return where a message speaks of people who do something, and of no column.

    Examples
    --------
    >>> doers("the divers count the dead"), doers("the fees are set later")
    ([(4, 10)], [])
    """
    return [m.span("who") for m in _DOER.finditer(text)]
