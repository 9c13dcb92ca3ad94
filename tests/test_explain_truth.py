"""Known truth, told as it is: shapes, columns that rank as one, and their words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.tree import DecisionTreeClassifier

from dialogs.message import Say
from explain import answer, cautions, drivers, tell_result
from explain.related import alike
from explain.shapes import shape_of

RNG = np.random.default_rng(0)
X = RNG.uniform(0, 80, 240)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("rises", 0.01 * X),
        ("falls", -0.01 * X),
        ("valley", 0.001 * (X - 40) ** 2),
        ("hump", -0.001 * (X - 40) ** 2),
        ("step_up", 1.0 * (X >= 33)),
        ("step_up", 1.0 * (X >= 37)),
        ("step_down", -1.0 * (X >= 24)),
        ("rises_then_flat", 0.01 * np.minimum(X, 30)),
        ("flat_then_falls", -0.01 * np.maximum(X, 50)),
        ("none", np.sin(X)),
    ],
)
def test_a_shape_is_named_as_it_is(kind, parts):
    noise = RNG.normal(0, 0.05 * parts.std(), len(X))
    assert shape_of(pd.Series(X), parts + noise).kind == kind


@pytest.mark.parametrize("cut", [22, 33, 37, 48, 55])
def test_a_step_is_placed_near_where_it_is(cut):
    found = shape_of(pd.Series(X), 1.0 * (cut <= X))
    assert found.kind == "step_up"
    assert abs(found.turn - cut) <= 6


@pytest.fixture(scope="module")
def paired():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        rng.normal(size=(400, 3)), columns=["metres", "other", "noise"]
    )
    frame["feet"] = 3.3 * frame["metres"] + rng.normal(0, 0.2, 400)
    y = frame["metres"] + frame["feet"] / 3.3 + 0.9 * frame["other"]
    y += rng.normal(0, 0.3, 400)
    return LinearRegression().fit(frame, y), frame, y


def test_two_columns_that_tell_the_same_are_both_named_and_rank_as_one(paired):
    model, frame, y = paired
    found = drivers(model, frame, y=y, deadline_seconds=2.0)
    assert {d["column"] for d in found} == {"metres", "feet", "other"}
    tier = {d["column"]: d["tier"] for d in found}
    assert tier["metres"] == tier["feet"] == 1
    assert tier["other"] == 2
    assert found[0]["shared"]
    assert "tells nearly the same as" in found[0]["text"]


def test_one_rows_reasons_take_them_as_one_and_say_so(paired):
    model, frame, y = paired
    result = {"drivers": drivers(model, frame, y=y, deadline_seconds=2.0)}
    query = {"rows": {"column": "row", "is": 3}, "do": [{"op": "explain"}]}
    text = answer(query, model, frame, y, result=result)[0].text
    assert "feet + metres" in text
    assert "count them as one" in text
    told = tell_result(model, result, None, None, {})
    assert any("as one" in m.text for m in told if isinstance(m, Say))


def test_groups_are_linked_by_close_pairs():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=200), "d": rng.normal(size=200)})
    frame["b"] = frame["a"] + 0.2 * rng.normal(size=200)
    frame["c"] = frame["b"] + 0.2 * rng.normal(size=200)
    frame["k"] = np.where(frame["d"] > 0, "x", "y")
    frame["l"] = np.where(frame["d"] > 0, "p", "q")
    assert sorted(map(sorted, alike(frame, list(frame)))) == [
        ["a", "b", "c"],
        ["d", "k", "l"],
    ]


@pytest.mark.parametrize("columns", [["age"], ["age", "noise"]])
def test_that_all_rests_on_one_column_is_news_only_where_there_are_others(columns):
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"age": rng.normal(size=200), "noise": rng.normal(size=200)})
    y = np.where(rows["age"] > 0, "yes", "no")
    model = DecisionTreeClassifier(max_depth=1).fit(rows[columns], y)
    found = [{"column": "age", "size": 0.5, "share": 1.0, "tier": 1, "text": "x"}]
    told = [
        w["text"] for w in cautions(model, rows[columns], y, rows[columns], y,
                                            result={"drivers": found})
        if w["kind"] == "dominant"
    ]  # fmt: skip
    assert len(told) == len(columns) - 1
    assert not any("100 in 100" in t for t in told)
    why = {"rows": {"column": "row", "is": 1}, "do": [{"op": "explain"}]}
    text = answer(why, model, rows[columns])[0].text
    assert "of what sets it apart" not in text  # the other carries nothing at all
