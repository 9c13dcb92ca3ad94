"""That a limit just asked for is none: "never mind the size", "as long as it takes".

Invariant: heard only while such a limit is asked for, and beside no number.
"""

from __future__ import annotations

import re

from .quantities import quantities
from .reading import Context

_LIMITS = frozenset(
    "limits.seconds limits.latency_ms limits.size_mb limits.memory_mb limits.trials".split()
)
_THING = (
    r"(?:size|sizes|memory|ram|space|disk(?:s| space)?|storage|speed|latency|time|times|clock"
    r"|how (?:big|large|long|slow|fast|much)|(?:that|it|this)\b)"
)
_NONE = re.compile(
    r"\b(?:never mind|forget(?: about)?|(?:do not|don't|needn't|need not|no need to) (?:worry|care|bother|fret|mind)"
    r"(?: about| with)?|(?:not|aren't|isn't|am not|are not) (?:worried|fussed|bothered) about)\b"
    rf"(?:\s\w+){{0,3}}?\s{_THING}"
    rf"|\b{_THING}[^,.;]{{0,24}}\s?(?:(?:does not|doesn't|won't|will not) (?:matter|count|bother|worry)"
    r"|(?:is|are|'s) (?:no|not an?|irrelevant|unimportant|plentiful|not important|free|cheap|unlimited)\b)"
    r"|\bas (?:big|large|long|slow|fat|heavy|much|many|often) as (?:it|you|they|that) (?:\w+\s?){1,2}$"
    r"|\b(?:no|without(?: any)?) (?:upper )?(?:limits?|bounds?|cap|ceiling|restrictions?|hurry|rush)\b"
    r"|\b(?:plenty|loads|lots|heaps|oceans|tons) of (?:it|that|room|time|space|memory|ram|disk|storage)\b"
    r"|\b(?:all|any amount of) the (?:time|space|memory|room|storage)\b",
    re.IGNORECASE,
)


def unlimited(text: str, context: Context) -> bool:
    """Return whether a message says that the limit asked for need not be one.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    if context.asking not in _LIMITS or quantities(text):
        return False
    return _NONE.search(text.strip(" .!")) is not None
