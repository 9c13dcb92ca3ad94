"""Of forty trials ten go wrong in four ways: the search ends in time all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assistant import pools
from assistant.plan import Candidate, Folds, Machine, TableShape, make_plan
from assistant.search import SearchData, SearchOutcome, search, warm
from dialogs.constraints import Constraints, Limits, Success
from dialogs.facts import ColumnFacts, Kind

MACHINE = Machine(2, 4000.0, ("lightgbm",))
SECONDS = 24.0
TRIALS = 40

FAULTS = """
import os, time
import numpy as np
from sklearn.linear_model import LogisticRegression

class Crashes(LogisticRegression):
    def fit(self, X, y):
        raise RuntimeError("no licence found")

class Hangs(LogisticRegression):
    def fit(self, X, y):
        time.sleep(600)

class Leaks(LogisticRegression):
    def fit(self, X, y):
        kept = []
        while True:
            kept.append(np.ones(2**20))
            time.sleep(0.0005)

class Killed(LogisticRegression):
    def fit(self, X, y):
        os.kill(os.getpid(), 9)
"""

WAYS = {
    "Crashes": (3, ("no licence found",)),
    "Hangs": (2, ("longer than",)),
    # On a busy machine its time may be up before its memory is.
    "Leaks": (2, ("MB a trial may use", "longer than")),
    "Killed": (3, ("SIGKILL",)),
}


@pytest.fixture(scope="module", autouse=True)
def _pool() -> Iterator[None]:
    warm(MACHINE)
    yield
    pools.close()


def _bad() -> dict[str, tuple[Candidate, tuple[str, ...]]]:
    return {
        f"{way}_{i}": (
            Candidate(
                f"{way}_{i}", "own", "own", way, "scaled", {"path": f"faults:{way}"}
            ),
            reasons,
        )
        for way, (count, reasons) in WAYS.items()
        for i in range(count)
    }


def _good(count: int) -> list[Candidate]:
    return [
        Candidate(f"linear_{i}", "linear", "linear", f"sum {i}", "scaled", {"alpha": a})
        for i, a in enumerate(np.geomspace(0.01, 300, count))
    ]


def _searched() -> tuple[SearchOutcome, pd.DataFrame, dict[str, tuple[str, ...]]]:
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(400, 3)), columns=["age", "debt", "visits"])
    y = (2 * X["age"] + rng.logistic(size=400) > 0).to_numpy().astype(int)
    columns = tuple(ColumnFacts(c, Kind.NUMBER, 400, 0, 400) for c in X)
    limits = Limits(seconds=60.0)
    constraints = Constraints("binary", "y", Success("log_loss"), limits=limits)
    base = make_plan(constraints, TableShape(400, columns, 2), MACHINE)
    bad = _bad()
    # One that goes wrong after every three that do not, and one first of all.
    wrong = [c for c, _ in bad.values()]
    right = _good(TRIALS - len(bad))
    turns = zip_longest(wrong, right[::3], right[1::3], right[2::3])
    plan = replace(
        base,
        candidates=(
            base.candidates[0],
            *(c for turn in turns for c in turn if c is not None),
        ),
        models=TRIALS,
        folds=Folds("random", 2),
        search_seconds=SECONDS,
        trial_memory_mb=500.0,
    )
    outcome = search(plan, SearchData(X, y), lambda _: None, lambda: False)
    return outcome, X, {name: reasons for name, (_, reasons) in bad.items()}


def test_ten_faults_in_forty_trials_are_ten_rows_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "faults.py").write_text(FAULTS)
    monkeypatch.chdir(tmp_path)
    outcome, X, faults = _searched()
    assert outcome.seconds <= SECONDS * 1.03
    rows = {t.id: t for t in outcome.trials}
    assert len(rows) == TRIALS + 1  # the yardstick too
    for name, reasons in faults.items():
        assert rows[name].status == "failed"
        assert any(reason in rows[name].reason for reason in reasons), rows[name]
    done = [t for t in rows.values() if t.status == "done" and t.family == "linear"]
    assert len(done) == TRIALS - len(faults)
    best = min(t.score for t in done if t.score is not None)
    chosen = outcome.winner
    assert {m["family"] for m in chosen.members} == {"linear"}
    # The simplest that is not measurably worse: all are near, the worst are not.
    assert chosen.score <= 1.05 * best
    assert chosen.estimator.predict_proba(X).shape == (400, 2)
