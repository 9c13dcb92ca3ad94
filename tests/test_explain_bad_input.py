"""Odd tables and models: every question gets a sentence, and none tells nonsense."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

from dialogs.message import Level, Picture, Say
from dialogs.picture import draw
from explain import answer, cautions, drivers, tell_result
from explain.report import html
from explain.too_few import few_told

RNG = np.random.default_rng(0)
HOSTILE = ["<img src=x onerror=1>", "\x1b]0;t\x07bell", "{x} **b**", "=cmd|' /C calc'!A0",
           "`c`\u202e rtl", "n\nl"]  # fmt: skip


def _fit(encoder, frame, y):
    texts = make_column_selector(dtype_exclude="number")
    made = make_column_transformer((encoder, texts), remainder="passthrough")
    return make_pipeline(made, LogisticRegression()).fit(frame, y)


def _plain():
    frame = pd.DataFrame(
        {
            "a": RNG.normal(size=200).round(2),
            "k": RNG.choice(["x", "y"], 200),
            "c": RNG.normal(size=200).round(2),
        }
    )
    y = np.where(frame["a"] + (frame["k"] == "x") > 0.5, "yes", "no")
    return _fit(OneHotEncoder(), frame, y), frame, y


def _wide():
    frame = pd.DataFrame(RNG.normal(size=(120, 500)))
    frame.columns = [f"c{i}" for i in range(500)]
    y = np.where(3 * frame["c3"] + 2 * frame["c7"] > 0, "yes", "no")
    model = make_pipeline(SelectKBest(k=2), LogisticRegression())
    return model.fit(frame, y), frame, y


def _many():
    frame = pd.DataFrame(
        {"who": [f"v{i}" for i in range(10_000)], "x": RNG.normal(size=10_000)}
    )
    y = np.where(frame["x"] > 0, "yes", "no")
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    return _fit(codes, frame, y), frame, y


def _hostile():
    frame = pd.DataFrame(
        {
            "a\x1b[31m<b>": RNG.normal(size=200).round(2),
            "k<script>alert(1)</script>": RNG.choice(HOSTILE, 200),
        }
    )
    yes = frame.iloc[:, 0] + 2 * (frame.iloc[:, 1] == "n\nl") > 0.3
    y = np.where(yes, "<b>yes</b>\x1b[2J", "no\n{x}")
    return _fit(OneHotEncoder(), frame, y), frame, y


def _first(rows):
    model, frame, y = _plain()
    return model, frame.iloc[:rows], y[:rows]


def _constant(kind):
    _, frame, y = _plain()
    if kind is DummyRegressor:
        return kind().fit(frame, frame["a"]), frame, frame["a"].to_numpy()
    return kind().fit(frame, y), frame, y


CASES = {
    "one row": lambda: _first(1),
    "five rows": lambda: _first(5),
    "always one answer": lambda: _constant(DummyClassifier),
    "always one number": lambda: _constant(DummyRegressor),
    "500 columns": _wide,
    "10,000 values": _many,
    "markup and control characters": _hostile,
}


def _asked(frame):
    first, last = frame.columns[0], frame.columns[-1]
    return [
        {"op": "predict"}, {"op": "probability"}, {"op": "explain"}, {"op": "score"},
        {"op": "counterfactual"}, {"op": "importance"}, {"op": "interaction"},
        {"op": "importance", "column": first}, {"op": "mistakes"}, {"op": "show"},
        {"op": "mistakes", "kind": "typical"}, {"op": "mistakes", "kind": "sample"},
        {"op": "change", "column": first, "set": 1}, {"op": "labels"},
        {"op": "statistic", "column": last, "of": "values"}, {"op": "columns"},
        {"op": "fairness", "column": last}, {"op": "model"},
        {"op": "compare", "rows": [{"column": "row", "is": 1},
                                   {"column": "row", "is": 2}]},
    ]  # fmt: skip


COSTLY = {
    "500 columns": {"explain", "columns"},
    "10,000 values": {"explain", "importance", "change", "statistic", "columns"},
}
"""What a size matters for; all else is asked of the other tables."""

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NONSENSE = re.compile(r"\d\.\d{9}|\bnan\b|\bNone\b|  | all 1 |: -\.")


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize("name", CASES)
def test_every_question_gets_a_sentence_that_a_screen_can_show(name):
    model, frame, y = CASES[name]()
    asked = [s for s in _asked(frame) if s["op"] in COSTLY.get(name, {s["op"]})]
    for row in ({"column": "row", "is": 1}, None)[: 1 if name == "500 columns" else 2]:
        for step in asked:
            begun = time.process_time()
            made = answer({"rows": row, "do": [step]}, model, frame, y)
            assert time.process_time() - begun < 10, (step, "too slow")
            told = "\n".join(m.text for m in made if isinstance(m, Say))
            assert len(told) > 5, step
            pictures = [m for m in made if isinstance(m, Picture)]
            shown = "\n".join([told, *("\n".join(draw(p, 80)) for p in pictures)])
            assert not CONTROL.search(shown), (step, shown)
            assert not NONSENSE.search(told), (step, told)
            assert "I leave out" not in told, (step, told)


@pytest.mark.parametrize("name", [c for c in CASES if c != "10,000 values"])
def test_result_and_report_hold_it(name):
    model, frame, y = CASES[name]()
    found = drivers(model, frame, y=y, deadline_seconds=0.4)
    warned = cautions(model, frame, y, frame, y, result={"drivers": found})
    result = {
        "status": "done", "drivers": found, "warnings": warned, "contract": [],
        "rows": {"train": len(frame), "test": len(frame)}, "brief": {},
        "objective": {}, "baselines": [], "trials": {"done": 1},
    }  # fmt: skip
    page = html(result, result)
    assert "<img" not in page
    assert "<script" not in page
    told = tell_result(model, result, frame, y, {})
    said = "\n".join(m.text for m in told if isinstance(m, Say))
    assert not CONTROL.search(said + page.replace("\t", " "))
    if name.startswith("always"):
        assert not found
        assert any(w["kind"] == "constant" for w in warned)
    if name == "500 columns":
        assert {d["column"] for d in found} <= {"c3", "c7"}
        assert found[0]["column"] == "c3"


def test_many_rare_outcomes_are_told_in_one_sentence() -> None:
    names = tuple(f"kind {i}" for i in range(60))
    output = SimpleNamespace(task="multiclass", classes=names, event="")
    seen = pd.Series([n for i, n in enumerate(names) for _ in range(40 if i else 400)])
    found = list(few_told(output, seen, seen[::4], Level.PLAIN))
    assert [w["kind"] for w in found] == ["few_events_of_many"]
    assert "59 of the 60" in found[0]["text"]
    few = list(few_told(SimpleNamespace(task="multiclass", classes=names[:3], event=""),
                    seen, seen[::4], Level.PLAIN))  # fmt: skip
    assert [w["kind"] for w in few] == ["few_events", "few_events"]
