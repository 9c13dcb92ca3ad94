"""Do the ranges hold what is true, and is the reported score free of flattery?

    python tests/benchmarks/coverage.py [PROBLEMS] [BIAS_PROBLEMS]

Made-up problems of known distribution. A cheap learner stands in for the search; what
calibrates, decides and reports is the program's own. The truth is the same model's score
on 40 000 fresh rows. Then scores that rest on few events, of rows drawn with none to a
strong signal.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from assistant.metrics import (
    Case,
    Held,
    Learned,
    Rule,
    choose_rule,
    evaluate,
    fit_calibrator,
    value_of,
)
from assistant.metrics.costs import cost_columns
from assistant.metrics.intervals import bootstrap
from assistant.metrics.ranges import range_of
from assistant.model import residual_quantiles
from dialogs.constraints import Constraints, Success

FRESH = 40_000
SIZES = (250, 1000, 4000)
CLASSES = ("no", "yes")
COSTS = ("miss_cost", "false_alarm_cost", "hit_cost", "pass_cost")


@dataclass(frozen=True)
class World:
    """A distribution that rows are drawn from."""

    weights: np.ndarray
    bend: float
    shift: float
    noise: float

    def draw(self, rows: int, rng: np.random.Generator) -> pd.DataFrame:
        """Return rows with inputs a to e, an amount, and both kinds of target."""
        X = rng.normal(size=(rows, len(self.weights)))
        signal = X @ self.weights + self.bend * X[:, 0] * X[:, 1] + self.shift
        found = pd.DataFrame(X, columns=list("abcde"))
        found["amount"] = rng.lognormal(3, 0.8, rows)
        found["event"] = (rng.random(rows) < 1 / (1 + np.exp(-signal))).astype(int)
        heavy = rng.standard_t(8, rows) * (1 + 0.5 * np.abs(X[:, 2]))
        found["number"] = 100 + 10 * signal + self.noise * heavy
        return found


def world(rng: np.random.Generator) -> World:
    """Return a distribution with between one and five events in ten rows."""
    weights = rng.normal(0, 0.8, 5)
    return World(weights, rng.normal(0, 0.5), rng.uniform(-2.5, 0), rng.uniform(3, 15))


def binary(rng: np.random.Generator) -> Success:
    """Return a contract with costs, half the time by row."""
    miss: Any = "amount" if rng.random() < 0.5 else float(rng.uniform(2, 12))
    alarm = 8.0 if miss == "amount" else 1.0
    return Success("expected_cost", miss_cost=miss, false_alarm_cost=alarm)


def regression(rng: np.random.Generator) -> Success:
    """Return a contract on numbers."""
    name = rng.choice(["mean_absolute_error", "root_mean_squared_error",
                       "within_tolerance", "pinball", "interval"])  # fmt: skip
    return Success(str(name), tolerance=8.0, quantile=0.75, coverage=0.9)


def top_k(rng: np.random.Generator) -> Success:
    """Return a contract on the top of a list."""
    return Success("precision_at_k", share=float(rng.uniform(0.05, 0.25)))


def bound(rng: np.random.Generator) -> Success:
    """Return a contract with a share that must be kept."""
    return (
        Success("precision_at_recall", recall=float(rng.uniform(0.7, 0.95))),
        Success("recall_at_fpr", fpr=float(rng.uniform(0.05, 0.2))),
    )[int(rng.integers(2))]


KINDS: dict[str, Callable[[np.random.Generator], Success]] = {
    "binary": binary, "regression": regression, "top k": top_k, "requirement": bound,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What was reported of one problem, and what is true."""

    truth: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Problem:
    """A made-up problem, solved: contract, rule, rows, and how to answer others."""

    asked: Constraints
    rule: Rule
    learned: Learned
    test: pd.DataFrame
    fresh: pd.DataFrame
    held: Callable[[pd.DataFrame], Held]

    @property
    def metric(self) -> str:
        """What is reported: for a bound, the share that must be kept."""
        success = self.asked.success
        kept = {"precision_at_recall": "recall", "recall_at_fpr": "fpr"}
        return kept.get(success.objective, success.objective)

    def score(self, frame: pd.DataFrame) -> float:
        """Return the metric on other rows, decided as the program decides."""
        rows, success = self.held(frame), self.asked.success
        costs = {}
        if success.miss_cost is not None:
            costs = cost_columns({n: getattr(success, n) for n in COSTS}, frame)
        act = self.rule.decide(rows.score, frame)
        case = Case(rows.y, rows.score, act, costs, rows.low, rows.high)
        return value_of(self.metric, case, success)


def solved(kind: str, rows: int, seed: int) -> Problem:
    """Return a made-up problem with the program's calibration and rule."""
    rng = np.random.default_rng(seed)
    success, source = KINDS[kind](rng), world(rng)
    numbers = kind == "regression"
    target, task = ("number", "regression") if numbers else ("event", "binary")
    data, fresh = source.draw(rows, rng), source.draw(FRESH, rng)
    stratify = None if numbers else data[target]
    learn, test = train_test_split(
        data, test_size=0.25, stratify=stratify, random_state=seed
    )
    learn, test = learn.reset_index(drop=True), test.reset_index(drop=True)
    inputs = list("abcde")
    y = learn[target].to_numpy()
    model = _learner(numbers, rng)
    method = "predict" if numbers else "predict_proba"
    oof = _scores(cross_val_predict(model, learn[inputs], y, cv=5, method=method))
    model.fit(learn[inputs], y)
    calibrator = fit_calibrator(y, oof, task, seed=seed)
    asked = Constraints(task, target, success, event="1")
    rule = choose_rule(asked, y, calibrator(oof), learn, CLASSES, rows)
    spread = residual_quantiles(y, oof) if numbers else ()

    def held(frame: pd.DataFrame) -> Held:
        score = calibrator(_scores(getattr(model, method)(frame[inputs])))
        low = high = None
        if spread:
            levels = np.linspace(0, 1, len(spread))
            low, high = (score + np.interp(q, levels, spread) for q in (0.05, 0.95))
        return Held(frame, frame[target].to_numpy(), score, None, low, high)

    return Problem(asked, rule, Learned(learn[inputs], y), test, fresh, held)


