"""Every objective and metric as a function of a `Case`.

Formulas follow scikit-learn where it has the metric; ``expected_cost`` is the mean of
each row's own cost (Elkan 2001). Invariant: a score that rows cannot give (no event, no
alarm) is NaN, never an exception, so that a bootstrap can count it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics as sk

from dialogs.constraints import Success
from dialogs.toml_data import toml_data

from .case import Case

EPSILON = 1e-15
"""Probabilities are kept this far from 0 and 1, as scikit-learn's log loss does."""

Score = Callable[[Case, Success], float]
Rows = NDArray[np.float64]
RowScore = Callable[[Case, Success], Rows]


def facts() -> Mapping[str, Mapping[str, Any]]:
    """Return what is known about each objective: tasks, direction, unit."""
    return toml_data("metrics/objectives.toml", "assistant")


def greater_is_better(name: str) -> bool:
    """Return whether more of this objective is better."""
    return bool(facts()[name]["greater_is_better"])


def value_of(name: str, case: Case, success: Success) -> float:
    """Return an objective's value on these rows, NaN where they cannot give it."""
    if len(case.y) == 0:
        return float("nan")
    return float(SCORES[name](case, success))


def row_costs(case: Case) -> NDArray[np.float64]:
    """Return what each row's decision costs, shape (n,)."""
    event, acted = case.y == 1, case.act == 1
    cost = np.where(
        event,
        np.where(acted, case.costs["hit"], case.costs["miss"]),
        np.where(acted, case.costs["false_alarm"], case.costs["pass"]),
    )
    review = case.costs.get("review")
    return cost if review is None else np.where(case.act == 2, review, cost)


def _expected_cost(case: Case, _: Success) -> float:
    if "matrix" in case.costs:
        matrix = case.costs["matrix"]
        size = round(len(matrix[0]) ** 0.5)
        cells = matrix[0].reshape(size, size)
        return float(cells[case.y.astype(int), case.act.astype(int)].mean())
    return float(row_costs(case).mean())


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def recall(case: Case, _: Success) -> float:
    """Return the share of events acted on."""
    return _ratio(((case.act == 1) & (case.y == 1)).sum(), (case.y == 1).sum())


def precision(case: Case, _: Success) -> float:
    """Return the share of acts that met an event."""
    return _ratio(((case.act == 1) & (case.y == 1)).sum(), (case.act == 1).sum())


def _specificity(case: Case, _: Success) -> float:
    return _ratio(((case.act != 1) & (case.y == 0)).sum(), (case.y == 0).sum())


def _fpr(case: Case, _: Success) -> float:
    return _ratio(((case.act == 1) & (case.y == 0)).sum(), (case.y == 0).sum())


def _roc_auc(case: Case, _: Success) -> float:
    n = int((case.y == 1).sum())
    rest = len(case.y) - n
    if not n or not rest:
        return float("nan")
    # Pairs that stand in order, ties by half (Mann and Whitney 1947), counted where the
    # score steps up: a resampling asks a thousand times.
    order = np.argsort(case.score)
    scores = case.score[order]
    ends = np.flatnonzero(np.append(scores[1:] != scores[:-1], True))
    events = np.cumsum(case.y[order] == 1)[ends]
    others = ends + 1 - events
    below = others - np.diff(others, prepend=0) / 2
    above = np.diff(events, prepend=0) @ below
    return float(above / (n * rest))


def _average_precision(case: Case, _: Success) -> float:
    if not (case.y == 1).any():
        return float("nan")
    order = np.argsort(-case.score, kind="stable")
    hits = np.cumsum(case.y[order] == 1)
    # Rows of equal probability are named together: only the last of each counts.
    scores = case.score[order]
    ends = np.flatnonzero(np.append(scores[1:] != scores[:-1], True))
    found = hits[ends]
    gained = np.diff(found, prepend=0)
    return float((gained * found / (ends + 1)).sum() / hits[-1])


def _surprise(case: Case, _: Success) -> Rows:
    if case.score.ndim == 2:
        inside = case.score[np.arange(len(case.y)), case.y.astype(int)]
    else:
        inside = np.where(case.y == 1, case.score, 1 - case.score)
    return np.asarray(-np.log(np.clip(inside, EPSILON, 1)))


def _squares(case: Case, _: Success) -> Rows:
    return np.asarray((case.score - case.y) ** 2, dtype=float)


def _accuracy(case: Case, _: Success) -> float:
    return float((case.act == case.y).mean())


def by_class(case: Case) -> tuple[Rows, Rows, Rows]:
    """Return for each class how often it is said rightly, is said, and is true.

    Counted in one go: a resampling asks a thousand times, and there may be hundreds.
    """
    y, act = (np.asarray(v).astype(np.intp) for v in (case.y, case.act))
    # A hand-over to a person is coded below 0: it is no class.
    most = int(max(y.max(), act.max())) + 1
    counted = [
        np.bincount(v[v >= 0], minlength=most).astype(float)
        for v in (y[y == act], act, y)
    ]
    return counted[0], counted[1], counted[2]


