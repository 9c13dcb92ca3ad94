"""Boosters that grow to their limit keep all their trees when fitted again."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.search.families.boosting import grow

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
