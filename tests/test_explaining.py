"""Answers to every kind of question, and the result as it is told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from dialogs.message import Say
from explain import answer, cautions, drivers, tell_result
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


@pytest.mark.usefixtures("few_draws")
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
    hurried = cautions(model, frame, y, frame, y, result=result, each_column=False)
    kinds = {w["kind"] for w in hurried}
    # What was not looked at is said, not passed over.
    assert "hurried" in kinds
    assert not kinds & {"weak_group", "drift"}


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
