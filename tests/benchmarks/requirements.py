"""Is a requirement that is reported as met also met on fresh rows?

    python tests/benchmarks/requirements.py [SIMULATIONS]

Made-up problems, a cheap learner, the program's own rule and report. Each family of
contracts is simulated; "met" must hold on 40 000 fresh rows in at least 93 in 100 of the
simulations where it was reported. Told beside it: how often what could be promised holds
on as many new rows as were held back, a sample like any that a person would check with.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from coverage import CLASSES, FRESH, world
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.tree import DecisionTreeClassifier

from assistant.metrics import (
    Case,
    Held,
    Learned,
    Rule,
    choose_rule,
    evaluate,
    fit_calibrator,
    intervals,
    value_of,
)
from dialogs.constraints import Constraints, Requirement, Success

INPUTS = list("abcde")


@dataclass(frozen=True)
class Family:
    """A way to ask for it: the contract, and the metric and bound that count."""

    make: Callable[[np.random.Generator], Success]
    metric: str
    side: str
    bound: float


def _must(metric: str, **side: float) -> tuple[Requirement, ...]:
    return (Requirement(metric, **side),)


FAMILIES: dict[str, Family] = {
    "catch at least 95 of 100": Family(
        lambda _: Success("precision_at_recall", recall=0.95), "recall", "at_least", 0.95
    ),
    "of 100 named 70 are real": Family(
        lambda _: Success("recall_at_precision", precision=0.7),
        "precision", "at_least", 0.7,
    ),
    "bother at most 10 of 100": Family(
        lambda _: Success("recall_at_fpr", fpr=0.1), "fpr", "at_most", 0.1
    ),
    "costs, and catch 95 of 100": Family(
        lambda rng: Success(
            "expected_cost", miss_cost=float(rng.uniform(2, 30)), false_alarm_cost=1,
            requirements=_must("recall", at_least=0.95),
        ), "recall", "at_least", 0.95,
    ),
    "chances, and catch 95 of 100": Family(
        lambda _: Success("log_loss", requirements=_must("recall", at_least=0.95)),
        "recall", "at_least", 0.95,
    ),
    "right in 80 of 100": Family(
        lambda _: Success("log_loss", requirements=_must("accuracy", at_least=0.8)),
        "accuracy", "at_least", 0.8,
    ),
}  # fmt: skip


def simulate(family: Family, seed: int) -> dict[str, Any]:
    """Return whether one simulated contract is reported as met, and whether it is."""
    rng = np.random.default_rng(seed)
    success, source = family.make(rng), world(rng)
    rows = int(rng.choice([800, 2000, 5000]))
    data, fresh = source.draw(rows, rng), source.draw(FRESH, rng)
    learn, test = train_test_split(
        data, test_size=0.25, stratify=data["event"], random_state=seed
    )
    learn, test = learn.reset_index(drop=True), test.reset_index(drop=True)
    y = learn["event"].to_numpy()
    model = (LogisticRegression(), DecisionTreeClassifier(min_samples_leaf=25))[
        rng.integers(2)
    ]
    oof = cross_val_predict(model, learn[INPUTS], y, cv=5, method="predict_proba")[:, 1]
    model.fit(learn[INPUTS], y)
    calibrator = fit_calibrator(y, oof, "binary", seed=seed)
    asked = Constraints("binary", "event", success, event="1")
    rule = choose_rule(asked, y, calibrator(oof), learn, CLASSES, rows, len(test))

    def held(frame: pd.DataFrame) -> Held:
        score = calibrator(model.predict_proba(frame[INPUTS])[:, 1])
        return Held(frame, frame["event"].to_numpy(), score)

    report = evaluate(asked, rule, held(test), Learned(learn[INPUTS], y), CLASSES)
    line = next(c for c in report.contract if c["metric"] == family.metric)
    holds = [
        _kept(family, held(frame), rule, success)
        for frame in (fresh, fresh[: len(test)].reset_index(drop=True))
    ]
    return {"met": line["met"], "holds": holds[0], "again": holds[1],
            "promised": rule.reachable and family.metric in rule.kept}  # fmt: skip


def _kept(family: Family, rows: Held, rule: Rule, success: Success) -> bool:
    case = Case(rows.y, rows.score, rule.decide(rows.score, rows.frame))
    told = value_of(family.metric, case, success)
    least = family.side == "at_least"
    return bool(told >= family.bound if least else told <= family.bound)


def main(simulations: int) -> None:
    """Print, for each family, how often what was reported as met is met."""
    intervals.DRAWS = 200
    rows = []
    for name, family in FAMILIES.items():
        found = pd.DataFrame([simulate(family, 7000 + i) for i in range(simulations)])
        met = found["met"].astype(bool)
        rows.append({
            "asked": name, "reported as met": int(met.sum()), "of": len(found),
            "truly met %": round(100 * found.loc[met, "holds"].mean(), 1),
            "met, not reported": int((found["holds"] & ~met).sum()),
            "promised": int(found["promised"].sum()),
            "held again %": round(100 * found.loc[found["promised"], "again"].mean(), 1),
        })  # fmt: skip
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
