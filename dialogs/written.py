"""The numbers of a picture, written in its own format and no finer than it deserves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .sanitise import safe
from .tabular import cell, number


def shown(value: Any, data: Mapping[str, Any]) -> str:
    """Return a value in the picture's own ``format``.

    ``share`` writes 0.27 as 27%; ``points`` writes 0.15 as +15; ``signed`` writes 15 as
    +15; anything else is a plain number. ``unit`` is put behind.
    """
    if isinstance(value, str) or value is None or not math.isfinite(value):
        return cell(value if isinstance(value, str) else None)
    if "decimals" in data:
        value = round(value, data["decimals"])
    unit = safe(str(data.get("unit") or ""))
    behind = f" {unit}" if unit else ""
    match data.get("format"):
        case "share":
            return f"{number(round(100 * value, 1 if abs(value) < 0.1 else 0))}%"
        case "points":
            return _signed(round(100 * value, 1 if abs(value) < 0.1 else 0)) + behind
        case "signed":
            return _signed(value) + behind
    return number(value) + behind


def rounded(data: Mapping[str, Any], values: Sequence[Any]) -> Mapping[str, Any]:
    """Return the picture's data with the decimals that its numbers deserve.

    Digits far below an interval's width, or below a hundredth of the largest value,
    say nothing.
    """
    if "decimals" in data or data.get("format") in ("share", "points"):
        return data
    pairs = zip(data.get("low") or (), data.get("high") or (), strict=False)
    widths = [b - a for a, b in pairs if a is not None and b is not None and b > a]
    largest = max(map(abs, numbers(values)), default=0.0)
    if widths:
        decimals = max(0, math.ceil(-math.log10(min(widths) / 2)))
    elif largest >= 10:
        decimals = 0 if largest >= 100 else 1
    else:
        return data
    return {**data, "decimals": decimals}


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def numbers(values: Any) -> list[float]:
    """Return values as numbers, 0 for what is none."""
    return [
        float(v) if isinstance(v, int | float) and math.isfinite(v) else 0.0
        for v in (values or ())
    ]


def range_of(data: Mapping[str, Any], index: int) -> str:
    """Return ' (low to high)' where the picture has both."""
    low, high = data.get("low") or (), data.get("high") or ()
    if index >= min(len(low), len(high)):
        return ""
    if low[index] is None or high[index] is None:
        return ""
    return f" ({shown(low[index], data)} to {shown(high[index], data)})"
