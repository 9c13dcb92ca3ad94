"""Fitted pipelines of many kinds over one made-up table, and exact Shapley values."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.ensemble import (
    ExtraTreesRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    StackingClassifier,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC

from assistant.metrics import Calibrator, Rule
from assistant.model import TandemModel
from assistant.search.ensemble import blend
from assistant.search.pipelines import TableClassifier
from assistant.table import read_table
from explain.attributions import Attributions
from explain.outputs import Output

UNUSED = "ticket"
"""No pipeline below reads it."""

WORDS = ("late", "broken", "friendly", "quick", "refund", "again")
NUMBERS, NAMES = ["months", "bill"], ["plan", "city"]
READ = [*NUMBERS, *NAMES]


def table(rows: int, seed: int = 0) -> pd.DataFrame:
    """Return numbers with gaps, money, categories, dates, text, and three outcomes."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "months": rng.integers(0, 60, rows).astype(float),
            "bill": np.round(rng.gamma(2, 30, rows), 2),
            "plan": rng.choice(["basic", "plus", "gold"], rows),
            "city": rng.choice(["north", "south", "east"], rows),
            UNUSED: rng.normal(size=rows).round(2),
        }
    )
    frame.loc[::17, "bill"] = np.nan
    day = pd.Timestamp("2020-01-01") + pd.to_timedelta(
        rng.integers(0, 900, rows), unit="D"
    )
    frame["opened"] = day.strftime("%Y-%m-%d")
    frame["note"] = [
        f"{' and '.join(rng.choice(WORDS, 3, replace=False))} no. {i}"
        for i in range(rows)
    ]
    score = 1.2 - frame["months"] / 15 + (frame["plan"] == "basic") * 1.5
    score += frame["bill"].fillna(60) / 60 * np.where(frame["city"] == "north", 2, 0.5)
    told = score + frame["note"].str.contains("broken") * 2 - frame["opened"].str[:4].eq(
        "2021") * 2  # fmt: skip
    frame["left"] = np.where(rng.random(rows) < _chance(score), "yes", "no")
    frame["told"] = np.where(rng.random(rows) < _chance(told), "yes", "no")
    frame["visits"] = rng.poisson(np.exp(score / 2))
    frame["next"] = np.select(
        [score + rng.normal(size=rows) > 2, rng.random(rows) < 0.4], ["a", "b"], "c"
    )
    return frame


def _chance(score: pd.Series) -> pd.Series:
    return 1 / (1 + np.exp(-score))


def _codes(model: Any) -> Any:
    return make_pipeline(
        make_column_transformer((OrdinalEncoder(), NAMES), ("passthrough", NUMBERS)),
        model,
    )


def _scaled(model: Any) -> Any:
    numbers = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler())
    return make_pipeline(
        make_column_transformer((OneHotEncoder(), NAMES), (numbers, NUMBERS)), model
    )


ROLES = {"months": "number", "bill": "number", "plan": "category", "city": "category"}
TOLD = {**ROLES, "opened": "date", "note": "text"}


def _own(
    frame: pd.DataFrame, target: str, roles: dict[str, str], *names: str
) -> tuple[Any, pd.DataFrame]:
    """Return a model as it is deployed, and its table as the program reads it."""
    read = read_table(frame.to_csv(index=False))
    y = (read.frame[target] == "yes").to_numpy(np.int64)
    parts = [
        TableClassifier(
            name, {}, roles, "scaled" if name == "linear" else "codes", "log_loss", 2
        ).fit(read.frame, y)
        for name in names
    ]
    model = TandemModel(
        blend(parts, [1 / len(parts)] * len(parts)), read.schema, tuple(roles),
        "binary", target, ("no", "yes"), calibrator=Calibrator(), rule=Rule("value"),
    )  # fmt: skip
    return model, read.frame


def _grown(rounds: int = 25, **more: Any) -> Any:
    return HistGradientBoostingClassifier(max_iter=rounds, random_state=0, **more)


PLAIN: dict[str, tuple[str, Callable[[], Any]]] = {
    "native categories": (
        "left",
        lambda: _codes(_grown(categorical_features=[0, 1])),
    ),
    "random forest": (
        "left",
        lambda: _codes(RandomForestClassifier(20, random_state=0)),
    ),
    "extra trees": ("visits", lambda: _codes(ExtraTreesRegressor(20, random_state=0))),
    "linear": ("left", lambda: _scaled(LogisticRegression())),
    "support vectors": (
        "left",
        lambda: CalibratedClassifierCV(_scaled(SVC()), cv=2),
    ),
    "calibrated": (
        "left",
        lambda: CalibratedClassifierCV(_codes(_grown()), cv=2, method="isotonic"),
    ),
    "stacked": (
        "left",
        lambda: StackingClassifier(
            [("a", _codes(_grown(10))), ("b", _scaled(LogisticRegression()))], cv=2
        ),
    ),
    "several classes": ("next", lambda: _codes(_grown(15))),
    "counts": (
        "visits",
        lambda: _codes(
            HistGradientBoostingRegressor(loss="poisson", max_iter=25, random_state=0)
        ),
    ),
}
"""Name -> outcome and unfitted pipeline, as scikit-learn has them."""

