"""Order: dates, gaps between them, and files sorted by something."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dialogs.facts import ColumnFacts, Kind, Suspicion

from ..names import says
from .evidence import Evidence, suspicion

_STEP = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0}


def detect(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield `time_order`, `dates`, `time_gaps`, `coordinates`, `sorted_rows` ..."""
    dated = evidence.of_kind(Kind.DATE)
    ordered = [c for c in dated if _mostly_rising(evidence, c)]
    for column in dated:
        rising = column in ordered
        yield suspicion(
            "time_order" if rising else "dates",
            [column.name],
            severity=2 if rising else 1,
            repair="time",
            default=rising,
            first=column.first,
            last=column.last,
            frequency=column.frequency,
        )
        yield from _gaps(evidence, column)
    places = evidence.of_kind(Kind.COORDINATE)
    if len(places) >= 2:
        yield suspicion("coordinates", [c.name for c in places[:2]])
    if not ordered:
        yield from _sorted(evidence)


def _mostly_rising(evidence: Evidence, column: ColumnFacts) -> bool:
    moments = evidence.frame[column.name].dropna().to_numpy()
    if len(moments) < 10 or column.distinct < 3:
        return False
    return bool(np.mean(np.diff(moments) >= np.timedelta64(0)) > 0.98)


def _gaps(evidence: Evidence, column: ColumnFacts) -> Iterator[Suspicion]:
    step = _STEP.get(column.frequency)
    if step is None:
        return
    known = np.sort(evidence.frame[column.name].dropna().unique())
    hours = np.diff(known) / np.timedelta64(1, "h")
    holes = hours > 1.5 * step
    # Where steps are uneven throughout there is no gap to speak of.
    if holes.any() and holes.mean() < 0.05:
        absent = int(np.round(hours[holes] / step - 1).sum())
        yield suspicion(
            "time_gaps",
            [column.name],
            rows=absent,
            count=int(holes.sum()),
            frequency=column.frequency,
            example=pd.Timestamp(known[int(holes.argmax())]).isoformat(),
        )


def _sorted(evidence: Evidence) -> Iterator[Suspicion]:
    """Yield columns in whose order the file runs: neighbours are alike."""
    found: list[str] = []
    for column in evidence.facts.columns:
        if column.kind in (Kind.ID, Kind.CONSTANT, Kind.EMPTY, Kind.TEXT, Kind.DATE):
            continue
        if _runs(evidence, column):
            found.append(column.name)
    if found:
        dated = [name for name in found if says(name, "date")]
        ids = [c.name for c in evidence.of_kind(Kind.ID) if c.ascending]
        yield suspicion(
            "file_order" if dated else "sorted_rows",
            dated or found,
            severity=2 if dated else 1,
            repair="time" if dated else "",
            default=False,
            ids=ids,
        )


def _runs(evidence: Evidence, column: ColumnFacts) -> bool:
    if len(evidence.frame) < 100 or not column.distinct >= 2:
        return False
    if column.ascending:
        return column.distinct >= 3
    if column.kind in (Kind.CATEGORY, Kind.ORDERED, Kind.CODE, Kind.YES_NO):
        codes = pd.factorize(evidence.frame[column.name])[0]
        runs = int((np.diff(codes) != 0).sum()) + 1
        # Words in long stretches are alike for another reason (a place, a batch);
        # only what says a time may come round again.
        if not says(column.name, "date") and runs > 3 * column.distinct:
            return False
        shares = np.bincount(codes[codes >= 0]) / max(1, (codes >= 0).sum())
        expected = 1 - float((shares**2).sum())
        changes = float(np.mean(np.diff(codes) != 0))
        return expected > 0.1 and changes < 0.3 * expected
    return False
