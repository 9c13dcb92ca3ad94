"""Models that measure distances: neighbours, support vectors, a small network."""

from __future__ import annotations

import math
from typing import Any

from sklearn.calibration import CalibratedClassifierCV
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.svm import SVC, SVR

from .spec import Params, Spec, register
from .target import ScaledTarget


@register("neighbours")
def neighbours(params: Params, spec: Spec) -> Any:
    """Return the average of the most similar rows."""
    count = params.get("n_neighbors") or max(5, min(50, round(math.sqrt(spec.rows))))
    count = max(1, min(count, spec.rows // 2))
    if spec.classifies:
        return KNeighborsClassifier(n_neighbors=count, weights="distance", n_jobs=1)
    return KNeighborsRegressor(n_neighbors=count, weights="distance", n_jobs=1)


@register("svm")
def svm(params: Params, spec: Spec) -> Any:
    """Return a support vector machine; for classes with calibrated probabilities."""
    strength = params.get("C", 1.0)
    if spec.classifies:
        machine = SVC(C=strength, random_state=spec.seed)
        return CalibratedClassifierCV(machine, cv=3, ensemble=False, n_jobs=1)
    return ScaledTarget(SVR(C=strength, epsilon=0.05))


@register("neural")
def neural(params: Params, spec: Spec) -> Any:
    """Return a small network that stops by itself."""
    settings: dict[str, Any] = {
        "hidden_layer_sizes": tuple(params.get("hidden_layer_sizes", (64, 32))),
        "alpha": params.get("alpha", 1e-3),
        "learning_rate_init": params.get("learning_rate_init", 2e-3),
        "batch_size": min(256, max(16, spec.rows // 20)),
        "early_stopping": True,
        "n_iter_no_change": 8,
        "max_iter": 120,
        "random_state": spec.seed,
    }
    if spec.classifies:
        return MLPClassifier(**settings)
    return ScaledTarget(MLPRegressor(**settings))
