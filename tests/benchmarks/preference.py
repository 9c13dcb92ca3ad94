"""What a preference costs where it misleads, and what it saves where it is right.

    python tests/benchmarks/preference.py DATA_FOLDER [--seconds 120]
        [--tables california_housing ...]

The same search three times on each table: without a preference, with one for weighted
sums (misleading where boosting wins) and with one for boosted trees. Loss on rows kept
apart; a misleading preference should cost at most 1 %, and be questioned.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import numpy as np
from versus import HERE, read, split
from versus_peer import score
from warm_start import planned, timed

PREFERENCES = {"none": {}, "linear": {"linear": 3.0}, "boosting": {"boosting": 3.0}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument(
        "--tables", nargs="+", default=["california_housing", "titanic"]
    )
    asked = parser.parse_args()
    known = tomllib.loads((HERE / "versus_tables.toml").read_text("utf-8"))
    for name in asked.tables:
        frame, task = read(asked.data, name, known[name])
        train, test = (p.reset_index(drop=True) for p in split(frame, 0))
        y, y_test = (f.pop("target").to_numpy() for f in (train, test))
        base, bar = None, np.inf
        for liked, priors in PREFERENCES.items():
            plan = planned(train, y, task, asked.seconds, 0, priors)
            found, curve = timed(plan, train, y, None)
            bar = (
                min((v for _, v in curve), default=np.inf) * 1.01 if not priors else bar
            )
            soon = next((t for t, v in curve if v <= bar), np.inf)
            model = found.winner.estimator
            ask = model.predict if task == "regression" else model.predict_proba
            losses = score(y_test, np.asarray(ask(test)), task)
            loss = losses.get("rmse", losses.get("log_loss", float("nan")))
            base = loss if base is None else base
            outside = sum(
                t.family not in (*priors, "baseline") for t in found.trials
            ) / max(1, sum(t.family != "baseline" for t in found.trials))
            asks = [n for n in found.nudges if n.get("preferred_family")]
            print(
                f"{name:20s} preference {liked:9s} loss {loss:12.4f} "
                f"({100 * (loss / base - 1):+.1f} %)  winner {found.winner.family:9s} "
                f"outside it {100 * outside:.0f} %  questioned {bool(asks)}  "
                f"within 1 % after {soon:.1f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
