"""What a message says is not to be predicted: "not how late they come, whether they come".

Invariant: a column named only in such a clause is never taken for the target.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ..facts import Facts
from .indexing import Same
from .naming import columns_in
from .reading import Context

_REFUSED = re.compile(
    r"(?:^\W*|[,;.!?:-]\s*|\b(?:and|but|so)\s+)(?:and |but |so )?"
    r"(?:it'?s |i (?:do not|don't) (?:want|mean|need) (?:to know )?)?"
    r"(?:not(?! (?:sure|certain|really sure|that|only|yet|a clue|much|bad)\b)|never mind|forget(?: about)?"
    r"|rather than|instead of|as opposed to|nobody (?:cares|asks) about"
    r"|i (?:do not|don't) (?:care|mean)(?: about)?)\s+(?P<what>[^,;.!?]+?)(?=[,;.!?]|\s-\s|\s(?:but|just|only)\s|$)",
    re.IGNORECASE,
)
_IS_NOT = re.compile(
    r"(?P<what>[^,;.!?]{3,40}?) (?:isn't|is not|aren't|are not|wasn't) (?:what|the one|it|the point|my)\b[^,;.!?]*[,;.!?]",
    re.IGNORECASE,
)
_MID = re.compile(
    r"\s(?:rather than|instead of|as opposed to|(?:and|but) not)\s(?P<what>[^,;.!?]+)",
    re.IGNORECASE,
)


def wanted(said: str, context: Context) -> tuple[str, Context]:
    """Return the text without what it refuses as target, and the table without that.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context

    Returns
    -------
    (str, Context)
        As given, where nothing is refused, or where nothing else would be left.
    """
    facts = context.facts
    spans = [
        m.span() for form in (_REFUSED, _MID, _IS_NOT) for m in form.finditer(said)
    ]
    if facts is None or not spans:
        return said, context
    rest, refused = said, set[str]()
    for start, end in spans:
        refused |= {n.column for n in columns_in(said[start:end], facts)}
        rest = rest[:start] + " " * (end - start) + rest[end:]
    if not refused or len(rest.split()) < _ENOUGH:
        return said, context
    return rest, replace(context, facts=_without(Same(facts), frozenset(refused)))


_ENOUGH = 2
"""Words that must be left over: else a message says only what is not wanted."""


@lru_cache(maxsize=8)
def _without(key: Same, names: frozenset[str]) -> Facts:
    facts = key.facts
    kept = tuple(c for c in facts.columns if c.name not in names)
    return replace(facts, columns=kept)
