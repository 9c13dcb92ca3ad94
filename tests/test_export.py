"""The exported script runs alone, and answers nearly as the model does."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from modelling import boats, fitted, scored

from assistant.delivery.export import python_code
from assistant.metrics import Calibrator, Rule


def test_blend_is_rebuilt_with_its_weights_calibration_and_rule(tmp_path: Path) -> None:
    model, table = fitted(
        "binary",
        ("linear", "lightgbm"),
        calibrator=Calibrator("sigmoid", {"a": 1.2, "b": -0.1}),
    )
    code = python_code(model)
    assert "(0.5, part_1), (0.5, part_2)" in code
    assert f"n_estimators={model.estimator.models[1].rounds_}" in code
    found = scored(code, tmp_path, boats(), boats())
    own = model.predict_proba(table.frame)
    assert np.abs(found["probability_yes"] - own[:, 1]).mean() < 0.06
    # The rule is the model's: act from one in six on.
    acted = found["decision"] == "act"
    assert (acted == (found["probability_yes"] > 1 / 6)).all()


def test_numbers_are_answered_alike(tmp_path: Path) -> None:
    model, table = fitted("regression", ("spline",))
    found = scored(python_code(model), tmp_path, boats(), boats())
    gap = np.abs(found["prediction"] - model.predict(table.frame)).mean()
    assert gap < 0.1 * table.frame["price"].std()


def test_numbers_written_otherwise_are_read(tmp_path: Path) -> None:
    frame = pd.read_csv(pd.io.common.StringIO(boats()), dtype=str)
    frame["length"] = frame["length"].str.replace(".", ",") + " m"
    text = frame.to_csv(index=False, sep=";")
    model, table = fitted("multiclass", ("hist_boosting",), text)
    found = scored(python_code(model), tmp_path, text, text)
    assert (found["prediction"] == model.predict(table.frame)).mean() > 0.9


@pytest.mark.parametrize(
    "rule",
    [
        Rule("cut", 0.4),
        Rule("top_share", share=0.2),
        Rule("top_share", share=0.2, alone=0.6),
        Rule("bayes", share=0.1, success={"miss_cost": "price", "review_cost": 2.0}),
        Rule("bayes", lean=3.0, success={"miss_cost": 4.0, "false_alarm_cost": 5.0}),
        Rule("bayes", share=0.1, alone=0.5, success={"miss_cost": 4.0}),
        Rule(
            "bayes",
            success={"miss_cost": "length", "false_alarm_cost": 8.0},
            fill={"length": 9.5},
        ),
    ],
    ids=["cut", "top_share", "alone", "capped", "lean", "capped_alone", "gaps"],
)
def test_every_rule_is_written(rule: Rule) -> None:
    model, table = fitted("binary", rule=rule)
    scope: dict[str, object] = {"__name__": "exported"}
    exec(compile(python_code(model), "pipeline", "exec"), scope)
    p = model.predict_proba(table.frame)
    for rows in (slice(None), slice(0, 1), slice(4, 5)):
        said = scope["decide"](p[rows], table.text[rows])  # type: ignore[operator]
        assert list(said) == list(model.decide(table.frame[rows]))


@pytest.mark.parametrize("algorithm", ["naive_bayes", "tree", "svm", "neural"])
def test_settings_are_those_of_the_model(algorithm: str) -> None:
    model, _ = fitted("binary", (algorithm,))
    code = python_code(model)
    kind = type(model.estimator.learner_).__name__
    calls = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call)]
    assert kind in {getattr(c.func, "id", "") for c in calls}
    assert "assistant" not in code
    assert "dialogs" not in code


def test_many_values_directions_and_texts_are_kept(tmp_path: Path) -> None:
    frame = pd.read_csv(pd.io.common.StringIO(boats()))
    rng = np.random.default_rng(1)
    frame["engine"] = [f"type {i}" for i in rng.integers(0, 60, len(frame))]
    text = frame.to_csv(index=False)
    model, table = fitted("binary", ("lightgbm",), text)
    model.estimator.set_params(monotonic={"length": 1})
    model.estimator.fit(table.frame, (table.frame["leaks"] == "yes").to_numpy(int))
    code = python_code(model)
    assert "TargetEncoder" in code
    assert "DIRECTIONS = {'length': 1}" in code
    found = scored(code, tmp_path, text, text)
    assert found["probability_yes"].between(0, 1).all()
