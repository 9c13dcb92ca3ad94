"""Text to dates: one format a column, found on its distinct values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y",
    "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%d %b %Y", "%d-%b-%Y",
    "%d-%b-%y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%b %d %Y", "%Y-%m-%dT", "%Y%m%d",
)  # fmt: skip
_CLOCKS = (
    "",
    " %H:%M:%S",
    " %H:%M",
    " %I:%M %p",
    " %I:%M:%S %p",
    "T%H:%M:%S",
    "T%H:%M",
)
_ISO = re.compile(
    r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$"
)
_LIKELY = "|".join(
    (
        r"^\s*\d{1,4}[-/. ]\s?(\d{1,2}|[A-Za-z]{3,9})[-/. ]\s?\d{2,4}",
        r"^[A-Za-z]{3,9}\.? \d{1,2},? \d{4}",
        r"^(19|20)\d{6}$",
        r"^(19|20)\d{2}-\d{2}$",
    )
)

ENOUGH = 0.95
"""The share of values that a format must read."""


@dataclass(frozen=True)
class DateFormat:
    """How the dates of a column are written."""

    format: str
    """As for `strptime`; ``ISO8601`` for ISO with or without a time; several ways of
    writing in one column are joined by ``|``."""
    doubtful: bool = False
    """Day first and month first would both read every value."""


def detect(values: pa.Array, name_says_date: bool = False) -> DateFormat | None:
    """Return the format that reads nearly all of these texts, or None.

    Parameters
    ----------
    values : pa.Array
        Distinct, trimmed, not empty.
    name_says_date : bool
        Bare digits such as 20240131 count as dates only where the name says so.
    """
    head = values.slice(0, 50)
    likely = pc.sum(pc.match_substring_regex(head, _LIKELY)).as_py() or 0
    if likely < 0.8 * len(head):
        return None
    sample = _spread(values)
    bare = pc.all(pc.match_substring_regex(head, r"^\d+$")).as_py()
    if bare and not name_says_date:
        return None
    if all(_ISO.match(v) for v in sample):
        return DateFormat("ISO8601")
    if pc.all(pc.match_substring_regex(head, r"^(19|20)\d{2}-\d{2}$")).as_py():
        return DateFormat("%Y-%m")
    fits = [f for f in _formats() if _share(sample, f) >= ENOUGH]
    if not fits:
        return _several(sample)
    return DateFormat(fits[0], doubtful=_ambiguous(fits))


MOST_WAYS = 3
"""Ways of writing dates in one column; more are no longer meant as dates."""

MOST_TRIED = 100
"""Values that are tried with every format: there are many."""

CLEAR = 0.1
"""The share of values that a further way of writing has to add."""


def _several(sample: list[str]) -> DateFormat | None:
    """Return the two or three formats that read nearly all between them, or None."""
    sample = sample[:: max(1, len(sample) // MOST_TRIED)]
    left, doubtful = list(sample), False
    ways: list[str] = []
    while left and len(ways) < MOST_WAYS:
        shares = {f: _share_read(left, f) for f in _formats()}
        best = max(shares, key=lambda f: shares[f])
        if shares[best] * len(left) < CLEAR * len(sample):
            break
        doubtful |= _ambiguous([f for f in shares if shares[f] == shares[best]])
        ways.append(best)
        read = pd.to_datetime(pd.Series(left), format=best, errors="coerce").notna()
        left = [v for v, known in zip(left, read, strict=True) if not known]
    # Day first here and month first there cannot be told apart: no such reading.
    if len(ways) < 2 or len(left) > (1 - ENOUGH) * len(sample) or _ambiguous(ways):
        return None
    return DateFormat("|".join(ways), doubtful=doubtful)


def _share_read(sample: list[str], written: str) -> float:
    parsed = pd.to_datetime(pd.Series(sample), format=written, errors="coerce")
    return float(parsed.notna().mean())


def _spread(values: pa.Array) -> list[str]:
    step = max(1, len(values) // 400)
    return [str(v) for v in values[::step].to_pylist()] if step == 1 else [
        str(values[i].as_py()) for i in range(0, len(values), step)
    ]  # fmt: skip


def _formats() -> list[str]:
    return [day + clock for clock, day in product(_CLOCKS, _DAYS)]


def _share(sample: list[str], written: str) -> float:
    # A cheap refusal first: most formats fail on the first value.
    first = pd.to_datetime(pd.Series(sample[:3]), format=written, errors="coerce")
    if first.isna().all():
        return 0.0
    return _share_read(sample, written)


def _ambiguous(fits: list[str]) -> bool:
    order = {f.replace("%d", "X").replace("%m", "X") for f in fits}
    return len(order) < len(fits)


def parse(values: pa.Array, written: DateFormat) -> pd.Series[pd.Timestamp]:
    """Return the moments as naive times (UTC where a zone was given), or NaT."""
    text = pd.Series(values.to_pandas().to_numpy(dtype=object), dtype=object)
    text = text.where(text != "", None)
    parsed: pd.Series[pd.Timestamp] = pd.Series(pd.NaT, index=text.index)
    for form in written.format.split("|"):
        read = pd.to_datetime(text, format=form, errors="coerce", utc=form == "ISO8601")
        parsed = read if form == written.format else parsed.fillna(read)
    if parsed.dt.tz is not None:
        parsed = parsed.dt.tz_localize(None)
    moments: pd.Series[pd.Timestamp] = parsed.astype("datetime64[us]")
    return moments


def frequency(moments: pd.Series[pd.Timestamp]) -> str:
    """Return hour, day, week, month, quarter or year; nothing where steps are uneven.

    Parameters
    ----------
    moments : Series of datetime
        Any order; gaps are allowed where most steps are alike.
    """
    known = np.sort(moments.dropna().unique())
    if len(known) < 3:
        return ""
    hours = np.diff(known) / np.timedelta64(1, "h")
    typical = float(np.median(hours))
    for name, low, high in (
        ("minute", 1 / 61, 1 / 59), ("hour", 0.99, 1.01), ("day", 23.5, 24.5),
        ("week", 167, 169), ("month", 670, 746), ("quarter", 2150, 2220),
        ("year", 8740, 8800),
    ):  # fmt: skip
        alike = float(np.mean((hours >= low) & (hours <= high)))
        if low <= typical <= high and alike >= 0.7:
            return name
    return ""
