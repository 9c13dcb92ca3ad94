"""Lists that hold more than a period, or a table, has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..facts import ColumnFacts, Facts, Kind
from ..tabular import brief_number
from .case import Case
from .trap import Trap

PERIODS = ("hour", "day", "week", "month", "quarter", "year")


def lists_too_long(case: Case) -> Iterator[Trap]:
    """Yield a list that holds all there is."""
    k, per = case.get("k"), case.get("per")
    share = case.number("share") or 0
    if case.objective != "precision_at_k" or not (k or share >= 1):
        return
    rows = case.facts.rows
    if share >= 1:
        data = {"k": "all of them", "rows": f"{rows:,}"}
        yield Trap("list_longer_than_table", ("success.share",), data)
        return
    data = {"k": f"{k:,}", "per": per or "", "rows": f"{rows:,}"}
    if per in PERIODS and not any(c.kind == Kind.DATE for c in case.facts.columns):
        yield Trap("period_without_date", ("success.k", "success.per"), data)
    each = rows_per(case.facts, per) if per in PERIODS else None
    if each is not None and k >= each:
        data |= {"each": brief_number(each), "column": _dated(case.facts)[0].name}
        yield Trap("list_holds_period", ("success.k", "success.per"), data)
    if k >= rows and not per:
        yield Trap("list_longer_than_table", ("success.k",), data)


_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "quarter": 91.3,
         "year": 365.25}  # fmt: skip


def _dated(facts: Facts) -> list[ColumnFacts]:
    return [c for c in facts.columns if c.kind == Kind.DATE and c.first and c.last]


def rows_per(facts: Facts, per: str) -> float | None:
    """Return about how many rows of the table come in a period, where it tells."""
    dated = _dated(facts)
    if not dated:
        return None
    column = next((c for c in dated if c.ascending), dated[0])
    first, last = (datetime.fromisoformat(m) for m in (column.first, column.last))
    spans = (last - first).total_seconds() / 86400 / _DAYS[per] + 1
    return facts.rows / max(1.0, min(spans, float(column.distinct)))
