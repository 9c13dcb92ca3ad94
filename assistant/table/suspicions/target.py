"""What is odd about a chosen target, and which names speak of a late column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz

from dialogs.facts import ColumnFacts, Kind, Suspicion

from ..names import lexicon, says, words
from .evidence import suspicion
from .relations import products, sums

if TYPE_CHECKING:
    from ..table import Table

FEW_EVENTS, VERY_FEW = 100, 30
"""Events below which: warned; hardly anything can be learned."""

MOSTLY_MISSING = 0.5


def about_target(
    table: Table, facts: ColumnFacts, event: str | None
) -> Iterator[Suspicion]:
    """Yield what the target's own values say."""
    known = facts.rows - facts.missing
    if facts.distinct < 2:
        value = facts.values[0] if facts.values else ""
        yield suspicion("one_value_target", [facts.name], rows=known, severity=3,
                        value=value)  # fmt: skip
        return
    if facts.missing:
        share = facts.missing / facts.rows
        mostly = share > MOSTLY_MISSING
        yield suspicion(
            "target_mostly_missing" if mostly else "target_missing", [facts.name],
            rows=facts.missing, severity=3 if mostly else 1, share=share, known=known,
        )  # fmt: skip
    if facts.minimum is None or facts.distinct <= 20:
        yield from _classes(facts, event, known)
    else:
        yield from _cap(table, facts)
        yield from _parts(table, facts)
    yield from _drift(table, facts, event)


def _classes(facts: ColumnFacts, event: str | None, known: int) -> Iterator[Suspicion]:
    counts = dict(facts.top)
    if event is not None and event in counts:
        n = counts[event]
        if n < FEW_EVENTS:
            yield suspicion(
                "few_events", [facts.name], rows=n, severity=3 if n < VERY_FEW else 2,
                value=event, share=n / known,
            )  # fmt: skip
        if facts.distinct == 2 and n > 0.6 * known:
            yield suspicion("common_event", [facts.name], rows=n, severity=2,
                            value=event, share=n / known)  # fmt: skip
    elif facts.distinct == 2:
        common, n = facts.top[0]
        if n > 0.6 * known and common.casefold() in _POSITIVE:
            yield suspicion("common_event", [facts.name], rows=n, severity=2,
                            value=common, share=n / known)  # fmt: skip
    rare = [(v, n) for v, n in facts.top if n < VERY_FEW and v != event]
    if rare and facts.distinct > 2:
        yield suspicion(
            "rare_class", [facts.name], rows=rare[-1][1], severity=2,
            value=rare[-1][0], count=len(rare),
        )  # fmt: skip


_POSITIVE = frozenset(("yes", "y", "1", "1.0", "true", "t", "ja", "oui", "si", "sim"))


def _cap(table: Table, facts: ColumnFacts) -> Iterator[Suspicion]:
    for found in table.facts.suspicions:
        if found.kind == "capped" and found.columns == (facts.name,):
            yield suspicion(
                "capped_target", [facts.name], rows=found.rows, severity=2,
                value=found.data["value"], share=found.data["share"],
            )  # fmt: skip


def _parts(table: Table, facts: ColumnFacts) -> Iterator[Suspicion]:
    """Yield the target as the sum of other columns: the answer, cut in pieces."""
    names = [
        c.name
        for c in table.facts.columns
        if c.minimum is not None and c.distinct > 2 and c.kind != Kind.ID
    ][:40]
    if facts.name not in names:
        return
    values = table.frame[names].iloc[:2000].to_numpy(dtype=float)
    made = [("sum", whole, parts) for whole, parts in sums(names, values)]
    if not any(facts.name in (whole, *parts) for _, whole, parts in made):
        found = products(names[:25], values[:, :25])
        made = [("product", w, factors) for w, factors, error in found if error < 0.01]
    for measure, whole, parts in made:
        if facts.name in (whole, *parts):
            others = [n for n in (whole, *parts) if n != facts.name]
            yield suspicion(
                "leakage", others, severity=3, repair="ignore", score=1.0,
                measure=measure, by_gap=False, whole=whole, parts=parts, next=0.0,
            )  # fmt: skip
            return


