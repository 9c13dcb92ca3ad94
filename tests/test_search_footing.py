"""Whatever the load, a search has an honest model: first of a few rows, then of more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pool_tasks import hang

from assistant import pools
from assistant.plan import Machine, TableShape, make_plan
from assistant.search import SearchData, footing, search, warm
from assistant.search.beginning import begun
from assistant.search.folds import some_of
from assistant.search.steps import Pace, Steps, checked_rows, steps_of
from dialogs.constraints import Constraints, Limits, Split, Success
from dialogs.facts import ColumnFacts, Kind
from dialogs.message import Progress

MACHINE = Machine(2, 4000.0, ("lightgbm",))


@pytest.fixture(scope="module", autouse=True)
def _pool() -> Iterator[None]:
    warm(MACHINE)
    yield
    pools.close()


def table(rows: int, words: bool = False):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(rows, 3)), columns=["age", "debt", "visits"])
    X["city"] = rng.choice(["Bonn", "Ulm"], rows)
    if words:
        said = np.array(["late", "broken", "kind", "cheap"])
        X["said"] = [" ".join(w) for w in said[rng.integers(0, 4, (rows, 4))]]
    z = 2 * X["age"] + (X["city"] == "Ulm") + rng.logistic(size=rows)
    return X, (z > 0).to_numpy().astype(int)


def plan_of(X: pd.DataFrame, seconds: float, **more):
    kinds = {"city": Kind.CATEGORY, "said": Kind.TEXT}
    columns = tuple(ColumnFacts(c, kinds.get(c, Kind.NUMBER), len(X), 0, 30) for c in X)
    wanted = Constraints(
        "binary", "y", Success("log_loss"), limits=Limits(seconds=seconds), **more
    )
    plan = make_plan(wanted, TableShape(len(X), columns, 2), MACHINE)
    return replace(plan, search_seconds=seconds)


@pytest.fixture
def no_time_for_others() -> Iterator[None]:
    """Keep every process of the pool at work, as a machine does that has no time."""
    plan = plan_of(table(100)[0], 1.0)
    pool = pools.pool_of(plan.workers, plan.trial_memory_mb)
    pool.wait_ready(30)
    tasks = [pool.submit(hang, 60) for _ in range(2 * plan.workers)]
    yield
    for task in tasks:
        pool.cancel(task)


@pytest.mark.parametrize("rows", [20, 300, 30_000])
def test_a_model_stands_in_time_where_no_process_gets_any(rows, no_time_for_others):
    X, y = table(rows)
    told: list[Progress] = []

    def describe(oof, known):
        assert not np.isnan(oof[known]).any()
        return 0.5, "half"

    started = time.monotonic()
    found = search(
        plan_of(X, 1.5),
        SearchData(X, y),
        told.append,
        lambda: False,
        deadline=started + 1.5,
        describe=describe,
    )
    assert time.monotonic() - started < 4.0
    assert found.winner.family == "linear"
    assert next(p for p in told if p.best_text).elapsed < 1.5
    assert found.winner.score < found.baseline_score if found.baseline_score else True
    assert found.winner.estimator.predict_proba(X).shape == (rows, 2)
    # Of some rows only: that is said.
    assert any("learned from" in n for n in found.notes) == (rows > 10_000)


def test_a_crowded_machine_goes_on_from_few_rows_to_more(monkeypatch):
    monkeypatch.setattr(footing, "crowd", lambda: 20.0)
    X, y = table(12_000, words=True)
    plan = plan_of(X, 6.0)
    found = search(plan, SearchData(X, y), lambda _: None, lambda: False)
    scores = {t.id: t.score for t in found.trials if t.score is not None}
    assert len(scores) > 2
    assert found.winner.family != "baseline"
    assert found.winner.score < 0.6
    assert found.row_seconds > 0
    # All were checked on the same rows, fewer than one fold of the usual three.
    assert 1000 <= found.oof_rows.sum() < 4000


def test_the_first_rows_are_not_among_those_checked(tmp_path, monkeypatch):
    monkeypatch.setattr(footing, "crowd", lambda: 20.0)
    X, y = table(9000, words=True)
    day = np.arange(len(y))
    for more, data in (
        ({}, SearchData(X, y)),
        ({"split": Split("group", "g")}, SearchData(X, y, groups=day // 3)),
        ({"split": Split("time", "t")}, SearchData(X, y, times=day)),
    ):
        ready = begun(plan_of(X, 2.0, **more), data, tmp_path, 2.0)
        assert ready.steps.first is not None
        (learn, check), *others = ready.folds
        assert not others
        assert not set(learn) & set(check)
        if data.groups is not None:
            assert not set(data.groups[learn]) & set(data.groups[check])
        if data.times is not None:
            assert learn.max() < check.min()
        assert ready.first is not None
        assert ready.first[1].sampled
        assert len(ready.first[1].prediction) == len(check)


def test_what_must_repeat_does_not_ask_the_clock(tmp_path, monkeypatch):
    monkeypatch.setattr(footing, "crowd", lambda: 20.0)
    X, y = table(9000, words=True)
    plan = replace(plan_of(X, 2.0), repeatable=True)
    ready = begun(plan, SearchData(X, y), tmp_path, 2.0)
    assert ready.first is None
    assert ready.steps == Steps()
    assert len(ready.folds) == 3


def test_rows_that_a_learner_cannot_take_are_left_to_a_process(tmp_path, monkeypatch):
    def broken(*_):
        raise ValueError("these rows are odd")

    monkeypatch.setattr(footing, "make", broken)
    X, y = table(300)
    assert begun(plan_of(X, 2.0), SearchData(X, y), tmp_path, 2.0).first is None


def test_steps_are_as_long_as_the_time_allows():
    slow = Pace(1e-3, 1e-4)
    first = [steps_of(slow, 160_000, 4000, s).first for s in (1, 30, 120, 3600)]
    assert first[:3] == sorted(first[:3])
    assert first[3] is None  # time for all
    steps = Steps(1000, 10_000)
    assert [steps.after(n) for n in (500, 1000, 4000, 9000)] == [1000, 4000, None, None]
    assert checked_rows(slow, 1.0) < checked_rows(slow, 300.0)


def test_some_rows_hold_all_classes_and_fewer_are_among_more():
    y = np.zeros(5000, dtype=int)
    y[:3], y[3:40] = 2, 1
    rows = np.arange(5000)
    few, more = (some_of(rows, y, most, 0, 3) for most in (100, 400))
    assert set(few) <= set(more)
    assert np.bincount(y[few]).tolist()[1:] >= [10, 3]
    assert len(some_of(rows, y, 9000, 0, 3)) == 5000
