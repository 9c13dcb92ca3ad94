"""What stands beside directions: one taken back for another, and clauses that only insist.

"Age was wrong, I meant the income" · "I can't have it claim the opposite".

Invariant: only a direction that was agreed is taken back, and only where words say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..facts import Facts
from .naming import columns_in
from .reading import Context

_PIECE = re.compile(r"[,;.!?:]+\s*(?:and |but )?|\s(?:but|and)\s", re.IGNORECASE)
_WRONG = re.compile(
    r"\b(?:(?:is|was|were) (?:all )?(?:wrong|a mistake|an error|nonsense|rubbish|not (?:it|right"
    r"|what i meant))|wasn't (?:it|right)"
    r"|isn't (?:it|right)|my mistake|not what i meant|i got .{0,12}wrong)\b|^\W*(?:not|no|scrap|forget"
    r"|drop|never mind|scratch|instead of"
    r"|take back)\s",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\b(?P<much>more|less|fewer|higher|lower|bigger|smaller)(?: of)? (?:it|that|this|them|those)\b"
    r"|\b(?P<bare>the (?:more|less|higher|lower))"
    r"(?= (?:it|that) (?:is|gets|has)\b)",
    re.IGNORECASE,
)

_NOT_REVERSED = re.compile(
    r"[,;]?\s*(?:and |but )?(?:never|not)(?: ever)? (?:the (?:other way(?: round| around| about)?|reverse"
    r"|opposite|contrary)|vice versa)",
    re.I,
)
_GUARD = re.compile(
    r"\b(?:opposite|reverse|contrary|otherwise|contradict\w*|other way(?: round| around| about)?"
    r"|any(?:thing| other)(?: way| else)?"
    r"|nothing else|no other way|different(?:ly)?|disagree\w*|argue\w*|against (?:that|it)|back to front|upside down"
    r"|without (?:any )?exceptions?|no exceptions?|no ifs|full stop|that's (?:a|the) (?:law|rule|must)"
    r"|take it or leave it)\b",
    re.IGNORECASE,
)
"""A clause that only demands what another says: "I can't have it claim the opposite"."""


def retaken(text: str, context: Context) -> tuple[str, Mapping[str, str]]:
    """Return a text without what it takes back, and the directions that still hold.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    text = _NOT_REVERSED.sub("", text)
    known = dict(context.brief.get("limits.monotonic", {}))
    facts = context.facts
    if facts is None:
        return text, known
    pieces = _PIECE.split(text)
    if len(pieces) > 1:
        for piece in pieces:
            named = [n.column for n in columns_in(piece, facts)]
            if len(named) == 1 and named[0] in known and _WRONG.search(piece):
                del known[named[0]]
                text = text.replace(piece, "", 1).lstrip(" ,;.:")
    return _spelled_out(text, facts), known


def unguarded(text: str, context: Context) -> tuple[str, bool]:
    """Return a text without clauses that only insist, and whether there are any.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    facts = context.facts
    kept, insists = [], False
    for clause in re.split(r"(?<=[,;.!:])\s+", text):
        names = facts is not None and columns_in(clause, facts)
        if not names and _GUARD.search(clause):
            insists = True
        else:
            kept.append(clause)
    return (" ".join(kept).rstrip(" ,;:"), True) if insists and kept else (text, False)


def _spelled_out(text: str, facts: Facts) -> str:
    """Return a text with "the more of it" as more of the one column named before."""
    match = _OF_IT.search(text)
    if match is None:
        return text
    before = columns_in(text[: match.start()], facts)
    if len({n.column for n in before}) != 1:
        return text
    named = text[before[-1].start : before[-1].end]
    much = match["much"] or match["bare"]
    opens = max(text.rfind(mark, 0, match.start()) for mark in ",;:.") + 1
    return f"{text[opens : match.start()]}{much} {named}{text[match.end() :]}".strip()
