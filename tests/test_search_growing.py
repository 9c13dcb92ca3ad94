"""Boosters that grow to their limit keep all their trees when fitted again."""

from __future__ import annotations

import time

import numpy as np
import pytest

from assistant.search.families.boosting import grow
from assistant.search.families.deadline import Deadline, watched

lightgbm = pytest.importorskip("lightgbm")


@pytest.mark.parametrize(("limit", "learning_rate"), [(12, 0.01), (400, 0.5)])
def test_the_number_of_trees_is_what_was_worth_keeping(
    limit: int, learning_rate: float
) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 3))
    y = X[:, 0] * 3 + rng.normal(size=400)
    learner = lightgbm.LGBMRegressor(
        n_estimators=limit, learning_rate=learning_rate, n_jobs=1, verbose=-1
    )
    kept = grow(learner, (X[:300], y[:300], None), (X[300:], y[300:], None), [])
    if limit == 12:  # still improving when it had to end
        assert kept == limit
    else:
        assert 1 <= kept < limit


@pytest.mark.parametrize("seconds", [None, 0.0])
def test_curves_are_learned_in_this_process_and_stop_at_a_deadline(
    seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    glassbox = pytest.importorskip("interpret.glassbox")

    def start(*_: object) -> None:
        raise AssertionError("a process of its own would outlive a killed trial")

    monkeypatch.setattr("multiprocessing.managers.BaseManager.start", start)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 3))
    y = (X[:, 0] * X[:, 1] > 0).astype(int)
    learner = glassbox.ExplainableBoostingClassifier(
        outer_bags=1, interactions=1, max_rounds=60, n_jobs=1
    )
    deadline = Deadline(None if seconds is None else time.monotonic() + seconds)
    with watched(learner, deadline):
        learner.fit(X, y)
    assert deadline.met == (seconds is not None)
    assert learner.callback is None
    # Where time is over before the first curve, no pairs are looked for either.
    assert (len(learner.term_features_) > 3) == (seconds is None)
