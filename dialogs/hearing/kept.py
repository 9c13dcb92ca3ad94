"""Which columns a question for another answer holds fast: "age can't change, obviously"."""

from __future__ import annotations

import re

from ..facts import Facts
from .naming import columns_in

_FAST = re.compile(
    r"\b(?:can(?:not|'?t| not)|won'?t|will not|must ?n[o']t|may not|shouldn'?t) (?:be )?(?:chang|mov|touch|alter)\w*"
    r"|\b(?:has|have|must|needs?|should|ha[sd]) (?:to )?(?:stay|remain|be left)\b|\bstays?\b|\b(?:is"
    r"|are) (?:fixed|given)\b"
    r"|\bas (?:it|they|he|she) (?:is|are|was|were)\b|\bas is\b|\bun(?:changed|touched)\b"
    r"|\bwithout (?:chang|touch|mov|alter)\w+|\b(?:leave|leaving|keep|keeping|hold|holding)\b",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:for|so that)\s(?:(?!\b(?:keep|hold|leav|ha[sd]|have|must|needs?)\w*\b|\s-\s)[^,;.])*?"
    r"\b(?:to|not to|would|could)\s"
    r"(?:stay|remain|be left)\b[^,;.]*",
    re.IGNORECASE,
)
"""What is to come of it: "for the claim in row 8 to stay off the desk" holds nothing fast."""
_CLAUSE = re.compile(
    r"[,;.]\s|\s(?:but|though|and|while|if|as long as)\s", re.IGNORECASE
)


def held_fast(text: str, facts: Facts | None, target: str | None) -> tuple[str, ...]:
    """Return the columns that a message says cannot or must not change.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts or None
        Of the table.
    target : str or None
        The column predicted, which is what is to change.
    """
    if facts is None:
        return ()
    text = _WISHED.sub(" ", text)
    fast = False
    found: dict[str, None] = {}
    pending: list[str] = []
    for clause in _CLAUSE.split(text):
        names = [n.column for n in columns_in(clause, facts) if n.column != target]
        fast = bool(_FAST.search(clause))
        if fast:  # "age and sex can't change": a bare name before belongs to it
            found.update(dict.fromkeys([*pending, *names]))
        pending = names if names and len(clause.split()) <= 3 and not fast else []
    return tuple(found)
