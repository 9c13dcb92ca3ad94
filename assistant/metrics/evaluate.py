"""The honest report: what the model does on rows that nothing has seen.

Called once a round. Every value comes with a range from resampled rows, beside what
doing nothing, treating everyone, a one-line rule and today's practice would give on the
same rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialogs.constraints import Constraints, Success
from explain.metric_words import metric_text

from .baselines import best_rule
from .case import Case
from .costs import prices_of
from .doubts import Doubts
from .intervals import bootstrap, middle
from .objectives import facts, greater_is_better, value_of
from .ranges import by_formula, range_of
from .reliability import reliability
from .requirements import Contract
from .rivals import Held, Learned, Rival, Rivals
from .rules import Rule

REPORTED = {
    "binary": ("roc_auc", "average_precision", "log_loss", "brier", "recall",
               "precision", "specificity", "accuracy"),
    "multiclass": ("accuracy", "balanced_accuracy", "f1_macro", "log_loss"),
    "ordinal": ("accuracy", "within_one", "mean_absolute_rank_error",
                "quadratic_kappa", "log_loss"),
    "regression": ("mean_absolute_error", "root_mean_squared_error", "r2", "bias",
                   "weighted_absolute_percentage_error"),
}  # fmt: skip
"""Metrics that are always reported beside the objective."""


@dataclass(frozen=True)
class Evaluation:
    """What section 4 of the contract needs of the held-back rows."""

    objective: Mapping[str, Any]
    metrics: Mapping[str, Mapping[str, Any]]
    contract: tuple[Mapping[str, Any], ...]
    baselines: tuple[Mapping[str, Any], ...]
    sensitivity: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[Mapping[str, Any], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    decision: Mapping[str, Any] = field(default_factory=dict)
    calibration: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return what of it stands in a result: all but the warnings."""
        return {
            "objective": dict(self.objective),
            "metrics": {k: dict(v) for k, v in self.metrics.items()},
            "contract": [dict(c) for c in self.contract],
            "baselines": [dict(b) for b in self.baselines],
            "sensitivity": [dict(s) for s in self.sensitivity],
            "counts": dict(self.counts),
            "decision": dict(self.decision),
            "calibration": dict(self.calibration),
        }


def evaluate(
    constraints: Constraints,
    rule: Rule,
    held: Held,
    learned: Learned,
    classes: tuple[str, ...],
    measured: Mapping[str, float] | None = None,
    seed: int = 0,
) -> Evaluation:
    """Score the deployed model and its baselines on the held-back rows, once.

    Parameters
    ----------
    constraints : Constraints
        The contract.
    rule : Rule
        The deployed decision.
    held : Held
        The n rows held back.
    learned : Learned
        The rows learned from; baselines are fixed on them.
    classes : tuple of str
        Class labels.
    measured : mapping, optional
        ``latency_ms`` and ``size_mb`` of the saved model.
    seed : int
        Of the resampling.
    """
    return _Report(
        constraints, rule, held, learned, classes, measured or {}, seed
    ).make()


