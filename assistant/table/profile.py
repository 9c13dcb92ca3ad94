"""Typed columns to `ColumnFacts`: counts, ranges, commonest values, and the kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dialogs.facts import ColumnFacts

from . import dates, names
from .kinds import Look, kind_of
from .moments import Moments, at_once, moments_of

MOST_VALUES = 60
"""Distinct values of which all are listed."""

FEW_VALUES = 20
"""Commonest values listed where there are more."""

MOST_LOOKED = 2000
"""Distinct words by which the kind of a column is told."""

LONGEST = 120
"""Characters of a cell that facts keep."""


def profile(frame: pd.DataFrame, text: pd.DataFrame) -> tuple[ColumnFacts, ...]:
    """Return what is known about each column.

    Parameters
    ----------
    frame : DataFrame
        (n, p) typed values.
    text : DataFrame
        (n, p) the cells as text.
    """
    known = at_once(frame)
    return tuple(
        _numbers(str(name), cells, known[str(name)])
        if str(name) in known
        else _column(str(name), values, cells)
        for (name, values), (_, cells) in zip(frame.items(), text.items(), strict=True)
    )


def _column(name: str, values: pd.Series[Any], cells: pd.Series[str]) -> ColumnFacts:
    if values.dtype.kind in "if":
        return _numbers(name, cells, moments_of(values.to_numpy(dtype=float)), values)
    missing = values.isna().to_numpy()
    # Words as they are taken, in one spelling; dates as they are written.
    written = values if isinstance(values.dtype, pd.StringDtype) else cells
    known = len(values) - int(missing.sum())
    counted = _counted(written, missing, MOST_LOOKED)
    is_date = values.dtype.kind == "M"
    look = Look(
        name=name,
        rows=len(values),
        known=known,
        distinct=counted.distinct,
        values=counted.values,
        is_date=is_date,
        ascending=_ascending(values, missing) if known else False,
    )
    base = ColumnFacts(
        name=name,
        kind=kind_of(look),
        rows=len(values),
        missing=int(missing.sum()),
        distinct=counted.distinct,
        top=counted.top,
        examples=_examples(cells, missing),
        unit=names.unit(name),
        ascending=look.ascending,
        sensitive=names.sensitive(name),
    )
    return _with_dates(base, values) if is_date and known else base


@dataclass(frozen=True)
class _Counted:
    """The different known cells of a column."""

    values: list[str]
    """The commonest, as many as were asked for, commonest first."""
    counts: list[int]
    """How often each of these stands."""
    distinct: int
    """How many different ones there are in all."""

    @property
    def top(self) -> tuple[tuple[str, int], ...]:
        """The values that facts list, with how often each stands."""
        n = MOST_VALUES if self.distinct <= MOST_VALUES else FEW_VALUES
        pairs = zip(self.values[:n], self.counts[:n], strict=True)
        return tuple((value[:LONGEST], int(count)) for value, count in pairs)


def _counted(cells: pd.Series[str], missing: Any, most: int) -> _Counted:
    """Return the different known cells; numbers are all different, and few are told."""
    text = pa.array(cells, type=pa.large_string(), from_pandas=True)
    if missing is not None and missing.any():
        text = text.filter(pa.array(~missing))
    counted = pc.value_counts(pc.utf8_trim_whitespace(text))
    if isinstance(counted, pa.ChunkedArray):
        counted = counted.combine_chunks()
    values, counts = counted.field(0), counted.field(1).to_numpy()
    order = np.argsort(-counts, kind="stable")[:most]
    listed = values.take(pa.array(order)).to_pylist()
    return _Counted(listed, counts[order].tolist(), len(values))


def _examples(cells: pd.Series[str], missing: Any) -> tuple[str, ...]:
    known = cells[~missing].iloc[:200] if missing.any() else cells.iloc[:200]
    return tuple(str(v).strip()[:LONGEST] for v in known.drop_duplicates()[:3])


def _ascending(values: pd.Series[Any], missing: Any) -> bool:
    known = values[~missing] if missing.any() else values
    return len(known) > 2 and bool(known.is_monotonic_increasing)


def _numbers(
    name: str,
    cells: pd.Series[str],
    found: Moments,
    gaps: pd.Series[Any] | None = None,
) -> ColumnFacts:
    """Return a column of numbers; ``gaps`` are its values where some may be missing."""
    missing = None if gaps is None else gaps.isna().to_numpy()
    counted = _counted(cells, missing, MOST_VALUES)
    look = Look(
        name=name,
        rows=len(cells),
        known=len(found.known),
        distinct=found.distinct,
        values=counted.values,
        numbers=found.known,
        whole=found.whole,
        ascending=found.ascending,
    )
    return ColumnFacts(
        name=name,
        kind=kind_of(look),
        rows=len(cells),
        missing=len(cells) - len(found.known),
        distinct=found.distinct,
        **found.told,
        top=counted.top,
        examples=tuple(v[:LONGEST] for v in counted.values[:3]),
        unit=names.unit(name) or _written_unit(counted.values),
        integers=found.whole,
        ascending=found.ascending,
        sensitive=names.sensitive(name),
    )


def _written_unit(values: list[str]) -> str:
    if not values:
        return ""
    first = values[0]
    sign = next((c for c in first if c in "$€£¥₹₩₽₺₴₫₪฿¢%"), "")
    return sign


def _with_dates(base: ColumnFacts, values: pd.Series[Any]) -> ColumnFacts:
    first, last = values.min(), values.max()
    clock = bool((values.dropna() != values.dropna().dt.normalize()).any())
    spec = "seconds" if clock else None
    return replace(
        base,
        first=first.isoformat(timespec=spec) if spec else first.date().isoformat(),
        last=last.isoformat(timespec=spec) if spec else last.date().isoformat(),
        frequency=dates.frequency(values),
    )
