"""Which shape a run of bins has: isotonic fits, one step, one turn.

By rules that were set before looking at any table: rises or falls when a
monotone fit explains 90 in 100 of what differs between the bins, a turn when two monotone
pieces do, else no simple pattern.
"""

from __future__ import annotations

import numpy as np
from sklearn.isotonic import IsotonicRegression

from .outputs import Array

MONOTONE = 0.90
STEP = 0.92
"""A straight line over eight bins gets 0.76 of one step: this is clearly above."""

SMEARED = 0.96
"""The same where the step falls inside a bin, which is then left out: a line gets 0.83."""

LEVEL = 0.15
"""Either side of such a step may vary by this share of it."""

EARLY = 0.80
"""Share of the whole change that makes one end of the range 'where it happens'."""


def kind_of(means: Array, weights: Array) -> tuple[str, int | None]:
    """Return the name of a shape, and the bin where it bends.

    Parameters
    ----------
    means, weights : ndarray, shape (bins,)
        Mean part and rows of each bin, in the column's order.
    """
    total = _variation(means, weights)
    if total <= 0:
        return "none", None
    if len(means) == 2:
        return ("step_up" if means[1] > means[0] else "step_down"), 1
    up = _explained(means, weights, increasing=True, total=total)
    down = _explained(means, weights, increasing=False, total=total)
    if max(up, down) >= MONOTONE:
        return _monotone(means, weights, total, rising=up >= down)
    best, kind, bend = 0.0, "none", None
    for at in range(1, len(means) - 1):
        for first, name in ((True, "hump"), (False, "valley")):
            left = _fit(means[: at + 1], weights[: at + 1], first)
            right = _fit(means[at:], weights[at:], not first)
            fitted = np.concatenate([left, right[1:]])
            fitted[at] = (left[-1] + right[0]) / 2
            share = 1 - float(np.sum(weights * (means - fitted) ** 2)) / total
            if share > best:
                best, kind, bend = share, name, at
    return (kind, bend) if best >= MONOTONE else ("none", None)


def _monotone(
    means: Array, weights: Array, total: float, *, rising: bool
) -> tuple[str, int | None]:
    name = "rises" if rising else "falls"
    shares = [_step_share(means, weights, at, total) for at in range(1, len(means))]
    at = int(np.argmax(shares)) + 1
    if shares[at - 1] >= STEP:
        return ("step_up" if rising else "step_down"), at
    smeared = [_smeared_share(means, weights, b) for b in range(2, len(means) - 2)]
    if smeared and max(smeared) >= SMEARED:
        return ("step_up" if rising else "step_down"), int(np.argmax(smeared)) + 2
    fitted = _fit(means, weights, rising)
    change = np.abs(fitted - fitted[0]) / max(abs(fitted[-1] - fitted[0]), 1e-12)
    middle = len(means) // 2
    if change[middle - 1] >= EARLY:
        return f"{name}_then_flat", int(np.argmax(change >= EARLY)) + 1
    if change[len(means) - middle] <= 1 - EARLY:
        last = int(np.nonzero(change <= 1 - EARLY)[0][-1])
        return f"flat_then_{name}", min(last + 1, len(means) - 1)
    return name, None


def _step_share(means: Array, weights: Array, at: int, total: float) -> float:
    inside = _variation(means[:at], weights[:at]) + _variation(means[at:], weights[at:])
    return 1 - inside / total


def _smeared_share(means: Array, weights: Array, at: int) -> float:
    """Return what one step inside bin ``at`` explains of the bins beside it."""
    rest = np.arange(len(means)) != at
    total = _variation(means[rest], weights[rest])
    jump = abs(means[at + 1 :].mean() - means[:at].mean())
    flat = max(np.ptp(means[:at]), np.ptp(means[at + 1 :])) <= LEVEL * jump
    if total <= 0 or not flat:
        return 0.0
    return _step_share(means[rest], weights[rest], at, total)


def _variation(means: Array, weights: Array) -> float:
    centre = np.average(means, weights=weights)
    return float(np.sum(weights * (means - centre) ** 2))


def _explained(
    means: Array, weights: Array, *, increasing: bool, total: float
) -> float:
    fitted = _fit(means, weights, increasing)
    return 1 - float(np.sum(weights * (means - fitted) ** 2)) / total


def _fit(means: Array, weights: Array, increasing: bool) -> Array:
    model = IsotonicRegression(increasing=increasing)
    return np.asarray(
        model.fit_transform(np.arange(len(means)), means, sample_weight=weights)
    )
