"""How much sooner a table like a former one is searched well, free of the machine's noise.

    python tests/benchmarks/warm_replay.py DATA_FOLDER [--tables ...] [--seconds 60]
        [--kept FILE]

Every candidate runs on all folds of two halves of a table, once; the second half's
columns are renamed and turned round. Then races are replayed by these scores and by the
processor's seconds of each fold: a cold one on each half, and one that begins with what
did well on the other. So both run the same trials at the same speed, and a second on
which the machine did something else counts for neither.

Told for each start: the seconds to within 1 % of the best that the cold one reached, and
what is lost on the way: the mean over the cold one's time of how far the best so far is
above that, in per cent, at most 10.
"""

from __future__ import annotations

import argparse
import heapq
import pickle
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from versus import HERE, read
from warm_start import planned, reached

from assistant.plan import Plan
from assistant.search import SearchData, TrialRecord
from assistant.search.archive import Archive
from assistant.search.beginning import folds_for, job_for
from assistant.search.entries import Entry
from assistant.search.memory import remembered
from assistant.search.records import record, touched
from assistant.search.trial import FoldResult, run_fold, write_data
from assistant.search.turns import Turns

SENT = 0.05
"""Seconds that a trial takes beside its own computing: it is sent and read."""

MOST = 10.0
"""Per cent by which the best so far counts as above the best at most."""

Curve = list[tuple[float, float]]


@dataclass
class Half:
    """One half of a table, with all that its candidates gave."""

    plan: Plan
    folds: int
    results: dict[tuple[str, int], tuple[FoldResult, float]]


def measured(X: pd.DataFrame, y: Any, task: str, seconds: float) -> Half:
    """Run all candidates of a plan on all folds."""
    plan = planned(X, y, task, seconds, 0)
    data = SearchData(X, y)
    folds = folds_for(plan, data)
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        job = job_for(plan, data, write_data(Path(folder), data, folds))
        for candidate in plan.candidates:
            setting = Entry(candidate, len(folds)).setting
            for fold in range(len(folds)):
                began = time.process_time()
                found = run_fold(job, setting, fold, fold == 0)
                seconds = SENT + time.process_time() - began
                results[candidate.id, fold] = (found, seconds)
    return Half(plan, len(folds), results)


def replayed(half: Half, plan: Plan) -> tuple[Curve, list[TrialRecord]]:
    """Return how a race would have gone, and its trials."""
    turns = Turns(plan, half.folds, Archive(None, ""))
    running: list[tuple[float, int, Entry, int]] = []
    now, best, curve = 0.0, np.inf, []
    while now < plan.search_seconds:
        while len(running) < plan.workers and (found := turns.next()) is not None:
            entry, fold = found
            seconds = half.results[entry.candidate.id, fold][1]
            heapq.heappush(running, (now + seconds, len(curve), entry, fold))
            entry.running.add(fold)
        if not running:
            break
        now, _, entry, fold = heapq.heappop(running)
        entry.running.discard(fold)
        result, seconds = half.results[entry.candidate.id, fold]
        entry.results[fold] = result
        entry.seconds += seconds
        real = entry.candidate.family != "baseline"
        if real and entry.complete and entry.score < best:
            best = entry.score
            curve.append((now, best))
    return curve, [record(e, "") for e in turns.entries if touched(e)]


def lost(curve: Curve, best: float, end: float) -> float:
    """Return the mean per cent above the best, until the end."""
    times = [0.0, *(min(t, end) for t, _ in curve), end]
    above = [MOST, *(min(MOST, 100 * max(0.0, s / best - 1)) for _, s in curve)]
    return float(np.diff(times) @ above / end)


def halves(frame: pd.DataFrame, task: str, seconds: float) -> tuple[Half, Half]:
    """Return both halves of a table's rows, measured."""
    order = np.random.default_rng(0).permutation(len(frame))
    made = []
    for k, part in enumerate(np.array_split(order, 2)):
        X = frame.iloc[np.sort(part)].reset_index(drop=True)
        y = X.pop("target").to_numpy()
        if k:
            X = X[X.columns[::-1]]
            X.columns = pd.Index([f"c{i}" for i in range(X.shape[1])])
        made.append(measured(X, y, task, seconds))
    return made[0], made[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--tables", nargs="+")
    parser.add_argument("--kept", type=Path, help="where measured halves are kept")
    asked = parser.parse_args()
    known = tomllib.loads((HERE / "versus_tables.toml").read_text("utf-8"))
    kept = asked.kept
    held = pickle.loads(kept.read_bytes()) if kept and kept.exists() else {}
    rows = []
    for name in asked.tables or [n for n in known if "time" not in known[n]]:
        if name not in held:
            held[name] = halves(*read(asked.data, name, known[name]), asked.seconds)
            if kept:
                kept.write_bytes(pickle.dumps(held))
        for here, there in (held[name], held[name][::-1]):
            cold, _ = replayed(here, here.plan)
            _, trials = replayed(there, there.plan)
            warm, _ = replayed(here, remembered(here.plan, trials, "elsewhere"))
            best, end = cold[-1][1], max(cold[-1][0], warm[-1][0])
            times = reached(warm, best), reached(cold, best)
            losses = lost(warm, best, end), lost(cold, best, end)
            rows.append((*times, *losses))
            print(
                f"{name:20s} within 1 %: {times[0]:5.1f} s, cold {times[1]:5.1f}; lost "
                f"{losses[0]:.2f} %, cold {losses[1]:.2f}",
                flush=True,
            )
    found = np.array(rows)
    share = found[:, 0] / found[:, 1]
    print(
        f"median: {100 * np.median(share):.0f} % of a cold start's time, "
        f"{100 * np.median(found[:, 2] / found[:, 3]):.0f} % of what it loses; in sum "
        f"{100 * found[:, 0].sum() / found[:, 1].sum():.0f} and "
        f"{100 * found[:, 2].sum() / found[:, 3].sum():.0f} %"
    )


if __name__ == "__main__":
    main()
