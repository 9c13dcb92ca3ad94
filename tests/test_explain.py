"""Drivers, answers and the report stay honest for a fitted pipeline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
)
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import explain
from dialogs import looks_model
from dialogs.message import Picture, Say
from explain.attributions import attribute
from explain.bars import drivers_picture
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


@pytest.mark.usefixtures("few_draws")
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
    from explain.decisions import decided
    from explain.flipping import cheapest, reach
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
        found = attribute(fitted, frame.iloc[[number - 1]], frame=frame, check=False)
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


@pytest.mark.usefixtures("few_draws")
def test_why_of_no_rows_holds_those_named_against_the_others(table, fitted):
    frame, y = table
    told = explain.answer({"rows": None, "do": [{"op": "explain"}]}, fitted, frame, y)
    text = " ".join(m.text for m in told if isinstance(m, Say))
    chance = fitted.predict_proba(frame)[:, list(fitted.classes_).index("left")]
    event = "left" if "“left”" in text or '"left"' in text else "stayed"
    chance = chance if event == "left" else 1 - chance
    named = fitted.predict(frame) == event
    assert f"{100 * chance[named].mean():.0f} in 100 on average, for the others" in text
    assert f"the others {100 * chance[~named].mean():.0f} in 100" in text
    assert "months" in text
    assert "no column sets them apart" not in text


@pytest.mark.usefixtures("few_draws")
def test_small_moves_of_a_number_are_no_chances(table):
    frame, _ = table
    y = frame["months"] / 100
    model = _encoded(LinearRegression()).fit(frame.fillna(0), y)
    found = explain.drivers(model, frame.fillna(0))
    assert found[0]["size"] < 1
    assert "in 100" not in drivers_picture(found, "plain").title
    assert drivers_picture(found, "plain").data["values"][0] < 1
    look = looks_model.drivers({"drivers": found})
    assert look.summary is not None
    assert look.summary.data["format"] == ""
    assert "own unit" in look.summary.title
