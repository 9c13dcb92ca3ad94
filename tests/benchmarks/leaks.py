"""Are leaks found, and is an honest table left alone?

Run: ``python tests/benchmarks/leaks.py [--tables 60] [--seed 0] [--hard]``

Makes 60 tables with a planted leak (a copy, a noisy copy, a later consequence,
missingness, a sum of parts, the order of an ID, duplicate rows) and 60 clean ones, of
three tasks and of honest signals from none to strong, and prints found and false alarms
by kind. An alarm is a suspicion that stops or warns about a column giving the answer
away, or of copied rows.

With ``--hard`` tables have 300 to 5,000 rows, copies carry 15 or 30 % of noise, labels
are copied with 3 % of slips, one row in ten is copied, and classes are made from a sum
of two columns against a limit, or from their difference.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pandas as pd

from assistant.table import probe_target, read_table

KINDS = ("copy", "noisy copy", "consequence", "missingness", "sum", "id order",
         "duplicates")  # fmt: skip

HARD = (*KINDS, "slips", "limit on a sum")

ALARMS = ("together", "leakage", "missing_leak", "strong_column", "duplicate_rows")

NAMES = ("height", "visits", "rate_a", "rate_b", "load", "depth", "score_x", "speed_k",
         "ring", "pulse_q", "flow", "mass")  # fmt: skip


def base(
    rng: np.random.Generator, task: str, hard: bool = False
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return honest inputs and a target: n rows, some numbers, some words."""
    n = int(rng.integers(300, 5000) if hard else rng.integers(400, 4000))
    columns: dict[str, Any] = {}
    signal = np.zeros(n)
    for i in range(int(rng.integers(4, 10))):
        shape = rng.integers(4)
        values = (
            rng.normal(size=n),
            rng.lognormal(sigma=0.8, size=n),
            rng.poisson(3, n).astype(float),
            rng.uniform(0, 100, n),
        )[shape]
        weight = rng.normal() * (rng.random() < 0.6)
        signal += weight * (values - values.mean()) / values.std()
        columns[NAMES[i]] = np.round(values, 3)
    for i in range(int(rng.integers(1, 4))):
        levels = int(rng.integers(2, 9))
        codes = rng.integers(levels, size=n)
        signal += rng.normal(size=levels)[codes] * (rng.random() < 0.5)
        columns[f"group_{'abc'[i]}"] = np.array([f"g{c}" for c in codes])
    frame = pd.DataFrame(columns)
    gaps = rng.choice(frame.columns)
    frame.loc[rng.random(n) < 0.05, gaps] = None
    signal = signal / (signal.std() or 1.0) * rng.choice([0.0, 0.7, 1.5, 2.5])
    return frame, target_of(rng, signal, task)


def target_of(rng: np.random.Generator, signal: np.ndarray, task: str) -> np.ndarray:
    """Return the answer: classes by a noisy signal, or a number."""
    noisy = signal + rng.logistic(size=len(signal))
    if task == "binary":
        share = rng.choice([0.1, 0.3, 0.5])
        return np.where(noisy > np.quantile(noisy, 1 - share), "yes", "no")
    if task == "classes":
        return np.array(["low", "mid", "top"])[
            np.digitize(noisy, np.quantile(noisy, [0.4, 0.8]))
        ]
    return np.round(50 + 10 * noisy, 2)


