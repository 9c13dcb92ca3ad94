"""What a message may have meant by success, to be offered where no reading is sure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..toml_data import toml_data
from .measure_names import refused
from .quantities import quantities
from .sums import AMOUNTS, tidy

_SECTIONS = {"regression": "number", "forecast": "number", "multiclass": "classes",
             "ordinal": "ordered"}  # fmt: skip


def _cues() -> Mapping[str, Any]:
    return toml_data("hearing/leanings.toml")


def leaning(text: str, task: str) -> list[str]:
    """Return objectives that words without a number lean to, to be offered.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    task : str
        As `task_of` returns it.
    """
    section = _cues()[_SECTIONS.get(task, "two")]
    return [
        name
        for name, forms in section.items()
        if re.search("|".join(forms), text, re.IGNORECASE) and not refused(name, text)
    ][:4]


def placings(text: str, task: str) -> list[dict[str, Any]]:
    """Return what the one number of a message may be, where words did not say.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    task : str
        As `task_of` returns it.
    """
    found = quantities(text)
    if len(found) != 1:
        return []
    q = found[0]
    share = q.value if q.kind == "percent" and 0 < q.value < 1 else None
    if _SECTIONS.get(task) == "number":
        if share is not None:
            return [_tolerance(share, True), {"success.objective": "interval",
                                              "success.coverage": share}]  # fmt: skip
        return (
            [_tolerance(tidy(q.value), False)]
            if q.kind in AMOUNTS and q.value > 0
            else []
        )
    if _SECTIONS.get(task):
        return []
    if share is not None:
        return [
            {"success.objective": "precision_at_recall", "success.recall": share},
            {"success.objective": "recall_at_precision", "success.precision": share},
            {"success.objective": "recall_at_fpr", "success.fpr": share},
        ]
    if q.kind == "number" and q.whole and q.value >= 2 and not q.per:
        return [{"success.objective": "precision_at_k", "success.k": int(q.value)}]
    if q.kind == "money":
        return [
            {
                "success.objective": "expected_cost",
                f"success.{role}_cost": tidy(q.value),
            }
            for role in ("miss", "false_alarm")
        ]
    return []


def _tolerance(value: float, relative: bool) -> dict[str, Any]:
    return {"success.objective": "within_tolerance", "success.tolerance": value,
            "success.relative": relative}  # fmt: skip
