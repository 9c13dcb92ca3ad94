"""Are reasons faithful to the deployed model, and how fast are they beside shap's?

Run: ``python tests/benchmarks/faithful.py [kinds|wide|trees|speed]``, all by default, with
``tests`` on the path and one OpenMP thread. Not part of the tests: minutes.
"""

from __future__ import annotations

import sys
import time
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import kinds
import numpy as np
import pandas as pd
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression

from explain.attributions import Attributions, attribute
from explain.outputs import output_of
from explain.shapley import walk


def report(name: str, model, rows, columns: list[str], made: Attributions) -> None:
    """Print one line of how faithful some reasons are."""
    output = output_of(model)
    off = np.abs(
        made.bases + made.values.sum(axis=1) - kinds.deployed(model, rows, made)
    ).max()
    part = slice(None, 40)
    fewer = replace(made, rows=made.rows[part], told=made.told[part])
    true = kinds.exact(output, fewer, columns)
    ours = np.column_stack([made.of(c)[part] for c in columns])
    same = np.corrcoef(true.ravel(), ours.ravel())[0, 1]
    one, two = (kinds.moved(output, made, columns, top, seed=3) for top in (1, 2))
    unread = np.abs(made.of(kinds.UNUSED)).max()
    print(
        f"{name:18} sums off {off:.0e}  exact {same:.4f}  "
        f"top 1 {one[0]:.3f} against {one[1]:.3f}  "
        f"top 2 {two[0]:.3f} against {two[1]:.3f}  unread {unread:g}",
        flush=True,
    )


def every_kind() -> None:
    """Report on each kind of pipeline."""
    frame = kinds.table(2000)
    for kind in kinds.KINDS:
        model, rows, columns = kinds.fit(kind, frame)
        few = rows.iloc[:200]
        made = attribute(model, few, frame=rows, size=50)
        report(kind, model, few, columns, made)


def wide() -> None:
    """Report on ten columns that work together."""
    rng = np.random.default_rng(1)
    rows = pd.DataFrame(
        rng.normal(size=(1500, 10)).round(2), columns=list("abcdefghij")
    )
    score = rows["a"] * rows["b"] + rows["c"] + np.sin(2 * rows["d"]) + rows["e"] ** 2
    y = (score + 0.3 * rows.iloc[:, 5:].sum(axis=1) > rng.normal(size=1500)).astype(int)
    for model in (
        HistGradientBoostingClassifier(max_iter=60),
        RandomForestClassifier(30, min_samples_leaf=3, random_state=0),
        LogisticRegression(),
    ):
        model.fit(rows, y)
        few = rows.iloc[:8]
        made = attribute(model, few, frame=rows, size=25)
        report(f"10, {type(model).__name__[:12]}", model, few, list(rows), made)


def trees() -> None:
    """Report where shap's tree explainer misses the model, and by how much ours does."""
    shap = _shap()
    rng = np.random.default_rng(0)
    money = pd.DataFrame(rng.gamma(2, 50, (1500, 4)).round(2), columns=list("abcd"))
    y = (money["a"] + money["b"] > money["c"] + rng.normal(0, 30, 1500)).astype(int)
    model = HistGradientBoostingClassifier(max_iter=60).fit(money, y)
    few, back = money.iloc[:60], money.iloc[100:150]
    theirs = shap.TreeExplainer(model, back, model_output="probability")
    sums = theirs.expected_value + theirs.shap_values(few).sum(axis=1)
    _beside("money, boosting", model.predict_proba(few)[:, 1], sums, model, few, money)

    kind = rng.integers(0, 12, 1500).astype(float)
    coded = pd.DataFrame({"kind": kind, "x": rng.normal(size=1500)})
    y = rng.normal(size=12)[kind.astype(int)] + coded["x"] + rng.normal(0, 0.2, 1500)
    model = HistGradientBoostingRegressor(categorical_features=[0], max_iter=60)
    model.fit(coded, y)
    few = coded.iloc[:60]
    theirs = shap.TreeExplainer(model)
    sums = theirs.expected_value + theirs.shap_values(few).sum(axis=1)
    _beside("native categories", model.predict(few), sums, model, few, coded)


