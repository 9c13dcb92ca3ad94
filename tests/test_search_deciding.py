"""Which entry is recommended where the time was up before all ran on all folds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.plan import Candidate, Machine, Plan, TableShape, make_plan
from assistant.search.choosing import Board
from assistant.search.deciding import beaten, decide
from assistant.search.ensemble import evened
from assistant.search.entries import Entry
from assistant.search.trial import FoldResult
from assistant.search.tuner import Tuner
from dialogs.constraints import Constraints, Limits, Success
from dialogs.facts import ColumnFacts, Kind

ROWS, FOLDS = 900, 3
RNG = np.random.default_rng(3)
Y = RNG.normal(size=ROWS)
NOISE = RNG.normal(size=ROWS)
CHECKS = [np.arange(ROWS)[k::FOLDS] for k in range(FOLDS)]


def plan() -> Plan:
    constraints = Constraints(
        "regression", "y", Success("root_mean_squared_error"), limits=Limits(seconds=20)
    )
    shape = TableShape(ROWS, (ColumnFacts("x", Kind.NUMBER, ROWS, 0, ROWS),), 0)
    return make_plan(constraints, shape, Machine(2, 4000.0, ()))


def entry(name: str, family: str, error: float, folds: int) -> Entry:
    answers = Y + error * NOISE
    results = {
        k: FoldResult(
            float(np.mean((answers - Y)[CHECKS[k]] ** 2)),
            answers[CHECKS[k]], f"{name}{k}", 10, 0.1, 1.0, 0.1,
        )
        for k in range(folds)
    }  # fmt: skip
    candidate = Candidate(name, name, family, name, "plain")
    return Entry(candidate, FOLDS, results)


@pytest.mark.parametrize("groups", [None, np.arange(ROWS) // 4])
@pytest.mark.parametrize(
    ("late", "winner"),
    [(0.3, "trees"), (0.98, "linear"), (1.3, "linear")],
    ids=["far better", "about as good", "worse"],
)
def test_what_ran_on_one_fold_wins_where_it_is_clearly_better(late, winner, groups):
    entries = [
        entry("constant", "baseline", 3.0, FOLDS),
        entry("linear", "linear", 1.0, FOLDS),
        entry("trees", "boosting", late, 1),
    ]
    verdict = decide(Board(plan(), Y, CHECKS, groups), entries, plan())
    assert verdict is not None
    assert verdict.winner.heaviest.candidate.id == winner
    known = ~np.isnan(verdict.winner.oof)
    assert known.sum() == (ROWS // FOLDS if winner == "trees" else ROWS)


def test_a_kind_that_one_fold_suits_does_not_win_by_that_fold_alone():
    lucky = entry("network", "neural", 0.3, FOLDS)
    for k in range(1, FOLDS):
        lucky.results[k] = entry("network", "neural", 2.0, FOLDS).results[k]
    entries = [
        entry("constant", "baseline", 3.0, FOLDS),
        entry("trees", "boosting", 1.0, FOLDS),
        lucky,
        entry("tuned network", "neural", 0.298, 1),
    ]
    verdict = decide(Board(plan(), Y, CHECKS, None), entries, plan())
    assert verdict is not None
    assert verdict.winner.heaviest.candidate.id == "trees"
    assert not np.isnan(verdict.winner.oof).any()


def test_what_is_best_on_all_folds_is_tuned_first():
    tree, linear = (Candidate(n, n, n, n, "codes") for n in ("lightgbm", "linear"))
    made = Tuner(0).propose([(tree, 1.0), (linear, 0.9)], 3, [tree, linear])
    assert [c.algorithm for c in made] == ["lightgbm", "lightgbm", "linear"]
    made = Tuner(0).propose([(tree, 1.0), (linear, 0.9)], 3)
    assert [c.algorithm for c in made] == ["linear", "linear", "lightgbm"]


def _other(name: str, folds: int, error: float = 0.3) -> Entry:
    made = entry(name, "boosting", error, folds)
    noise = np.random.default_rng(9).normal(size=ROWS)
    for k, held in made.results.items():
        answers = (Y + error * noise)[CHECKS[k]]
        score = float(np.mean((answers - Y[CHECKS[k]]) ** 2))
        made.results[k] = replace(held, prediction=answers, score=score)
    return made


@pytest.mark.parametrize("there_is_time", [True, False])
@pytest.mark.parametrize("folds", [1, FOLDS])
def test_what_ran_on_the_same_folds_is_blended_where_there_is_time(
    folds, there_is_time
):
    entries = [
        entry("constant", "baseline", 3.0, FOLDS),
        entry("linear", "linear", 1.0, FOLDS),
        entry("trees", "boosting", 0.3, folds),
        _other("others", folds),
    ]
    verdict = decide(
        Board(plan(), Y, CHECKS, None), entries, plan(), lambda _: there_is_time
    )
    assert verdict is not None
    used = {e.candidate.id for e in verdict.winner.entries}
    assert used == (
        {"trees", "others"} if there_is_time else used & {"trees", "others"}
    )
    assert len(used) == (2 if there_is_time else 1)
    assert (~np.isnan(verdict.winner.oof)).sum() == folds * ROWS // FOLDS


def test_a_blend_is_chosen_by_its_best_weights_and_used_with_steadier_ones():
    parts = [entry("trees", "boosting", 0.3, FOLDS), _other("others", FOLDS, 0.42)]
    board = Board(plan(), Y, CHECKS, None)
    sharp = board.blend([board.of(e) for e in parts])
    verdict = decide(board, [entry("constant", "baseline", 3.0, FOLDS), *parts], plan())
    assert sharp is not None
    assert verdict is not None
    assert verdict.winner.entries == sharp.entries
    assert verdict.comparison is not None
    assert np.isclose(
        verdict.comparison.gain, min(board.of(e).score for e in parts) - sharp.score
    )
    assert np.isclose(sum(verdict.winner.weights), 1)
    assert 0.5 < max(verdict.winner.weights) < max(sharp.weights)
    answers = [board.of(e).oof for e in verdict.winner.entries]
    expected = np.average(answers, axis=0, weights=verdict.winner.weights)
    assert np.allclose(verdict.winner.oof, expected)


def test_weights_are_evened_the_more_the_fewer_rows_found_them():
    sharp = np.array([0.72, 0.2, 0.08])
    ends = [evened(sharp, rows) for rows in (100, 1000, 2400, 2500, 50_000)]
    assert all(np.isclose(w.sum(), 1) for w in ends)
    assert all((np.diff(w) < 0).all() for w in ends)
    heaviest = [float(w[0]) for w in ends]
    assert heaviest == sorted(heaviest)
    assert heaviest[0] < 0.5
    assert np.array_equal(ends[-1], sharp)
    assert np.array_equal(ends[-2], sharp)


@pytest.mark.parametrize(
    ("error", "folds", "lost"),
    [(0.8, FOLDS, False), (0.98, 1, False), (1.02, FOLDS, False), (1.5, 1, True)],
    ids=["better", "hardly better", "hardly worse", "far worse"],
)
def test_always_the_same_wins_only_where_it_is_beyond_doubt_better(error, folds, lost):
    board = Board(plan(), Y, CHECKS, None)
    constant = board.of(entry("constant", "baseline", 1.0, FOLDS))
    model = board.of(entry("linear", "linear", error, folds))
    assert beaten(board, model, constant) == lost
