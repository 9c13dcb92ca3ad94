"""The column that a figure is asked of by its unit alone: "average litres", "how many days"."""

from __future__ import annotations

from collections.abc import Iterable

from ..facts import Facts, Kind
from .cues import pattern
from .lexis import units
from .mentions import shown_words, tokens
from .normal import stem

_FAR = 12
"""Letters behind the word for a figure in which its unit stands."""


def counted_in(
    text: str, facts: Facts, taken: Iterable[tuple[int, int]], target: str | None
) -> str | None:
    """Return the one column that is counted in a unit which a question names, or None.

    Where no header tells its unit, what is predicted is meant: of what else would one ask?

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    taken : iterable of (int, int)
        Places that something else has used.
    target : str, optional
        The column predicted.
    """
    spans = list(taken)
    figure = pattern("statistic").search(text)
    if figure is None:
        return None
    said = [
        t.stem for t in tokens(text)
        if figure.start() <= t.start <= figure.end() + _FAR and t.stem in units()
        and not any(s < t.end and t.start < e for s, e in spans)
    ]  # fmt: skip
    if not said:
        return None
    numeric = [
        c for c in facts.columns if c.kind.numeric and c.kind is not Kind.COORDINATE
    ]
    fitting = [
        c.name for c in numeric
        if stem(c.unit) == said[0] or said[0] in {stem(w) for w in shown_words(c.name)}
    ] or [
        c.name for c in numeric
        if units()[said[0]] & {stem(w) for w in shown_words(c.name)}
    ]  # fmt: skip
    if target in fitting:
        return target
    if not fitting and any(c.name == target for c in numeric):
        return target
    return fitting[0] if len(fitting) == 1 else None
