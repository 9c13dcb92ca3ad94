"""From contract to numbers: scores, decision rules, ranges and baselines."""

from __future__ import annotations

from .calibration import Calibrator, fit_calibrator
from .case import Case
from .evaluate import Evaluation, Held, Learned, evaluate
from .objectives import greater_is_better, value_of
from .rules import Rule, choose_rule

__all__ = [
    "Calibrator",
    "Case",
    "Evaluation",
    "Held",
    "Learned",
    "Rule",
    "choose_rule",
    "evaluate",
    "fit_calibrator",
    "greater_is_better",
    "value_of",
]
