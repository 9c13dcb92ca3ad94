"""Boosted trees of three libraries, grown until held-back rows stop improving."""

from __future__ import annotations

import warnings
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)

from .deadline import NEVER, Deadline
from .spec import Params, Spec, register

Part = tuple[NDArray[Any], NDArray[Any], NDArray[Any] | None]
"""Features, answers, and weights where there are any."""

MOST_STEPS = 75
"""Trees times learning rate: what has not converged by then is too slow to use."""

LIGHTGBM_LOSS = {
    "squared": "regression",
    "absolute": "regression_l1",
    "relative": "regression_l1",
    "pinball": "quantile",
    "poisson": "poisson",
}
HIST_LOSS = {
    "squared": "squared_error",
    "absolute": "absolute_error",
    "relative": "absolute_error",
    "pinball": "quantile",
    "poisson": "poisson",
}


@register("lightgbm")
def lightgbm_learner(params: Params, spec: Spec) -> Any:
    """Return LightGBM on one thread, the same on every run."""
    settings: dict[str, Any] = {
        "n_estimators": spec.rounds or _most_rounds(params),
        "random_state": spec.seed,
        "n_jobs": 1,
        "verbosity": -1,
        "deterministic": True,
        "force_col_wise": True,
        # On few rows the default of 20 a leaf allows hardly a cut.
        "min_child_samples": max(3, min(20, spec.rows // 40)),
        **params,
    }
    if "bagging_fraction" in params:
        settings["bagging_freq"] = 1
    if spec.held:
        settings["monotone_constraints"] = list(spec.held)
        settings["monotone_constraints_method"] = "intermediate"
    if spec.classifies:
        return lightgbm.LGBMClassifier(**settings)
    if spec.loss == "pinball":
        settings["alpha"] = spec.quantile
    return lightgbm.LGBMRegressor(objective=LIGHTGBM_LOSS[spec.loss], **settings)


@register("hist_boosting")
def hist_boosting(params: Params, spec: Spec) -> Any:
    """Return scikit-learn's histogram boosting; it holds back its own rows."""
    settings: dict[str, Any] = {
        "max_iter": spec.rounds or 600,
        "early_stopping": spec.rounds is None,
        "n_iter_no_change": 20,
        "random_state": spec.seed,
        "monotonic_cst": list(spec.held) if spec.held else None,
        **params,
    }
    if spec.classifies:
        return HistGradientBoostingClassifier(**settings)
    if spec.loss == "pinball":
        settings["quantile"] = spec.quantile
    return HistGradientBoostingRegressor(loss=HIST_LOSS[spec.loss], **settings)


def _most_rounds(params: Params) -> int:
    return min(4000, round(MOST_STEPS / float(params.get("learning_rate", 0.1))))


def _catboost_loss(spec: Spec) -> str:
    if spec.classifies:
        return "Logloss" if spec.classes == 2 else "MultiClass"
    return {
        "squared": "RMSE",
        "absolute": "MAE",
        "relative": "MAE",
        "pinball": f"Quantile:alpha={spec.quantile}",
        "poisson": "Poisson",
    }[spec.loss]


@register("catboost")
def catboost_learner(params: Params, spec: Spec) -> Any:
    """Return CatBoost on one thread, silent and without files of its own."""
    from catboost import (
        CatBoostClassifier,
        CatBoostRegressor,
    )

    settings: dict[str, Any] = {
        "iterations": spec.rounds or 1000,
        "random_seed": spec.seed,
        "thread_count": 1,
        "verbose": False,
        "allow_writing_files": False,
        "loss_function": _catboost_loss(spec),
        **params,
    }
    if spec.held:
        settings["monotone_constraints"] = list(spec.held)
    if spec.classifies:
        return CatBoostClassifier(**settings)
    return CatBoostRegressor(**settings)


GROWING = ("lightgbm", "catboost")
"""Algorithms that `grow` stops on rows held back."""


class _Patience:
    """Stops LightGBM once it waited 10 rounds and 3 tenths of the best round."""

    order = 30
    before_iteration = False

    def __init__(self, deadline: Deadline) -> None:
        self.best = np.inf
        self.round = 0
        self.deadline = deadline

    def __call__(self, env: Any) -> None:
        score = env.evaluation_result_list[0][2]
        if score < self.best - 1e-7:
            self.best, self.round = score, env.iteration
        if (
            env.iteration - self.round > 10 + 0.3 * self.round
            or self.deadline.is_over()
        ):
            raise lightgbm.callback.EarlyStopException(
                self.round, env.evaluation_result_list
            )


class _Stop:
    """Stops CatBoost at a deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline

    def after_iteration(self, _: Any) -> bool:
        """Return whether to go on."""
        return not self.deadline.is_over()


def grow(
    learner: Any,
    rows: Part,
    held_back: Part,
    categorical: list[int],
    deadline: Deadline = NEVER,
) -> int:
    """Fit a booster until rows held back stop improving.

    Parameters
    ----------
    learner : estimator
        From `lightgbm_learner` or `catboost_learner`; fitted in place.
    rows, held_back : Part
        To learn from, and to stop by.
    categorical : list of int
        Features that hold codes.
    deadline : Deadline
        When to stop all the same; what has grown so far is kept.

    Returns
    -------
    int
        How many trees were worth keeping.
    """
    if isinstance(learner, lightgbm.LGBMModel):
        return _grow_lightgbm(learner, rows, held_back, categorical, deadline)
    return _grow_catboost(learner, rows, held_back, deadline)


def _grow_lightgbm(
    learner: Any, rows: Part, held_back: Part, categorical: list[int], until: Deadline
) -> int:
    (X, y, weight), (X_back, y_back, weight_back) = rows, held_back
    learner.fit(
        X,
        y,
        sample_weight=weight,
        eval_X=X_back,
        eval_y=y_back,
        eval_sample_weight=None if weight_back is None else [weight_back],
        categorical_feature=categorical or "auto",
        callbacks=[_Patience(until)],
    )
    # No best round is noted where growing ended at its limit: then all count.
    return int(learner.best_iteration_ or learner.booster_.current_iteration())


def _grow_catboost(learner: Any, rows: Part, held_back: Part, until: Deadline) -> int:
    from catboost import Pool

    (X, y, weight), (X_back, y_back, weight_back) = rows, held_back
    learner.fit(
        X,
        y,
        sample_weight=weight,
        eval_set=Pool(X_back, y_back, weight=weight_back),
        early_stopping_rounds=50,
        use_best_model=True,
        callbacks=None if until is NEVER else [_Stop(until)],
    )
    return max(1, int(learner.tree_count_))


def quiet_predict(learner: Any, X: NDArray[Any]) -> NDArray[Any]:
    """Return probabilities or answers, without warnings on names we never gave."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        answer = learner.predict_proba if hasattr(learner, "predict_proba") else learner.predict  # fmt: skip
        return np.asarray(answer(X))
