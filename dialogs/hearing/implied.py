"""Which measure a number alone implies: who names a tolerance counts what lies within it."""

from __future__ import annotations

from collections.abc import Mapping

IMPLIED: Mapping[str, str] = {
    "success.recall": "precision_at_recall",
    "success.precision": "recall_at_precision",
    "success.fpr": "recall_at_fpr",
    "success.k": "precision_at_k",
    "success.share": "precision_at_k",
    "success.miss_cost": "expected_cost",
    "success.false_alarm_cost": "expected_cost",
    "success.hit_cost": "expected_cost",
    "success.tolerance": "within_tolerance",
    "success.quantile": "pinball",
    "success.coverage": "interval",
    "success.cost_matrix": "expected_cost",
}
"""Slot of the number -> the measure that counts by it."""
