"""The dials of each learner: what may be tuned, within which bounds, from where on.

Light, so that a plan can be made and shown before anything heavy is imported.
Invariant: no configuration leaves the bounds that a person set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.toml_data import toml_data

Space = Mapping[str, Mapping[str, Any]]


def spaces() -> dict[str, dict[str, dict[str, Any]]]:
    """Return algorithm -> setting -> its range."""
    return toml_data("search/spaces.toml", "assistant")


def narrowed(algorithm: str, ranges: Mapping[str, tuple[float, float]]) -> Space:
    """Return what may be tuned of an algorithm, within a person's bounds.

    Parameters
    ----------
    algorithm : str
        As in ``spaces.toml``; empty where nothing of it is tuned.
    ranges : mapping
        Name of a dial -> lowest and highest.

    Examples
    --------
    >>> narrowed("tree", {"max_depth": (2, 3)})["max_depth"]["high"]
    3
    """
    found = {}
    for name, entry in spaces().get(algorithm, {}).items():
        if name in ranges and "choices" not in entry:
            low, high = (_kind(entry, v) for v in ranges[name])
            log = bool(entry.get("log")) and low > 0
            entry = {**entry, "low": low, "high": high, "log": log}
        found[name] = entry
    return found


def begun(
    algorithm: str,
    params: Mapping[str, Any],
    ranges: Mapping[str, tuple[float, float]],
    start: Mapping[str, float],
) -> dict[str, Any]:
    """Return a configuration that begins where a person said, within their bounds.

    Parameters
    ----------
    algorithm : str
    params : mapping
        Of the portfolio.
    ranges, start : mapping
        Name of a dial -> bounds, or first value.
    """
    found = dict(params)
    for name, entry in spaces().get(algorithm, {}).items():
        if "choices" in entry or (name not in ranges and name not in start):
            continue
        value = start.get(name, params.get(name, entry["default"]))
        if not isinstance(value, int | float):
            value = entry["default"]
        if name in ranges:
            low, high = ranges[name]
            value = min(max(value, low), high)
        found[name] = _kind(entry, value)
    return found


def _kind(entry: Mapping[str, Any], value: float) -> float | int:
    return round(value) if entry.get("whole") else float(value)
