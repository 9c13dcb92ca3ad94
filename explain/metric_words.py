"""How a metric's value is told: as so many in 100, as money, in the target's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.message import Level
from dialogs.toml_data import toml_data

from .units import in_hundred, number, percent, span_text


def _metrics() -> dict[str, dict[str, str]]:
    return toml_data("words/metrics.toml", "explain")


def kind_of(metric: str) -> str:
    """Return share, money, target or score."""
    return _metrics().get(metric, {}).get("kind", "score")


def name_of(metric: str) -> str:
    """Return the metric's usual name."""
    return _metrics().get(metric, {}).get("name", metric.replace("_", " "))


def told_as(objective: Mapping[str, Any]) -> str:
    """Return the metric that an objective is told as: mostly its own name."""
    return str(objective.get("told_as") or objective.get("name", ""))


def value_text(metric: str, value: float, level: Level | str = Level.PLAIN) -> str:
    """Return one value of a metric in its own manner."""
    if kind_of(metric) == "share":
        technical = str(level) == Level.TECHNICAL
        return percent(value) if technical else in_hundred(value)
    return number(float(value))


def range_text(
    metric: str,
    value: float,
    low: float | None,
    high: float | None,
    level: Level | str = Level.PLAIN,
) -> str:
    """Return a value with its range, such as ``83 in 100 (between 80 and 86)``."""
    shown = value_text(metric, value, level)
    if low is None or high is None:
        return shown
    span = span_text(*(value_text(metric, v, level) for v in (low, high)))
    return f"{shown} ({span})" if span else shown


def per_row(metric: str) -> str:
    """Return what a sum of money is for, as " a row"; nothing for other metrics."""
    return str(_metrics().get(metric, {}).get("per", ""))


def metric_text(metric: str, body: Any, level: Level | str = Level.PLAIN) -> str:
    """Return a metric's value as a sentence without a capital or a full stop.

    Parameters
    ----------
    metric : str
    body : mapping or float
        ``{value, low, high}`` or the value.
    level : Level or str
    """
    value, low, high = _ends(body)
    shown = range_text(metric, value, low, high, level)
    if str(level) == Level.TECHNICAL:
        return f"{name_of(metric)} {shown}"
    wording = _metrics().get(metric, {}).get("plain", f"{name_of(metric)} is {{v}}")
    text = wording.format(v=shown)
    if str(level) == Level.NAMED and name_of(metric) not in text:
        text += f" ({name_of(metric)})"
    return text


def _ends(body: Any) -> tuple[float, float | None, float | None]:
    if isinstance(body, int | float):
        return float(body), None, None
    return float(body["value"]), body.get("low"), body.get("high")
