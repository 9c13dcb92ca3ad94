"""The column whose more or less a clause speaks of, also where no word of its header stands.

"More pills" is of a number of medicines, "a bag got wetter" of a moisture. Invariant: a word
that two columns fit alike names neither.
"""

from __future__ import annotations

import re
from functools import cache

from ..facts import Facts
from .by_adjective import by_adjective
from .lexis import adjectives, loaded, units
from .naming import Named, columns_in
from .normal import parts, stem
from .reading import Context
from .thesaurus import meant

_SURE = 0.9


@cache
def comparatives(sign: int) -> str:
    """Return the adjectives that compare upwards (1) or downwards (-1), as a pattern."""
    return "|".join(w for w, (way, _) in adjectives().items() if way == sign)


_AMOUNT = re.compile(
    r"\b(?:more|less|fewer|higher|lower|most|least|(?:too )?(?:many|much|few|little)|rising|falling|additional|extra)"
    r"\s(?:of\s)?(?:the\s|his\s|her\s|their\s|its\s)?(?P<what>[^\W\d_]+"
    r"(?:\s(?!(?:the|and|or|more|less|fewer|higher|lower|always|never|must|may|can|means?|is|are)\b)[^\W\d_]+)?)",
    re.IGNORECASE,
)


def moved_column(clause: str, context: Context) -> Named | None:
    """Return the number, or the flag, that a clause says rises or falls.

    Parameters
    ----------
    clause : str
        Of a message as `normal` returns it.
    context : Context
    """
    facts = context.facts
    if facts is None:
        return None
    target = str(context.brief.get("table.target") or "")
    named = [
        n for one in columns_in(clause, facts)
        if (n := by_adjective(one, clause, facts)).column != target and _moves(n, facts)
    ]  # fmt: skip
    sure = [n for n in named if n.score >= _SURE]
    if sure:
        return sure[0]
    amount = _by_amount(clause, facts, target)
    if named and not (amount and _flag(named[0].column, facts)):
        row = str(context.brief.get("table.row") or "").casefold()
        own = [n for n in named if clause[n.start : n.end].casefold() != row]
        # "A pump that runs faster" speaks of a speed, whatever else has "run" in its name.
        told = _by_comparative(clause, facts, target)
        return told or (own or named)[0]
    return amount or _by_comparative(clause, facts, target)


def _moves(named: Named, facts: Facts) -> bool:
    column = facts.column(named.column)
    return column is not None and (column.kind.numeric or column.distinct == 2)


def _flag(name: str, facts: Facts) -> bool:
    column = facts.column(name)
    return column is not None and column.distinct == 2


def _by_amount(clause: str, facts: Facts, target: str) -> Named | None:
    """Return the column of "more pills": by near-synonyms of what there is more of."""
    without = {target, *(c.name for c in facts.columns if not c.kind.numeric)}
    for match in _AMOUNT.finditer(clause):
        for said in (match["what"], match["what"].split()[0]):
            close = meant(said, facts, without)
            close = close if len(close) == 1 else _measured(said, facts, target)
            if len(close) == 1:
                start = match.start("what")
                return Named(close[0], start, start + len(said), 0.75)
    return None


def _measured(said: str, facts: Facts, target: str) -> list[str]:
    """Return the numbers that are measured in a unit: of "more litres" the yield."""
    word = stem(said.casefold())
    symbols = {stem(u): s.split() for u, s in loaded("measures")["symbols"].items()}
    held = {*units().get(word, ()), *symbols.get(word, ())}
    return [
        c.name for c in facts.columns
        if c.kind.numeric and c.name != target and held & {stem(p) for p in parts(c.name)}
    ]  # fmt: skip


def _by_comparative(clause: str, facts: Facts, target: str) -> Named | None:
    """Return the column that "wetter" alone speaks of, as if named right behind it."""
    for match in re.finditer(r"[^\W\d_]+er\b", clause):
        sense = adjectives().get(match.group().casefold())
        fits = [
            c.name for c in facts.columns
            if sense and c.kind.numeric and c.name != target
            and sense[1] & {stem(p) for p in parts(c.name)}
        ]  # fmt: skip
        if len(fits) == 1:
            return Named(fits[0], match.end(), match.end(), 0.75)
    return None
