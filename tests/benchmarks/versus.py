"""Tandem's search beside other tools: same rows, same clock, own environments.

    python tests/benchmarks/versus.py DATA_FOLDER [--seconds 30 120] [--splits 3]
        [--tools tandem lightgbm ...] [--tables telco_churn ...] [--here]
        [--results FILE]

Each tool is installed in an environment of its own (``--here`` uses this interpreter
for all of them) and killed at twice the budget. Every table is shown, also those where
Tandem loses; then the mean rank with a bootstrap interval, overshoot, crashes, peak
memory, size of the installation and the time that one row takes. ``--results`` keeps a
line of JSON for each run in a file: what is there is not run again, so that a comparison
of hours can be taken up where it was left, and one tool be measured anew.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]

NEEDS = {
    "tandem": [f"{REPOSITORY}[recommended]"],
    "hist_boosting": ["scikit-learn", "skrub"],
    "lightgbm": ["lightgbm", "scikit-learn", "skrub"],
    "flaml": ["flaml[automl]"],
    "mljar_explain": ["mljar-supervised"],
    "mljar_perform": ["mljar-supervised"],
    "autogluon_medium": ["autogluon.tabular[lightgbm,catboost,xgboost]"],
    "autogluon_good": ["autogluon.tabular[lightgbm,catboost,xgboost]"],
    "h2o": ["h2o"],
}


def environment(tool: str, folder: Path) -> Path:
    """Return the interpreter of a tool's own environment, made on first use."""
    home = folder / "-".join(sorted(NEEDS[tool])).replace("/", "_")[-80:]
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "pandas", *NEEDS[tool]], check=True
        )
    return python


def read(data: Path, name: str, facts: dict[str, Any]) -> tuple[pd.DataFrame, str]:
    """Return a table with its target as the column `target`, and the task."""
    frame = pd.read_csv(
        data / f"{name}.csv",
        sep=facts.get("separator", ","),
        encoding="utf-8-sig",
        na_values=[" "],
    )
    frame = frame.drop(columns=facts.get("ignore", []))
    # Texts as plain objects: a tool's own pandas may know no other kind of them.
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].astype(object).where(frame[texts].notna(), None)
    frame.columns = pd.Index(list(frame.columns), dtype=object)
    if "time" in facts:
        frame[facts["time"]] = pd.to_datetime(frame[facts["time"]])
        frame = frame.sort_values(facts["time"])
        frame.attrs["time"] = facts["time"]
    target = frame.pop(facts["target"])
    if "event" in facts:
        return frame.assign(target=(target.astype(str) == facts["event"]) * 1), "binary"
    if not pd.api.types.is_numeric_dtype(target):
        return frame.assign(target=pd.factorize(target, sort=True)[0]), "multiclass"
    return frame.assign(target=target.astype(float)), "regression"


