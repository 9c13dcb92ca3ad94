"""How right a model is on some rows: usual figures with bootstrap ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn import metrics as sk

from .decisions import Decided
from .outputs import Array, Output
from .relevance import as_class

RESAMPLES = 200
Figure = dict[str, Any]


def figures(
    output: Output,
    made: Decided,
    truth: pd.Series,
    success: Mapping[str, Any],
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> dict[str, Figure]:
    """Return metric -> value, low, high on rows with known outcomes.

    Parameters
    ----------
    output : Output
    made : Decided
        What the model says about the rows.
    truth : Series, shape (rows,)
    success : mapping
        The brief's section, for costs.
    seed : int
        Of the resamples.
    resamples : int
        How many; without any the ends of a range are its value.
    """
    if output.task == "regression":
        real = truth.to_numpy(dtype=float)
        said = made.answers[:, 0]
        return _ranges(lambda i: _numbers(real[i], said[i]), len(real), seed, resamples)
    text = truth.map(as_class).to_numpy()
    if output.task == "multiclass":
        named = made.predicted
        return _ranges(
            lambda i: _classes(text[i], named[i]), len(text), seed, resamples
        )
    real = text == output.event
    acted = made.acted if made.acted is not None else made.predicted == output.event
    p = made.answers[:, 0]
    return _ranges(
        lambda i: _binary(real[i], acted[i], p[i], success), len(real), seed, resamples
    )


def _ranges(
    score: Callable[[Any], dict[str, float]], rows: int, seed: int, resamples: int
) -> dict[str, Figure]:
    generator = np.random.default_rng(seed)
    value = score(np.arange(rows))
    drawn = [score(generator.integers(rows, size=rows)) for _ in range(resamples)]
    found = {}
    for name, whole in value.items():
        sample = [d[name] for d in drawn if name in d and np.isfinite(d[name])]
        if not np.isfinite(whole):
            continue
        low, high = np.quantile(sample, [0.025, 0.975]) if sample else (whole, whole)
        found[name] = {"value": whole, "low": float(low), "high": float(high)}
    return found


def _binary(
    real: Any, acted: Any, p: Array, success: Mapping[str, Any]
) -> dict[str, float]:
    hit, alarm = float((real & acted).sum()), float((~real & acted).sum())
    miss, passed = float((real & ~acted).sum()), float((~real & ~acted).sum())
    found = {
        "accuracy": _ratio(hit + passed, len(real)),
        "recall": _ratio(hit, hit + miss),
        "precision": _ratio(hit, hit + alarm),
        "specificity": _ratio(passed, passed + alarm),
        "fpr": _ratio(alarm, passed + alarm),
        "brier": float(((p - real) ** 2).mean()),
    }
    if 0 < real.sum() < len(real):
        found["roc_auc"] = float(sk.roc_auc_score(real, p))
        found["average_precision"] = float(sk.average_precision_score(real, p))
        found["log_loss"] = float(sk.log_loss(real, p, labels=[False, True]))
        found["f1"] = _ratio(2 * hit, 2 * hit + alarm + miss)
        found["balanced_accuracy"] = (found["recall"] + found["specificity"]) / 2
    costs = [success.get(k) for k in ("miss_cost", "false_alarm_cost")]
    if all(isinstance(c, int | float) for c in costs):
        cost = miss * float(costs[0] or 0) + alarm * float(costs[1] or 0)
        cost += hit * _or_zero(success.get("hit_cost"))
        cost += passed * _or_zero(success.get("pass_cost"))
        found["expected_cost"] = cost / max(1, len(real))
    return found


def _or_zero(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _classes(real: Any, said: Any) -> dict[str, float]:
    names = np.unique(real)
    recalls = [float((said[real == name] == name).mean()) for name in names]
    return {
        "accuracy": float((real == said).mean()),
        "balanced_accuracy": float(np.mean(recalls)),
        "f1_macro": float(
            sk.f1_score(list(real), list(said), average="macro", zero_division=0)
        ),
    }


def _numbers(real: Array, said: Array) -> dict[str, float]:
    gap = said - real
    found = {
        "mean_absolute_error": float(np.abs(gap).mean()),
        "root_mean_squared_error": float(np.sqrt((gap**2).mean())),
        "bias": float(gap.mean()),
    }
    spread = float(((real - real.mean()) ** 2).sum())
    if spread > 0:
        found["r2"] = 1 - float((gap**2).sum()) / spread
    total = float(np.abs(real).sum())
    if total > 0:
        found["weighted_absolute_percentage_error"] = float(np.abs(gap).sum()) / total
    return found