def _balanced_accuracy(case: Case, _: Success) -> float:
    hits, _said, true = by_class(case)
    return float(np.mean(hits[true > 0] / true[true > 0]))


def _f1(case: Case, _: Success) -> float:
    hits = ((case.act == 1) & (case.y == 1)).sum()
    return _ratio(2 * hits, (case.act == 1).sum() + (case.y == 1).sum())


def _f1_macro(case: Case, _: Success) -> float:
    hits, said, true = by_class(case)
    there = said + true > 0
    return float(np.mean(2 * hits[there] / (said + true)[there]))


def _top_k(case: Case, success: Success) -> float:
    k = success.k or 3
    own = case.score[np.arange(len(case.y)), case.y.astype(int)]
    above = (case.score > own[:, None]).sum(axis=1)
    return float((above < k).mean())


def _rank_error(case: Case, _: Success) -> float:
    return float(np.abs(case.act - case.y).mean())


def _within_one(case: Case, _: Success) -> float:
    return float((np.abs(case.act - case.y) <= 1).mean())


def _kappa(case: Case, _: Success) -> float:
    if len(np.unique(np.concatenate([case.y, case.act]))) < 2:
        return float("nan")
    return float(sk.cohen_kappa_score(case.y, case.act, weights="quadratic"))


def _errors(case: Case) -> NDArray[np.float64]:
    return np.asarray(case.score - case.y, dtype=float)


def _sizes(case: Case, _: Success) -> Rows:
    return np.abs(_errors(case))


def _rmse(case: Case, _: Success) -> float:
    return float(np.sqrt(_squares(case, _).mean()))


def _mape(case: Case, _: Success) -> float:
    return float(
        (np.abs(_errors(case)) / np.maximum(np.abs(case.y), np.finfo(float).eps)).mean()
    )


def _wape(case: Case, _: Success) -> float:
    return _ratio(np.abs(_errors(case)).sum(), np.abs(case.y).sum())


def _within(case: Case, success: Success) -> float:
    allowed = success.tolerance or 0.0
    band = allowed * np.abs(case.y) if success.relative else allowed
    # A value exactly on the edge counts as inside, whatever the last bit says.
    return float((np.abs(_errors(case)) <= band * (1 + 1e-12)).mean())


def _pinball(case: Case, success: Success) -> Rows:
    level = 0.5 if success.quantile is None else success.quantile
    short = -_errors(case)
    return np.where(short >= 0, level * short, (level - 1) * short)


def _interval(case: Case, success: Success) -> Rows:
    """Return the interval scores (Gneiting and Raftery 2007)."""
    if case.low is None or case.high is None:
        return np.full(len(case.y), np.nan)
    outside = 1 - (success.coverage or 0.9)
    width = case.high - case.low
    under = np.maximum(case.low - case.y, 0) * 2 / outside
    over = np.maximum(case.y - case.high, 0) * 2 / outside
    return np.asarray(width + under + over)


def _bias(case: Case, _: Success) -> float:
    # The size of the mean error: both ways of being wrong in total count alike.
    return float(abs(_errors(case).mean()))


def _r2(case: Case, _: Success) -> float:
    spread = ((case.y - case.y.mean()) ** 2).sum()
    return 1 - _ratio((_errors(case) ** 2).sum(), spread)


def _poisson(case: Case, _: Success) -> float:
    mean = np.maximum(case.score, 1e-9)
    log = np.where(case.y > 0, case.y * np.log(np.maximum(case.y, 1e-300) / mean), 0.0)
    return float(2 * (log - case.y + mean).mean())


ROW_SCORES: Mapping[str, RowScore] = {
    "log_loss": _surprise,
    "brier": _squares,
    "mean_absolute_error": _sizes,
    "pinball": _pinball,
    "interval": _interval,
}
"""Scores that are the mean of what each row gives."""


def _mean_of(rows: RowScore) -> Score:
    return lambda case, success: float(rows(case, success).mean())


SCORES: Mapping[str, Score] = {
    **{name: _mean_of(rows) for name, rows in ROW_SCORES.items()},
    "expected_cost": _expected_cost,
    "precision_at_recall": precision,
    "recall_at_precision": recall,
    "recall_at_fpr": recall,
    "precision_at_k": precision,
    "average_precision": _average_precision,
    "roc_auc": _roc_auc,
    "accuracy": _accuracy,
    "balanced_accuracy": _balanced_accuracy,
    "f1": _f1,
    "f1_macro": _f1_macro,
    "top_k_accuracy": _top_k,
    "mean_absolute_rank_error": _rank_error,
    "within_one": _within_one,
    "quadratic_kappa": _kappa,
    "root_mean_squared_error": _rmse,
    "mean_absolute_percentage_error": _mape,
    "weighted_absolute_percentage_error": _wape,
    "within_tolerance": _within,
    "bias": _bias,
    "r2": _r2,
    "poisson_deviance": _poisson,
    "recall": recall,
    "precision": precision,
    "specificity": _specificity,
    "fpr": _fpr,
}