OWN: dict[str, tuple[str, dict[str, str], tuple[str, ...]]] = {
    "lightgbm": ("left", ROLES, ("lightgbm",)),
    "catboost": ("left", ROLES, ("catboost",)),
    "ebm": ("left", ROLES, ("ebm",)),
    "text and dates": ("told", TOLD, ("hist_boosting",)),
}
"""Name -> outcome, inputs and algorithms, as the program itself deploys them."""

NEEDS = {"lightgbm": "lightgbm", "catboost": "catboost", "ebm": "interpret"}
KINDS = (*PLAIN, *OWN)


def fit(kind: str, frame: pd.DataFrame) -> tuple[Any, pd.DataFrame, list[str]]:
    """Return a fitted model, the rows as it takes them, and the columns it reads."""
    if kind in OWN:
        target, roles, names = OWN[kind]
        model, read = _own(frame, target, roles, *names)
        return model, read[[*roles, UNUSED]], list(roles)
    target, make = PLAIN[kind]
    rows = frame[[*READ, UNUSED]]
    return clone(make()).fit(rows, frame[target]), rows, READ


def deployed(model: Any, rows: pd.DataFrame, found: Attributions) -> np.ndarray:
    """Return what the model itself says of the rows, without `explain`'s own reading."""
    if not hasattr(model, "predict_proba"):
        return np.asarray(model.predict(rows), dtype=float)
    chances = model.predict_proba(rows)
    classes = [str(c) for c in model.classes_]
    return np.array(
        [p[classes.index(c)] for p, c in zip(chances, found.told, strict=True)]
    )


def exact(output: Output, found: Attributions, columns: list[str]) -> np.ndarray:
    """Return Shapley values over all coalitions, against the same background."""
    rows, background = found.rows, found.background[: found.used]
    n, k = len(rows), len(background)
    at = [
        output.classes.index(c) if output.task == "multiclass" else 0
        for c in found.told
    ]
    theirs = pd.concat([background] * n, ignore_index=True)
    mine = rows.loc[rows.index.repeat(k)].reset_index(drop=True)
    worth = {}
    for size in range(len(columns) + 1):
        for chosen in combinations(columns, size):
            mixed = theirs.copy()
            mixed[list(chosen)] = mine[list(chosen)]
            means = output(mixed).reshape(n, k, -1).mean(axis=1)
            worth[frozenset(chosen)] = means[np.arange(n), at]
    m = len(columns)
    phi = np.zeros((n, m))
    for j, column in enumerate(columns):
        for chosen, value in worth.items():
            if column not in chosen:
                s = len(chosen)
                weight = factorial(s) * factorial(m - s - 1) / factorial(m)
                phi[:, j] += weight * (worth[chosen | {column}] - value)
    return phi


def moved(
    output: Output, found: Attributions, columns: list[str], top: int, seed: int
) -> tuple[float, float]:
    """Return how far the answer moves when the top columns, or random ones, are taken."""
    rng = np.random.default_rng(seed)
    values = np.column_stack([found.of(c) for c in columns])
    n = len(found.rows)
    at = [
        output.classes.index(c) if output.task == "multiclass" else 0
        for c in found.told
    ]
    partners = rng.integers(len(found.background), size=(6, n))

    def far(order: np.ndarray) -> float:
        moves = []
        for partner in partners:
            mixed = found.rows.copy()
            theirs = found.background.iloc[partner].reset_index(drop=True)
            for j, column in enumerate(columns):
                taken = (order[:, :top] == j).any(axis=1)
                mixed[column] = mixed[column].where(~taken, theirs[column])
            after = output(mixed)[np.arange(n), at]
            moves.append(np.abs(after - found.outputs).mean())
        return float(np.mean(moves))

    some = np.array([rng.permutation(len(columns)) for _ in range(n)])
    every = [far(np.roll(some, turn, axis=1)) for turn in range(len(columns))]
    return far(np.argsort(-np.abs(values), axis=1)), float(np.mean(every))
