"""Odd values: wrong types, impossible ones, outliers, caps, codes, rare levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dialogs.facts import ColumnFacts, Kind, Suspicion
from dialogs.suspicions import SHOWN, listed

from ..names import lexicon, says
from .evidence import Evidence, suspicion
from .gaps import SENTINELS

MANY_LEVELS = 50
RARE = 10
"""Rows of a level below which nothing can be learned about it."""

WORDY = (Kind.CATEGORY, Kind.ORDERED, Kind.CODE, Kind.YES_NO)


def detect(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield what is odd about single columns."""
    yield from _spelled(evidence)
    yield from _mixed(evidence)
    yield from _codes(evidence)
    yield from _coding(evidence)
    yield from _levels(evidence)
    yield from _impossible(evidence)
    yield from _tails(evidence)
    sensitive = [c for c in evidence.facts.columns if c.sensitive]
    if sensitive:
        yield suspicion(
            "sensitive",
            [c.name for c in sensitive],
            attributes=sorted({c.sensitive for c in sensitive}),
        )
    for name in evidence.doubts.day_first:
        yield suspicion("date_order", [name], severity=2, repair="as_date",
                        example=evidence.text[name].iloc[0])  # fmt: skip


def _spelled(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield columns in which one word is written in several ways."""
    found = evidence.doubts.spelled
    if found:
        first = next(iter(found.values()))
        words = {
            kept: [t for t in first if first[t] == kept] for kept in first.values()
        }
        yield suspicion(
            "spellings",
            list(found),
            severity=2,
            repair="one_spelling",
            values=[next(iter(first))],
            example="; ".join(
                f"“{k}” also as {listed([f'“{v}”' for v in w])}"
                for k, w in list(words.items())[:SHOWN]
            ),
            kept=next(iter(first.values())),
        )


def _mixed(evidence: Evidence) -> Iterator[Suspicion]:
    for name, (count, examples) in evidence.doubts.odd.items():
        date = evidence.frame[name].dtype.kind == "M"
        yield suspicion(
            "mixed_types",
            [name],
            rows=count,
            severity=2,
            repair="as_date" if date else "as_number",
            values=list(examples),
            value=examples[0],
            share=count / max(1, len(evidence.frame)),
        )


def _codes(evidence: Evidence) -> Iterator[Suspicion]:
    codes = [c for c in evidence.of_kind(Kind.CODE) if c.minimum is not None]
    if codes:
        yield suspicion(
            "number_codes", [c.name for c in codes], count=len(codes),
            example=codes[0].values[:3],
        )  # fmt: skip
    ordered = evidence.of_kind(Kind.ORDERED)
    if ordered:
        yield suspicion(
            "ordered_text", [c.name for c in ordered], example=ordered[0].values[:3]
        )


def _coding(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield yes/no columns written in another way than its sisters."""
    columns = evidence.of_kind(Kind.YES_NO)
    digits = [c for c in columns if c.minimum is not None]
    words = [c for c in columns if c.minimum is None]
    for few, many in ((digits, words), (words, digits)):
        if few and len(few) <= 2 and len(many) >= 3:
            yield suspicion(
                "odd_coding",
                [c.name for c in few],
                here=list(few[0].values),
                there=list(many[0].values),
            )


def _levels(evidence: Evidence) -> Iterator[Suspicion]:
    text = evidence.of_kind(Kind.TEXT)
    if text:
        yield suspicion(
            "free_text",
            [c.name for c in text],
            severity=1,
            distinct=max(c.distinct for c in text),
            example=text[0].examples[0] if text[0].examples else "",
        )
    many = [
        c
        for c in evidence.of_kind(Kind.CATEGORY, Kind.CODE)
        if c.distinct > MANY_LEVELS
    ]
    if many:
        yield suspicion(
            "many_levels", [c.name for c in many],
            distinct=max(c.distinct for c in many),
        )  # fmt: skip
    rare: dict[str, tuple[str, int]] = {}
    for column in evidence.of_kind(*WORDY):
        if 2 <= column.distinct <= MANY_LEVELS and column.rows >= 20 * RARE:
            value, count = column.top[-1]
            if count < RARE:
                rare[column.name] = (value, count)
    if rare:
        name = min(rare, key=lambda n: rare[n][1])
        yield suspicion(
            "rare_level", list(rare), rows=rare[name][1],
            value=rare[name][0], column=name, count=len(rare),
        )  # fmt: skip


def _impossible(evidence: Evidence) -> Iterator[Suspicion]:
    low = lexicon()["positive"]["age_low"]
    high = lexicon()["positive"]["age_high"]
    for column in evidence.quantities:
        if not says(column.name, "age", "positive") or column.maximum is None:
            continue
        numbers = evidence.numbers(column.name)
        # An age may count months or days; then most values are large.
        if column.quantiles and column.quantiles[-1] > high:
            continue
        wrong = (numbers < low) | (numbers > high)
        if wrong.any():
            first = float(numbers[wrong][0])
            yield suspicion(
                "impossible", [column.name], rows=int(wrong.sum()), severity=2,
                repair="as_missing", values=sorted(set(numbers[wrong].tolist()))[:20],
                value=f"{first:g}", low=low, high=high,
            )  # fmt: skip


def _tails(evidence: Evidence) -> Iterator[Suspicion]:
    skewed = []
    for column in evidence.quantities:
        if column.kind == Kind.COORDINATE or column.distinct < 10:
            continue
        numbers = evidence.numbers(column.name)
        numbers = np.sort(numbers[~np.isnan(numbers)] if column.missing else numbers)
        yield from _outliers(column, numbers)
        yield from _cap(column, numbers)
        yield from _units(column, numbers)
        if _skew(column, numbers) > 1.4:
            skewed.append(column.name)
    if skewed:
        yield suspicion("skewed", skewed, count=len(skewed))


def _outliers(column: ColumnFacts, numbers: Any) -> Iterator[Suspicion]:
    if len(column.quantiles) < 5:  # some are beyond what a float can hold
        return
    _, q1, median, q3, _ = column.quantiles
    found = _apart(numbers, median, q3 - q1, 1.5) or [
        -v for v in _apart(-numbers[::-1], -median, q3 - q1, 1.0)
    ]
    if found and not (set(found) & {0.0}):
        yield suspicion(
            "outlier",
            [column.name],
            rows=len(found),
            value=f"{found[-1]:g}",
            values=sorted(set(found))[:20],
            usual_low=column.quantiles[0],
            usual_high=column.quantiles[-1],
        )


def _apart(numbers: Any, median: float, middle: float, factor: float) -> list[float]:
    """Return the highest few numbers if a wide empty stretch lies below them."""
    n = len(numbers)
    if n < 50:
        return []
    tail = numbers[-max(1, min(n // 100, 50)) - 1 :].tolist()
    for i in range(len(tail) - 1):
        gap = tail[i + 1] - tail[i]
        if gap > max(middle, factor * (tail[i] - median)) and gap > 0:
            return list(tail[i + 1 :])
    return []


def _cap(column: ColumnFacts, numbers: Any) -> Iterator[Suspicion]:
    values, counts = np.unique(numbers, return_counts=True)
    if len(values) < 30:
        return
    top, below = int(counts[-1]), counts[-6:-1]
    if float(values[-1]) in SENTINELS:
        return
    if top >= max(10, 0.01 * len(numbers)) and top > 5 * max(1.0, float(below.mean())):
        yield suspicion(
            "capped",
            [column.name],
            rows=top,
            value=f"{values[-1]:g}",
            share=top / len(numbers),
        )


FACTORS = (1000, 100, 60, 12, 10)
"""How far two units of the same thing are usually apart."""


def _units(column: ColumnFacts, numbers: Any) -> Iterator[Suspicion]:
    """Yield `mixed_units`: two like humps on the log scale, a usual factor apart."""
    positive = numbers[numbers > 0]
    if len(positive) < 100 or len(positive) < 0.9 * len(numbers):
        return
    logs = np.log(positive)
    edge = max(2, len(logs) // 50)
    steps = np.diff(logs)[edge:-edge]
    cut = int(steps.argmax()) + edge + 1
    low, high = logs[:cut], logs[cut:]
    apart = float(np.median(high) - np.median(low))
    spread = max(float(low.std()), float(high.std()))
    for factor in FACTORS:
        near = abs(apart - np.log(factor)) < 0.15
        if near and steps.max() > 0.2 * apart and spread < 0.25 * apart:
            yield suspicion(
                "mixed_units",
                [column.name],
                rows=min(len(low), len(high)),
                severity=2,
                factor=factor,
                share=min(len(low), len(high)) / len(numbers),
            )
            return


def _skew(column: ColumnFacts, numbers: Any) -> float:
    if column.mean is None or not column.std:  # it is beyond a float, or none at all
        return 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = (numbers - column.mean) / column.std
        return float(abs((scaled * scaled * scaled).mean()))
