"""The simple ways beside a model: what they are called, and whether it beats them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.message import Level
from dialogs.sanitise import safe

from .phrases import phrases, say

MODEL = "plain_model"
"""The baseline that is a model itself."""


def baseline_name(
    baseline: Mapping[str, Any], level: Level, short: bool = False
) -> str:
    """Return what a baseline is called, with its rule where it has one.

    In ``short`` the rule is left out: beside a bar there is no room for it.
    """
    name = str(baseline.get("name", ""))
    key = f"baseline.{name}"
    told = say(key, level) if key in phrases() else name.replace("_", " ")
    text = safe(str(baseline.get("text") or ""), 120)
    # Doing nothing is another thing for each kind of answer, and short in all.
    plain = name != "do_nothing" and key in phrases()
    if not text or (short and plain):
        return told
    if name == "at_random":
        return told
    return f"{told} ({text})" if name == "simple_rule" else text


def strongest(
    baselines: Sequence[Mapping[str, Any]], greater: bool
) -> Mapping[str, Any] | None:
    """Return the baseline that is hardest to beat by anything but another model.

    A straight line is a model too: being no better than it is no reason not to be used.
    One that does not keep the agreed shares is no alternative: None where none does.
    """
    allowed = [b for b in baselines if b.get("meets") is not False]
    others = [b for b in allowed if b.get("name") != MODEL]
    ranked = sorted(others or allowed, key=lambda b: float(b["value"]))
    if not ranked:
        return None
    return ranked[-1] if greater else ranked[0]


def not_better(
    objective: Mapping[str, Any], baseline: Mapping[str, Any] | None
) -> bool:
    """Whether a model may well be no better than a simple way.

    On the same rows both have the same luck: the range of their difference decides
    where it is known, else whether the model's own range holds the other's value.
    """
    if baseline is None:
        return False
    greater = bool(objective.get("greater_is_better"))
    paired = baseline.get("difference") or {}
    if paired.get("low") is not None and paired.get("high") is not None:
        return float(paired["low"]) <= 0 if greater else float(paired["high"]) >= 0
    other = float(baseline["value"])
    end = objective.get("low" if greater else "high")
    end = objective["value"] if end is None else end
    return float(end) <= other if greater else float(end) >= other


def worse(objective: Mapping[str, Any], baseline: Mapping[str, Any]) -> bool:
    """Whether a model is worse than a simple way by more than luck on the same rows."""
    greater = bool(objective.get("greater_is_better"))
    paired = baseline.get("difference") or {}
    end = paired.get("high" if greater else "low")
    return end is not None and (float(end) < 0 if greater else float(end) > 0)


def rival_as_good(result: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the simple way that may be as good as a result's model, if there is one."""
    objective = result.get("objective") or {}
    known = [b for b in result.get("baselines") or [] if b.get("value") is not None]
    if not known or objective.get("value") is None:
        return None
    best = strongest(known, bool(objective.get("greater_is_better")))
    return best if not_better(objective, best) else None


def none_beaten(result: Mapping[str, Any]) -> bool:
    """Whether a result has a simple way that may be as good as its model."""
    return rival_as_good(result) is not None
