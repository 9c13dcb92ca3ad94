"""Pictures of a result: what the model goes by, and the simple ways beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.looks_model import in_chances
from dialogs.message import Level, Picture
from dialogs.sanitise import safe

from .baselines import baseline_name
from .metric_words import kind_of, told_as
from .phrases import say


def drivers_picture(
    drivers: Sequence[Mapping[str, Any]], level: Level | str
) -> Picture:
    """Return the drivers as bars with their ranges."""
    shown = list(drivers)[:10]
    sizes = [float(d["size"]) for d in shown]
    errors = [float(d.get("se") or 0.0) for d in shown]
    chances = in_chances(shown)
    scale = 100.0 if chances else 1.0
    key = "picture.drivers_chance" if chances else "picture.drivers"
    return Picture(
        "bars",
        say(key, level),
        {
            "labels": [safe(str(d["column"]), 40) for d in shown],
            "values": [_short(scale * s) for s in sizes],
            "low": [
                _short(scale * (s - 1.96 * e))
                for s, e in zip(sizes, errors, strict=True)
            ],
            "high": [
                _short(scale * (s + 1.96 * e))
                for s, e in zip(sizes, errors, strict=True)
            ],
            "notes": [say(f"way.{d.get('direction', 'none')}", level) for d in shown],
        },
    )


def _short(value: float) -> float:
    """Return a number with three digits: a picture is no table."""
    return float(f"{value:.3g}")


def baseline_picture(result: Mapping[str, Any], level: Level) -> Picture | None:
    """Return the model beside its baselines as bars, or None where there are none."""
    objective = result.get("objective") or {}
    known = [b for b in result.get("baselines") or [] if b.get("value") is not None]
    if not known or objective.get("value") is None:
        return None
    metric = told_as(objective)
    hundred = kind_of(metric) == "share" and level != Level.TECHNICAL
    scale = 100.0 if hundred else 1.0
    value = scale * float(objective["value"])
    key = "greater" if objective.get("greater_is_better") else "less"
    title = say(
        f"picture.baselines_{key}", level, name=metric.replace("_", " "),
        unit="in 100, " if hundred else "",
    )  # fmt: skip
    values = [value, *(scale * float(b["value"]) for b in known)]
    lows = [objective.get("low"), *(b.get("low") for b in known)]
    highs = [objective.get("high"), *(b.get("high") for b in known)]
    return Picture(
        "bars",
        title,
        {
            "labels": [
                say("picture.model", level),
                *(baseline_name(b, level, short=True) for b in known),
            ],
            "values": values,
            "low": [
                v if e is None else scale * float(e)
                for v, e in zip(values, lows, strict=True)
            ],
            "high": [
                v if e is None else scale * float(e)
                for v, e in zip(values, highs, strict=True)
            ],
            "notes": [
                "",
                *(
                    say("picture.breaks", level) if b.get("meets") is False else ""
                    for b in known
                ),
            ],
        },
    )
