"""Gaps, open and in disguise: blanks, sentinels, words for nothing, odd zeros."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from dialogs.facts import ColumnFacts, Kind, Suspicion

from ..names import missing, says
from .evidence import Evidence, suspicion

SENTINELS = frozenset(
    s * v
    for s in (1, -1)
    for v in (99, 999, 9999, 99999, 999999, 9999999, 888, 8888, 777, 7777)
) | frozenset((-1, -2, -8, -9))
"""Numbers that programs write for "nothing"."""

SHARE = 0.01
"""A value this frequent is no accident."""

HALF = 0.5


def detect(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield what looks like missing values."""
    yield from _blanks(evidence)
    yield from _marked(evidence)
    yield from _open(evidence)
    for column in evidence.of_kind(
        Kind.NUMBER, Kind.AMOUNT, Kind.CODE, Kind.SHARE, Kind.COORDINATE
    ):
        if column.minimum is not None:
            yield from _sentinels(evidence, column)
    yield from _dates(evidence)
    yield from _words(evidence)
    yield from _zeros(evidence)


def _blanks(evidence: Evidence) -> Iterator[Suspicion]:
    for name, count in evidence.doubts.blank.items():
        beside = _beside_zero(evidence, name)
        yield suspicion(
            "blank_text",
            [name],
            rows=count,
            severity=2,
            repair="fill_zero" if beside else "as_missing",
            beside=beside,
            values=[],
        )


