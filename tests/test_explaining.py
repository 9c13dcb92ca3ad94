"""Reasons that add up, and answers to every kind of question."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from dialogs.message import Say
from explain import answer, cautions, drivers, explain, tell_result
from explain.cautioning import decided_anew
from explain.report import html


def table(n: int = 400, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    """A made-up table: tenure lowers, plan raises, noise does nothing."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "tenure": rng.integers(0, 60, n),
            "plan": rng.choice(["basic", "plus <b>", "pro"], n),
            "noise": rng.normal(size=n),
            "fee": rng.normal(50, 10, n),
        }
    )
    score = -0.06 * frame["tenure"] + 1.5 * (frame["plan"] == "basic") + 0.8
    y = np.where(rng.random(n) < 1 / (1 + np.exp(-score)), "yes", "no")
    return frame, y


def native(frame: pd.DataFrame) -> object:
    """Boosted trees on native categories: where tree explainers go wrong."""
    codes = make_column_transformer(
        (OrdinalEncoder(), ["plan"]), remainder="passthrough"
    )
    return make_pipeline(
        codes, HistGradientBoostingClassifier(categorical_features=[0], random_state=0)
    )


def linear(frame: pd.DataFrame) -> object:
    numbers = [c for c in frame.columns if c != "plan"]
    return make_pipeline(
        make_column_transformer(
            (OneHotEncoder(), ["plan"]), (StandardScaler(), numbers)
        ),
        LogisticRegression(),
    )


@pytest.fixture(scope="module")
def fitted():
    frame, y = table()
    return linear(frame).fit(frame, y), frame, y


@pytest.mark.parametrize("make", [linear, native], ids=["linear", "native categories"])
def test_reasons_add_up_to_the_deployed_answer(make) -> None:
    frame, y = table()
    model = make(frame).fit(frame, y)
    values = explain(model, frame, rows=range(20))
    told = values.base_values + values.values.sum(axis=1)
    truth = model.predict_proba(frame.iloc[:20])[:, 1]
    assert np.abs(told - truth).max() <= 1e-6
    assert values.errors.shape == values.values.shape
    assert list(values.feature_names) == list(frame.columns)


def test_numbers_are_explained_in_their_own_unit() -> None:
    frame, _ = table()
    numbers = frame.drop(columns="plan")
    y = numbers["fee"] * 3 + numbers["tenure"]
    model = RandomForestRegressor(20, random_state=0).fit(numbers, y)
    values = explain(model, numbers, rows=[0, 1, 2])
    told = values.base_values + values.values.sum(axis=1)
    assert np.abs(told - model.predict(numbers.iloc[:3])).max() <= 1e-6


def test_a_column_that_is_not_used_gets_nothing() -> None:
    frame, y = table()
    model = make_pipeline(
        make_column_transformer(
            (OneHotEncoder(), ["plan"]), ("passthrough", ["tenure"])
        ),
        LogisticRegression(max_iter=500),
    ).fit(frame, y)
    values = explain(model, frame, rows=range(10))
    unused = [i for i, c in enumerate(values.feature_names) if c in ("noise", "fee")]
    assert np.abs(values.values[:, unused]).max() == 0


def test_reasons_agree_with_exact_shapley_values() -> None:
    frame, y = table(200)
    model = linear(frame).fit(frame, y)
    values = explain(model, frame, rows=range(12))
    exact = np.array([exact_shapley(model, frame, i) for i in range(12)])
    assert np.corrcoef(values.values.ravel(), exact.ravel())[0, 1] >= 0.97


def exact_shapley(model: object, frame: pd.DataFrame, row: int) -> list[float]:
    columns = list(frame.columns)

    def worth(kept: tuple[str, ...]) -> float:
        mixed = frame.copy()
        for column in kept:
            mixed[column] = frame[column].iloc[row]
        return float(model.predict_proba(mixed)[:, 1].mean())

    worths = {
        kept: worth(kept)
        for size in range(len(columns) + 1)
        for kept in itertools.combinations(columns, size)
    }
    n = len(columns)
    return [
        sum(
            math.factorial(len(s)) * math.factorial(n - len(s) - 1) / math.factorial(n)
            * (worths[tuple(sorted((*s, c), key=columns.index))] - worths[s])
            for s in worths if c not in s
        )
        for c in columns
    ]  # fmt: skip


def test_drivers_name_what_matters_and_which_way(fitted) -> None:
    model, frame, y = fitted
    found = {d["column"]: d for d in drivers(model, frame, deadline_seconds=2, y=y)}
    assert found["tenure"]["direction"] == "down"
    assert next(iter(found)) in ("tenure", "plan")
    assert "noise" not in found
    assert "cause" not in found["tenure"]["text"]


