"""A search keeps the clock, survives its trials, and recommends honestly."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest

from assistant import pools
from assistant.errors import NoUsableModel
from assistant.plan import Candidate, Machine, Plan, TableShape, make_plan
from assistant.search import (
    SearchData,
    TrialRecord,
    allowance,
    finishing,
    search,
    warm,
)
from assistant.search.archive import Archive
from assistant.search.memory import remembered
from assistant.search.turns import Turns
from dialogs.constraints import Constraints, Limits, Split, Success
from dialogs.facts import ColumnFacts, Kind

MACHINE = Machine(2, 4000.0, ("lightgbm",))

FAULTS = """
import os, time
import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

def crash():
    raise RuntimeError("no licence found")

class _Own(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.act()
        return self
    def predict(self, X):
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]
    def predict_proba(self, X):
        return np.full((len(X), 2), 0.5)

class Hangs(_Own):
    def act(self):
        time.sleep(600)

class Dies(_Own):
    def act(self):
        os.kill(os.getpid(), 9)

class Leaks(_Own):
    def act(self):
        kept = []
        while True:
            kept.append(np.ones(2**20))
            time.sleep(0.0005)

class Nothing(_Own):
    def act(self):
        pass
    def predict_proba(self, X):
        return np.full((len(X), 2), np.nan)

def good():
    return LogisticRegression(C=0.5)

class Slower(LogisticRegression):
    def fit(self, X, y):
        if os.path.exists("from now on slow"):
            time.sleep(600)
        return super().fit(X, y)