class _Report:
    def __init__(
        self,
        constraints: Constraints,
        rule: Rule,
        held: Held,
        learned: Learned,
        classes: tuple[str, ...],
        measured: Mapping[str, float],
        seed: int,
    ) -> None:
        self.constraints = constraints
        self.success = constraints.success
        self.task = "regression" if constraints.task == "forecast" else constraints.task
        self.rule = rule
        self.held = held
        self.learned = learned
        self.classes = classes
        self.measured = measured
        self.seed = seed
        self.name = self.success.objective
        self.case = self._case()
        self.agreed = Contract(self.success, self.case, held.frame, measured, rule)

    def make(self) -> Evaluation:
        names = self._names()
        simple = None if self.task in ("multiclass", "ordinal") else best_rule(
            self.learned.X, self.learned.y
        )  # fmt: skip
        rivals = Rivals(
            self.constraints, self.rule, self.case, self.held, self.learned,
            self.classes, simple, self.seed,
        ).all()  # fmt: skip
        draws = self._draws(names, [r.case for r in rivals])
        metrics = {
            n: self._told(n, self.case, draws[:, i]) for i, n in enumerate(names)
        }
        objective = {
            "name": self.name, **metrics[self.name],
            "unit": facts()[self.name]["unit"],
            "greater_is_better": greater_is_better(self.name),
            **told_in_words(self.success, metrics[self.name]["value"]),
        }  # fmt: skip
        baselines = self._baseline_rows(rivals, draws, names)
        doubts = Doubts(
            self.constraints, self.rule, self.case, self.held, self.learned
        )  # fmt: skip
        return Evaluation(
            objective=objective,
            metrics=metrics,
            contract=tuple(self.agreed.lines(metrics, baselines)),
            baselines=tuple(baselines),
            sensitivity=tuple(doubts.sensitivity()),
            warnings=tuple(doubts.warnings()),
            counts=self._counts(),
            decision=self._decision(),
            calibration=reliability(self.case, self.task),
        )

    def _case(self) -> Case:
        held, costs = self.held, {}
        if self.name == "expected_cost":
            costs = replace(
                self.rule, success=prices_of(self.success), classes=self.classes
            ).costs(held.frame)
        act = self.rule.decide(held.score, held.frame)
        return Case(held.y, held.score, act, costs, held.low, held.high, held.groups)

    def _names(self) -> list[str]:
        asked = [
            r.metric for r in self.agreed.requirements()
            if r.metric in facts() and self.task in _tasks(r.metric)
        ]  # fmt: skip
        return list(dict.fromkeys([self.name, *REPORTED[self.task], *asked]))

    def _draws(
        self, names: Sequence[str], others: Sequence[Case]
    ) -> NDArray[np.float64]:
        # The same resampled rows score the model and each baseline, so that their
        # difference is a paired one. Rows are carried along as positions.
        # From the highest score down: a ranking of them is then quick.
        score = self.case.score if self.case.score.ndim == 1 else self.case.y
        order = np.argsort(-score, kind="stable")
        sorted_ = self.case.take(order)
        carrier = replace(sorted_, costs={**sorted_.costs, "_": order.astype(float)})
        drawn = {
            n for n in names if n == self.name or not by_formula(n, self.case)
        }  # fmt: skip

        def statistic(case: Case) -> NDArray[np.float64]:
            rows = case.costs["_"].astype(np.intp)
            own = [
                value_of(n, case, self.success) if n in drawn else np.nan for n in names
            ]
            rest = [value_of(self.name, o.take(rows), self.success) for o in others]
            return np.array([*own, *rest])

        return bootstrap(carrier, statistic, self.seed)

    def _told(
        self, name: str, case: Case, draws: NDArray[np.float64]
    ) -> dict[str, Any]:
        value = value_of(name, case, self.success)
        low, high = range_of(name, case, self.success, draws, self.seed)
        return {
            "value": value if np.isfinite(value) else None,
            "low": low,
            "high": high,
        }

    def _baseline_rows(
        self,
        rivals: Sequence[Rival],
        draws: NDArray[np.float64],
        names: Sequence[str],
    ) -> list[dict[str, Any]]:
        rows = []
        own = value_of(self.name, self.case, self.success)
        for i, rival in enumerate(rivals):
            column = draws[:, len(names) + i]
            body = self._told(self.name, rival.case, column)
            gap = draws[:, names.index(self.name)] - column
            low, high = middle(gap, rows=self.case.size)
            value = None if body["value"] is None else float(own - body["value"])
            known = value is not None and np.isfinite(value)
            rows.append({
                "name": rival.name, **body, "text": rival.text,
                "meets": self.agreed.kept_by(rival.case),
                "difference": {
                    "value": value if known else None, "low": low, "high": high
                },
            })  # fmt: skip
        return rows

    def _decision(self) -> dict[str, Any]:
        rule = self.rule
        return {
            "kind": rule.kind, "cut": rule.cut, "share": rule.share,
            "alone": rule.alone, "lean": rule.lean, "why": rule.why,
            "reachable": rule.reachable, "kept": dict(rule.kept),
        }  # fmt: skip

    def _counts(self) -> dict[str, int]:
        if self.task != "binary":
            return {"rows": len(self.held.y)}
        y, act = self.case.y, self.case.act
        return {
            "rows": len(y), "events": int((y == 1).sum()),
            "named": int((act == 1).sum()), "hits": int(((act == 1) & (y == 1)).sum()),
            "misses": int(((act != 1) & (y == 1)).sum()),
            "false_alarms": int(((act == 1) & (y == 0)).sum()),
        }  # fmt: skip


def told_in_words(success: Success, value: float | None) -> dict[str, str]:
    """Return as what the objective is told, and its value in a few plain words.

    Where both mistakes cost 1 and nothing else has a price, the sum is how often it errs.
    """
    even = success.objective == "expected_cost" and success.even
    metric = "error_rate" if even else success.objective
    words = "" if value is None else metric_text(metric, value)
    return {"told_as": metric, "words": words}


def _tasks(name: str) -> Sequence[str]:
    found: Sequence[str] = facts()[name]["tasks"]
    return found
