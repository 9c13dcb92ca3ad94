"""A column named by where it stands: "the last one", "column 11", "second from the right"."""

from __future__ import annotations

import re

from ..facts import Facts
from .numerals import value_of

_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_NTH = rf"(?P<nth>{'|'.join(_FIRST)}|\d+(?:st|nd|rd|th))"
_PLACE = re.compile(
    r"^\W*(?:(?:i (?:mean|want|take|would say|guess)|it'?s|that'?s|take|use|predict|probably|maybe|just)\s)*"
    r"(?:the )?(?:very )?(?:"
    rf"(?P<back>{_NTH} (?:to )?last|{_NTH.replace('nth', 'nth2')} from the (?:end|right|back)|last but one|penultimate)"
    rf"|(?P<end>last|final|rightmost)|{_NTH.replace('nth', 'nth3')}(?: from the (?:left|start|front))?|(?P<left>leftmost))"
    r"(?:\s(?:one|column|field|col|of them))?(?: (?:in|of) the (?:table|file|list))?\W*(?:please|pls)?\W*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^\W*(?:the )?(?:column|col|field)\s?(?:number|no\.?|nr\.?|#)?\s?(?P<n>\d{1,3})\W*(?:please|pls)?\W*$", re.I
)  # fmt: skip


def column_at(text: str, facts: Facts) -> str | None:
    """Return the column that a message names by its place, and by nothing else.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table; a header that is itself called so comes before this.
    """
    names = facts.names
    numbered = _NUMBERED.match(text)
    if numbered:
        return _at(names, int(numbered["n"]) - 1)
    match = _PLACE.match(text)
    if match is None:
        return None
    if match["end"]:
        return _at(names, len(names) - 1)
    if match["left"]:
        return _at(names, 0)
    nth = _count(match["nth"] or match["nth2"] or match["nth3"] or "second")
    return _at(names, len(names) - nth if match["back"] else nth - 1)


def _count(word: str) -> int:
    low = word.casefold()
    if low in _FIRST:
        return _FIRST.index(low) + 1
    return int(value_of(re.sub(r"\D", "", low)) or 0)


def _at(names: tuple[str, ...], place: int) -> str | None:
    return names[place] if 0 <= place < len(names) else None