"""


@pytest.fixture(scope="module", autouse=True)
def _pool() -> Iterator[None]:
    warm(MACHINE)
    yield
    pools.close()


def table(rows: int = 400, signal: float = 2.0, seed: int = 0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(
        {
            "age": rng.normal(size=rows),
            "debt: {€}": rng.normal(size=rows),
            "city": rng.choice(["Bonn", "Köln", "Ulm"], rows),
        }
    )
    z = signal * (X["age"] + (X["city"] == "Ulm")) + rng.logistic(size=rows)
    return X, (z > 0).to_numpy().astype(int)


def shape_of(X: pd.DataFrame, classes: int = 2) -> TableShape:
    kinds = {"b": Kind.YES_NO, "i": Kind.NUMBER, "u": Kind.NUMBER, "f": Kind.NUMBER,
             "M": Kind.DATE}  # fmt: skip
    columns = [
        ColumnFacts(c, kinds.get(X[c].dtype.kind, Kind.CATEGORY), len(X), 0, 3)
        for c in X
    ]
    return TableShape(len(X), tuple(columns), classes)


def plan_of(X: pd.DataFrame, seconds: float = 20.0, **changes) -> Plan:
    task = changes.pop("task", "binary")
    success = changes.pop("success", Success("log_loss"))
    limits = changes.pop("limits", Limits(seconds=seconds))
    classes = 0 if task == "regression" else changes.pop("classes", 2)
    constraints = Constraints(task, "y", success, limits=limits, **changes)
    return make_plan(constraints, shape_of(X, classes), MACHINE)


def only(plan: Plan, *ids: str) -> Plan:
    kept = tuple(c for c in plan.candidates if c.id in ids)
    return replace(plan, candidates=kept, models=len(kept) - 1)


def quietly(plan: Plan, data: SearchData, **more):
    return search(plan, data, lambda _: None, lambda: False, **more)


def trial(outcome, name: str) -> TrialRecord:
    return next(t for t in outcome.trials if t.id == name)


def test_a_search_delivers_what_it_promises():
    X, y = table()
    plan = only(plan_of(X, 60), "constant", "linear", "tree", "extra_trees")
    told, trials = [], []
    outcome = search(
        plan,
        SearchData(X, y),
        told.append,
        lambda: False,
        trials.append,
        describe=lambda oof, rows: (0.9, f"{rows.sum()} rows"),
    )
    assert outcome.oof.shape == (400,)
    assert outcome.oof_rows.all()
    assert ((outcome.oof > 0) & (outcome.oof < 1)).all()
    p = outcome.winner.estimator.predict_proba(X)
    assert p.shape == (400, 2)
    assert np.corrcoef(p[:, 1], outcome.oof)[0, 1] > 0.8
    assert outcome.winner.score < outcome.baseline_score
    assert outcome.winner.refitted
    assert [t.status for t in outcome.trials] == ["done"] * 4
    assert {t.id for t in trials} == {t.id for t in outcome.trials}
    assert json.loads(json.dumps([t.to_dict() for t in trials]))
    assert told[-1].best_text == "400 rows"
    assert told[-1].curve


def test_the_same_search_gives_the_same_result():
    X, y = table(200)
    plan = replace(
        only(plan_of(X, 60), "constant", "linear", "lgbm_random", "extra_trees"),
        repeatable=True,
    )
    first, second = (quietly(plan, SearchData(X, y)) for _ in range(2))
    assert first.winner.members == second.winner.members
    assert np.array_equal(first.oof, second.oof, equal_nan=True)
    assert [t.fold_scores for t in first.trials] == [
        t.fold_scores for t in second.trials
    ]


def own(name: str, path: str) -> Candidate:
    return Candidate(name, "own", "own", name, "scaled", {"path": path})


def test_faults_leave_rows_with_reasons_and_the_best_of_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "faults.py").write_text(FAULTS)
    monkeypatch.chdir(tmp_path)
    X, y = table()
    base = only(plan_of(X), "constant", "linear", "tree")
    bad = {
        "crashes": ("faults:crash", "no licence found"),
        "hangs": ("faults:Hangs", "longer than"),
        "dies": ("faults:Dies", "SIGKILL"),
        "answers_nothing": ("faults:Nothing", "not a number"),
        "absent": ("faults:absent", "absent"),
    }
    plan = replace(
        base,
        candidates=(
            base.candidates[0],
            *(own(name, path) for name, (path, _) in bad.items()),
            own("good", "faults:good"),
            *base.candidates[1:],
        ),
        search_seconds=14.0,
        trial_memory_mb=500.0,
    )
    outcome = quietly(plan, SearchData(X, y))
    assert outcome.seconds < 14.5
    for name, (_, reason) in bad.items():
        assert trial(outcome, name).status == "failed"
        assert reason in trial(outcome, name).reason
    for name in ("good", "linear", "tree", "constant"):
        assert trial(outcome, name).status == "done"
    assert outcome.winner.score < outcome.baseline_score


def test_a_trial_that_takes_all_memory_is_one_failed_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "faults.py").write_text(FAULTS)
    monkeypatch.chdir(tmp_path)
    X, y = table()
    base = only(plan_of(X), "constant", "linear")
    # Time enough that on a busy machine, too, it is the memory that ends it.
    plan = replace(
        base,
        candidates=(*base.candidates, own("leaks", "faults:Leaks")),
        search_seconds=90.0,
        trial_memory_mb=500.0,
    )
    outcome = quietly(plan, SearchData(X, y))
    assert trial(outcome, "leaks").status == "failed"
    assert "MB a trial may use" in trial(outcome, "leaks").reason
    assert trial(outcome, "linear").status == "done"


def test_a_worker_killed_from_outside_is_one_failed_row():
    X, y = table(8000)
    plan = only(plan_of(X), "constant", "linear", "tree", "extra_trees", "forest")
    pool = pools.pool_of(plan.workers, plan.trial_memory_mb)
    asked = pool.submit(os.getpid)
    pool.wait([asked], 20)
    worker = pool.result(asked).value

    def kill_one() -> None:
        process = psutil.Process(worker)
        for _ in range(300):  # until it works on something
            used = process.cpu_times().user
            time.sleep(0.03)
            if process.cpu_times().user > used:
                os.kill(worker, signal.SIGKILL)
                return

    killer = threading.Thread(target=kill_one)
    killer.start()
    outcome = quietly(plan, SearchData(X, y))
    killer.join()
    assert outcome.winner.estimator.predict_proba(X.iloc[:1]).shape == (1, 2)
    lost = [t for t in outcome.trials if t.status == "failed"]
    assert len(lost) == 1
    assert all("SIGKILL" in t.reason for t in lost)


def test_stopping_keeps_the_best_within_a_second():
    X, y = table(6000)
    stopped_at: list[float] = []

    def stop() -> bool:
        asked = bool(curve) and curve[-1].curve != ()
        if asked and not stopped_at:
            stopped_at.append(time.monotonic())
        return asked

    curve: list = []
    outcome = search(plan_of(X, 60), SearchData(X, y), curve.append, stop)
    assert time.monotonic() - stopped_at[0] < 1.0
    assert outcome.stopped
    assert not outcome.winner.refitted
    assert outcome.winner.estimator.predict(X.iloc[:5]).shape == (5,)


@pytest.mark.parametrize("seconds", [0.05, 2.0])
def test_a_short_search_ends_in_time_with_a_model(seconds, monkeypatch):
    # Without the grace that the first model of all has.
    monkeypatch.setattr(allowance, "GRACE", 0.0)
    monkeypatch.setattr(allowance, "LEAST_GRACE", 0.0)
    X, y = table(3000)
    started = time.monotonic()
    outcome = quietly(plan_of(X), SearchData(X, y), deadline=time.monotonic() + seconds)
    assert time.monotonic() - started < seconds + 0.7
    assert outcome.winner.estimator.predict_proba(X).shape == (3000, 2)
    fitted = [t for t in outcome.trials if t.status == "done" and t.id != "constant"]
    assert not fitted or outcome.winner.family != "baseline"
    if outcome.winner.family == "baseline":  # how much fits into it, a machine decides
        assert "always guesses the same" in outcome.notes[-1]


def test_what_is_worse_than_a_guess_is_not_recommended():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(60, 40))).add_prefix("m")
    y = (rng.random(60) < 0.4).astype(int)
    plan = only(plan_of(X), "constant", "linear")
    found = quietly(replace(plan, ensemble=False), SearchData(X, y))
    linear = trial(found, "linear")
    assert linear.status == "done"
    assert linear.score > 1.2 * found.baseline_score
    assert found.winner.family == "baseline"
    assert "better on new rows than always guessing the same" in found.notes[-1]
    assert np.ptp(found.winner.estimator.predict_proba(X)[:, 1]) < 1e-9


def test_what_was_run_before_is_not_run_again(tmp_path: Path):
    X, y = table(300)
    plan = only(plan_of(X), "constant", "linear", "tree")
    first = quietly(plan, SearchData(X, y), archive=tmp_path)
    started = time.monotonic()
    second = quietly(
        replace(plan, seed=plan.seed, latency_ms=1000.0),
        SearchData(X, y),
        archive=tmp_path,
    )
    assert time.monotonic() - started < 2
    assert all(t.reused for t in second.trials)
    assert not any(t.reused for t in first.trials)
    assert np.array_equal(first.oof, second.oof)
    other = quietly(plan, SearchData(X, 1 - y), archive=tmp_path)
    assert not any(t.reused for t in other.trials)


def test_a_known_model_that_cannot_be_fitted_again_gives_way_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    flag = tmp_path / "from now on slow"
    (tmp_path / "slowly.py").write_text(FAULTS.replace(flag.name, str(flag)))
    monkeypatch.chdir(tmp_path)
    X, y = table(300)
    X = X.select_dtypes("number")
    base = replace(only(plan_of(X), "constant", "tree"), ensemble=False)
    known = replace(
        base, candidates=(base.candidates[0], own("slower", "slowly:Slower"))
    )
    first = quietly(known, SearchData(X, y), archive=tmp_path / "folds")
    assert trial(first, "slower").status == "done"
    flag.touch()
    # From here on only: a busy machine may need as long for the first fit.
    monkeypatch.setattr(finishing, "GRACE", 0.5)
    both = replace(
        base,
        candidates=(*known.candidates, base.candidates[1]),
        models=2,
        search_seconds=6.0,
    )
    second = quietly(both, SearchData(X, y), archive=tmp_path / "folds")
    slower, tree = trial(second, "slower"), trial(second, "tree")
    assert slower.reused
    assert slower.score is not None
    assert tree.score is not None
    assert slower.score < tree.score
    assert second.winner.family == "tree"


def test_what_worked_before_comes_first():
    X, _ = table(300)
    plan = plan_of(X)
    known = [
        TrialRecord("extra_trees", "forest", "extra_trees", "forest", {}, "done",
                    score=0.1, fold_scores=(0.1,), folds=1),
        TrialRecord("tuned_3", "boosting", "lightgbm", "tuned", {"num_leaves": 7},
                    "done", score=0.2, fold_scores=(0.2,), folds=1,
                    fingerprint="abcdefghij"),
    ]  # fmt: skip
    ordered = remembered(plan, known, "on this table")
    assert [c.id for c in ordered.candidates[:4]] == [
        "constant", "linear", "extra_trees", "known_abcdefgh"
    ]  # fmt: skip
    assert "on this table" in ordered.reasons["begun"]
    assert remembered(plan, (), "on this table") == plan


def test_of_what_was_as_good_the_quickest_comes_first():
    X, _ = table(300)
    plan = plan_of(X)

    def ran(name: str, score: float, seconds: float, **more) -> TrialRecord:
        return TrialRecord(name, "forest", name, name, {}, "done", score=score,
                           fold_scores=(score,), folds=1, seconds=seconds, **more)  # fmt: skip

    known = [
        ran("extra_trees", 0.5, 60.0),
        ran("lgbm_random", 0.504, 3.0),
        ran("svm", 0.503, 0.0, reused=True),  # its time is not known
        ran("tree", 0.9, 0.1),
    ]
    known = [replace(t, algorithm=a) for t, a in
             zip(known, ("extra_trees", "lightgbm", "svm", "tree"), strict=True)]  # fmt: skip
    ordered = remembered(plan, known, "on a like table")
    assert [c.id for c in ordered.candidates[2:5]] == [
        "lgbm_random", "extra_trees", "svm"
    ]  # fmt: skip
    # Right after the first fold of the simplest, before the first ones of all others.
    turns = Turns(replace(ordered, complete_all=False), 3, Archive(None, ""))
    taken = []
    while len(taken) < 4 and (found := turns.next()) is not None:
        found[0].running.add(found[1])
        taken.append((found[0].candidate.id, found[1]))
    lead = [("lgbm_random", fold) for fold in range(3)]
    assert taken == [("linear", 0), *lead]
    slow = remembered(replace(plan, search_seconds=10.0), known, "on a like table")
    assert slow.lead == ""


def test_a_blend_that_adds_nothing_is_not_recommended():
    X, y = table(600)
    plan = only(plan_of(X), "constant", "linear", "extra_trees", "lgbm")
    outcome = quietly(plan, SearchData(X, y))
    # The truth is a weighted sum: nothing can be measurably better.
    assert outcome.winner.family == "linear"
    assert outcome.comparison is None or outcome.comparison.noise


def steps(rows: int = 3000):
    rng = np.random.default_rng(3)
    X = pd.DataFrame(rng.normal(size=(rows, 3)), columns=["a", "b", "c"])
    z = 3.0 * np.sign(X["a"] * X["b"]) + rng.logistic(size=rows)
    return X, (z > 0).to_numpy().astype(int)


def test_a_misleading_preference_is_outvoted_and_said():
    X, y = steps()
    plan = only(
        plan_of(X, priors={"linear": 3.0}), "constant", "linear", "lgbm", "lgbm_random"
    )
    outcome = quietly(plan, SearchData(X, y))
    assert outcome.winner.family == "boosting"
    (nudge,) = outcome.nudges
    assert nudge["preferred_family"] == "linear"
    assert nudge["gain"] > 2 * nudge["error"]
    assert "measurably better" in nudge["text"]
    assert outcome.overruled.oof.shape == (3000,)
    assert json.dumps(outcome.nudges)


def test_a_limit_is_never_outvoted():
    X, y = steps(1000)
    limits = Limits(seconds=20, families=("linear",))
    outcome = quietly(plan_of(X, limits=limits), SearchData(X, y))
    assert {t.family for t in outcome.trials} == {"baseline", "linear"}
    assert outcome.winner.family == "linear"
    assert outcome.nudges == ()


def test_limits_that_nothing_meets_name_the_tightest():
    X, y = table(200)
    plan = only(plan_of(X, limits=Limits(seconds=20, latency_ms=0.001)),
                "constant", "linear")  # fmt: skip
    with pytest.raises(NoUsableModel, match=r"quickest \(weighted sum\) takes"):
        quietly(plan, SearchData(X, y))


def test_size_binds_also_for_a_blend():
    X, y = steps(1000)
    limits = Limits(seconds=20, size_mb=0.05)
    plan = only(plan_of(X, limits=limits), "constant", "linear", "tree", "extra_trees")
    outcome = quietly(plan, SearchData(X, y))
    assert outcome.winner.size_mb <= 0.05


def test_later_rows_are_never_learned_from():
    X, y = table(500)
    times = np.arange(500)
    X["when"] = pd.date_range("2024-01-01", periods=500, freq="h")
    plan = only(plan_of(X, split=Split("time", "when")), "constant", "linear")
    outcome = quietly(plan, SearchData(X, y, times=times))
    assert not outcome.oof_rows[:150].any()
    assert outcome.oof_rows[250:].all()
    assert np.isnan(outcome.oof[:150]).all()


def test_noise_is_not_told_as_knowledge():
    # 200 rows, 8 events, random columns: nothing may look better than guessing.
    gains = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        X = pd.DataFrame(
            rng.normal(size=(200, 20)), columns=[f"c{i}" for i in range(20)]
        )
        y = np.zeros(200, dtype=int)
        y[rng.choice(200, 8, replace=False)] = 1
        plan = replace(
            only(plan_of(X, 60), "constant", "linear", "lgbm_random", "extra_trees"),
            repeatable=True,
        )
        outcome = quietly(plan, SearchData(X, y))
        gains.append(outcome.baseline_score - outcome.winner.score)
    assert max(gains) < 0.02


@pytest.mark.parametrize(
    ("objective", "more"),
    [("mean_absolute_error", {}), ("pinball", {"quantile": 0.9})],
)
def test_numbers_aim_where_the_objective_aims(objective, more):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=600)})
    y = (X["a"] + rng.exponential(size=600)).to_numpy()
    plan = only(
        plan_of(X, task="regression", success=Success(objective, **more)),
        "constant", "linear", "lgbm",
    )  # fmt: skip
    outcome = quietly(plan, SearchData(X, y))
    share = (y <= outcome.oof).mean()
    assert abs(share - more.get("quantile", 0.5)) < 0.06


def test_every_candidate_failing_says_why(tmp_path, monkeypatch):
    (tmp_path / "faults2.py").write_text(FAULTS)
    monkeypatch.chdir(tmp_path)
    X, y = table(200)
    base = only(plan_of(X), "constant")
    plan = replace(base, candidates=(*base.candidates, own("mine", "faults2:crash")))
    with pytest.raises(NoUsableModel, match="mine: RuntimeError: no licence found"):
        quietly(plan, SearchData(X, y))
