"""How right a model is, is told of rows it never learned from, where that is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from modelling import boats
from sklearn.tree import DecisionTreeClassifier

from assistant.heldback import held_back, packed
from assistant.table import read_table
from explain import answer


@pytest.fixture(scope="module")
def learned_by_heart():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(400, 2)), columns=list("ab"))
    y = np.where(rng.random(400) < 0.5, "yes", "no")
    held = rng.random(400) < 0.25
    model = DecisionTreeClassifier(random_state=0).fit(frame[~held], y[~held])
    return model, frame, y, held


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize("tree", [None, {"column": "a", "above": 0}])
@pytest.mark.parametrize("op", ["mistakes", "score"])
def test_rows_it_knows_by_heart_do_not_flatter_it(op, tree, learned_by_heart):
    model, frame, y, held = learned_by_heart
    asked = held if tree is None else held & (frame["a"] > 0).to_numpy()
    right = float((model.predict(frame[asked]) == y[asked]).mean())
    told = answer({"rows": tree, "do": [{"op": op}]}, model, frame, y, held=held)
    text = told[0].text
    assert f"{asked.sum()} rows I had not learned from" in text
    assert "too kind" not in text
    shown = 1 - right if op == "mistakes" else right
    assert f"{100 * shown:.0f} in 100" in text


def test_where_it_is_not_known_the_figure_is_called_too_kind(learned_by_heart):
    model, frame, y, _ = learned_by_heart
    told = answer({"rows": None, "do": [{"op": "mistakes"}]}, model, frame, y)
    assert "too kind" in told[0].text


def test_a_group_of_learned_rows_only_is_called_too_kind(learned_by_heart):
    model, frame, y, held = learned_by_heart
    number = int(np.flatnonzero(~held)[0]) + 1
    query = {"rows": {"column": "row", "is": number}, "do": [{"op": "score"}]}
    assert "too kind" in answer(query, model, frame, y, held=held)[0].text


def test_the_positions_mean_something_only_for_the_models_own_table(tmp_path):
    path, other = tmp_path / "boats.csv", tmp_path / "other.csv"
    path.write_text(boats())
    other.write_text(boats(seed=1))
    table = read_table(str(path))
    held = np.arange(len(table.frame)) % 4 == 0
    papers = {"held_back": packed(held), "table": {"digest": table.facts.digest}}
    found = held_back(papers, table)
    assert found is not None
    assert (found == held).all()
    assert held_back(papers, read_table(str(other))) is None
    assert held_back({}, table) is None
