"""The numbers of a question with their columns: what is compared, with what the model says too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..facts import Facts
from .binding import Bound, bound
from .counted_noun import turned_ahead
from .havings import lacking
from .measure import COMPARES, MOVES, Measure
from .measured import across_name, measures
from .normal import parts
from .scaled import scaled
from .years import of_years

Span = tuple[int, int]


def numbers_in(
    text: str, facts: Facts, used: Iterable[Span], target: str | None
) -> list[Bound]:
    """Return the numbers of a question with the columns they belong to.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    used : iterable of (int, int)
        Places already used by something else.
    target : str, optional
        The column predicted.
    """
    taken = list(used)
    numbers = [
        m for m in measures(text)
        if not clash((m.start, m.end), taken)
        and not _in_header(m, text, facts)
        and not (m.key == "is" and _OF_SHOWN.match(text, m.end))
    ]  # fmt: skip
    found = [of_years(_across(b, text), facts) for b in bound(text, facts, numbers)]
    found = [scaled(b, facts) for b in found]
    found = [_of_model(b, text, facts, target) for b in found]
    return [
        replace(b, measure=turned_ahead(b.measure, b.column)) if b.column else b
        for b in found
    ]


_OF_SHOWN = re.compile(
    r"(?:\s+or\s+\w+)?\s+(?:\w+\s)?(?:examples?|samples?|instances?|cases|mistakes|errors|records|of them|of those)\b",
    re.IGNORECASE,
)
"""Behind a number of what is to be shown: 'five examples'."""


def _in_header(one: Measure, text: str, facts: Facts) -> bool:
    """Return whether a number is part of a header: 'in the last 5 years' of last_5y."""
    if not re.search(
        r"\b(?:last|past|first|within|next|recent)\s+$", text[: one.start], re.I
    ):
        return False
    return any(
        p.startswith(f"{one.said}") for c in facts.columns for p in parts(c.name)
    )


def _of_model(one: Bound, text: str, facts: Facts, target: str | None) -> Bound:
    """Return a number that is compared with what the model says as such."""
    column = facts.column(target) if target else None
    said = _MODEL_SAYS.search(text[: one.measure.opens])
    if said is None or column is None or not column.kind.numeric:
        return one
    if one.measure.role != COMPARES:
        return one
    return Bound(one.measure, "prediction", 1.0)


_MODEL_SAYS = re.compile(
    r"(?:\b(?:it|you|model|tandem)\s(?:(?:would|will|might|do|does)\s)?(?:put|say|predict|guess|estimate|give|expect"
    r"|price|value|forecast|rate|think|reckon)s?(?:\s(?:them|it|at|for|they|will|go|goes|come|comes|be|are|is|costs?))*"
    r"|\b(?:predict(?:ed|ions?)|forecasts?|estimated?s?)(?:\s(?:of|is|are|at|to be|was))?)\s*$",
    re.IGNORECASE,
)
"""Before a number that what the model says is compared with."""


def _across(one: Bound, text: str) -> Bound:
    """Return a number with the comparator before its column: "below wind force 3"."""
    cue, m = one.cue, one.measure
    if (
        cue is None
        or m.key != "is"
        or m.role == MOVES
        or not cue.end <= m.opens <= cue.end + 1
    ):
        return one
    if lacking(text, cue.start):
        return replace(one, measure=replace(m, denied=True, role=COMPARES))
    return replace(one, measure=across_name(m, text, cue.start))


def compares(one: Bound) -> bool:
    """Return whether a number with its column compares, and does not move it."""
    if one.column is None or one.measure.role == MOVES:
        return False
    return one.measure.role == COMPARES or one.score >= 0.45


def clash(span: Span, others: Iterable[Span]) -> bool:
    """Return whether a place overlaps any of others."""
    return any(s < span[1] and span[0] < e for s, e in others)