def _drift(table: Table, facts: ColumnFacts, event: str | None) -> Iterator[Suspicion]:
    """Yield `target_drift`: its level moves along a file in order of time."""
    y = _level(table, facts, event)
    n = len(y)
    if n < 500:
        return
    blocks = [float(b.mean()) for b in np.array_split(y, 10)]
    # One block's mean has this error where the order means nothing.
    error = float(y.std()) / np.sqrt(n / 10)
    if error == 0 or np.ptp(blocks) < 8 * error:
        return
    trend = float(np.corrcoef(np.arange(10), blocks)[0, 1])
    if abs(trend) < 0.5:
        # Up and down along the file: sorted by something, but hardly by time.
        return
    yield suspicion(
        "target_drift",
        [facts.name],
        severity=2,
        repair="time",
        default=False,
        first=round(blocks[0], 4),
        last=round(blocks[-1], 4),
        trend=round(trend, 2),
        numeric=bool(facts.minimum is not None and facts.distinct > 20),
    )


def _level(table: Table, facts: ColumnFacts, event: str | None) -> Any:
    values = table.frame[facts.name]
    order = _time_order(table)
    if order is not None:
        values = values.iloc[order]
    known = values.dropna()
    if facts.minimum is not None and facts.distinct > 20:
        return known.to_numpy(dtype=float)
    text = table.written(facts.name).loc[known.index]
    chosen = event if event is not None else facts.top[-1][0]
    return (text == chosen).to_numpy(dtype=float)


def _time_order(table: Table) -> Any:
    dated = [c for c in table.facts.columns if c.kind == Kind.DATE and not c.missing]
    if not dated:
        return None
    return np.argsort(table.frame[dated[0].name].to_numpy(), kind="stable")


def about_names(
    target: ColumnFacts, columns: list[ColumnFacts], telling: Collection[str]
) -> Iterator[Suspicion]:
    """Yield columns whose name says that they are known late, or is the target's.

    Parameters
    ----------
    target : ColumnFacts
        The column to predict.
    columns : list of ColumnFacts
        Those that may be inputs.
    telling : collection of str
        The columns that tell most about the target.
    """
    alike = [c.name for c in columns if _like(c.name, target.name)]
    if alike:
        yield suspicion("named_like_target", alike, severity=2, repair="ignore",
                        default=False, target=target.name,
                        telling=[n for n in alike if n in telling])  # fmt: skip
    late = [
        c.name
        for c in columns
        if c.name not in alike
        and (_late(c.name) or (c.name in telling and says(c.name, "weak", "late")))
    ]
    late += [n for n in _later_stage([c.name for c in columns]) if n not in late]
    if late:
        yield suspicion("late_known", late, severity=2, repair="ignore", default=False,
                        count=len(late), telling=[n for n in late if n in telling])  # fmt: skip


def _like(name: str, target: str) -> bool:
    a, b = " ".join(words(name)), " ".join(words(target))
    if not a or not b or len(b) < 3:
        return False
    inside = set(words(target)) <= set(words(name)) and not _generic(target)
    return inside or (len(b) > 4 and fuzz.ratio(a, b) >= 90)


def _generic(target: str) -> bool:
    return all(
        w in ("target", "label", "class", "y", "count", "value", "status", "type",
              "price", "amount", "total", "number", "id", "is", "has", "rate")
        for w in words(target)
    )  # fmt: skip


def _late(name: str) -> bool:
    spoken = " ".join(words(name))
    return says(name, "strong", "late") or any(
        p in spoken or p in name.lower() for p in lexicon()["late"]["phrases"]
    )


_ORDINAL = re.compile(r"(?<![a-z0-9])(\d{1,2})(st|nd|rd|th)?(?![a-z0-9])", re.I)


def _later_stage(names: list[str]) -> list[str]:
    """Return columns of a later stage: the same name, a higher ordinal (2nd)."""
    stages: dict[str, dict[int, str]] = {}
    for name in names:
        found = _ORDINAL.search(name)
        if found and found.group(2):
            stem = name[: found.start()] + "#" + name[found.end() :]
            stages.setdefault(stem, {})[int(found.group(1))] = name
    return [
        name
        for stage in stages.values()
        if len(stage) > 1
        for number, name in stage.items()
        if number == max(stage)
    ]
