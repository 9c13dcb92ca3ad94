"""Reasons are faithful to the deployed model, for any kind of fitted pipeline."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import kinds
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

import explain
from explain.attributions import attribute
from explain.backgrounds import stratified
from explain.outputs import output_of


@pytest.fixture(scope="module")
def frame():
    return kinds.table(400)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            kind,
            marks=pytest.mark.skipif(
                importlib.util.find_spec(kinds.NEEDS.get(kind, "sklearn")) is None,
                reason="not installed",
            ),
        )
        for kind in kinds.KINDS
    ],
)
def found(request, frame):
    model, rows, columns = kinds.fit(request.param, frame)
    few = rows.iloc[:16]
    return model, few, columns, attribute(model, few, frame=rows, size=40)


def test_parts_add_up_to_the_deployed_answer(found):
    model, rows, _, made = found
    sums = made.bases + made.values.sum(axis=1)
    assert np.abs(sums - kinds.deployed(model, rows, made)).max() <= 1e-6
    assert made.ok
    assert {"additivity", "unused", "deletion"} <= set(made.checks)
    assert np.abs(made.values).max() > 1e-3


def test_a_column_that_is_not_read_gets_exactly_nothing(found):
    made = found[3]
    assert (made.of(kinds.UNUSED) == 0).all()


def test_values_agree_with_exact_shapley(found):
    model, _, columns, made = found
    part = slice(None, 5 if len(columns) < 5 else 3)
    fewer = replace(made, rows=made.rows[part], told=made.told[part])
    true = kinds.exact(output_of(model), fewer, columns)
    ours = np.column_stack([made.of(c)[part] for c in columns])
    assert np.corrcoef(true.ravel(), ours.ravel())[0, 1] >= 0.99


def test_taking_the_named_columns_moves_more_than_taking_others(found):
    model, _, columns, made = found
    named, others = kinds.moved(output_of(model), made, columns, 1, seed=3)
    assert named > 1.2 * others


def test_the_public_form_has_errors_checks_and_the_rows_as_they_are(frame):
    model, rows, _ = kinds.fit("native categories", frame)
    made = explain.explain(model, rows, rows=[1, 2, 5])
    assert made.errors.shape == made.values.shape == (3, rows.shape[1])
    assert list(made.feature_names) == list(rows)
    assert list(made.data[0]) == list(rows.iloc[1])
    assert all(check["ok"] for check in made.checks.values())
    sums = made.base_values + made.values.sum(axis=1)
    assert np.abs(sums - model.predict_proba(rows.iloc[[1, 2, 5]])[:, 1]).max() <= 1e-6


def test_money_like_columns_that_mislead_the_tree_explainer():
    # Thresholds equal to the data's own values, kept as floats (shap issue 5116).
    rng = np.random.default_rng(0)
    rows = pd.DataFrame(rng.gamma(2, 50, (400, 4)).round(2), columns=list("abcd"))
    y = (rows["a"] + rows["b"] > rows["c"] + rng.normal(0, 30, 400)).astype(int)
    model = HistGradientBoostingClassifier(max_iter=30).fit(rows, y)
    made = attribute(model, rows.iloc[:8], frame=rows, size=40)
    true = kinds.exact(output_of(model), made, list("abcd"))
    assert np.corrcoef(true.ravel(), made.values.ravel())[0, 1] >= 0.99


@pytest.mark.parametrize(("rows", "size"), [(60, 50), (120, 100), (199, 100), (77, 50)])
def test_the_typical_answer_is_the_tables_own(rows, size):
    answers = np.random.default_rng(rows).beta(0.5, 2, rows)
    chosen = stratified(answers, size, seed=0)
    assert len(set(chosen)) == size
    assert abs(answers[chosen].mean() - answers.mean()) < 0.004
