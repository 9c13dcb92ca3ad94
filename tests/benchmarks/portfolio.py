"""Learn in which order candidates are best tried, from runs of our own.

    python tests/benchmarks/portfolio.py DATA_FOLDER [--tables ...] [--write]

Every candidate of ``portfolio.toml`` runs on all folds of each table; then an order is
built greedily: next comes what lowers the loss of the blend most for its time, averaged
over the tables of one kind of target and size (after the selection in
autogluon/tabarena, which ranks by cached results). ``--write`` puts the orders into
``assistant/search/order.toml``, which a plan reads.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from versus import HERE, REPOSITORY, read, split

sys.path.insert(0, str(REPOSITORY))

from assistant.machine import look
from assistant.plan import MANY_ROWS, TableShape, make_plan
from assistant.search import SearchData
from assistant.search.beginning import folds_for, job_for
from assistant.search.ensemble import greedy_weights
from assistant.search.losses import row_losses
from assistant.search.trial import Setting, run_fold, write_data
from assistant.table.profile import profile
from dialogs.constraints import Constraints, Limits, Split, Success

TARGET = REPOSITORY / "assistant" / "search" / "order.toml"
PORTFOLIO = TARGET.with_name("portfolio.toml")
NEAR = 1.01
"""A loss above the best alone by so little is about the best."""

OVERHEAD = 0.3
"""Seconds that a trial takes beside its fit: it is sent, timed a row at a time, kept."""

SECONDS = 100_000.0
"""A budget in which no candidate is left out for its cost."""


@dataclass
class Measured:
    """All candidates on one table."""

    kind: str
    y: NDArray[Any]
    loss: str
    oof: dict[str, NDArray[Any]]
    cost: dict[str, float]

    def blended(self, chosen: list[str]) -> float:
        """Return the loss of the best blend, as a share of the constant guess's."""
        answers = [self.oof[c] for c in chosen]
        weights = greedy_weights(self.loss, self.y, answers, 0.5)
        mixed = np.tensordot(weights, np.stack(answers), 1)
        return self._mean(mixed) / self._mean(self.oof["constant"])

    def _mean(self, answers: NDArray[Any]) -> float:
        return float(row_losses(self.loss, self.y, answers, 0.5).mean())


def measure(data: Path, name: str, facts: dict[str, Any]) -> Measured:
    """Run every candidate on all folds of a table."""
    frame, task = read(data, name, facts)
    train, _ = split(frame, 0)
    train = train.reset_index(drop=True)
    y = train.pop("target").to_numpy()
    in_time = train.attrs.get("time", "")
    number = task == "regression"
    constraints = Constraints(
        task, "target",
        Success("root_mean_squared_error" if number else "log_loss"),
        event="1" if task == "binary" else None, limits=Limits(seconds=SECONDS),
        split=Split("time", in_time) if in_time else Split(),
    )  # fmt: skip
    cells = train.astype(object).where(train.notna(), "").astype(str)
    classes = 0 if number else len(np.unique(y))
    shape = TableShape(len(train), profile(train, cells), classes)
    # No brake on few rows here: all are measured.
    plan = make_plan(constraints, replace(shape, rows=max(len(train), 2500)), look())
    held = SearchData(train, y, times=np.arange(len(y)) if in_time else None)
    folds = folds_for(plan, held)
    oof: dict[str, NDArray[Any]] = {}
    cost: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        job = job_for(plan, held, write_data(Path(folder), held, folds))
        for c in plan.candidates:
            setting = Setting(c.id, c.algorithm, c.style, c.params)
            began = time.process_time()
            try:
                found = [run_fold(job, setting, k, False) for k in range(len(folds))]
            except Exception as error:
                print(name, c.id, error, file=sys.stderr)
                continue
            cost[c.id] = OVERHEAD + (time.process_time() - began) / len(folds)
            oof[c.id] = np.concatenate([f.prediction for f in found])
            score = float(np.mean([f.score for f in found]))
            print(json.dumps([name, c.id, round(score, 4), round(cost[c.id], 2)]),
                  file=sys.stderr, flush=True)  # fmt: skip
    checked = np.concatenate([check for _, check in folds])
    size = "many" if len(y) >= MANY_ROWS else "few"
    kind = f"{'numbers' if number else 'classes'}_{size}"
    return Measured(kind, y[checked], plan.loss, oof, cost)


def sturdy(tables: list[Measured], candidates: set[str]) -> str:
    """Return the cheapest of those that are about the best alone, even in a hurry."""
    listed = tomllib.loads(PORTFOLIO.read_text("utf-8"))["candidate"]
    slow = {c["id"] for c in listed if not c.get("fast", True)}
    alone = {
        c: float(np.mean([t.blended([c]) for t in tables])) for c in candidates - slow
    }
    good = [c for c in sorted(alone) if alone[c] <= NEAR * min(alone.values())]
    return min(good, key=lambda c: float(np.mean([t.cost[c] for t in tables])))


def ordered(tables: list[Measured]) -> list[str]:
    """Return candidates in the order in which each helps most for its time."""
    left = set.intersection(*(set(t.oof) for t in tables)) - {"constant", "linear"}
    # The yardstick, the first honest number, and what is good alone: where the time is
    # short, or the machine busy, there may be no more than these.
    chosen = ["constant", "linear", sturdy(tables, left)]
    left.remove(chosen[-1])
    while left:
        now = [t.blended(chosen) for t in tables]

        def worth(candidate: str, now: list[float] = now) -> tuple[bool, float, float]:
            gains = [
                (before - t.blended([*chosen, candidate])) / t.cost[candidate] ** 0.5
                for t, before in zip(tables, now, strict=True)
            ]
            alone = [t.blended([candidate]) for t in tables]
            # What is worse than always the same guess comes last however it blends; what
            # adds nothing to a blend is ranked by how good it is alone.
            gain = round(float(np.mean(gains)), 5)
            return max(alone) <= 1, max(gain, 0.0), -float(np.mean(alone))

        best = max(sorted(left), key=worth)
        chosen.append(best)
        left.remove(best)
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tables", nargs="+")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    known = tomllib.loads((HERE / "versus_tables.toml").read_text("utf-8"))
    by_kind: dict[str, list[Measured]] = defaultdict(list)
    for name in asked.tables or known:
        found = measure(asked.data, name, known[name])
        by_kind[found.kind].append(found)
    lines = [
        "# In which order candidates are tried, by kind of target and number of rows.",
        "# Written by tests/benchmarks/portfolio.py from runs of our own; what is not",
        "# named here follows in the order of portfolio.toml.",
        "",
    ]
    for kind, tables in sorted(by_kind.items()):
        order = ordered(tables)
        lines += [f"{kind} = [", *(f'    "{c}",' for c in order), "]"]
    print("\n".join(lines))
    if asked.write:
        TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
