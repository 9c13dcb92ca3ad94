"""A model follows scikit-learn on frames in original columns, and survives its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from modelling import fitted
from skops import io as skops_io

from assistant import load_model
from assistant.errors import ModelUnreadable
from assistant.metrics import Calibrator, Rule
from assistant.model import residual_quantiles
from assistant.model_file import save_model

LEARNERS = (
    "linear", "spline", "lightgbm", "hist_boosting", "catboost", "random_forest",
    "ebm", "tree", "neighbours", "svm", "neural", "naive_bayes", "constant",
)  # fmt: skip


@pytest.mark.parametrize("algorithm", LEARNERS)
def test_every_learner_survives_its_file(algorithm: str, tmp_path: Path) -> None:
    model, table = fitted("binary", (algorithm,))
    loaded = load_model(save_model(model, tmp_path / "model.skops"))
    assert np.array_equal(
        loaded.predict_proba(table.frame), model.predict_proba(table.frame)
    )


def test_papers_survive_the_file(tmp_path: Path) -> None:
    model, table = fitted(
        "binary",
        ("linear", "tree"),
        calibrator=Calibrator("isotonic", {"x": [0.0, 0.4, 1.0], "y": [0.1, 0.3, 0.8]}),
        rule=Rule("bayes", share=0.2, success={"miss_cost": "price"}, why="by price"),
    )
    loaded = load_model(save_model(model, tmp_path / "model.skops"))
    assert loaded.rule == model.rule
    assert loaded.calibrator == model.calibrator
    assert loaded.schema == model.schema
    assert loaded.metadata == model.metadata
    assert (loaded.classes, loaded.event) == (("no", "yes"), "yes")
    pd.testing.assert_frame_equal(loaded.background, model.background)
    assert loaded.decide(table.frame).tolist() == model.decide(table.frame).tolist()
    assert [p.name for p in tmp_path.iterdir()] == ["model.skops"]


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_other_tasks_survive_the_file(task: str, tmp_path: Path) -> None:
    model, table = fitted(task)
    loaded = load_model(save_model(model, tmp_path / "model.skops"))
    assert np.array_equal(loaded.predict(table.frame), model.predict(table.frame))
    assert np.array_equal(loaded.decide(table.frame), model.decide(table.frame))


class Foreign:
    """A type that no model needs."""

    def __init__(self) -> None:
        self.value = 1


def test_foreign_types_are_refused_and_named(tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    skops_io.dump({"format": "tandem-model-1", "estimator": Foreign()}, path)
    with pytest.raises(ModelUnreadable) as told:
        load_model(path)
    assert "Foreign" in told.value.text
    assert "safe" in told.value.title


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"a,b\n1,2\n"])
def test_what_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    path.write_bytes(content)
    with pytest.raises(ModelUnreadable) as told:
        load_model(path)
    assert "not a model" in told.value.title


def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.skops"
    skops_io.dump({"weights": [1, 2]}, path)
    with pytest.raises(ModelUnreadable) as told:
        load_model(path)
    assert "Tandem" in told.value.text


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnreadable) as told:
        load_model(tmp_path / "nowhere.skops")
    assert "nowhere.skops" in told.value.text


def test_follows_scikit_learn() -> None:
    model, table = fitted("binary")
    proba = model.predict_proba(table.frame)
    assert proba.shape == (240, 2)
    assert proba.sum(axis=1) == pytest.approx(1)
    assert model.classes_.tolist() == ["no", "yes"]
    likeliest = model.classes_[proba.argmax(axis=1)]
    assert model.predict(table.frame).tolist() == likeliest.tolist()
    assert model.feature_names_in_.tolist() == ["length", "engine", "built", "hull"]


def test_order_and_surplus_of_columns_change_nothing() -> None:
    model, table = fitted("binary")
    turned = table.frame[table.frame.columns[::-1]].assign(other=1)
    assert np.array_equal(model.predict_proba(turned), model.predict_proba(table.frame))


def test_missing_column_is_named() -> None:
    model, table = fitted("binary")
    with pytest.raises(KeyError, match="hull"):
        model.predict(table.frame.drop(columns="hull"))


def test_fitting_again_learns_from_the_new_rows() -> None:
    model, table = fitted("binary")
    before = model.predict_proba(table.frame)[:, 1]
    flipped = np.where(table.frame["leaks"] == "yes", "no", "yes")
    assert model.fit(table.frame, flipped) is model
    after = model.predict_proba(table.frame)[:, 1]
    assert np.corrcoef(before, after)[0, 1] < -0.9


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_fitting_again_on_the_same_rows_is_the_same_model(task: str) -> None:
    model, table = fitted(task)
    before = model.predict(table.frame)
    target = table.frame[model.target]
    assert np.array_equal(model.fit(table.frame, target).predict(table.frame), before)


def test_calibration_comes_before_the_decision() -> None:
    low = Calibrator("sigmoid", {"a": 1.0, "b": -8.0})
    model, table = fitted("binary", calibrator=low)
    assert set(model.decide(table.frame)) == {"pass"}
    assert model.score_of(table.frame).max() < 1 / 6


def test_ranges_hold_what_they_promise() -> None:
    model, table = fitted("regression")
    truth = table.frame["price"]
    for coverage in (0.5, 0.9):
        low, high = model.predict_interval(table.frame, coverage)
        inside = ((low <= truth) & (truth <= high)).mean()
        assert inside == pytest.approx(coverage, abs=0.02)


def test_what_a_task_does_not_have_is_an_attribute_error() -> None:
    numbers, table = fitted("regression")
    assert not hasattr(numbers, "classes_")
    with pytest.raises(AttributeError):
        numbers.predict_proba(table.frame)
    labels, _ = fitted("binary")
    with pytest.raises(AttributeError):
        labels.predict_interval(table.frame)


def test_residuals_ignore_rows_that_no_fold_checked() -> None:
    y, oof = np.array([1.0, 2.0, 3.0]), np.array([0.0, np.nan, 5.0])
    found = residual_quantiles(y, oof)
    assert (found[0], found[-1]) == (-2.0, 1.0)
    assert residual_quantiles(y, np.full(3, np.nan)) == ()
