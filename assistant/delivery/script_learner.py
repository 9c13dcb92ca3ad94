"""The learner of one part of the script, and how it is fitted."""

from __future__ import annotations

import inspect
from typing import Any

from sklearn.base import BaseEstimator

from ..search.families.target import ScaledTarget
from .expressions import Imports, expression
from .script_notes import Notes

_SIGNS = {
    "lightgbm": "monotone_constraints",
    "catboost": "monotone_constraints",
    "ebm": "monotone_constraints",
}
"""How each learner calls the directions; scikit-learn's say ``monotonic_cst``."""

_UNWEIGHTED = ("neighbours", "neural", "own")


def learner_code(member: Any, imports: Imports, notes: Notes) -> str:
    """Return the expression that makes the learner, with the trees it ended with."""
    if member.algorithm == "own":
        module, _, function = str((member.params or {})["path"]).partition(":")
        imports.add(module, function)
        notes.own = True
        return f"{function}()"
    learner = member.learner_
    if isinstance(learner, ScaledTarget):
        imports.add("sklearn.compose", "TransformedTargetRegressor")
        imports.add("sklearn.preprocessing", "StandardScaler")
        inner = expression(learner.regressor, imports)
        return f"TransformedTargetRegressor({inner}, transformer=StandardScaler())"
    changed: dict[str, Any] = {}
    rounds = int(getattr(member, "rounds_", 0) or 0)
    for setting in ("n_estimators", "iterations"):
        if rounds and setting in learner.get_params() and member.algorithm in (
            "lightgbm", "catboost"
        ):  # fmt: skip
            changed[setting] = rounds
    if member.algorithm == "hist_boosting" and rounds:
        changed |= {"max_iter": rounds, "early_stopping": False}
    # Directions follow the script's own order of features, which it finds out itself.
    changed |= {"monotone_constraints": None, "monotonic_cst": None}
    return expression(learner, imports, changed)


def fitting(member: Any, columns: dict[str, Any]) -> tuple[list[str], str]:
    """Return lines before the fit, and its arguments."""
    lines, fitted = [], "inputs, y"
    known = _accepted(member.learner_)
    setting = _SIGNS.get(member.algorithm, "monotonic_cst")
    if columns["directions"] and (setting in known or member.algorithm in _SIGNS):
        lines += [
            "encoder.fit(inputs, y)",
            "names = encoder.get_feature_names_out()",
            f"model.set_params({setting}=[DIRECTIONS.get(n, 0) for n in names])",
        ]
    if member.algorithm == "lightgbm" and columns["categories"]:
        lines += [
            "first = len(NUMBERS) + len(date_parts(inputs))",
            "codes = list(range(first, first + len(CATEGORIES)))",
        ]
        fitted += ", model__categorical_feature=codes"
    if member.loss == "relative" and member.algorithm not in _UNWEIGHTED:
        lines += [
            "# An error counts as a share of the value; small values do not rule alone.",
            "size = np.abs(y)",
            "weights = 1 / np.maximum(size, 0.05 * np.median(size) or 1)",
        ]
        fitted += ", model__sample_weight=weights / weights.mean()"
    return lines, fitted


def _accepted(learner: BaseEstimator | None) -> set[str]:
    return (
        set() if learner is None else set(inspect.signature(type(learner)).parameters)
    )
