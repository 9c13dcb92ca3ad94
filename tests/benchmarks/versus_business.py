"""Tandem's decisions beside other tools', in the business's own measure.

    python tests/benchmarks/versus_business.py DATA_FOLDER [--seconds 30] [--splits 1]
        [--tools tandem flaml ...] [--tables telco_churn ...]

Three contracts on rows kept apart: a miss costs five times a false alarm; a list of 200
(of a tenth of the rows, where there are fewer than 2,000); at least 95 of 100 events
caught with as few false alarms as can be. Each peer appears twice: with its default
decision (the likelier class), and with the best cut on a fifth of the rows that its
model did not see. On the list of 200 both are the same: the highest first.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from versus import HERE, NEEDS, REPOSITORY, environment, read, run, split

sys.path.insert(0, str(REPOSITORY))

MISS, ALARM, RECALL = 5.0, 1.0, 0.95
CONTRACTS = {
    "cost": {
        "objective": "expected_cost",
        "miss_cost": MISS,
        "false_alarm_cost": ALARM,
    },
    "list": {"objective": "precision_at_k"},
    "catch": {"objective": "precision_at_recall", "recall": RECALL},
}
Measured = dict[str, float]


def measured(y: NDArray[Any], chosen: NDArray[Any]) -> Measured:
    """Return what a decision costs, how many events it catches and how rightly."""
    hits = int((chosen & (y == 1)).sum())
    missed, alarms = int((y == 1).sum()) - hits, int(chosen.sum()) - hits
    return {
        "cost": (MISS * missed + ALARM * alarms) / len(y),
        "recall": hits / max(1, int((y == 1).sum())),
        "precision": hits / max(1, int(chosen.sum())),
        "chosen": float(chosen.sum()),
    }


def size_of_list(rows: int) -> int:
    """Return how many are on the list."""
    return 200 if rows >= 2000 else rows // 10


def highest(p: NDArray[Any], k: int) -> NDArray[np.bool_]:
    """Return the k highest."""
    return np.isin(np.arange(len(p)), np.argsort(-p, kind="stable")[:k])


def best_cuts(y: NDArray[Any], p: NDArray[Any]) -> dict[str, float]:
    """Return the cut of least cost, and the highest that catches enough."""
    cuts = np.unique(np.r_[0.0, p, 1.01])
    costs = [measured(y, p >= c)["cost"] for c in cuts]
    enough = [c for c in cuts if measured(y, p >= c)["recall"] >= RECALL]
    return {"cost": float(cuts[int(np.argmin(costs))]), "catch": float(max(enough))}


def of_peer(
    python: Path,
    tool: str,
    parts: tuple[pd.DataFrame, pd.DataFrame],
    seconds: float,
    seed: int,
    scratch: Path,
) -> dict[str, Measured]:
    """Return what a peer's decisions are worth: its default, and with the best cut."""
    train, test = parts
    order = np.random.default_rng(seed).permutation(len(train))
    seen, cut = (
        train.iloc[np.sort(p)] for p in np.split(order, [int(len(train) * 0.8)])
    )

    def asked(learn: pd.DataFrame, ask: pd.DataFrame) -> NDArray[Any]:
        files = [str(scratch / f"{n}.pickle") for n in ("learn", "ask")]
        for frame, file in zip((learn, ask), files, strict=True):
            frame.reset_index(drop=True).to_pickle(file)
        answers = str(scratch / "answers.npy")
        given = [*files, "binary", str(seconds), str(seed), answers]
        found = run(python, tool, given, seconds)
        if "failed" in found:
            raise RuntimeError(found["failed"])
        return np.asarray(np.load(answers))[:, 1]

    y, whole = test["target"].to_numpy(), asked(train, test)
    both = asked(seen, pd.concat([cut, test]))
    cuts = best_cuts(cut["target"].to_numpy(), both[: len(cut)])
    late = both[len(cut) :]
    top = measured(y, highest(whole, size_of_list(len(y))))
    return {
        "cost": measured(y, whole >= 0.5), "cost+cut": measured(y, late >= cuts["cost"]),
        "list": top, "list+cut": top,
        "catch": measured(y, whole >= 0.5),
        "catch+cut": measured(y, late >= cuts["catch"]),
    }  # fmt: skip


def of_tandem(
    parts: tuple[pd.DataFrame, pd.DataFrame], seconds: float, seed: int, scratch: Path
) -> dict[str, Measured]:
    """Return what the decisions of `tandem run` are worth."""
    from assistant import run as tandem_run

    train, test = parts
    y = test["target"].to_numpy()
    path = scratch / "train.csv"
    train.assign(target=np.where(train["target"] == 1, "yes", "no")).to_csv(
        path, index=False
    )
    found = {}
    for name, success in CONTRACTS.items():
        k = {"k": size_of_list(len(y))} if name == "list" else {}
        brief = {
            "table": {"path": str(path), "target": "target"},
            "goal": {"event": "yes"},
            "success": {**success, **k},
            "limits": {"seconds": seconds},
        }
        model = tandem_run(brief, seed=seed, home=scratch / f"home_{name}").model
        inputs = test.drop(columns="target")
        if name == "list":
            p = model.predict_proba(inputs)[:, list(model.classes).index("yes")]
            chosen = highest(p, size_of_list(len(y)))
        else:
            chosen = np.asarray(model.decide(inputs)) == "act"
        found[name] = measured(y, chosen)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--splits", type=int, default=1)
    parser.add_argument("--tools", nargs="+", default=list(NEEDS), choices=NEEDS)
    parser.add_argument("--tables", nargs="+",
                        default=["telco_churn", "german_credit", "bank_marketing"])  # fmt: skip
    parser.add_argument("--environments", type=Path,
                        default=Path.home() / ".cache" / "tandem-versus")  # fmt: skip
    asked = parser.parse_args()
    tables = tomllib.loads((HERE / "versus_tables.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = []
    for name in asked.tables:
        frame, _ = read(asked.data, name, tables[name])
        for seed in range(asked.splits):
            for tool in asked.tools:
                with tempfile.TemporaryDirectory() as scratch:
                    given = (split(frame, seed), asked.seconds, seed, Path(scratch))
                    try:
                        found = (
                            of_tandem(*given)
                            if tool == "tandem"
                            else of_peer(
                                environment(tool, asked.environments), tool, *given
                            )
                        )
                    except RuntimeError as error:
                        print(name, tool, error, file=sys.stderr)
                        continue
                for contract, told in found.items():
                    rows.append({"table": name, "tool": tool, "seed": seed,
                                 "contract": contract, **told})  # fmt: skip
                    print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    told = (
        pd.DataFrame(rows)
        .groupby(["table", "contract", "tool"])
        .mean(numeric_only=True)
    )
    print(told.drop(columns="seed").round(3).to_string())


if __name__ == "__main__":
    main()
