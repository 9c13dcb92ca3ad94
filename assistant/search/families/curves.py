"""Sums of one learned curve per column: explainable boosting (Nori et al. 2019)."""

from __future__ import annotations

from typing import Any

from .spec import Params, Spec, register


@register("ebm")
def ebm(params: Params, spec: Spec) -> Any:
    """Return explainable boosting: one bag and no pairs unless asked.

    Its own defaults (14 bags) take minutes on a thousand rows; the folds of the search
    already average.
    """
    from interpret.glassbox import (
        ExplainableBoostingClassifier,
        ExplainableBoostingRegressor,
    )

    settings: dict[str, Any] = {
        "outer_bags": params.get("outer_bags", 1),
        "interactions": params.get("interactions", 0),
        "learning_rate": params.get("learning_rate", 0.02),
        "max_rounds": params.get("max_rounds", 4000),
        "n_jobs": 1,
        "random_state": spec.seed,
        "monotone_constraints": list(spec.held) if spec.held else None,
    }
    if spec.classifies:
        return ExplainableBoostingClassifier(**settings)
    loss = {"poisson": "poisson_deviance"}.get(spec.loss, "rmse")
    return ExplainableBoostingRegressor(objective=loss, **settings)
