"""The number that is asked for by its unit: "how many tonnes a hectare" for a column in t/ha."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..facts import Facts
from .lexis import loaded
from .normal import parts, stem
from .reading import Heard

_ASKED = re.compile(
    r"\bhow (?:many|much) (?P<unit>[^\W\d_]+)(?:\s(?:an?|per|each|every|to the|/)\s?(?P<per>[^\W\d_]+))?",
    re.IGNORECASE,
)


def by_unit_asked(text: str, facts: Facts) -> list[Heard]:
    """Return the columns counted in the unit that a message asks for, as targets.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.

    Returns
    -------
    list of Heard
        One where a rate's both units fit one column alone; else none.
    """
    asked = _ASKED.search(text)
    if asked is None or not asked["per"]:
        return []
    unit, per = _written(asked["unit"]), _written(asked["per"])
    fits = [
        c.name for c in facts.columns
        if c.kind.numeric and (said := _words(c.unit, c.name)) & unit and said & per
    ]  # fmt: skip
    if len(fits) != 1:
        return []
    return [Heard("table.target", fits[0], *asked.span(), 0.95)]


def _words(*texts: str) -> frozenset[str]:
    return frozenset(p for t in texts for p in parts(t))


def _written(word: str) -> frozenset[str]:
    """Return how headers write a unit that is said in words."""
    low = word.casefold()
    symbols: Iterable[tuple[str, str]] = loaded("measures")["symbols"].items()
    written = {
        w for name, said in symbols if stem(name) == stem(low) for w in said.split()
    }
    return frozenset({low, *written})