def split(frame: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows to learn from and rows to score; with time the last ones."""
    n = len(frame)
    if "time" in frame.attrs:
        # Other splits of a table in time begin later and learn from fewer rows.
        begin, cut = int(n * 0.05 * seed), int(n * 0.75)
        return frame.iloc[begin:cut], frame.iloc[cut:]
    order = np.random.default_rng(seed).permutation(n)
    cut = int(n * 0.75)
    return frame.iloc[np.sort(order[:cut])], frame.iloc[np.sort(order[cut:])]


def handed(part: pd.DataFrame) -> pd.DataFrame:
    """Return rows as any version of pandas can read them: the time as text."""
    part = part.reset_index(drop=True)
    if "time" in part.attrs:
        name = part.attrs["time"]
        part[name] = part[name].astype(str).astype(object)
    return part


def run(python: Path, tool: str, files: list[str], seconds: float) -> dict[str, Any]:
    """Return what a tool measured, or why it did not, and how busy the machine was."""
    command = [python, HERE / "versus_peer.py", tool, *files]
    busy = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory() as home:
        # In a session of its own: what a tool starts is ended with it.
        child = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=home,
            start_new_session=True,
            env={"PATH": "/usr/bin:/bin", "HOME": home,
                 "PYTHONPATH": str(REPOSITORY) if tool == "tandem" else ""},
        )  # fmt: skip
        try:
            # What starting takes is not held against any tool.
            told, complained = child.communicate(timeout=2 * seconds + 30)
        except subprocess.TimeoutExpired:
            return {"load": busy, "failed": "killed at twice the budget"}
        finally:
            _end(child.pid)
            child.wait()
    if child.returncode:
        last = (complained.strip().splitlines() or [f"exit {child.returncode}"])[-1]
        return {"load": busy, "failed": last[:120]}
    # Some tools print as they end.
    answers = [line for line in told.splitlines() if line.startswith("{")]
    return {"load": busy, **json.loads(answers[-1])}


def _end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def ranks(results: pd.DataFrame) -> None:
    """Print each tool's mean rank over tables, with a bootstrap interval."""
    results = results.assign(loss=results[["log_loss", "rmse"]].min(axis=1))
    wide = results.groupby(["table", "tool"])["loss"].mean().unstack()
    ranked = wide.rank(axis=1, na_option="bottom")
    rng = np.random.default_rng(0)
    draws = [
        ranked.iloc[rng.integers(len(ranked), size=len(ranked))].mean()
        for _ in range(2000)
    ]
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    print(wide.round(4).to_string(), "\n")
    for i, (tool, mean) in enumerate(ranked.mean().items()):
        print(f"{tool:18s} mean rank {mean:.2f} ({low[i]:.2f} to {high[i]:.2f})")


def report(results: pd.DataFrame, sizes: dict[str, float]) -> None:
    """Print everything for each budget."""
    for seconds, part in results.groupby("budget"):
        print(f"\n## {seconds:g} seconds\n")
        ranks(part)
        for tool, own in part.groupby("tool"):
            over = (own["seconds"] / seconds - 1).clip(lower=0)
            print(
                f"{tool:18s} crashes {own['failed'].notna().sum()} · overshoot at most "
                f"{100 * over.max():.0f} % · peak {own['peak_mb'].max():.0f} MB · "
                f"one row {own['latency_ms'].median():.1f} ms · installed "
                f"{sizes.get(tool, float('nan')):.0f} MB · machine's load before "
                f"{own['load'].mean():.1f}"
            )


RUN = ("table", "tool", "seed", "budget")
"""What tells one run from another."""


def kept(results: Path | None) -> list[dict[str, Any]]:
    """Return the runs that a file holds."""
    if results is None or not results.exists():
        return []
    return [json.loads(line) for line in results.read_text("utf-8").splitlines()]


def note(row: dict[str, Any], results: Path | None) -> None:
    """Tell of a run, and keep it."""
    print(json.dumps(row), file=sys.stderr, flush=True)
    if results is not None:
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def size_mb(python: Path) -> float:
    """Return the megabytes of an environment."""
    home = python.parents[1]
    files = (f for f in home.rglob("*") if f.is_file() and not f.is_symlink())
    return sum(f.stat().st_size for f in files) / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seconds", type=float, nargs="+", default=[30.0, 120.0])
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--tools", nargs="+", default=list(NEEDS), choices=NEEDS)
    parser.add_argument("--tables", nargs="+")
    parser.add_argument("--here", action="store_true")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--environments", type=Path,
                        default=Path.home() / ".cache" / "tandem-versus")  # fmt: skip
    asked = parser.parse_args()
    tables = tomllib.loads((HERE / "versus_tables.toml").read_text(encoding="utf-8"))
    pythons = {
        tool: Path(sys.executable)
        if asked.here
        else environment(tool, asked.environments)
        for tool in asked.tools
    }
    rows = kept(asked.results)
    done = {tuple(row[k] for k in RUN) for row in rows}
    with tempfile.TemporaryDirectory() as scratch:
        for name in asked.tables or tables:
            frame, task = read(asked.data, name, tables[name])
            for seed in range(asked.splits):
                files = [f"{scratch}/train.pickle", f"{scratch}/test.pickle"]
                for part, file in zip(split(frame, seed), files, strict=True):
                    handed(part).to_pickle(file)
                for seconds in asked.seconds:
                    for tool, python in pythons.items():
                        if (name, tool, seed, seconds) in done:
                            continue
                        given = [*files, task, str(seconds), str(seed)]
                        found = run(python, tool, given, seconds)
                        rows.append({"table": name, "tool": tool, "seed": seed,
                                     "budget": seconds, **found})  # fmt: skip
                        note(rows[-1], asked.results)
    columns = ["log_loss", "auc", "rmse", "seconds", "peak_mb", "latency_ms",
               "load", "failed"]  # fmt: skip
    results = pd.DataFrame(rows).reindex(
        columns=["table", "tool", "seed", "budget", *columns]
    )
    report(results, {} if asked.here else {t: size_mb(p) for t, p in pythons.items()})


if __name__ == "__main__":
    main()
