"""From contract to numbers: scores, decision rules, ranges and baselines."""

from __future__ import annotations

from .calibration import Calibrator, fit_calibrator
from .case import Case
from .choosing import choose_rule, rule_for
from .evaluate import Evaluation, evaluate
from .objectives import greater_is_better, value_of
from .rivals import Held, Learned
from .rules import Rule

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
    "rule_for",
    "value_of",
]
