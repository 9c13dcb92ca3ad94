"""One small tree, and forests."""

from __future__ import annotations

from typing import Any

from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from .spec import Params, Spec, register

CRITERIA = {"absolute": "absolute_error", "relative": "absolute_error", "poisson": "poisson"}  # fmt: skip


def _leaf(spec: Spec) -> int:
    # A leaf of a single tree is a probability: it needs rows behind it.
    return max(5, min(50, spec.rows // 100))


@register("tree")
def tree(params: Params, spec: Spec) -> Any:
    """Return one tree that fits on a page."""
    settings: dict[str, Any] = {
        "max_depth": params.get("max_depth", 4),
        "min_samples_leaf": params.get("min_samples_leaf", _leaf(spec)),
        "random_state": spec.seed,
        "monotonic_cst": list(spec.held) if spec.held else None,
    }
    if spec.classifies:
        return DecisionTreeClassifier(**settings)
    # Absolute error sorts at every cut: only on tables where that stays quick.
    absolute = spec.loss in ("absolute", "relative") and spec.rows > 5000
    criterion = "squared_error" if absolute else CRITERIA.get(spec.loss)
    return DecisionTreeRegressor(criterion=criterion or "squared_error", **settings)


def _forest(params: Params, spec: Spec, classifier: Any, regressor: Any) -> Any:
    # Larger leaves on larger tables: the same answers from a tenth of the file.
    leaf = max(2, spec.rows // 4000)
    settings: dict[str, Any] = {
        "n_estimators": params.get("n_estimators", 120),
        "n_jobs": 1,
        "random_state": spec.seed,
        "monotonic_cst": list(spec.held) if spec.held else None,
    }
    if spec.classifies:
        return classifier(
            max_features=params.get("max_features", "sqrt"),
            min_samples_leaf=params.get("min_samples_leaf", leaf),
            **settings,
        )
    return regressor(
        max_features=params.get("max_features", 0.5),
        min_samples_leaf=params.get("min_samples_leaf", 2),
        **settings,
    )


@register("random_forest")
def random_forest(params: Params, spec: Spec) -> Any:
    """Return a random forest."""
    return _forest(params, spec, RandomForestClassifier, RandomForestRegressor)


@register("extra_trees")
def extra_trees(params: Params, spec: Spec) -> Any:
    """Return a forest whose cuts are drawn at random."""
    return _forest(params, spec, ExtraTreesClassifier, ExtraTreesRegressor)
