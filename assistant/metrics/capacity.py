"""What "k a week" is out of: the rows of a week where the table tells, else the file."""

from __future__ import annotations

import pandas as pd

from dialogs.constraints import Constraints

PERIODS = {
    "hour": "h", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y",
}  # fmt: skip


def list_rows(constraints: Constraints, frame: pd.DataFrame) -> tuple[float, str]:
    """Return the number of rows that k is out of, and what was taken, in words.

    Parameters
    ----------
    constraints : Constraints
        ``success.per`` is a period's name, or the name of a column of periods.
    frame : DataFrame
        All usable rows of the file.

    Notes
    -----
    Only periods that hold rows count: a shop that is closed on Sundays has no list for
    them.
    """
    per, rows = constraints.success.per, len(frame)
    if constraints.success.k is None or not per:
        return float(rows), ""
    if per in frame.columns:
        values = frame[per]
        if pd.api.types.is_datetime64_any_dtype(values):
            values = values.dt.to_period("D")
        return _told(rows, int(values.nunique()), f"value of {per}", per)
    name = _date(constraints, frame)
    freq = PERIODS.get(per.strip().lower())
    if not name or freq is None:
        return float(rows), (
            f"No column tells the {per}, so the whole file of {rows:,} rows stands for "
            f"one {per}."
        )
    periods = frame[name].dropna().dt.to_period(freq)
    return _told(rows, int(periods.nunique()), per, name)


def _told(rows: int, periods: int, per: str, column: str) -> tuple[float, str]:
    each = rows / max(periods, 1)
    return each, (
        f"By {column}, a {per} has about {each:,.3g} rows, so that is how many each list "
        "is picked from."
    )


def _date(constraints: Constraints, frame: pd.DataFrame) -> str:
    """Return the column of dates to count periods by, or an empty string."""
    dates = [
        str(c) for c in frame.columns
        if pd.api.types.is_datetime64_any_dtype(frame[c])
    ]  # fmt: skip
    split = constraints.split.column
    return split if split in dates else (dates[0] if dates else "")