def _marked(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield the columns of one mark or nothing: nothing was taken as an answer."""
    found = evidence.doubts.marked
    if found:
        mark, blanks = next(iter(found.values()))
        yield suspicion(
            "marked", list(found), rows=blanks, severity=2, repair="blank_is_no",
            value=mark, values=[mark],
        )  # fmt: skip


def _beside_zero(evidence: Evidence, name: str) -> str:
    """Return a column that is 0 in exactly the rows where this one is blank."""
    gap = evidence.frame[name].isna().to_numpy()
    for column in evidence.facts.columns:
        if column.minimum != 0 or column.missing or column.name == name:
            continue
        zero = evidence.numbers(column.name) == 0
        if zero[gap].all() and zero.sum() <= 1.2 * gap.sum() + 1:
            return column.name
    return ""


def _open(evidence: Evidence) -> Iterator[Suspicion]:
    gaps = [
        c
        for c in evidence.facts.columns
        if 0 < c.missing < c.rows and c.name not in evidence.doubts.blank
    ]
    many = [c for c in gaps if c.missing > HALF * c.rows]
    some = [c for c in gaps if c not in many]
    for kind, columns, severity in (("many_gaps", many, 2), ("missing", some, 1)):
        if columns:
            yield suspicion(
                kind,
                [c.name for c in columns],
                rows=max(c.missing for c in columns),
                severity=severity,
                counts=[c.missing for c in columns],
                share=max(c.missing / c.rows for c in columns),
            )


def _sentinels(evidence: Evidence, column: ColumnFacts) -> Iterator[Suspicion]:
    values, counts = np.unique(
        _known(evidence.numbers(column.name)), return_counts=True
    )
    found = []
    # From both ends inwards: 97, 98 and 99 may all be codes for no answer.
    for side in (values, values[::-1]):
        for position in range(min(3, len(side) - 2)):
            if not _stands_apart(side[position], side[position + 1 :], values, counts):
                break
            found.append(float(side[position]))
    if found:
        rows = int(counts[np.isin(values, found)].sum())
        yield _sentinel(column, rows, found, _short(found[0]))


def _sentinel(
    column: ColumnFacts, rows: int, values: Sequence[Any], shown: Any
) -> Suspicion:
    """Return that some values of a column stand for no value."""
    return suspicion(
        "sentinel",
        [column.name],
        rows=rows,
        severity=2,
        repair="as_missing",
        values=values,
        value=shown,
        share=rows / column.rows,
    )


def _known(values: Any) -> Any:
    return values[~np.isnan(values)]


def _stands_apart(value: float, rest: Any, values: Any, counts: Any) -> bool:
    """Whether a value at the edge is no measurement of the same thing as the rest."""
    count = int(counts[values == value][0])
    low, high = float(rest.min()), float(rest.max())
    if count < max(2, 0.001 * counts.sum()) or len(rest) < 3:
        return False
    if value in SENTINELS and value < 0 and low >= 0:
        return True
    spread = high - low
    gap = low - value if value < low else value - high
    if value in SENTINELS and gap > 0.5 * spread:
        return True
    # Not in the list: it has to be frequent, alone, and far away.
    frequent = count >= SHARE * counts.sum() and count > 5 * np.median(counts)
    return bool(frequent and gap > 1.5 * spread and spread > 0)


_DATES = ("1900-01-01", "1970-01-01", "9999-12-31", "1899-12-30", "2099-12-31",
          "1901-01-01", "1753-01-01", "2999-12-31", "1800-01-01")  # fmt: skip


def _dates(evidence: Evidence) -> Iterator[Suspicion]:
    for column in evidence.of_kind(Kind.DATE):
        days = evidence.frame[column.name].dropna().dt.date.astype(str)
        edge = {column.first[:10], column.last[:10]} & set(_DATES)
        for day in sorted(edge):
            rows = int((days == day).sum())
            if rows >= max(2, 0.001 * len(days)):
                written = evidence.text.loc[days.index[days == day][0], column.name]
                yield _sentinel(column, rows, [str(written)], day)


def _words(evidence: Evidence) -> Iterator[Suspicion]:
    listed = missing("words")
    found: dict[str, list[str]] = {}
    rows = 0
    for column in evidence.of_kind(
        Kind.CATEGORY, Kind.ORDERED, Kind.TEXT, Kind.YES_NO, Kind.CODE
    ):
        hits = [
            (v, n)
            for v, n in column.top
            if v.casefold() in listed and column.distinct > 1
        ]
        if hits and not _abbreviations(column, [v for v, _ in hits]):
            found[column.name] = [v for v, _ in hits]
            rows = max(rows, sum(n for _, n in hits))
    if found:
        words = sorted({v for vs in found.values() for v in vs})
        yield suspicion(
            "disguised_gaps",
            list(found),
            rows=rows,
            severity=2,
            repair="as_missing",
            # As a word of its own it tells a model as much, and loses nothing.
            default=False,
            values=words,
            value=words[0],
        )


def _abbreviations(column: ColumnFacts, hits: list[str]) -> bool:
    """Whether all values are as short as the hit: NA is Namibia among country codes."""
    others = [v for v in column.values if v not in hits]
    return (
        all(h.isalpha() and len(h) <= 3 for h in hits)
        and len(others) >= 5
        and all(len(v) == len(hits[0]) and v.isupper() for v in others)
    )


def _zeros(evidence: Evidence) -> Iterator[Suspicion]:
    found: dict[str, int] = {}
    for column in evidence.quantities:
        if column.minimum != 0 or column.distinct < 10:
            continue
        numbers = _known(evidence.numbers(column.name))
        zeros = int((numbers == 0).sum())
        if 0 < zeros < HALF * len(numbers) and _zero_is_odd(column, numbers):
            found[column.name] = zeros
    if found:
        yield suspicion(
            "zeros_as_gaps",
            list(found),
            rows=max(found.values()),
            severity=2,
            repair="as_missing",
            default=False,
            values=[0.0],
            counts=list(found.values()),
        )


def _zero_is_odd(column: ColumnFacts, numbers: Any) -> bool:
    positive = numbers[numbers > 0]
    nearest = float(positive.min())
    if _goes_on_below(column, numbers):
        return False
    low, high = np.quantile(positive, [0.25, 0.75])
    spread = float(high - low)
    measured = says(column.name, "measures", "positive")
    if measured and not says(column.name, "count"):
        return nearest > 0.05 * spread
    # Counts begin at 0 and 1; a measurement with nothing near 0 does not.
    return nearest > max(0.6 * spread, 1.0) and spread > 0


STEPS = 3
"""Whole numbers right above 0 that say how often a 0 is to be looked for."""


def _goes_on_below(column: ColumnFacts, numbers: Any) -> bool:
    """Return whether 0 is but the next whole number below 1, 2 and 3, and no more frequent.

    A pup of age 0 stands beside those of 1 and 2; a gap written as 0 piles up.
    """
    if not column.integers:
        return False
    counts = [int((numbers == n).sum()) for n in range(STEPS + 1)]
    return all(counts) and counts[0] <= 2 * max(counts[1:])


def _short(value: float) -> str:
    return f"{value:g}"