def _shap() -> Any:
    """Import shap; another figure in this folder is called coverage, as what it imports."""
    here, known = Path(__file__).resolve().parent, list(sys.path)
    sys.path[:] = [p for p in known if Path(p).resolve() != here]
    import shap

    sys.path[:] = known
    return shap


def _beside(name, said, sums, model, few, rows) -> None:
    made = attribute(model, few, frame=rows)
    ours = np.abs(made.bases + made.values.sum(axis=1) - said).max()
    wrong = np.abs(np.ravel(sums) - said)
    print(
        f"{name:18} shap's tree explainer is off by {wrong.max():.3f} at worst, by more "
        f"than 0.001 in {100 * (wrong > 1e-3).mean():.0f} % of rows; ours by {ours:.0e}"
    )


def speed(count: int = 200, columns: int = 20, background: int = 50) -> None:
    """Report the time that equal accuracy takes beside shap.PermutationExplainer."""
    shap = _shap()
    rng = np.random.default_rng(2)
    rows = pd.DataFrame(
        rng.normal(size=(3000, columns)).round(2),
        columns=[f"x{i}" for i in range(columns)],
    )
    score = rows.iloc[:, :8] @ np.linspace(2, 0.2, 8) + 2 * rows["x1"] * rows["x2"]
    y = (score + rows["x9"] ** 2 > rng.logistic(size=3000)).astype(int)
    model = HistGradientBoostingClassifier(max_iter=100).fit(rows, y)
    output = output_of(model)
    few, back = rows.iloc[:count], rows.iloc[-background:].reset_index(drop=True)
    players = [(c,) for c in rows]
    part = few.iloc[:30]
    print("reference: 60 independent runs over 30 rows", flush=True)
    truth = np.mean(
        [walk(output, part, back, players, seed=1000 + s).values for s in range(60)],
        axis=0,
    )[:, :, 0]

    def told(name: str, values, seconds: float) -> float:
        mine = np.asarray(values)[: len(part)]
        off = float(np.abs(mine - truth).mean())
        same = np.corrcoef(mine.ravel(), truth.ravel())[0, 1]
        print(
            f"{name:28} {seconds:6.2f} s of CPU  off {off:.5f}  corr {same:.5f}",
            flush=True,
        )
        return off

    begun = time.process_time()
    found = walk(output, few, back, players, seed=5)
    spent = time.process_time() - begun
    ours = told(f"ours, {count} rows", found.values[:, :, 0], spent)

    def answers(x):
        return model.predict_proba(pd.DataFrame(x, columns=rows.columns))[:, 1]

    masker = shap.maskers.Independent(back, max_samples=background)
    explainer = shap.PermutationExplainer(answers, masker, seed=5)
    once = 2 * columns + 1
    explainer(part.iloc[:2], max_evals=once, silent=True)  # compiles
    for repeats in (1, 2, 4, 6, 8, 12, 16):
        begun = time.process_time()
        values = explainer(few, max_evals=repeats * once, silent=True).values
        took = time.process_time() - begun
        off = told(f"shap, {repeats} permutations", values, took)
        if off <= ours:
            print(f"ours takes {spent / took:.2f} of its time at equal accuracy")
            return
    print(f"shap is less accurate still at {took / spent:.1f} times our time")


PARTS = {"kinds": every_kind, "wide": wide, "trees": trees, "speed": speed}


def main(*parts: str) -> None:
    """Print all figures, or those of some parts."""
    warnings.simplefilter("ignore")
    for name in parts or PARTS:
        print(f"-- {name}")
        PARTS[name]()


if __name__ == "__main__":
    main(*sys.argv[1:])
