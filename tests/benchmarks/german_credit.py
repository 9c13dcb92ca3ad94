"""German credit at five to one: what each way of deciding costs on held-back rows.

    python tests/benchmarks/german_credit.py CSV [SPLITS]

A refused good customer costs 1, an accepted bad one 5 (Hofmann 1994, Statlog). Cutting
at one half loses to refusing everyone; the cut that the costs imply does not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold, train_test_split

from assistant.metrics import Rule, choose_rule, fit_calibrator
from assistant.search.pipelines import TableClassifier
from assistant.table import Table, read_table
from dialogs.constraints import Constraints, Success

COSTS = Success("expected_cost", miss_cost=5.0, false_alarm_cost=1.0)
TARGET, BAD = "credit_risk", "0"


def cost(y: np.ndarray, act: np.ndarray) -> float:
    """Return what the decisions cost in all."""
    return float(5 * ((y == 1) & (act == 0)).sum() + ((y == 0) & (act == 1)).sum())


def estimator(table: Table, seed: int) -> TableClassifier:
    """Return histogram boosting with its default settings."""
    roles = {
        c: "number" if pd.api.types.is_numeric_dtype(table.frame[c]) else "category"
        for c in table.frame.columns
        if c != TARGET
    }
    return TableClassifier(
        "hist_boosting", {"early_stopping": False, "max_iter": 100}, roles, "codes",
        "log_loss", 2, seed=seed,
    )  # fmt: skip


def out_of_fold(table: Table, rows: np.ndarray, y: np.ndarray, seed: int) -> np.ndarray:
    """Return each row's probability from models that had not seen it."""
    found = np.empty(len(rows))
    for learn, check in StratifiedKFold(5, shuffle=True, random_state=seed).split(
        rows, y
    ):
        model = estimator(table, seed).fit(table.frame.iloc[rows[learn]], y[learn])
        found[check] = model.predict_proba(table.frame.iloc[rows[check]])[:, 1]
    return found


def tuned(y: np.ndarray, p: np.ndarray) -> float:
    """Return the constant cut that costs least on out-of-fold rows."""
    cuts = np.unique(p)
    return float(cuts[np.argmin([cost(y, p >= c) for c in cuts])])


def one_split(table: Table, seed: int) -> dict[str, float]:
    """Return the cost of each way of deciding on one split."""
    event = (table.text[TARGET] == BAD).to_numpy(dtype=np.int64)
    train, test = train_test_split(
        np.arange(len(event)), test_size=0.25, stratify=event, random_state=seed
    )
    y, truth = event[train], event[test]
    oof = out_of_fold(table, train, y, seed)
    p = estimator(table, seed).fit(table.frame.iloc[train], y)
    raw = p.predict_proba(table.frame.iloc[test])[:, 1]
    calibrator = fit_calibrator(y, oof, "binary", seed=seed)
    contract = Constraints("binary", TARGET, COSTS, event=BAD)
    frame = table.frame.iloc[train]
    rule = choose_rule(contract, y, calibrator(oof), frame, ("1", BAD), len(event))
    costs = {"miss_cost": 5.0, "false_alarm_cost": 1.0}
    held = table.frame.iloc[test]
    return {
        "refuse all": cost(truth, np.ones(len(test))),
        "approve all": cost(truth, np.zeros(len(test))),
        "cut at one half": cost(truth, raw >= 0.5),
        "costs, uncalibrated": cost(truth, Rule("bayes", success=costs).decide(raw, held)),
        "cut tuned out of fold": cost(truth, raw >= tuned(y, oof)),
        "costs, calibrated (ours)": cost(truth, rule.decide(calibrator(raw), held)),
    }  # fmt: skip


def main(path: Path, splits: int) -> None:
    """Print mean, spread and range over the splits."""
    table = read_table(path)
    found = pd.DataFrame([one_split(table, seed) for seed in range(splits)])
    told = pd.DataFrame(
        {"seed 0": found.iloc[0], "mean": found.mean(), "sd": found.std(),
         "worst": found.max(), "best": found.min()}
    )  # fmt: skip
    print(told.round(1).to_string())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 12)
