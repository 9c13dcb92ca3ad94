"""Values read back as clauses: what was understood, said in passing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..facts import ColumnFacts, Facts
from ..success import SHARES
from ..tasks import same_value
from ..toml_data import toml_data

MOST_SHOWN = 3
"""Outcomes that are named beside a target."""

_TOGETHER = {
    "success.per": "success.k",
    "split.column": "split.kind",
    "success.relative": "success.tolerance",
}
"""Slots that are said with another one."""

_EVEN = ("success.miss_cost", "success.false_alarm_cost")
"""Prices that are none where both are 1: a ratio is said as one."""

_BESIDE = ("success.objective", "success.target_value", "success.require")
"""Slots that leave open what is counted."""


def _clauses() -> Mapping[str, Any]:
    return toml_data("words/clauses.toml")


def clauses(
    values: Mapping[str, Any],
    facts: Facts | None = None,
    target: str | None = None,
    also: tuple[str, ...] = (),
) -> str:
    """Return what some slots hold, as clauses of one sentence.

    Parameters
    ----------
    values : mapping
        Slot -> value.
    facts : Facts, optional
        For the share of an outcome.
    target : str, optional
        The column to predict, where `values` does not hold it.
    also : tuple of str
        Slots to name although another one implies them.
    """
    named = values.get("table.target", target)
    column = facts.column(str(named)) if facts and named else None
    shown = [s for s in values if s in also or not _implied(s, values)]
    told = [_clause(s, values, column) for s in shown]
    if all(values.get(s) == 1 for s in _EVEN):
        told = [t for s, t in zip(shown, told, strict=True) if s not in _EVEN]
        told.append(str(_clauses()["even"]))
    return "; ".join(told)


def _implied(slot: str, values: Mapping[str, Any]) -> bool:
    # "a miss costs 400" says already that costs are counted.
    if slot == "success.objective":
        return any(s.startswith("success.") and s not in _BESIDE for s in values)
    return _TOGETHER.get(slot) in values


def _clause(slot: str, values: Mapping[str, Any], column: ColumnFacts | None) -> str:
    from . import label, value_text

    value = values[slot]
    none = _clauses().get(f"{slot}_none") if value in ((), []) else None
    if none:
        return str(none)
    shown = value_text(slot, value)
    if _as_share(slot, value, values):
        shown = f"{100 * value:.4g} in 100"
    if slot == "success.quantile":
        shown = f"{100 * value:.3g} of 100"
    relative = slot == "success.tolerance" and values.get("success.relative")
    form = _clauses().get("success.tolerance_relative" if relative else slot)
    if isinstance(form, Mapping):
        form = form.get(str(value).lower(), form.get("else"))
    if form is None:
        return f"{label(slot).lower()}: {shown}"
    said = str(form).replace("{v}", shown)
    return said + _more(slot, values, column)


def _as_share(slot: str, value: Any, values: Mapping[str, Any]) -> bool:
    """Return whether a number is a share, by what stands beside it."""
    if slot == "success.tolerance":
        return values.get("success.relative") is True
    counted = values.get("success.objective")
    return slot == "success.target_value" and counted in SHARES and value < 1


def _more(slot: str, values: Mapping[str, Any], column: ColumnFacts | None) -> str:
    if slot == "table.target" and column and 2 <= column.distinct <= MOST_SHOWN:
        return f" ({'/'.join(column.values[:MOST_SHOWN])})"
    if slot == "goal.event" and column:
        return _share(column, str(values[slot]))
    if slot == "success.k" and values.get("success.per"):
        return f" a {values['success.per']}"
    if slot == "split.kind" and values.get("split.column"):
        return f", by {values['split.column']}"
    return side_told(values[slot]) if slot == "success.quantile" else ""


def side_told(quantile: float | None) -> str:
    """Return what a level asks for, said by its two mistakes; nothing for the middle.

    Examples
    --------
    >>> side_told(0.75)
    ' (being too low counts 3 times as much as being too high)'
    """
    from . import say

    if quantile is None or not 0 < quantile < 1 or abs(quantile - 0.5) < 1e-9:
        return ""
    low, high = quantile, 1 - quantile
    key = "quantile.low_worse" if low > high else "quantile.high_worse"
    return " " + say(key, times=f"{max(low, high) / min(low, high):.2g}")


def _share(column: ColumnFacts, event: str) -> str:
    rows = column.rows - column.missing
    count = next((n for v, n in column.top if same_value(v, event)), None)
    if count is None or rows <= 0:
        return ""
    share = 100 * count / rows
    return f", {share:.0f} in 100" if share >= 1 else f", {count:,} of {rows:,}"
