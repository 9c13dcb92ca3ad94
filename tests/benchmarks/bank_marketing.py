"""Whom to call when each call costs 1 and a missed yes costs what it would have earned.

    python tests/benchmarks/bank_marketing.py CSV [SECONDS] [SEED]

Through the real brief: the prices are a column of the table, only what is known before
the call is an input, and the search, the rule and the report are the program's own.
Savings are against the better of calling nobody and calling everybody (Bahnsen 2014).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

import assistant
from assistant.rounds import constraints_of
from assistant.splitting import prepare
from assistant.table import read_table

KNOWN = ("age", "balance", "previous", "job", "marital", "education", "default",
         "housing", "loan", "poutcome")  # fmt: skip
MARGIN = 0.02463333 * 0.25
"""Interest on a deposit of a quarter of the balance."""


def table_of(source: Path, folder: Path) -> Path:
    """Write the rows with money in the account, and what a missed yes costs."""
    frame = pd.read_csv(source, sep=";")
    frame = frame[frame["balance"] > 0].reset_index(drop=True)
    frame["earned"] = np.maximum(1.0, frame["balance"] * MARGIN).round(6)
    path = folder / "calls.csv"
    frame.to_csv(path, index=False)
    return path


def brief_of(path: Path, seconds: float, seed: int) -> dict[str, object]:
    """Return the brief as the conversation would leave it."""
    late = ["contact", "day", "month", "duration", "campaign", "pdays", "earned"]
    return {
        "table": {"path": str(path), "target": "y", "ignore": late},
        "goal": {"event": "yes"},
        "success": {
            "miss_cost": "earned", "false_alarm_cost": 1, "hit_cost": 1, "pass_cost": 0,
        },
        "limits": {"seconds": seconds},
        "search": {"test_share": 0.33, "seed": seed},
    }  # fmt: skip


def main(source: Path, seconds: float, seed: int) -> None:
    """Print the savings of each way of deciding on the rows held back."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        brief = brief_of(table_of(source, folder), seconds, seed)
        found = assistant.run(brief, out=folder / "out", home=folder / "home")
        body, model = found.to_dict(), found.model
        table = read_table(brief["table"]["path"])  # type: ignore[index]
        constraints, _ = constraints_of(brief, table, seed)
        rows = prepare(table, constraints)
        state = np.load(folder / "out" / "state.npz")
        test, train = state["test"], state["train"]
        y, held = rows.y[test], rows.frame.iloc[test]
        earned = held["earned"].to_numpy(float)
        p = model.score_of(held)

        def cost(act: np.ndarray) -> float:
            return float(np.where(act, 1.0, np.where(y == 1, earned, 0.0)).mean())

        least = min(cost(np.zeros(len(y), bool)), cost(np.ones(len(y), bool)))
        known = state["oof_rows"]
        oof = model.calibrator(state["oof"][known])
        worth = rows.frame.iloc[train][known]["earned"].to_numpy(float)
        event = rows.y[train][known] == 1

        def oof_cost(cut: float) -> float:
            return float(np.where(oof >= cut, 1.0, np.where(event, worth, 0.0)).mean())

        constant = min(np.quantile(oof, np.linspace(0, 1, 201)), key=oof_cost)
        own = body["objective"]
        print(f"rows {len(table.frame)}, {100 * rows.y.mean():.1f} % yes; inputs: "
              f"{', '.join(rows.inputs)}")  # fmt: skip
        print(f"model: {body['winner']['description']}")
        assert set(rows.inputs) == set(KNOWN)
        shown = {
            "0.5 cut": 1 - cost(p >= 0.5) / least,
            "constant cut, out of fold": 1 - cost(p >= constant) / least,
            "by each row's costs (ours)": 1 - own["value"] / least,
        }
        for name, value in shown.items():
            print(f"{name:28} savings {value:+.3f}")
        print(
            f"range of ours: {1 - own['high'] / least:.3f} to {1 - own['low'] / least:.3f}"
        )
        agrees = abs(own["value"] - cost(model.decide(held) == "act")) < 1e-9
        print(f"the reported cost is the cost counted by hand: {agrees}")
        print(*(w["text"] for w in body["sensitivity"]), sep="\n")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        float(sys.argv[2]) if len(sys.argv) > 2 else 60.0,
        int(sys.argv[3]) if len(sys.argv) > 3 else 0,
    )
