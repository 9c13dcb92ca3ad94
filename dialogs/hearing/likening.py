"""Marks of a message for the bank: its numbers, columns, deeds, and whom it speaks of."""

from __future__ import annotations

import re

from .bank import Likeness, Mark, bank
from .hunting import hunt, named_side
from .lexicon import every
from .mistakes import mistakes
from .naming import columns_in
from .quantities import quantities
from .reading import Context

_OWN_SIDE = re.compile(r"[^\W\d_]{4,}")


def marks_in(text: str, context: Context) -> tuple[Mark, ...]:
    """Return what of a message stands for a placeholder of the examples."""
    found: list[Mark] = [(q.start, q.end, "n") for q in quantities(text)]
    numbers = list(found)

    def free(start: int, end: int) -> bool:
        return not any(s < end and start < e for s, e, _ in numbers)

    hunted = hunt(context)
    for match in _OWN_SIDE.finditer(text):
        side = (
            named_side(match.group(), hunted) if hunted.roots | hunted.others else None
        )
        if side is not None and free(*match.span()):
            found.append((*match.span(), "bad+" if side else "good+"))
            numbers.append(found[-1])
    for match in every(mistakes()["act"], text):
        if free(*match.span()):
            found.append((*match.span(), "act+"))
            numbers.append(found[-1])
    if context.facts:
        for named in columns_in(text, context.facts):
            if named.score >= 0.8 and free(named.start, named.end):
                found.append((named.start, named.end, "col+"))
                numbers.append(found[-1])
    return tuple(found)


def like(
    text: str, context: Context, labels: frozenset[str] | None = None
) -> tuple[Likeness, ...]:
    """Return the labels of the bank that a message is like, best first."""
    return bank().nearest(text, marks_in(text, context), labels)
