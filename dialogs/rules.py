"""The person's own rule in words, as a filter: "tenure below 12 and plan is monthly".

A small grammar, all or nothing: a rule that is half understood would be compared with
under a wrong name. Pure; the filter's form is that of a query's.

rule      = clause, { ("and" | "or" | "but"), clause }      "and" binds closer than "or"
clause    = ["not"], column, comparison
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .facts import ColumnFacts, Facts
from .hearing.normal import normal

Filter = Mapping[str, Any]


class RuleUnclear(ValueError):
    """A rule that cannot be read; the message says which part, and what would do."""


_NUMBER = r"(?P<{name}>[-+]?\d[\d,]*(?:\.\d+)?%?)"
_LEAD = r"^(?:is |was |are |has |=+ ?)*"
_COMPARISONS = tuple(
    (key, re.compile(_LEAD + form + r"$", re.IGNORECASE))
    for key, form in (
        ("between", r"(?:between|from) " + _NUMBER.format(name="low")
         + r" (?:and|to) " + _NUMBER.format(name="high")),
        ("at_least", r"(?:at least|no less than|not (?:below|under|less than)|>=|from) ?"
         + _NUMBER.format(name="n")),
        ("at_most", r"(?:at most|no more than|not (?:above|over|more than)|<=|up to) ?"
         + _NUMBER.format(name="n")),
        ("above", r"(?:above|over|more than|greater than|larger than|higher than|older than|"
         r"longer than|exceeds|>) ?" + _NUMBER.format(name="n")),
        ("below", r"(?:below|under|less than|fewer than|smaller than|lower than|younger than|"
         r"shorter than|<) ?" + _NUMBER.format(name="n")),
        ("at_least", _NUMBER.format(name="n") + r" (?:or|and) (?:more|above|over|older|higher)"),
        ("at_most", _NUMBER.format(name="n") + r" (?:or|and) (?:less|below|under|younger|lower)"),
    )
)  # fmt: skip
_DENIED = re.compile(
    r"^(?:is not|isn't|was not|wasn't|are not|not|!=|<>|other than)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_EQUAL = re.compile(r"^(?:is |was |are |equals? |equal to |=+ ?|: ?)*", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,\s*)?\b(and|or|but)\b\s+", re.IGNORECASE)


def rule_filter(text: str, facts: Facts) -> Filter:
    """Return a rule as a filter over the table's columns.

    Parameters
    ----------
    text : str
        Such as "hours over 8 or part is pump".
    facts : Facts
        Names the columns and their values.

    Raises
    ------
    RuleUnclear
        If any part of the rule names no column, or no value of it.
    """
    rest = re.sub(
        r"^(?:if|when|where|those (?:with|whose))\s+", "", normal(text), flags=re.I
    )
    if not rest:
        raise RuleUnclear("The rule is empty. Write, for example, “hours over 8”.")
    options = [
        _joined(
            "and", [_clause(c, facts) for c in _split(group, ("and", "but"), facts)]
        )
        for group in _split(rest, ("or",), facts)
    ]
    return _joined("or", options)


def columns_of(tree: Filter) -> set[str]:
    """Return the columns that a filter looks at."""
    if "column" in tree:
        return {str(tree["column"])}
    parts = tree.get("and") or tree.get("or") or [tree["not"]]
    return {name for part in parts for name in columns_of(part)}


def _joined(word: str, parts: list[Filter]) -> Filter:
    return parts[0] if len(parts) == 1 else {word: parts}


def _split(text: str, joints: tuple[str, ...], facts: Facts) -> list[str]:
    """Split at joints that a new clause follows: 'between 3 and 5' stays whole."""
    parts, start = [], 0
    for match in _JOINT.finditer(text):
        if match.group(1).casefold() not in joints:
            continue
        if _column(text[match.end() :], facts) is None:
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


_SMALL = re.compile(r"^(?:the|a|an|their|its|not|if|with|has|have)\s+", re.IGNORECASE)


def _column(text: str, facts: Facts) -> tuple[ColumnFacts, str, bool] | None:
    """Return the column that a clause opens with, what follows, and a 'not' before."""
    denied = False
    while (small := _SMALL.match(text)) and not _named(text, facts):
        denied ^= small.group().strip().casefold() == "not"
        text = text[small.end() :]
    found = _named(text, facts)
    return None if found is None else (*found, denied)


def _named(text: str, facts: Facts) -> tuple[ColumnFacts, str] | None:
    for column in sorted(facts.columns, key=lambda c: -len(c.name)):
        words = [w for w in re.split(r"[\W_]+", normal(column.name)) if w]
        form = r"[\W_]*".join(re.escape(w) for w in words)
        match = form and re.match(
            rf"[\"“`]?{form}[\"”`]?(?!\w)\s*", text, re.IGNORECASE
        )
        if match:
            return column, text[match.end() :].strip()
    return None


def _clause(text: str, facts: Facts) -> Filter:
    found = _column(text.strip(" .,;()"), facts)
    if found is None:
        names = ", ".join(facts.names[:8])
        raise RuleUnclear(f"“{text.strip()}” names no column. There are: {names}.")
    column, rest, denied = found
    turned = _DENIED.match(rest)
    test = _comparison(column, rest)
    if test is None and turned:
        denied, rest = not denied, turned.group("rest")
        test = _comparison(column, rest)
    if test is None:
        test = _equality(column, rest)
    return {"not": test} if denied else test


def _comparison(column: ColumnFacts, rest: str) -> Filter | None:
    for key, form in _COMPARISONS:
        match = form.match(rest)
        if match is None:
            continue
        if not column.kind.numeric and column.minimum is None:
            raise RuleUnclear(f"{column.name} holds no numbers to compare.")
        if key == "between":
            low, high = sorted((_number(match["low"]), _number(match["high"])))
            bounds = ("at_least", low), ("at_most", high)
            return {"and": [{"column": column.name, k: v} for k, v in bounds]}
        return {"column": column.name, key: _number(match["n"])}
    return None


def _number(text: str) -> float | int:
    value = float(text.rstrip("%").replace(",", ""))
    value = value / 100 if text.endswith("%") else value
    return int(value) if value == int(value) else value


def _equality(column: ColumnFacts, rest: str) -> Filter:
    said = _EQUAL.sub("", rest, count=1).strip(" \"“”'`.")
    names = [s.strip(" \"“”'`") for s in re.split(r",|\bor\b", said)] if said else []
    values = [_value(column, name) for name in names if name]
    if not values:
        raise RuleUnclear(f"What should {column.name} be?")
    return {"column": column.name, "is": values[0] if len(values) == 1 else values}


def _value(column: ColumnFacts, said: str) -> str | float | int:
    known = next((v for v in column.values if v.casefold() == said.casefold()), None)
    if known is not None:
        return known
    if column.kind.numeric and re.fullmatch(r"[-+]?\d[\d,]*(?:\.\d+)?%?", said):
        return _number(said)
    shown = ", ".join(column.values[:6])
    hint = f" It holds: {shown}." if shown else ""
    raise RuleUnclear(f"{column.name} is never “{said}”.{hint}")
