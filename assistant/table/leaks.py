"""Columns that know (nearly) all of the answer, each alone: it in disguise, or after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dialogs.facts import ColumnFacts, Suspicion

from .alone import Target, gap_score
from .suspicions.evidence import suspicion
from .table import Table
from .together import of_the_rest

ROWS = 20_000
"""Rows that the probe looks at."""

CERTAIN_AUC, CERTAIN_R2 = 0.99, 0.98
"""From here on a single column knows the answer: stop and ask."""

STRONG = 0.9
"""From here on it is raised, if it is also twice as good as the next."""

NEARLY, FEWER = 0.88, 0.4
"""Also raised: from the first on, with less than this part of the faults that all other
columns make together."""

RARELY, SOMETIMES = 0.1, 0.4
"""Share of other rows with a class's one value: surely, or maybe, a consequence."""


@dataclass(frozen=True)
class _Field:
    """How well the columns tell the target, each alone: what one is held against."""

    guess: float
    """What telling nothing scores."""
    certain: float
    rival: float
    """The best of the weak columns: two forms of one leak must not hide each other."""
    best: float
    strong: int
    few: bool
    """Few enough of the columns are strong for one to stand out."""

    @classmethod
    def of(cls, target: Target, scores: dict[str, float]) -> _Field:
        guess = 0.0 if target.numeric else 0.5
        weak = [s for s in scores.values() if s < STRONG]
        strong = sum(1 for s in scores.values() if s >= STRONG)
        return cls(
            guess,
            certain=CERTAIN_R2 if target.numeric else CERTAIN_AUC,
            rival=max(weak, default=guess),
            best=max(scores.values(), default=guess),
            strong=strong,
            few=strong <= max(3, len(scores) // 5),
        )

    def alone(self, told: float) -> bool:
        """Return whether a score is far above a guess, and above the next one."""
        ahead = told - self.guess >= 2 * max(self.rival - self.guess, 0)
        return told >= STRONG and self.few and ahead

    def nearly(self, told: float) -> bool:
        """Return whether a score is the one that may be far above all others together."""
        return told >= NEARLY and self.strong <= 1 and told == self.best


def leaks(
    table: Table,
    columns: list[ColumnFacts],
    target: Target,
    scores: dict[str, float],
) -> Iterator[Suspicion]:
    """Yield the columns that stand out, or are a consequence of the target."""
    field = _Field.of(target, scores)
    for column in columns:
        told = scores[column.name]
        gap = gap_score(table, column, target) if column.missing else field.guess
        value, others = _consequence(table, column, target)
        known = told >= field.certain or gap >= field.certain
        sure = known or (bool(value) and others <= RARELY)
        alone = field.alone(told)
        if not alone and field.nearly(told):
            rest = [c for c in columns if c is not column]
            alone = 1 - told <= FEWER * (1 - of_the_rest(table, rest, target))
        if not (sure or alone or gap >= STRONG or value):
            continue
        by_gap = gap >= STRONG and told - gap < 0.02
        measure = "r2" if target.numeric else "auc"
        yield suspicion(
            "leakage" if sure else "missing_leak" if by_gap else "strong_column",
            [column.name],
            severity=3 if sure else 2,
            repair="ignore",
            default=sure,
            score=round(told, 4),
            measure="value" if value and told < field.certain else measure,
            by_gap=by_gap,
            next=round(field.rival, 4),
            value=value,
        )


def with_companions(table: Table, found: list[Suspicion]) -> list[Suspicion]:
    """Make a strong column as grave as a certain leak that it goes along with."""
    sure = [s.columns[0] for s in found if s.severity == 3]
    return [
        replace(
            s, kind="leakage", id=f"leakage:{s.columns[0]}", severity=3, default=True
        )
        if s.kind == "strong_column"
        and any(_goes_with(table, s.columns[0], n) for n in sure)
        else s
        for s in found
    ]


def _goes_with(table: Table, one: str, other: str) -> bool:
    a, b = table.frame[one], table.frame[other]
    if a.dtype.kind not in "if" or b.dtype.kind not in "if":
        return False
    return bool(abs(a.iloc[:ROWS].corr(b.iloc[:ROWS], method="spearman")) >= 0.7)


def _consequence(
    table: Table, column: ColumnFacts, target: Target
) -> tuple[str, float]:
    """Return the value that a whole class has, and its share among the other rows.

    What is 0 for all who were refused, and for hardly anybody else, came after the
    refusal. The text is empty where there is no such value, or where it is common.
    """
    if target.numeric or column.distinct < 3 or column.minimum is None:
        return "", 1.0
    values = table.frame[column.name].iloc[target.rows].to_numpy(dtype=float)
    for code in np.unique(target.y):
        own = target.y == code
        sides = (values[own], values[~own])
        for inside, outside in (sides, sides[::-1]):
            if min(len(inside), len(outside)) < 20 or np.isnan(inside).any():
                continue
            value = inside[0]
            same, others = np.mean(inside == value), np.mean(outside == value)
            if same >= 0.995 and others <= SOMETIMES:
                return f"{value:g}", float(others)
    return "", 1.0
