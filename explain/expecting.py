"""What the person expected before, beside what the data says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dialogs.message import Level
from dialogs.sanitise import safe

from .metric_words import value_text
from .phrases import say
from .related import association

CLOSE = 0.8
"""Rank correlation or Cramer's V from which two columns share their information."""


def expectation_lines(
    result: Mapping[str, Any],
    brief: Mapping[str, Any],
    level: Level,
    frame: pd.DataFrame | None = None,
) -> list[str]:
    """Return agreements and surprises, or nothing where nothing was expected.

    Parameters
    ----------
    result : mapping
        With ``drivers`` and ``objective``.
    brief : mapping
        With ``expectations``.
    level : Level
    frame : DataFrame, optional
        To name the column that carries what an expected one would say.
    """
    expected = brief.get("expectations") or {}
    found = {str(d["column"]): d for d in result.get("drivers") or []}
    lines = [
        _line(str(column), str(want), found, frame, level)
        for column, want in (expected.get("drivers") or {}).items()
    ]
    if expected.get("value") is not None:
        lines += _value(float(expected["value"]), result, level)
    return [say("expect.head", level), *lines] if lines else []


def _line(
    column: str,
    want: str,
    found: Mapping[str, Mapping[str, Any]],
    frame: pd.DataFrame | None,
    level: Level,
) -> str:
    name = safe(column, 60)
    driver = found.get(column)
    if driver is None:
        if want == "none":
            return say("expect.none_yes", level, x=name)
        if frame is not None and column not in frame.columns:
            return say("expect.absent", level, x=name)
        return say(
            "expect.small", level, x=name, partner=_partner(column, found, frame)
        ).rstrip()
    text = safe(str(driver.get("text", ""))).rstrip(".") + "."
    got = str(driver.get("direction", "none"))
    if want == "none":
        return say("expect.none_no", level, x=name, found=text)
    if want == "matters":
        return say("expect.yes_matters", level, x=name, found=text)
    if got == want:
        return say("expect.yes", level, x=name, found=text)
    if got in ("up", "down"):
        return say("expect.no", level, x=name, want=want, got=got, found=text)
    key = "expect.unclear" if got == "none" else "expect.partly"
    return say(key, level, x=name, found=text)


def _partner(
    column: str,
    found: Mapping[str, Mapping[str, Any]],
    frame: pd.DataFrame | None,
) -> str:
    """Return which driver shares this column's information, as a sentence."""
    if frame is None or column not in frame.columns:
        return ""
    near = [
        other
        for other in found
        if other in frame.columns and association(frame[column], frame[other]) >= 0.6
    ]
    return say("expect.partner", other=safe(near[0], 60)) if near else ""


def _value(want: float, result: Mapping[str, Any], level: Level) -> list[str]:
    objective = result.get("objective") or {}
    if objective.get("value") is None:
        return []
    metric, got = str(objective.get("name", "")), float(objective["value"])
    ends = [objective.get("low"), objective.get("high")]
    low, high = (got if e is None else float(e) for e in ends)
    inside = min(low, high) <= want <= max(low, high) or np.isclose(
        want, got, rtol=0.05
    )
    better = got > want if objective.get("greater_is_better") else got < want
    key = "yes" if inside else ("above" if better else "below")
    shown = {
        "want": value_text(metric, want, level),
        "got": value_text(metric, got, level),
    }
    return [say(f"expect.value_{key}", level, **shown)]