def plant(
    rng: np.random.Generator,
    frame: pd.DataFrame,
    y: np.ndarray,
    kind: str,
    noise: float = 0.08,
    copied: float = 0.25,
) -> tuple[pd.DataFrame, np.ndarray, set[str]]:
    """Return the table with a leak in it, and the columns that hold the leak."""
    n = len(y)
    numeric = y.dtype.kind == "f"
    codes = y if numeric else pd.factorize(y, sort=True)[0].astype(float)
    spread = codes.std()
    if kind == "copy":
        frame["mirror"] = codes * 3 + 1 if numeric else np.char.add("k", y.astype(str))
        return frame, y, {"mirror"}
    if kind == "noisy copy":
        frame["echo"] = np.round(codes + rng.normal(0, noise * spread, n), 3)
        return frame, y, {"echo"}
    if kind == "consequence":
        high = codes > np.median(codes) if numeric else codes == codes.max()
        after = rng.gamma(3, 20, n) * (rng.random(n) < 0.98)
        after = after + (codes - codes.min()) * 20 if numeric else after
        frame["bill"] = np.round(np.where(high | numeric, after, 0), 2)
        return (frame, y, {"bill"}) if not numeric else plant(rng, frame.drop(
            columns="bill"), y, "noisy copy")  # fmt: skip
    if kind == "missingness":
        high = codes > np.median(codes) if numeric else codes == codes.max()
        if numeric:
            y = np.where(high, y + 60, y).round(2)
        told = rng.normal(40, 9, n).round(1)
        frame["remark_no"] = np.where(high ^ (rng.random(n) < 0.01), told, np.nan)
        return frame, y, {"remark_no"}
    if kind == "sum":
        if not numeric:
            return plant(rng, frame, y, "copy")
        frame["part_one"] = np.round(codes * rng.uniform(0.2, 0.8, n), 2)
        frame["part_two"] = np.round(codes - frame["part_one"], 2)
        return frame, y, {"part_one", "part_two"}
    if kind == "id order":
        order = np.argsort(codes, kind="stable")
        frame = frame.iloc[order].reset_index(drop=True)
        frame.insert(0, "entry_id", np.arange(1, n + 1) * 3)
        return frame, y[order], {"entry_id"}
    if kind == "slips":
        if numeric:
            return plant(rng, frame, y, "noisy copy", noise)
        slip = rng.random(n) < 0.03
        frame["flag_k"] = np.char.add("k", np.where(slip, rng.permutation(y), y))
        return frame, y, {"flag_k"}
    if kind == "limit on a sum":
        parts = [rng.gamma(3, 20, n).round(1) for _ in range(int(rng.integers(2, 5)))]
        whole = sum(parts[1:]) - parts[0] * rng.choice([-1, 1])
        names = {f"{'abcd'[i]}_part" for i in range(len(parts))}
        frame[sorted(names)] = np.column_stack(parts)
        cuts = np.quantile(whole, [0.5, 0.8] if len(set(y)) == 3 else [0.7])
        y = (
            whole
            if numeric
            else np.array(["no", "yes", "zed"])[np.digitize(whole, cuts)]
        )
        return frame, np.round(y, 1) if numeric else y, names
    copies = rng.choice(n, int(n * copied), replace=False)
    rows = np.concatenate([np.arange(n), copies])
    rows = rng.permutation(rows)
    frame = frame.iloc[rows].reset_index(drop=True)
    return frame, y[rows], set()


def alarms(frame: pd.DataFrame, y: np.ndarray) -> list[tuple[str, tuple[str, ...]]]:
    """Return (kind, columns) of each alarm about this table."""
    frame = frame.assign(answer_q=y)
    table = read_table(frame.to_csv(index=False))
    found = (*table.facts.suspicions, *probe_target(table, "answer_q"))
    return [(s.kind, s.columns) for s in found if s.kind in ALARMS]


def run(
    tables: int, seed: int, hard: bool = False
) -> tuple[dict[str, list[bool]], list[Any]]:
    """Return found or not by kind, and the false alarms of the clean tables."""
    rng = np.random.default_rng(seed)
    tasks = ("binary", "number", "classes")
    found: dict[str, list[bool]] = defaultdict(list)
    false = []
    for i in range(tables):
        kind = HARD[i % len(HARD)] if hard else KINDS[i % len(KINDS)]
        task = tasks[(i // 3 + i) % 3] if hard else tasks[i % 3]
        noise = (0.15, 0.3)[i % 2] if hard else 0.08
        frame, y = base(rng, task, hard)
        frame, y, columns = plant(rng, frame, y, kind, noise, 0.1 if hard else 0.25)
        raised = alarms(frame, y)
        named = {c for k, cs in raised for c in cs if k != "duplicate_rows"}
        hit = bool(columns & named) or (
            not columns and any(k == "duplicate_rows" for k, _ in raised)
        )
        found[kind].append(hit)
        if not hit:
            print("missed", i, kind, task, len(y), raised)
    for i in range(tables):
        frame, y = base(rng, tasks[i % 3], hard)
        raised = alarms(frame, y)
        if raised:
            false.append(raised)
            print("false alarm", i, tasks[i % 3], len(y), raised)
    return found, false


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hard", action="store_true")
    options = parser.parse_args()
    found, false = run(options.tables, options.seed, options.hard)
    for kind, hits in found.items():
        print(f"{kind:14s} {sum(hits)} of {len(hits)}")
    total = Counter(h for hits in found.values() for h in hits)
    print(f"found          {total[True]} of {options.tables}")
    print(f"false alarms   {len(false)} of {options.tables}")


if __name__ == "__main__":
    main()
