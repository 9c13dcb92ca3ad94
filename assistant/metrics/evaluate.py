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
import pandas as pd
from numpy.typing import NDArray

from dialogs.constraints import Constraints, Success

from .baselines import SimpleRule, best_rule, constant_case
from .case import Case
from .costs import cost_columns
from .intervals import bootstrap, middle
from .objectives import facts, greater_is_better, value_of
from .requirements import Contract
from .rules import Rule, bayes, capped, everyone, top

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

FEWEST_TEST_EVENTS = 30
FEWEST_TRAIN_EVENTS = 100


@dataclass(frozen=True)
class Held:
    """Rows that were held back, and what the model says of them."""

    frame: pd.DataFrame
    """All columns, cost and group columns included."""
    y: NDArray[Any]
    score: NDArray[np.float64]
    groups: NDArray[Any] | None = None
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Learned:
    """The rows learned from, for the baselines."""

    X: pd.DataFrame
    y: NDArray[Any]


@dataclass(frozen=True)
class Evaluation:
    """What section 4 of the contract needs of the held-back rows."""

    objective: Mapping[str, Any]
    metrics: Mapping[str, Mapping[str, Any]]
    contract: tuple[Mapping[str, Any], ...]
    baselines: tuple[Mapping[str, Any], ...]
    sensitivity: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[Mapping[str, Any], ...] = ()
    simple_rule: SimpleRule | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


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
        self.agreed = Contract(self.success, self.case, held.frame, measured)

    def make(self) -> Evaluation:
        names = self._names()
        rule = None if self.task in ("multiclass", "ordinal") else best_rule(
            self.learned.X, self.learned.y
        )  # fmt: skip
        others = self._baselines(rule)
        draws = self._draws(names, [c for _, c, _ in others])
        metrics = {
            n: self._told(value_of(n, self.case, self.success), draws[:, i])
            for i, n in enumerate(names)
        }
        objective = {
            "name": self.name, **metrics[self.name],
            "unit": facts()[self.name]["unit"],
            "greater_is_better": greater_is_better(self.name),
        }  # fmt: skip
        baselines = self._baseline_rows(others, draws, names)
        return Evaluation(
            objective=objective,
            metrics=metrics,
            contract=tuple(self.agreed.lines(metrics, baselines)),
            baselines=tuple(baselines),
            sensitivity=tuple(self._sensitivity()),
            warnings=tuple(self._warnings()),
            simple_rule=rule,
            counts=self._counts(),
        )

    def _case(self) -> Case:
        costs = {}
        if self.name == "expected_cost":
            costs = cost_columns(
                _cost_keys(self.success), self.held.frame, self.classes
            )
        held = self.held
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
        positions = np.arange(len(self.case.y), dtype=float)
        carrier = replace(self.case, costs={**self.case.costs, "_": positions})

        def statistic(case: Case) -> NDArray[np.float64]:
            rows = case.costs["_"].astype(np.intp)
            own = [value_of(n, case, self.success) for n in names]
            rest = [value_of(self.name, o.take(rows), self.success) for o in others]
            return np.array([*own, *rest])

        return bootstrap(carrier, statistic, self.seed)

    def _told(self, value: float, draws: NDArray[np.float64]) -> dict[str, Any]:
        low, high = middle(draws)
        known = bool(np.isfinite(value))
        return {"value": value if known else None, "low": low, "high": high}

    # --- baselines ------------------------------------------------------------------

    def _baselines(self, rule: SimpleRule | None) -> list[tuple[str, Case, str]]:
        if self.task == "binary":
            return self._binary_baselines(rule)
        if self.task == "regression":
            return self._number_baselines(rule)
        share = np.bincount(self.learned.y.astype(int), minlength=len(self.classes))
        case = constant_case(self.case, share / share.sum(), int(share.argmax()))
        text = f"always saying {self.classes[int(share.argmax())]}"
        return [("do_nothing", case, text)]

    def _binary_baselines(self, rule: SimpleRule | None) -> list[tuple[str, Case, str]]:
        rate = float((self.learned.y == 1).mean())
        nothing = constant_case(self.case, rate, 0)
        found = [
            ("do_nothing", nothing, "acting on nobody"),
            ("treat_everyone", everyone(nothing, 1), "acting on everybody"),
        ]
        if self.success.objective == "precision_at_k":
            # With room for k only, "everyone" is k taken blindly.
            found[1] = ("at_random", everyone(nothing, 1), "as many, picked blindly")
        elif self.rule.share is not None:
            act = np.zeros(len(nothing.y), dtype=np.int64)
            act[
                np.random.default_rng(self.seed).permutation(len(act))[: self._most()]
            ] = 1
            blind = nothing.deciding(act)
            found[1] = ("at_random", blind, "as many as fit, picked blindly")
        if rule is not None:
            score = rule.answer(self.held.frame)
            act = self._rule_act(rule, score)
            found.append(("simple_rule", replace(self.case, score=score, act=act),
                          rule.text))  # fmt: skip
        column = self.constraints.compare_column
        if column and column in self.held.frame.columns:
            found.append(("your_decisions", self._own(column), f"the column {column}"))
        return found

    def _rule_act(self, rule: SimpleRule, score: NDArray[np.float64]) -> NDArray[Any]:
        if self.rule.kind == "top_share":
            return top(score, int((self.case.act == 1).sum()))
        if self.rule.kind == "bayes":
            return self._by_cost(score, self.case.costs)
        return rule.holds(self.held.frame).astype(np.int64)

    def _most(self) -> int:
        """Return how many of these rows can be acted on."""
        share = self.rule.share
        return len(self.case.y) if share is None else round(len(self.case.y) * share)

    def _by_cost(
        self, score: NDArray[np.float64], costs: Mapping[str, NDArray[np.float64]]
    ) -> NDArray[Any]:
        if self.rule.share is None:
            return bayes(score, costs)
        return capped(score, costs, self._most())

    def _own(self, column: str) -> Case:
        values = self.held.frame[column]
        said = values.astype(str).str.strip()
        event = self.constraints.event or ""
        if event in set(said):
            act = (said == event).to_numpy().astype(np.int64)
        else:
            numbers = pd.to_numeric(values, errors="coerce").fillna(0).to_numpy(float)
            act = (numbers > 0.5).astype(np.int64)
        return replace(self.case, score=act.astype(float), act=act)

    def _number_baselines(self, rule: SimpleRule | None) -> list[tuple[str, Case, str]]:
        typical = _typical(self.learned.y, self.success)
        found = [("do_nothing", constant_case(self.case, typical),
                  f"always saying {typical:.6g}")]  # fmt: skip
        if rule is not None:
            score = rule.answer(self.held.frame)
            text = f"{rule.inside:.6g} if {rule.text}, else {rule.outside:.6g}"
            found.append(
                ("simple_rule", replace(self.case, score=score, act=score), text)
            )
        column = self.constraints.compare_column
        if column and column in self.held.frame.columns:
            own = pd.to_numeric(self.held.frame[column], errors="coerce").fillna(
                typical
            )
            score = own.to_numpy(float)
            found.append(("your_predictions", replace(self.case, score=score, act=score),
                          f"the column {column}"))  # fmt: skip
        return found

    def _baseline_rows(
        self,
        others: Sequence[tuple[str, Case, str]],
        draws: NDArray[np.float64],
        names: Sequence[str],
    ) -> list[dict[str, Any]]:
        rows = []
        for i, (name, case, text) in enumerate(others):
            column = draws[:, len(names) + i]
            body = self._told(value_of(self.name, case, self.success), column)
            low, high = middle(draws[:, names.index(self.name)] - column)
            rows.append(
                {"name": name, **body, "text": text,
                 "difference": {"low": low, "high": high}}
            )  # fmt: skip
        return rows

    # --- doubts ---------------------------------------------------------------------

    def _sensitivity(self) -> list[dict[str, Any]]:
        """Decide again with the cost of a miss halved and doubled."""
        if self.name != "expected_cost" or "miss" not in self.case.costs:
            return []
        found = []
        for factor in (0.5, 2.0):
            costs = {**self.case.costs, "miss": self.case.costs["miss"] * factor}
            act = self._by_cost(self.case.score, costs)
            changed = float((act != self.case.act).mean())
            case = replace(self.case, act=act, costs=costs)
            nothing = value_of(self.name, everyone(case, 0), self.success)
            # On a list of limited length nobody can act on everyone.
            treat = (
                nothing
                if self.rule.share is not None
                else value_of(self.name, everyone(case, 1), self.success)
            )
            value = value_of(self.name, case, self.success)
            found.append({"miss_cost": factor, "changed": changed, "value": value,
                          "pays": value < min(nothing, treat)})  # fmt: skip
        return found

    def _warnings(self) -> list[dict[str, Any]]:
        if self.task != "binary":
            return []
        test = int((self.held.y == 1).sum())
        train = int((self.learned.y == 1).sum())
        if test >= FEWEST_TEST_EVENTS and train >= FEWEST_TRAIN_EVENTS:
            return []
        text = (
            f"There are only {train} such cases to learn from and {test} to check on: "
            "read the ranges, not the single numbers."
        )
        return [{"kind": "few_events", "column": "", "text": text}]

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


def _tasks(name: str) -> Sequence[str]:
    found: Sequence[str] = facts()[name]["tasks"]
    return found


def _cost_keys(success: Success) -> dict[str, Any]:
    names = ("miss_cost", "false_alarm_cost", "hit_cost", "pass_cost", "review_cost",
             "cost_matrix")  # fmt: skip
    return {n: getattr(success, n) for n in names}


def _typical(y: NDArray[Any], success: Success) -> float:
    if success.objective in (
        "root_mean_squared_error",
        "bias",
        "r2",
        "poisson_deviance",
    ):
        return float(y.mean())
    level = success.quantile if success.objective == "pinball" else None
    return float(np.quantile(y, 0.5 if level is None else level))
