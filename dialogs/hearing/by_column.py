"""A price that differs from row to row: the column of amounts that words mean."""

from __future__ import annotations

import re

from ..facts import ColumnFacts, Facts, Kind
from .abbreviating import shortens
from .lexicon import find
from .naming import columns_in
from .normal import parts
from .thesaurus import groups_of, groups_of_header, meant

_AS_COLUMN = re.compile(
    r"^\W*(?:the|its|their|his|her) (?:\w+ )?\w+\W*$"
    r"|\b(?:whatever|the (?:(?:whole|full|entire|total) )?(?:amount|sum|price|value|bill)"
    r"|what (?:he|she|they|it|one|we|you|i|the \w+|customers?)|depends on"
    r"|(?:costs?|write off|lose|gone is) (?:us )?(?:precisely |exactly |just |simply )?"
    r"(?:the|their|its|his|her|one) (?!same|most|least|lot)\w+"
    r"|as much as|their|its|his|her|equal to|the value of|price of|how much"
    r"|(?:lose|loses|lost|pay|pays|out of pocket) (?:us )?(?:the|their|his|her|its) \w+"
    r"|(?:we|i)'?(?:re| are|m| am)? (?:have to |must |can |then )?(?:out|stuck with|left with|owe|refund|repay"
    r"|reimburse|replace|pay back|pay out|write off|forfeit|swallow|eat|forgo)"
    r" (?:\w+ ){0,2}?(?:the|that|its|his|her|whole|entire|what|one)"
    r"|what(?:'s| is| was| it says)? (?:in|on|under|inside)"
    r"|what (?:an?|another) (?:\w+ ){1,2}?(?:would |will |does )?costs?"
    r"|buy(?:s|ing)? (?:a |an )?(?:new|another)|(?:a|the) new \w+ for"
    r"|(?:eats?|swallows?|devours?|wipes? out|takes?)(?: up)? (?:us )?"
    r"(?:the|what|whatever|their|its|his|her|one|all)"
    r"|(?:the|that's the) (?:\w+ ){1,2}?(?:is |are |'s )?(?:gone|lost|down the drain))\b",
    re.IGNORECASE,
)


def by_column(clause: str, facts: Facts | None, target: str | None) -> str | None:
    """Return the column of amounts that a clause says a mistake costs."""
    cue = _AS_COLUMN.search(clause)
    if facts is None or cue is None:
        return None
    numeric = [c.name for c in facts.columns
               if c.kind.numeric and (c.distinct > 4 or (c.distinct > 2 and _sums(c)))]  # fmt: skip
    numeric = [n for n in numeric if n != target and not _COUNTS & set(parts(n))]
    named = [n.column for n in columns_in(clause, facts) if n.column in numeric]
    sums = [c.name for c in facts.columns if c.name in numeric and _sums(c)]
    anew = [n for n in sums if _ANEW & set(parts(n))] if _NEW.search(clause) else []
    if len(anew) == 1:
        return anew[0]
    if len(set(named)) == 1:
        return _in_money(named[0], sums)
    others = [c.name for c in facts.columns if c.name not in numeric]
    rest = clause[cue.start() :]
    money = [g for w in rest.split() for g in groups_of(w)]
    close = [n for n in meant(rest, facts, others) if money]
    if len(close) == 1:
        return close[0]
    near = _nearest(rest, sums)
    if near:
        return near
    asked = [n for n in sums if _PRICE & set(parts(n))] if _PAID.search(rest) else []
    if len(asked) == 1:
        return asked[0]
    if len(sums) == 1 and _WHATEVER.search(clause):
        return sums[0]
    return _of_money(rest, numeric)


_NEW = re.compile(
    r"\bworth new\b|\b(?:a|the) new \w+\b|\bbrand new\b|\breplac\w+|\bbuy\w* (?:it )?(?:new|again|another)\b"
    r"|\b(?:another|costs?) new\b",
    re.IGNORECASE,
)
_ANEW = frozenset("replacement replace repl new rebuy reorder".split())
"""Words of headers of what a new one costs."""
_PAID = re.compile(r"\b(?:paid|pays?|charged?|gave us|took from)\b", re.IGNORECASE)
_PRICE = frozenset("price fare paid charge charged tariff rate".split())


def _in_money(named: str, sums: list[str]) -> str:
    """Return a column, or that of its worth in money: of kilos and value the value."""
    if named in sums:
        return named
    pieces = set(parts(named))
    worth = [n for n in sums if pieces & set(parts(n))]
    return worth[0] if len(worth) == 1 else named


_WHATEVER = re.compile(
    r"\b(?:whatever|(?:exactly |precisely |just )?what (?:was|is|it|he|she|they|the)|what's in)\b",
    re.I,
)


def _sums(column: ColumnFacts) -> bool:
    """Return whether a column holds sums of money, by its kind or its header."""
    return column.kind is Kind.AMOUNT or bool(_MONEY & set(parts(column.name)))


_MONEY = frozenset(
    "eur euro euros usd gbp chf fee fees cost costs bill invoice inv price value amount amt premium deposit"
    " deductible salary tax tx wage rent worth revenue val turnover".split()
)


def _nearest(clause: str, sums: list[str]) -> str | None:
    """Return the one column of money most of whose header the words of a clause shorten to."""
    said = [w.casefold() for w in re.findall(r"[^\W\d_]{3,}", clause)]
    scored = []
    for name in sums:
        pieces = [p for p in parts(name) if p not in _UNITS_OF_MONEY]
        met = [p for p in pieces if any(_met(p, w) for w in said)]
        scored.append((len(met) / max(len(pieces), 1), name))
    best = max((s for s, _ in scored), default=0.0)
    names = [n for s, n in scored if s == best]
    return names[0] if best >= 0.5 and len(names) == 1 else None


_UNITS_OF_MONEY = frozenset(
    "eur euro euros usd gbp chf amt amount est avg total".split()
)


def _met(piece: str, word: str) -> bool:
    if len(piece) >= 3 and word.startswith(piece):
        return True
    return shortens(piece, word) or bool(set(groups_of(piece)) & set(groups_of(word)))


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
