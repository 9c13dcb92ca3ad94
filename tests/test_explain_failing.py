"""A model that raises on some rows, and tables of odd sizes: a sentence, never a trace."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from dialogs.message import Say
from explain import answer, cautions, drivers
from explain.drifting import drifted


class Fussy(LogisticRegression):
    """Raises where ``a`` is above 2.5, as models of others do."""

    def predict_proba(self, X):
        self._look(X)
        return super().predict_proba(X)

    def predict(self, X):
        self._look(X)
        return super().predict(X)

    def _look(self, X):
        if (X["a"] > 2.5).any():
            raise ValueError("a is too large\nand more")


@pytest.fixture(scope="module")
def fussy():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(300, 3)), columns=list("abc"))
    frame["a"] = frame["a"].clip(upper=2.0)
    frame.loc[[7, 90], "a"] = 3.0
    y = np.where(frame["b"] + rng.normal(0, 0.5, 300) > 0, "yes", "no")
    return Fussy().fit(frame, y), frame, y


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize(
    "op", ["explain", "importance", "score", "mistakes", "predict"]
)
def test_a_model_that_raises_on_some_rows_is_told_and_the_rest_answered(op, fussy):
    model, frame, y = fussy
    told = answer({"rows": None, "do": [{"op": op}]}, model, frame, y)
    first = told[0].text
    assert "2 rows of 300" in first
    assert "row 8" in first
    assert "a is too large" in first
    assert "and more" not in first
    assert len([m for m in told if isinstance(m, Say)]) > 1


def test_a_row_that_fails_is_not_swapped_for_another(fussy):
    model, frame, y = fussy
    query = {"rows": {"column": "row", "is": 8}, "do": [{"op": "explain"}]}
    told = answer(query, model, frame, y)
    assert len(told) == 1
    assert "could not answer" in told[0].text


def test_what_if_into_the_failing_range_is_a_sentence(fussy):
    model, frame, y = fussy
    frame = frame[frame["a"] < 2.5]
    step = {"op": "change", "column": "a", "set": 9}
    query = {"rows": {"column": "row", "is": 2}, "do": [step]}
    text = answer(query, model, frame, y[frame.index])[0].text
    assert "could not answer" in text


def test_drivers_and_cautions_survive_a_model_that_raises(fussy):
    model, frame, y = fussy
    assert drivers(model, frame, deadline_seconds=1, y=y)[0]["column"] == "b"
    found = cautions(model, frame, y, frame, y)
    assert found[0]["kind"] == "model_failed"
    assert "2 rows of 300" in found[0]["text"]


def test_a_random_split_of_a_sorted_table_is_no_drift():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "sold": np.sort(rng.gamma(2, 50, 30_000)),
            "kind": rng.choice(list("abc"), 30_000),
        }
    )
    test = rng.random(len(frame)) < 0.2
    assert drifted(frame[~test], frame[test], ["sold", "kind"]) == []
    later = frame[test].assign(sold=lambda f: f["sold"] * 1.5)
    assert [c for c, _ in drifted(frame[~test], later, ["sold", "kind"])] == ["sold"]
