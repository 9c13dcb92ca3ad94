"""How much sooner a second search is as good as the first one was.

    python tests/benchmarks/warm_start.py DATA_FOLDER [--seconds 60] [--seeds 3]
        [--tables ...]

Twice the same table, the second time with one limit changed: what was run is loaded.
Told is the time to within 1 % of the best loss that the first, cold search reached. For
a table that is only like it see ``warm_replay.py``: those times are so short that what
else the machine does decides.
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from versus import HERE, read

from assistant.machine import look
from assistant.plan import Plan, TableShape, make_plan
from assistant.search import SearchData, SearchOutcome, search
from assistant.search.memory import remembered
from assistant.table.profile import profile
from dialogs.constraints import Constraints, Limits, Success
from dialogs.message import Progress


def planned(
    X: pd.DataFrame,
    y: Any,
    task: str,
    seconds: float,
    seed: int,
    priors: Mapping[str, float] | None = None,
) -> Plan:
    """Return the plan of a search."""
    number = task == "regression"
    constraints = Constraints(
        task, "target",
        Success("root_mean_squared_error" if number else "log_loss"),
        event="1" if task == "binary" else None,
        limits=Limits(seconds=seconds), seed=seed, priors=priors or {},
    )  # fmt: skip
    cells = X.astype(object).where(X.notna(), "").astype(str)
    shape = TableShape(len(X), profile(X, cells), 0 if number else len(np.unique(y)))
    return make_plan(constraints, shape, look())


def timed(
    plan: Plan, X: pd.DataFrame, y: Any, archive: Path | None
) -> tuple[SearchOutcome, list[tuple[float, float]]]:
    """Search; return what came of it and the curve of (seconds, best loss)."""
    curve: list[tuple[float, float]] = []

    def emit(progress: Progress) -> None:
        curve[:] = progress.curve

    outcome = search(plan, SearchData(X, y), emit, lambda: False, archive=archive)
    return outcome, list(curve)


def reached(curve: list[tuple[float, float]], best: float) -> float:
    """Return the seconds until within 1 % of a loss; infinite where never."""
    return next((t for t, loss in curve if loss <= best + 0.01 * abs(best)), np.inf)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--tables", nargs="+")
    asked = parser.parse_args()
    known = tomllib.loads((HERE / "versus_tables.toml").read_text("utf-8"))
    same = []
    for name in asked.tables or [n for n in known if "time" not in known[n]]:
        frame, task = read(asked.data, name, known[name])
        for seed in range(asked.seeds):
            order = np.random.default_rng(seed).permutation(len(frame))
            half = np.sort(order[: len(frame) // 2])
            one = frame.iloc[half].reset_index(drop=True)
            y1 = one.pop("target").to_numpy()
            with tempfile.TemporaryDirectory() as archive:
                plan = planned(one, y1, task, asked.seconds, seed)
                first, cold = timed(plan, one, y1, Path(archive))
                again = remembered(
                    replace(plan, size_mb=200.0), first.trials, "on this table"
                )
                _, warm = timed(again, one, y1, Path(archive))
            best = min(loss for _, loss in cold)
            same.append(reached(warm, best) / reached(cold, best))
            print(
                f"{name:20s} seed {seed}: second round {100 * same[-1]:.0f} % of the "
                f"first one's time ({reached(warm, best):.1f} of "
                f"{reached(cold, best):.1f} s)",
                flush=True,
            )
    print(f"median: second round {100 * np.median(same):.0f} %")


if __name__ == "__main__":
    main()
