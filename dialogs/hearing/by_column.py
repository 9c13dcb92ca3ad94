"""A price that differs from row to row: the column of amounts that words mean."""

from __future__ import annotations

import re

from ..facts import Facts
from .lexicon import find
from .naming import columns_in
from .normal import parts
from .thesaurus import groups_of, groups_of_header, meant

_AS_COLUMN = re.compile(
    r"\b(?:whatever|the (?:(?:whole|full|entire|total) )?(?:amount|sum|price|value|bill)"
    r"|what (?:he|she|they|it|one|we|you|i|the \w+|customers?)|depends on"
    r"|(?:costs?|write off|lose|gone is) (?:us )?(?:precisely |exactly |just |simply )?"
    r"(?:the|their|its|his|her|one) (?!same|most|least|lot)\w+"
    r"|as much as|their|its|his|her|equal to|the value of|price of|how much"
    r"|(?:lose|loses|lost|pay|pays|out of pocket) (?:us )?(?:the|their|his|her|its) \w+)\b",
    re.IGNORECASE,
)


def by_column(clause: str, facts: Facts | None, target: str | None) -> str | None:
    """Return the column of amounts that a clause says a mistake costs."""
    cue = _AS_COLUMN.search(clause)
    if facts is None or cue is None:
        return None
    numeric = [c.name for c in facts.columns if c.kind.numeric and c.distinct > 4]
    numeric = [n for n in numeric if n != target and not _COUNTS & set(parts(n))]
    named = [n.column for n in columns_in(clause, facts) if n.column in numeric]
    if len(set(named)) == 1:
        return named[0]
    others = [c.name for c in facts.columns if c.name not in numeric]
    rest = clause[cue.start() :]
    money = [g for w in rest.split() for g in groups_of(w)]
    close = [n for n in meant(rest, facts, others) if money]
    if len(close) == 1:
        return close[0]
    return _of_money(rest, numeric)


_COUNTS = frozenset(
    "cnt count nr num no days day yrs years year age hours hrs month months id".split()
)
"""Words of headers that count or date something: no price."""
_OF_MONEY = ("pay", "paid", "borrow", "spend", "spent", "worth", "bill", "amount", "owe",
             "charge", "charged", "price", "sum", "value")  # fmt: skip


def _of_money(clause: str, numeric: list[str]) -> str | None:
    """Return the one column about money that a clause about money can mean."""
    if not find(_OF_MONEY, clause):
        return None
    kinds = {"bill", "price", "amount", "income", "paid"}
    said = {g for w in re.findall(r"\w+", clause) for g in groups_of(w)} - kinds
    rows = []
    for name in numeric:
        groups = {g for p in parts(name) for g in groups_of_header(p)}
        if groups & kinds:
            rows.append((len(groups & said), name))
    best = max((s for s, _ in rows), default=0)
    names = [n for s, n in rows if s == best]
    return names[0] if len(names) == 1 else None
