"""What detectors look at, and the one way to make a suspicion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dialogs.facts import ColumnFacts, Facts, Kind, Suspicion

from ..infer import Doubts
from ..raw import RawTable

SAMPLE = 20_000
"""Rows that comparisons of columns rest on."""

NUMERIC = (Kind.NUMBER, Kind.AMOUNT, Kind.SHARE, Kind.COORDINATE)


@dataclass(frozen=True)
class Evidence:
    """A table just read."""

    frame: pd.DataFrame
    text: pd.DataFrame
    facts: Facts
    raw: RawTable
    doubts: Doubts

    def of_kind(self, *kinds: Kind) -> list[ColumnFacts]:
        """Return the columns of these kinds, in the file's order."""
        return [c for c in self.facts.columns if c.kind in kinds]

    @cached_property
    def quantities(self) -> list[ColumnFacts]:
        """Columns of numbers that can be compared and added."""
        return [c for c in self.of_kind(*NUMERIC) if c.distinct > 2]

    @cached_property
    def sample(self) -> pd.DataFrame:
        """At most `SAMPLE` rows, evenly through the file."""
        step = max(1, -(-len(self.frame) // SAMPLE))
        return self.frame.iloc[::step]

    def numbers(self, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return a column's numbers, NaN for gaps."""
        values: np.ndarray[Any, np.dtype[np.float64]] = self.frame[name].to_numpy(
            dtype=float
        )
        return values


def suspicion(
    kind: str,
    columns: Iterable[str] = (),
    *,
    rows: int = 0,
    severity: int = 1,
    repair: str = "",
    default: bool = True,
    **data: Any,
) -> Suspicion:
    """Return a suspicion whose id is its kind and its columns."""
    names = tuple(columns)
    return Suspicion(
        id=f"{kind}:{','.join(names[:8])}",
        kind=kind,
        columns=names,
        rows=int(rows),
        severity=severity,
        data={k: plain(v) for k, v in data.items()},
        repair=repair,
        default=default,
    )


def plain(value: Any) -> Any:
    """Return a JSON-ready value."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(v) for v in value]
    return value
