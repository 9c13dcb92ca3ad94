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
