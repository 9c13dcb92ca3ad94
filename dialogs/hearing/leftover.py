"""What a question says of its rows that nothing here understood.

"Members without a locker" on a table that knows no lockers: answered for all members it
would be answered wrongly, so that it is offered and not acted on.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..facts import Facts
from .concepts import sides
from .lexis import forms_of
from .mentions import cues
from .normal import stem

Span = tuple[int, int]


def leftover(text: str, facts: Facts, spans: Iterable[Span]) -> tuple[str, ...]:
    """Return what rows are said to have or lack that no column explains.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    spans : iterable of (int, int)
        Places that are explained.
    """
    told = [*spans, *((c.start, c.end) for c in cues(text, facts))]
    told += [(s.start, s.end) for s in sides(text)]
    found = []
    for match in forms_of("leftover")["said"].finditer(text):
        start, end = match.span("what")
        if any(a < end and start < b for a, b in told):
            continue
        word = match["what"].casefold()
        if not forms_of("leftover")["plain"].fullmatch(stem(word)):
            found.append(match.group().strip())
    return tuple(found)


def said_better(
    text: str, left: Iterable[str], tests: Iterable[int]
) -> tuple[str, ...]:
    """Return what is left over without what the same sentence says again, and better.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    left : iterable of str
        What nothing explains.
    tests : iterable of int
        Where the tests on rows begin.

    Examples
    --------
    >>> said_better("last minute ones, so lead time under 7", ["minute"], [33])
    ()
    """
    again = forms_of("leftover")["again"].search(text)
    again = again or forms_of("leftover")["headed"].search(text)
    if again is None or not any(0 <= at - again.end() < _NEAR for at in tests):
        return tuple(left)
    return tuple(one for one in left if text.find(one) > again.start())


_NEAR = 45
"""Letters behind "I mean" within which it is said."""
