"""The same guess always, weighted sums, and naive Bayes."""

from __future__ import annotations

from typing import Any

from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import (
    HuberRegressor,
    LogisticRegression,
    PoissonRegressor,
    QuantileRegressor,
    Ridge,
)
from sklearn.naive_bayes import GaussianNB

from .spec import Params, Spec, register


@register("constant")
def constant(params: Params, spec: Spec) -> Any:  # noqa: ARG001
    """Return a learner that always gives the rates, mean, median or level."""
    if spec.classifies:
        return DummyClassifier(strategy="prior")
    match spec.loss:
        case "absolute" | "relative":
            return DummyRegressor(strategy="median")
        case "pinball":
            return DummyRegressor(strategy="quantile", quantile=spec.quantile)
    return DummyRegressor(strategy="mean")


@register("linear")
@register("spline")
def linear(params: Params, spec: Spec) -> Any:
    """Return logistic regression, or the weighted sum that fits the loss."""
    strength = params.get("alpha", 1.0)
    if spec.classifies:
        # Newton's method needs a matrix of features squared; worth it while that is
        # small, and far from converging trouble.
        small = spec.features * max(1, spec.classes) <= 600
        return LogisticRegression(
            C=1.0 / strength,
            solver="newton-cholesky" if small else "lbfgs",
            max_iter=200,
            tol=1e-4 if small else 1e-3,
        )
    match spec.loss:
        case "poisson":
            return PoissonRegressor(alpha=1e-3 * strength, max_iter=300)
        case "pinball":
            return QuantileRegressor(quantile=spec.quantile, alpha=1e-4 * strength)
        case "absolute" | "relative":
            return HuberRegressor(epsilon=1.1, alpha=1e-3 * strength, max_iter=200)
    return Ridge(alpha=strength)


@register("naive_bayes")
def naive_bayes(params: Params, spec: Spec) -> Any:  # noqa: ARG001
    """Return naive Bayes with a normal curve a feature."""
    return GaussianNB(var_smoothing=params.get("var_smoothing", 1e-3))
