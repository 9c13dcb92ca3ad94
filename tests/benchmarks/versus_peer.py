"""Run one tool on one split, in the tool's own environment; print one line of JSON.

Called by ``versus.py``. Needs pandas and the tool alone, nothing of this project but
for the tool called tandem.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pandas as pd


def tandem(X, y, task, seconds, seed):
    # Loading and starting count, as they do for every tool.
    deadline = time.monotonic() + seconds
    from assistant.pools import warm

    warm()
    from assistant.machine import look
    from assistant.plan import TableShape, make_plan
    from assistant.search import SearchData, search
    from assistant.table.profile import profile
    from dialogs.constraints import Constraints, Limits, Split, Success

    objective = "root_mean_squared_error" if task == "regression" else "log_loss"
    in_time = X.attrs.get("time", "")
    constraints = Constraints(
        task,
        "target",
        Success(objective),
        event="1" if task == "binary" else None,
        limits=Limits(seconds=seconds),
        split=Split("time", in_time) if in_time else Split(),
        seed=seed,
    )
    classes = 0 if task == "regression" else len(np.unique(y))
    cells = X.astype(object).where(X.notna(), "").astype(str)
    shape = TableShape(len(X), profile(X, cells), classes)
    times = np.arange(len(X)) if in_time else None
    plan = make_plan(constraints, shape, look())
    data = SearchData(X, y, times=times)
    found = search(plan, data, lambda _: None, lambda: False, deadline=deadline)
    return found.winner.estimator


def _behind_skrub(learner):
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer
    from skrub import TableVectorizer

    # Without names: LightGBM refuses those with JSON's characters.
    return make_pipeline(TableVectorizer(), FunctionTransformer(np.asarray), learner)


def hist_boosting(X, y, task, seconds, seed):
    from sklearn.ensemble import (
        HistGradientBoostingClassifier,
        HistGradientBoostingRegressor,
    )

    number = task == "regression"
    kind = HistGradientBoostingRegressor if number else HistGradientBoostingClassifier
    return _behind_skrub(kind(random_state=seed)).fit(X, y)


def lightgbm(X, y, task, seconds, seed):
    from lightgbm import LGBMClassifier, LGBMRegressor

    kind = LGBMRegressor if task == "regression" else LGBMClassifier
    learner = kind(random_state=seed, verbosity=-1, n_jobs=2)
    return _behind_skrub(learner).fit(X, y)


def flaml(X, y, task, seconds, seed):
    from flaml import AutoML

    model = AutoML()
    kind = "regression" if task == "regression" else "classification"
    metric = "rmse" if task == "regression" else "log_loss"
    model.fit(X, y, task=kind, metric=metric, time_budget=seconds, seed=seed,
              n_jobs=2, verbose=0)  # fmt: skip
    return model


def _mljar(mode):
    def run(X, y, task, seconds, seed):
        from supervised.automl import AutoML

        return AutoML(mode=mode, total_time_limit=int(seconds), random_state=seed,
                      n_jobs=2, verbose=0).fit(X, y)  # fmt: skip

    return run


def _autogluon(preset):
    def run(X, y, task, seconds, seed):
        from autogluon.tabular import TabularPredictor

        kind = {"binary": "binary", "multiclass": "multiclass"}.get(task, "regression")
        metric = "root_mean_squared_error" if task == "regression" else "log_loss"
        return TabularPredictor("target", kind, metric, verbosity=0).fit(
            X.assign(target=y), time_limit=seconds, presets=preset, num_cpus=2
        )

    return run


class _H2O:
    def __init__(self, leader):
        self.leader = leader

    def _frame(self, X):
        return self.leader.predict(_h2o_frame(X)).as_data_frame()

    def predict(self, X):
        return self._frame(X)["predict"].to_numpy()

    def predict_proba(self, X):
        return self._frame(X).iloc[:, 1:].to_numpy()


def _h2o_frame(X):
    import h2o

    # Of a few rows it would guess other kinds than of the ones it learned from.
    kinds = {"O": "enum", "M": "time"}
    return h2o.H2OFrame(
        X, column_types={c: kinds.get(X[c].dtype.kind, "numeric") for c in X.columns}
    )


def h2o(X, y, task, seconds, seed):
    import h2o
    from h2o.automl import H2OAutoML

    h2o.init(nthreads=2, verbose=False)
    frame = _h2o_frame(X.assign(target=y))
    if task != "regression":
        frame["target"] = frame["target"].asfactor()
    tool = H2OAutoML(max_runtime_secs=int(seconds), seed=seed)
    tool.train(y="target", training_frame=frame)
    return _H2O(tool.leader)


TOOLS = {
    "tandem": tandem,
    "hist_boosting": hist_boosting,
    "lightgbm": lightgbm,
    "flaml": flaml,
    "mljar_explain": _mljar("Explain"),
    "mljar_perform": _mljar("Perform"),
    "autogluon_medium": _autogluon("medium_quality"),
    "autogluon_good": _autogluon("good_quality"),
    "h2o": h2o,
}


def score(y, answer, task):
    if task == "regression":
        return {"rmse": float(np.sqrt(np.mean((y - np.ravel(answer)) ** 2)))}
    p = np.clip(np.asarray(answer, dtype=float), 1e-6, 1)
    p /= p.sum(axis=1, keepdims=True)
    found = {"log_loss": float(-np.log(p[np.arange(len(y)), y]).mean())}
    if task == "binary":
        order = pd.Series(p[:, 1]).rank()
        events = y == 1
        wins = order[events].sum() - events.sum() * (events.sum() + 1) / 2
        found["auc"] = float(wins / (events.sum() * (~events).sum()))
    return found


def main():
    tool, train_file, test_file, task, seconds, seed = sys.argv[1:7]
    answers = sys.argv[7] if len(sys.argv) > 7 else ""
    train, test = pd.read_pickle(train_file), pd.read_pickle(test_file)
    for frame in (train, test):
        if "time" in frame.attrs:
            name = frame.attrs["time"]
            frame[name] = pd.to_datetime(frame[name])
    y, y_test = (f.pop("target").to_numpy() for f in (train, test))
    started = time.monotonic()
    model = TOOLS[tool](train, y, task, float(seconds), int(seed))
    taken = time.monotonic() - started
    ask = model.predict if task == "regression" else model.predict_proba
    answer = ask(test)
    if answers:
        np.save(answers, np.asarray(answer, dtype=float))
    calls = []
    for i in range(10):
        begun = time.perf_counter()
        ask(test.iloc[[i]])
        calls.append(time.perf_counter() - begun)
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    usage += resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(
        json.dumps(
            {
                **score(y_test, np.asarray(answer), task),
                "seconds": taken,
                "peak_mb": usage / 1024,
                "latency_ms": float(np.quantile(calls[1:], 0.95) * 1000),
            }
        )
    )


if __name__ == "__main__":
    main()
