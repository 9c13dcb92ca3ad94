"""Contrasts heard: two groups or rows side by side, and one outcome in place of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..facts import Facts
from .filters import others_of, rows_in
from .lexis import forms_of
from .referring import to_the_others
from .rownames import row_named

Spans = list[tuple[int, int]]

_BESIDE = re.compile(
    r"\bcompar\w+\b|\bdiffers?\b(?=.*\bbetween\b)|\bdifferences? between\b|\b(?:differs?|different)\b(?=.*\bfrom\b)"
    r"|\bsets?\b(?=.*\bapart from\b)|\bversus\b|\bvs\b"
    r"|\bwhy\b(?=.*\b(?:higher|lower|likelier|riskier|safer|likely|better|worse) than\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:and|with|to|against|versus|vs\.?|or|than|apart from|from)\b", re.IGNORECASE
)
_BARE = re.compile(r"\W*(?:the )?(?:number |no\.? |#)?(?P<n>\d+)\W*", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:and|but) not\b|,? not\b|\brather than\b|\binstead of\b", re.IGNORECASE
)


def sides_in(text: str, facts: Facts, target: str | None = None) -> list[Any] | None:
    """Return the two filters that a message holds side by side, or None.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    target : str, optional
        The column predicted, by which no sides differ.
    """
    than = _against(text, facts, target)
    if than is not None:
        return than
    if not _BESIDE.search(text):
        return None
    for one, other in _halves(text):
        first = rows_in(one, facts)
        if first is None:
            continue
        if to_the_others(other) and rows_in(other, facts) is None:
            return [first, others_of(first)]
        bare = _BARE.fullmatch(other)
        if bare is not None and _is_row(first):
            return [first, {"column": "row", "is": int(bare["n"])}]
        second = rows_in(other, facts)
        if second is not None and second != first:
            return [first, second]
    return None


_THAN = re.compile(r"\b(?:than|as)\b", re.IGNORECASE)


def _against(text: str, facts: Facts, target: str | None) -> list[Any] | None:
    """Return two groups of which one is more of something: "do rye ones burn more than the rest"."""
    if not forms_of("others")["than"].search(text):
        return None
    cut = list(_THAN.finditer(text))[-1]
    first = rows_in(text[: cut.start()], facts, (), target)
    second = rows_in(text[cut.end() :], facts, (), target)
    if not isinstance(first, dict) or "column" not in first:
        return None
    if second is None:
        alone = to_the_others(text[cut.end() :])
        return [first, others_of(first)] if alone else None
    same = second.get("column") == first["column"] and second != first
    return [first, second] if same else None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    for found in _BETWEEN.finditer(text):
        yield text[: found.start()], text[found.end() :]


def _is_row(tree: Any) -> bool:
    return isinstance(tree, dict) and tree.get("column") == "row"


def classes_in(
    text: str, facts: Facts | None, target: str | None
) -> tuple[dict[str, str], Spans]:
    """Return the outcome that is asked about and the one it is not, and where they stand.

    ``{"class": ..., "not": ...}``; without "not" nothing is contrasted and it is empty.
    """
    column = facts.column(target) if facts and target else None
    if column is None:
        return {}, []
    row = row_named(text, facts)
    shown = text if row is None else (
        text[: row[1]] + " " * (row[2] - row[1]) + text[row[2] :]
    )  # fmt: skip
    for cut in _NOT.finditer(shown):
        after = _class(shown[cut.end() :], column.values, cut.end(), near=True)
        if after is None:
            continue
        name, span = after
        before = _class(shown[: cut.start()], column.values, 0, near=False)
        if before is None or before[0] == name:
            return {"not": name}, [span]
        return {"class": before[0], "not": name}, [span, before[1]]
    return {}, []


_GOAL = re.compile(
    r"\b(?:bring|brings|get|gets|move|push|raise|lower|take|change|turn|flip|switch|make)\b.{0,60}?"
    r"\b(?:in)?to\b(?P<to>.*)", re.IGNORECASE,
)  # fmt: skip
_AMOUNT = re.compile(
    r"\s*(?:about |be |at least |below |above |a |an )?[$€£]?(?P<n>\d[\d,]*(?:\.\d+)?)(?P<k>k\b)?(?!\s*%)",
    re.IGNORECASE,
)


def goal_in(text: str, facts: Facts | None, target: str | None) -> tuple[Any, Spans]:
    """Return what an answer is to become, a class or a number, and where it stands."""
    column = facts.column(target) if facts and target else None
    found = _GOAL.search(text) if column is not None else None
    if found is None or column is None:
        return None, []
    start = found.start("to")
    named = _class(found["to"], column.values, start, near=True)
    if named is not None and not column.kind.numeric:
        return named[0], [named[1]]
    amount = _AMOUNT.match(found["to"])
    if amount is None or not column.kind.numeric:
        return None, []
    number = float(amount["n"].replace(",", "")) * (1000 if amount["k"] else 1)
    whole = int(number) if number.is_integer() else number
    return whole, [(start + amount.start("n"), start + amount.end())]


def _class(
    text: str, names: tuple[str, ...], shift: int, *, near: bool
) -> tuple[str, tuple[int, int]] | None:
    """Return the first class right at the beginning, or the last one anywhere."""
    found = []
    for name in names:
        pattern = rf"(?<![\w.]){re.escape(name.strip())}(?![\w.]\w)(?!\w)"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            lead = re.sub(r"\b(?:an?|the|as|to be)\b|[\W_]", "", text[: match.start()])
            if not near or not lead:
                found.append((match.start(), match.end(), name))
    if not found:
        return None
    start, end, name = max(found, key=lambda f: (f[1] - f[0] if near else f[0], f[1]))
    return name, (start + shift, end + shift)


__all__ = ["classes_in", "goal_in", "sides_in"]
