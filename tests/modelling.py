"""Small models for tests, trained without a search."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from assistant.metrics import Calibrator, Rule
from assistant.model import TandemModel, residual_quantiles
from assistant.search.ensemble import blend
from assistant.search.pipelines import TableClassifier, TableRegressor
from assistant.table import Table, read_table

COSTS = {"miss_cost": 5.0, "false_alarm_cost": 1.0}


def boats(rows: int = 240, seed: int = 0) -> str:
    """Return a made-up table as CSV: boats, their repairs, and what they sold for."""
    rng = np.random.default_rng(seed)
    length = rng.uniform(4, 20, rows).round(1)
    engine = rng.choice(["diesel", "petrol", "none"], rows)
    built = pd.Timestamp("2001-03-01") + pd.to_timedelta(
        rng.integers(0, 6000, rows), unit="D"
    )
    hull = rng.choice(["steel", "wood"], rows, p=[0.7, 0.3])
    price = 900 * length + 4000 * (engine == "diesel") + rng.normal(0, 900, rows)
    odds = 1 / (1 + np.exp(-(0.4 * (length - 12) + 1.5 * (hull == "wood"))))
    leaks = np.where(rng.random(rows) < odds, "yes", "no")
    size = np.select([length < 9, length < 15], ["small", "middle"], "large")
    frame = pd.DataFrame(
        {
            "length": length,
            "engine": engine,
            "built": built.strftime("%Y-%m-%d"),
            "hull": hull,
            "price": price.round(2),
            "leaks": leaks,
            "size": size,
        }
    )
    frame.loc[::17, "length"] = np.nan
    return frame.to_csv(index=False)


ROLES = {
    "length": "number",
    "engine": "category",
    "built": "date",
    "hull": "category",
}


def fitted(
    task: str,
    algorithms: tuple[str, ...] = ("linear",),
    text: str | None = None,
    **given: Any,
) -> tuple[TandemModel, Table]:
    """Return a model of boats and its table; several algorithms make a blend.

    Parameters
    ----------
    task : str
        ``binary`` (leaks), ``multiclass`` (size) or ``regression`` (price).
    """
    table = read_table(text or boats())
    target = {"binary": "leaks", "multiclass": "size", "regression": "price"}[task]
    classes: tuple[str, ...] = {
        "binary": ("no", "yes"),
        "multiclass": ("large", "middle", "small"),
    }.get(task, ())
    values = table.frame[target]
    if classes:
        y = values.map({c: i for i, c in enumerate(classes)}).to_numpy(np.int64)
    else:
        y = values.to_numpy(float)
    models = [_estimator(name, len(classes)).fit(table.frame, y) for name in algorithms]
    estimator = blend(models, [1 / len(models)] * len(models))
    rule = Rule("bayes", success=COSTS) if task == "binary" else Rule("value")
    if task == "multiclass":
        rule = Rule("argmax", classes=classes)
    settings: dict[str, Any] = {
        "calibrator": Calibrator(),
        "rule": rule,
        "background": table.frame[list(ROLES)].head(120),
        "metadata": {"drivers": [{"column": "length", "size": 0.2}]},
        **given,
    }
    if task == "regression":
        settings["residuals"] = residual_quantiles(y, estimator.predict(table.frame))
    return TandemModel(
        estimator, table.schema, tuple(ROLES), task, target, classes, **settings
    ), table


STYLES = {"spline": "spline"} | dict.fromkeys(
    ("linear", "neural", "svm", "naive_bayes", "neighbours"), "scaled"
)


def _estimator(algorithm: str, classes: int) -> TableClassifier | TableRegressor:
    kind = TableClassifier if classes else TableRegressor
    return kind(
        algorithm,
        roles=ROLES,
        style=STYLES.get(algorithm, "codes"),
        loss="log_loss" if classes else "squared",
        classes=classes,
    )


def scored(code: str, folder: Path, learned: str, text: str) -> pd.DataFrame:
    """Learn from one table and score another with exported code, in a bare Python."""
    for name, content in (("p.py", code), ("old.csv", learned), ("new.csv", text)):
        (folder / name).write_text(content, "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "p.py", "old.csv", "new.csv", "scored.csv"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return pd.read_csv(folder / "scored.csv")
