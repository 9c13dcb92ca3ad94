"""Reasons are faithful to the deployed model, for any pipeline; answers stay honest."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    StackingClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

import explain
from dialogs.message import Picture, Say
from explain.attributions import attribute
from explain.report import html

ROWS = 600


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "months": rng.integers(0, 60, ROWS).astype(float),
            "bill": np.round(rng.gamma(2, 30, ROWS), 2),
            "plan": rng.choice(["basic", "plus", "gold"], ROWS),
            "noise": rng.normal(size=ROWS).round(2),
            "city": rng.choice(["north", "south"], ROWS),
        }
    )
    frame.loc[::17, "bill"] = np.nan
    score = 1.2 - frame["months"] / 15 + (frame["plan"] == "basic") * 1.5
    score += frame["bill"].fillna(60) / 60
    y = pd.Series(
        np.where(rng.random(ROWS) < 1 / (1 + np.exp(-score)), "left", "stayed")
    )
    return frame, y


def _encoded(model, scaled=False):
    numbers = "passthrough" if not scaled else StandardScaler()
    return make_pipeline(
        make_column_transformer(
            (OneHotEncoder(handle_unknown="ignore", sparse_output=False),
             make_column_selector(dtype_exclude="number")),
            (numbers, make_column_selector(dtype_include="number")),
        ),
        model,
    )  # fmt: skip


def _lightgbm():
    from lightgbm import LGBMClassifier

    made = _encoded(LGBMClassifier(n_estimators=20, verbose=-1, n_jobs=1))
    return made.set_output(transform="pandas")


PIPELINES = {
    "one-hot boosting": lambda: _encoded(HistGradientBoostingClassifier(max_iter=30)),
    "native categories": lambda: HistGradientBoostingClassifier(
        max_iter=30, categorical_features="from_dtype"
    ),
    "lightgbm": _lightgbm,
    "forest": lambda: _encoded(RandomForestClassifier(20, random_state=0)),
    "logistic": lambda: _encoded(LogisticRegression(), scaled=True),
    "calibrated": lambda: CalibratedClassifierCV(
        _encoded(HistGradientBoostingClassifier(max_iter=20)), cv=2
    ),
    "stacked": lambda: StackingClassifier(
        [("a", _encoded(HistGradientBoostingClassifier(max_iter=10))),
         ("b", _encoded(LogisticRegression(), scaled=True))],
        cv=2,
    ),
    "support vectors": lambda: CalibratedClassifierCV(
        _encoded(SVC(), scaled=True), cv=2
    ),
}  # fmt: skip


def _prepared(name, frame):
    frame = frame.copy()
    if name in ("logistic", "stacked", "support vectors"):
        frame["bill"] = frame["bill"].fillna(0.0)
    if name == "native categories":
        frame = frame.astype({"plan": "category", "city": "category"})
    return frame


@pytest.mark.parametrize("name", PIPELINES)
def test_parts_add_up_to_the_deployed_answer(name, table):
    frame, y = _prepared(name, table[0]), table[1]
    model = PIPELINES[name]().fit(frame, y)
    found = explain.explain(model, frame, rows=range(12))
    sums = found.base_values + found.values.sum(axis=1)
    deployed = model.predict_proba(frame.iloc[:12])[:, 1]
    assert np.abs(sums - deployed).max() <= 1e-6
    assert all(check["ok"] for check in found.checks.values())
    assert found.errors.shape == found.values.shape == (12, 5)
    assert list(found.data[0]) == list(frame.iloc[0]) or frame.iloc[0].isna().any()


def test_several_classes_are_told_about_the_likeliest(table):
    frame, _ = table
    y = frame["plan"]
    X = frame.drop(columns="plan")
    model = _encoded(HistGradientBoostingClassifier(max_iter=10)).fit(X, y)
    found = explain.explain(model, X, rows=[0, 1, 2, 3])
    sums = found.base_values + found.values.sum(axis=1)
    assert np.abs(sums - model.predict_proba(X.iloc[:4]).max(axis=1)).max() <= 1e-6


def test_counts_are_told_in_counts_and_not_in_logs(table):
    frame, _ = table
    y = np.random.default_rng(1).poisson(np.exp(frame["months"] / 30))
    model = _encoded(HistGradientBoostingRegressor(loss="poisson", max_iter=30))
    model.fit(frame, y)
    found = explain.explain(model, frame, rows=range(8))
    sums = found.base_values + found.values.sum(axis=1)
    assert np.abs(sums - model.predict(frame.iloc[:8])).max() <= 1e-6


def test_a_column_the_pipeline_drops_gets_exactly_nothing(table):
    frame, y = table
    keep = ["months", "plan"]
    model = make_pipeline(
        make_column_transformer(
            (OneHotEncoder(sparse_output=False), ["plan"]),
            ("passthrough", ["months"]),
        ),
        HistGradientBoostingClassifier(max_iter=20),
    ).fit(frame, y)
    found = explain.explain(model, frame, rows=range(10))
    for name in set(frame) - set(keep):
        assert (found.values[:, list(found.feature_names).index(name)] == 0).all()


def test_values_agree_with_exact_shapley(table):
    frame, y = table
    model = _encoded(HistGradientBoostingClassifier(max_iter=30)).fit(frame, y)
    rows = frame.iloc[:15]
    found = attribute(model, rows, frame=frame, size=100)
    exact = _exact(model, rows, found.background)
    assert np.corrcoef(exact.ravel(), found.values.ravel())[0, 1] >= 0.99


def _exact(model, rows, background):
    columns, n = list(rows.columns), len(rows)
    worth = {}
    for size in range(len(columns) + 1):
        for chosen in combinations(columns, size):
            mixed = pd.concat([background] * n, ignore_index=True)
            mine = rows.loc[rows.index.repeat(len(background))].reset_index(drop=True)
            mixed[list(chosen)] = mine[list(chosen)]
            p = model.predict_proba(mixed)[:, 1].reshape(n, -1).mean(axis=1)
            worth[frozenset(chosen)] = p
    m = len(columns)
    phi = np.zeros((n, m))
    for j, column in enumerate(columns):
        for chosen, value in worth.items():
            if column not in chosen:
                s = len(chosen)
                weight = factorial(s) * factorial(m - s - 1) / factorial(m)
                phi[:, j] += weight * (worth[chosen | {column}] - value)
    return phi


def test_money_like_columns_that_mislead_the_tree_explainer():
    # Binned thresholds equal to the data's own values (shap issue 5116).
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.gamma(2, 50, (400, 4)).round(2), columns=list("abcd"))
    y = (frame["a"] + frame["b"] > frame["c"] + rng.normal(0, 30, 400)).astype(int)
    model = HistGradientBoostingClassifier(max_iter=30).fit(frame, y)
    found = explain.explain(model, frame, rows=range(30))
    sums = found.base_values + found.values.sum(axis=1)
    assert np.abs(sums - model.predict_proba(frame.iloc[:30])[:, 1]).max() <= 1e-6


def test_drivers_name_what_matters_and_leave_noise_out(table):
    frame, y = table
    model = _encoded(HistGradientBoostingClassifier(max_iter=30)).fit(
        frame[:400], y[:400]
    )
    found = explain.drivers(model, frame[400:], y=y[400:], deadline_seconds=2.0)
    names = [d["column"] for d in found]
    assert names[0] == "months"
    assert "noise" not in names
    assert "city" not in names
    assert found[0]["tier"] == 1
    assert {"size", "se", "direction", "text"} <= set(found[0])
    # The event is the last class, "stayed": it grows with the months.
    assert found[0]["direction"] == "up"


def test_a_constant_model_has_no_drivers_and_says_so(table):
    frame, y = table
    from sklearn.dummy import DummyClassifier

    model = DummyClassifier().fit(frame, y)
    assert explain.drivers(model, frame) == []
    told = explain.answer({"rows": None, "do": [{"op": "importance"}]}, model, frame, y)
    assert "noise" in told[0].text


ASKED = [
    {"op": "predict"}, {"op": "probability"}, {"op": "explain"}, {"op": "importance"},
    {"op": "interaction"}, {"op": "change", "column": "months", "set": 40},
    {"op": "score"}, {"op": "mistakes"}, {"op": "mistakes", "kind": "typical"},
    {"op": "show"}, {"op": "count"}, {"op": "statistic", "column": "bill"},
    {"op": "labels"}, {"op": "columns"}, {"op": "fairness", "column": "city"},
    {"op": "stability"}, {"op": "model"}, {"op": "history"},
    {"op": "compare", "rows": [{"column": "city", "is": "north"},
                               {"column": "city", "is": "south"}]},
    {"op": "counterfactual"}, {"op": "nonsense"},
]  # fmt: skip


@pytest.fixture(scope="module")
def fitted(table):
    frame, y = table
    return _encoded(HistGradientBoostingClassifier(max_iter=15)).fit(frame, y)


@pytest.mark.parametrize("step", ASKED, ids=lambda s: f"{s['op']}-{s.get('kind', '')}")
def test_every_question_gets_words(step, table, fitted):
    frame, y = table
    brief = {"table": {"target": "churned", "row": "member"}}
    for rows in (None, {"column": "row", "is": 3}):
        told = explain.answer({"rows": rows, "do": [step]}, fitted, frame, y, brief)
        assert told
        assert all(isinstance(m, Say | Picture) for m in told)
        assert any(isinstance(m, Say) and m.text for m in told)


def test_the_rows_meant_are_echoed_with_their_count(table, fitted):
    frame, y = table
    tree = {
        "and": [{"column": "city", "is": "North"}, {"column": "months", "below": 6}]
    }
    told = explain.answer({"rows": tree, "do": [{"op": "count"}]}, None, frame, y)
    expected = int(((frame["city"] == "north") & (frame["months"] < 6)).sum())
    assert f"{expected} rows" in told[0].text


def test_an_unknown_column_names_the_nearest(table, fitted):
    frame, y = table
    tree = {"column": "month", "is": 3}
    told = explain.answer({"rows": tree, "do": [{"op": "count"}]}, fitted, frame, y)
    assert "months" in told[0].text


def test_a_value_never_seen_is_warned_about(table, fitted):
    frame, y = table
    step = {"op": "change", "column": "months", "set": 999}
    query = {"rows": {"column": "row", "is": 2}, "do": [step]}
    assert "Careful" in explain.answer(query, fitted, frame, y)[0].text


def test_the_cheapest_change_is_proven_and_keeps_what_must_stay(table, fitted):
    frame, _ = table
    from explain.cases import cheapest, reach
    from explain.decisions import decided
    from explain.outputs import output_of

    output = output_of(fitted)
    row = frame.iloc[[5]]
    now = fitted.predict(row)[0]
    wanted = "left" if now == "stayed" else "stayed"
    flip = cheapest(
        lambda f: output(f)[:, 0], reach(output, wanted, decided), row, frame,
        ["bill", "plan", "months"], rising=wanted == "stayed",
    )  # fmt: skip
    assert flip is not None
    assert fitted.predict(flip.row)[0] == wanted
    assert {c for c, _, _ in flip.changes} <= {"bill", "plan", "months"}


def test_own_sentences_pass_the_checker(table, fitted):
    frame, y = table
    query = {"rows": None, "do": [{"op": "explain"}]}
    for number in range(1, 13):
        query["rows"] = {"column": "row", "is": number}
        text = explain.answer(query, fitted, frame, y)[0].text
        found = attribute(fitted, frame.iloc[[number - 1]], frame=frame)
        reasons = [
            (c, found.rows[c].iloc[0], v, e)
            for c, v, e in zip(
                found.columns, found.values[0], found.errors[0], strict=True
            )
        ]
        verdict = explain.check_sentence(text, reasons)
        assert verdict.ok, (text, verdict.problems)


def test_the_report_asks_for_nothing_and_escapes_all():
    evil = "<script>alert(1)</script>"
    result = {
        "status": "done", "brief": {"table": {"target": evil, "path": "t.csv"}},
        "objective": {"name": "roc_auc", "value": 0.8, "low": 0.7, "high": 0.9,
                      "greater_is_better": True},
        "drivers": [{"column": evil, "size": 0.1, "direction": "up", "tier": 1,
                     "text": f"{evil} rises", "se": 0.01}],
        "warnings": [{"kind": "leakage", "column": evil, "text": evil}],
        "contract": [{"text": evil, "met": True, "value": 0.8}],
        "baselines": [{"name": "simple_rule", "value": 0.6, "text": evil}],
        "rows": {"train": 10, "test": 5}, "trials": {"done": 1},
    }  # fmt: skip
    page = html(result, {"versions": {"x": evil}})
    assert "<script" not in page
    assert "http" not in page
    assert "&lt;script&gt;" in page
