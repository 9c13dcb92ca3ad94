"""What the winner's model is made of where time runs out while it is fitted."""

from __future__ import annotations

import pickle
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyRegressor

from assistant.plan import Candidate
from assistant.search import SearchData
from assistant.search.choosing import Choice
from assistant.search.entries import Clock, Entry
from assistant.search.finishing import MOST_MODELS, Finisher
from assistant.search.trial import FoldResult, Job
from assistant.trial_pool import Ended

X, Y = pd.DataFrame({"a": np.arange(60.0)}), np.arange(60.0)
JOB = Job("", "squared", 0, 0.5, {"a": "number"}, {}, False, 0)


class Pool:
    """Fits all but what is called slow at once."""

    workers = 2

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[str] = []

    def submit(self, function, job, setting, rounds, timeout):
        self.begun.append(setting.id)
        return setting.id

    def wait(self, tasks, timeout):
        time.sleep(0.01)
        return [t for t in tasks if "slow" not in t]

    def result(self, task):
        return Ended("done", _kept(self.folder / f"{task}.model", 7.0))

    def cancel(self, task):
        pass


def _kept(file: Path, answer: float) -> str:
    model = DummyRegressor(strategy="constant", constant=answer).fit(X, Y)
    file.write_bytes(pickle.dumps(model))
    return str(file)


def _entry(name: str, folder: Path, seconds: float, folds: int = 5) -> Entry:
    candidate = Candidate(name, "linear", "linear", name, "codes")
    results = {
        k: FoldResult(
            1.0, Y, _kept(folder / f"{name}-{k}.model", k), 0, seconds, 1.0, 0.1
        )
        for k in range(folds)
    }
    return Entry(candidate, folds, results)


def _finished(entries: list[Entry], pool: Pool, seconds: float, hurry: bool = False):
    clock = Clock(time.monotonic(), time.monotonic() + seconds)
    finisher = Finisher(SearchData(X, Y), JOB, pool, clock, lambda: False)
    weights = tuple(1 / len(entries) for _ in entries)
    return finisher.finish(Choice(tuple(entries), weights, Y, Y), hurry)


def test_what_was_fitted_in_time_is_used_and_folds_stand_for_the_rest(tmp_path):
    pool = Pool(tmp_path)
    entries = [_entry("slow", tmp_path, 0.1), _entry("quick", tmp_path, 0.1)]
    found = _finished(entries, pool, 1.0)
    assert sorted(pool.begun) == ["quick", "slow"]
    assert not found.refitted
    # The mean of the folds' answers (0 to 4), and the quick one's 7.
    assert found.estimator.predict(X[:1]) == pytest.approx([(2.0 + 7.0) / 2])


def test_what_cannot_end_in_time_is_not_begun(tmp_path):
    pool = Pool(tmp_path)
    entries = [_entry("long", tmp_path, 30.0), _entry("quick", tmp_path, 0.1)]
    assert not _finished(entries, pool, 2.0).refitted
    assert pool.begun == ["quick"]
    pool.begun.clear()
    assert _finished(entries[1:], pool, 2.0).refitted
    pool.begun.clear()
    assert not _finished(entries, pool, 2.0, hurry=True).refitted
    assert not pool.begun


def test_a_blend_of_models_of_folds_stays_small(tmp_path):
    entries = [_entry(f"part {i}", tmp_path, 30.0) for i in range(4)]
    found = _finished(entries, Pool(tmp_path), 0.5)
    held = sum(len(part.models) for part in found.estimator.models)
    assert 2 * len(entries) <= held <= MOST_MODELS