QUESTIONS = [
    {"rows": {"column": "row", "is": 3}, "do": [{"op": "predict"}]},
    {"rows": {"column": "row", "is": 3}, "do": [{"op": "probability"}]},
    {"rows": {"column": "row", "is": 3}, "do": [{"op": "explain"}]},
    {"rows": {"column": "row", "is": 3}, "do": [{"op": "counterfactual"}]},
    {"rows": None, "do": [{"op": "importance", "n": 2}]},
    {"rows": None, "do": [{"op": "interaction"}]},
    {"rows": {"column": "tenure", "above": 30}, "do": [{"op": "score"}]},
    {"rows": None, "do": [{"op": "mistakes", "kind": "typical"}]},
    {"rows": {"column": "plan", "is": "pro"}, "do": [{"op": "show", "n": 3}]},
    {"rows": {"and": [{"column": "tenure", "at_least": 5}, {"column": "fee", "below": 60}]},
     "do": [{"op": "count"}]},
    {"rows": None, "do": [{"op": "statistic", "column": "fee", "of": "mean"}]},
    {"rows": None, "do": [{"op": "labels"}]},
    {"rows": None, "do": [{"op": "columns"}]},
    {"rows": None, "do": [{"op": "define", "term": "recall"}]},
    {"rows": None, "do": [{"op": "compare", "rows": [{"column": "row", "is": 1},
                                                    {"column": "row", "is": 2}]}]},
    {"rows": None, "do": [{"op": "fairness", "column": "plan"}]},
    {"rows": None, "do": [{"op": "stability"}]},
    {"rows": None, "do": [{"op": "model"}]},
    {"rows": None, "do": [{"op": "history"}]},
    {"rows": {"column": "row", "is": 3},
     "do": [{"op": "change", "column": "tenure", "set": 50}, {"op": "predict"}]},
]  # fmt: skip


@pytest.mark.parametrize("query", QUESTIONS, ids=lambda q: q["do"][-1]["op"])
def test_every_kind_of_question_has_an_answer(query, fitted) -> None:
    model, frame, y = fitted
    told = [m for m in answer(query, model, frame, y) if isinstance(m, Say)]
    assert told
    assert all(len(m.text) > 10 for m in told)


def test_what_is_not_there_is_said_with_the_nearest_name(fitted) -> None:
    model, frame, y = fitted
    query = {"rows": {"column": "tenur", "is": 3}, "do": [{"op": "count"}]}
    assert "tenure" in answer(query, model, frame, y)[0].text


def test_the_report_stands_alone_and_runs_nothing(fitted) -> None:
    model, frame, y = fitted
    result = {
        "status": "done",
        "objective": {"name": "accuracy", "value": 0.8, "low": 0.7, "high": 0.9,
                      "greater_is_better": True, "unit": "share of rows"},
        "contract": [{"text": "be right <script>", "met": True, "value": 0.8,
                      "low": 0.7, "high": 0.9, "metric": "accuracy"}],
        "baselines": [{"name": "do_nothing", "value": 0.6, "text": "x", "low": None,
                       "high": None, "difference": {"low": 0.1, "high": 0.3}}],
        "drivers": drivers(model, frame, deadline_seconds=1, y=y),
        "warnings": [], "rows": {"train": 300, "test": 100}, "brief": {},
        "winner": {"family": "linear", "description": "weighted sum", "params": {}},
        "trials": {"done": 1, "failed": 0, "stopped": 0}, "metrics": {}, "seed": 0,
    }  # fmt: skip
    page = html(result, result)
    assert "<script>" not in page.replace("</script>", "")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    told = tell_result(model, result, frame, y, {}, "plain")
    assert any("not what causes" in m.text for m in told if isinstance(m, Say))
    found = cautions(model, frame, y, frame.iloc[:40], y[:40], result=result)
    assert all(w["text"] for w in found)


@pytest.mark.parametrize(
    ("difference", "warned"), [((-0.4, -0.2), False), ((-0.4, 0.1), True)]
)
def test_the_same_rows_have_the_same_luck(
    difference: tuple[float, float], warned: bool
) -> None:
    """Ranges that overlap say nothing where the paired difference is clear."""
    low, high = difference
    result = {
        "objective": {"name": "expected_cost", "value": 3.5, "low": 3.2, "high": 3.8,
                      "greater_is_better": False},
        "baselines": [{"name": "treat_everyone", "value": 3.7,
                       "difference": {"low": low, "high": high}}],
        "warnings": [{"kind": "no_better", "column": "", "text": "of before"},
                     {"kind": "leakage", "column": "a", "text": "stays"}],
    }  # fmt: skip
    found = decided_anew(result, [], "plain")
    assert [w["kind"] for w in found] == ["no_better"] * warned + ["leakage"]
    assert not any(w["text"] == "of before" for w in found)