def problem(kind: str, rows: int, seed: int) -> Outcome:
    """Return what is reported of one made-up problem, and what is true of it."""
    made = solved(kind, rows, seed)
    report = evaluate(
        made.asked, made.rule, made.held(made.test), made.learned, CLASSES
    )
    line = report.metrics[made.metric]
    return Outcome(made.score(made.fresh), line["low"], line["high"])


FEW = ((50, 2), (50, 5), (250, 10), (500, 50), (2500, 250))
"""Rows held back, and how many of them are events."""

RESTING = ("roc_auc", "average_precision", "balanced_accuracy", "f1", "recall")


def few_events(problems: int) -> pd.DataFrame:
    """Return how often the range of a score that rests on few events holds the truth."""
    rows = []
    for size, events in FEW:
        for signal in (0.0, 1.0, 2.0, 3.0):
            rng = np.random.default_rng(size + events)
            many = FRESH // size
            whole = _events_drawn(rng, size * many, events * many, signal)
            for seed in range(problems):
                case = _events_drawn(rng, size, events, signal)
                draws = bootstrap(
                    case, lambda c: np.array([value_of(n, c, ASKED) for n in RESTING]),
                    seed,
                )  # fmt: skip
                for name, column in zip(RESTING, draws.T, strict=True):
                    low, high = range_of(name, case, ASKED, column, seed)
                    truth = value_of(name, whole, ASKED)
                    # No range is none that is wrong: it is told as unknown.
                    inside = low is None or high is None or low <= truth <= high
                    rows.append({"metric": name, "events": events, "inside": inside})
    return pd.DataFrame(rows)


ASKED = Success("roc_auc")


def _events_drawn(
    rng: np.random.Generator, rows: int, events: int, signal: float
) -> Case:
    """Return rows from the highest score down, one in ten of the others named."""
    y = np.arange(rows) < events
    score = rng.normal(size=rows) + signal * y
    case = Case(y.astype(int), score, (score > norm.ppf(0.9)).astype(int))
    return case.take(np.argsort(-score, kind="stable"))


def _scores(found: np.ndarray) -> np.ndarray:
    return found[:, 1] if found.ndim == 2 else found


def _learner(numbers: bool, rng: np.random.Generator) -> Any:
    if numbers:
        return (Ridge(), DecisionTreeRegressor(min_samples_leaf=20))[rng.integers(2)]
    return (
        LogisticRegression(), GaussianNB(), DecisionTreeClassifier(min_samples_leaf=25)
    )[rng.integers(3)]  # fmt: skip


def coverage(problems: int) -> pd.DataFrame:
    """Return how often the 90 % range holds the truth, by kind and size."""
    rows = []
    for i in range(problems):
        kind = list(KINDS)[i % len(KINDS)]
        size = SIZES[(i // len(KINDS)) % len(SIZES)]
        found = problem(kind, size, 1000 + i)
        low, high = found.low, found.high
        inside = low is not None and high is not None and low <= found.truth <= high
        under = low is not None and found.truth < low
        rows.append({"kind": kind, "rows": size, "inside": inside, "under": under})
    return pd.DataFrame(rows)


def bias(problems: int) -> pd.DataFrame:
    """Return the mean reported score against the true one, in per cent.

    Each model is scored on many test parts of its size, so that little of what is seen
    is the luck of the rows.
    """
    rows = []
    for size in (250, 1000, 10_000):
        for kind in KINDS:
            gaps = []
            for i in range(problems):
                made = solved(kind, size, 50_000 + i)
                part = size // 4
                parts = [
                    made.fresh.iloc[k : k + part].reset_index(drop=True)
                    for k in range(0, min(FRESH - part + 1, 60 * part), part)
                ]
                # The truth of the very rows that the parts are made of.
                whole = made.fresh.iloc[: part * len(parts)].reset_index(drop=True)
                truth = made.score(whole)
                values = np.array([made.score(p) for p in parts])
                if truth > 0:
                    gaps.append(np.nanmean(values) / truth - 1)
            rows.append({
                "kind": kind, "rows": size, "bias %": 100 * np.mean(gaps),
                "error %": 100 * np.std(gaps) / np.sqrt(len(gaps)),
            })  # fmt: skip
    return pd.DataFrame(rows)


def main(problems: int, more: int) -> None:
    """Print coverage and bias."""
    found = coverage(problems)
    shown = found.pivot_table(
        "inside", "kind", "rows", aggfunc="mean", margins=True, margins_name="all"
    )
    print("share of 90 % ranges that hold the truth")
    print((100 * shown).round(1).to_string())
    print(f"truth below the range in {100 * found['under'].mean():.1f} %")
    few = few_events(max(10, problems // 20))
    shown = few.pivot_table("inside", "metric", "events", aggfunc="mean")
    print("the same of scores that rest on few events held back")
    print((100 * shown).round(1).to_string())
    if more:
        print("bias of the reported score")
        print(bias(more).round(2).to_string(index=False))


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(*(given + [400, 40][len(given) :]))
