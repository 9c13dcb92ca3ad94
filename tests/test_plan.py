"""A plan keeps every limit, leans where it should, and says why."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import closing
from assistant.closing import REASONS, Pace, worth_skipping
from assistant.errors import NoUsableModel
from assistant.plan import (
    GLASS_BOX_DEPTH,
    Machine,
    Plan,
    TableShape,
    algorithms,
    families,
    make_plan,
    portfolio,
)
from dialogs.codec import encode
from dialogs.constraints import Constraints, Limits, Split, Success
from dialogs.facts import ColumnFacts, Kind

EVERYTHING = Machine(2, 8000.0, ("lightgbm", "catboost", "interpret"))
COLUMNS = (
    ColumnFacts("age", Kind.NUMBER, 1000, 0, 60),
    ColumnFacts("city", Kind.CATEGORY, 1000, 3, 400),
    ColumnFacts("when", Kind.DATE, 1000, 0, 900),
    ColumnFacts("note", Kind.TEXT, 1000, 0, 990),
    ColumnFacts("nothing", Kind.EMPTY, 1000, 1000, 0),
    ColumnFacts("left", Kind.YES_NO, 1000, 0, 2),
)
NAMES = tuple(n for n in families() if n not in ("baseline", "own"))


def plan_for(rows: int = 1000, machine: Machine = EVERYTHING, **changes) -> Plan:
    task = changes.pop("task", "binary")
    objective = changes.pop("objective", "log_loss")
    numbers = task in ("regression", "forecast")
    shape = TableShape(rows, COLUMNS, 0 if numbers else changes.pop("classes", 2))
    return make_plan(
        Constraints(task, "left", Success(objective), **changes), shape, machine
    )


def tried(plan: Plan) -> set[str]:
    return {c.family for c in plan.candidates} - {"baseline"}


def test_roles_follow_what_columns_hold():
    assert plan_for().roles == {
        "age": "number", "city": "category", "when": "date", "note": "text"
    }  # fmt: skip


def test_a_plan_is_plain_data_and_says_why():
    plan = plan_for()
    assert json.loads(json.dumps(encode(plan)))["loss"] == "log_loss"
    assert {"loss", "folds", "workers", "memory", "candidates"} <= set(plan.reasons)
    assert all(reason.endswith(".") for reason in plan.reasons.values())
    assert "city" in plan.reasons["many_values"]


def test_the_same_constraints_give_the_same_plan():
    assert plan_for(seed=3) == plan_for(seed=3)


@pytest.mark.parametrize(
    ("objective", "loss"),
    [
        ("mean_absolute_error", "absolute"),
        ("root_mean_squared_error", "squared"),
        ("pinball", "pinball"),
        ("poisson_deviance", "poisson"),
        ("mean_absolute_percentage_error", "relative"),
        ("interval", "absolute"),
        ("r2", "squared"),
    ],
)
def test_each_objective_has_a_proper_twin(objective, loss):
    assert plan_for(task="regression", objective=objective).loss == loss


@pytest.mark.parametrize(
    ("rows", "folds", "holdout"), [(500, 5, 0), (20_000, 3, 0), (90_000, 1, 0.2)]
)
def test_folds_by_size(rows, folds, holdout):
    found = plan_for(rows).folds
    assert (found.count, found.holdout) == (folds, holdout)


@pytest.mark.parametrize(("rows", "most"), [(60, 4), (300, 8), (2000, 15)])
def test_few_rows_few_candidates(rows, most):
    plan = plan_for(rows, limits=Limits(seconds=600))
    assert len(plan.candidates) <= most + 1
    assert str(most) in plan.reasons["models"]


@settings(max_examples=150, deadline=None)
@given(
    allowed=st.sets(st.sampled_from(NAMES), max_size=4),
    never=st.sets(st.sampled_from(NAMES), max_size=4),
    glass_box=st.booleans(),
    directed=st.booleans(),
    priors=st.dictionaries(st.sampled_from(NAMES), st.floats(0.1, 4), max_size=3),
    rows=st.integers(20, 200_000),
    seconds=st.floats(1, 900),
    task=st.sampled_from(["binary", "multiclass", "regression"]),
)
def test_limits_bind(allowed, never, glass_box, directed, priors, rows, seconds, task):
    limits = Limits(
        seconds=seconds,
        families=tuple(sorted(allowed)),
        never_families=tuple(sorted(never)),
        glass_box=glass_box,
        monotonic={"age": "up"} if directed and task != "multiclass" else {},
    )
    try:
        plan = plan_for(rows, limits=limits, priors=priors, task=task)
    except NoUsableModel:
        return  # what the sentence says is tested below
    for candidate in plan.candidates:
        if candidate.family == "baseline":
            continue
        facts = algorithms()[candidate.algorithm]
        assert not allowed or candidate.family in allowed
        assert candidate.family not in never
        assert not glass_box or families()[candidate.family].get("glass_box")
        assert not plan.monotonic or facts["monotonic"]
        if glass_box and candidate.family == "tree":
            assert candidate.params["max_depth"] <= GLASS_BOX_DEPTH
    assert plan.search_seconds < max(seconds, 1)
    assert not (glass_box and plan.ensemble)


def test_preferences_lean_and_still_look_elsewhere():
    liked = plan_for(5000, priors={"linear": 3.0, "spline": 3.0})
    assert tried(liked) == tried(plan_for(5000))
    order = [c.family for c in liked.candidates]
    assert order.index("spline") < order.index("boosting") + 3
    outside = [f for f in order[1:6] if f not in ("linear", "spline")]
    assert len(outside) >= 1


def test_what_is_not_installed_is_named_not_an_error():
    plan = plan_for(machine=Machine(2, 8000.0, ("lightgbm",)))
    assert "ebm" not in tried(plan)
    assert any("tandem-ml[boost]" in sentence for sentence in plan.missing)


def test_nothing_left_says_what_to_loosen():
    limits = Limits(families=("linear",), never_families=("linear",))
    with pytest.raises(NoUsableModel, match="only linear allowed; never linear"):
        plan_for(limits=limits)


def test_a_direction_needs_numbers_and_one_outcome():
    with pytest.raises(NoUsableModel, match="city holds no numbers"):
        plan_for(limits=Limits(monotonic={"city": "up"}))
    with pytest.raises(NoUsableModel, match="several classes"):
        plan_for(task="multiclass", limits=Limits(monotonic={"age": "up"}))


def test_time_and_groups_are_honoured_in_words():
    assert "later rows" in plan_for(split=Split("time", "when")).reasons["folds"]
    assert "city" in plan_for(split=Split("group", "city")).reasons["folds"]


def test_the_end_of_a_round_is_kept_free_by_what_it_will_take():
    def kept(seconds=30.0, rows=500, **machine):
        plan = plan_for(
            rows, limits=Limits(seconds=seconds), machine=Machine(**machine)
        )
        return seconds - plan.search_seconds

    assert 2 < kept() < 6  # not a quarter: what is kept for nothing is not searched
    assert kept(600) < 10
    assert kept(rows=45_000) > kept() + 1
    # Another program has half of the machine: what is to be computed takes twice as long.
    computed = kept() - REASONS * 30
    assert computed > 0.5
    assert kept(pace=2) - kept() == pytest.approx(computed, abs=0.02)
    # A table that took long to get ready takes long to check and to tell of.
    assert kept(prepared=3.0) > kept(prepared=1.0) + 2
    assert kept(seconds=2, pace=4) < 2  # and some model there is always


def test_the_portfolio_names_known_algorithms():
    for entry in portfolio():
        assert entry["algorithm"] in algorithms()
        assert algorithms()[entry["algorithm"]]["family"] in families()


def test_planning_imports_nothing_heavy():
    code = (
        "import sys, assistant.plan; "
        "print([m for m in ('numpy', 'pandas', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_looks_at_every_column_is_left_out_only_where_it_is_late_and_felt():
    assert worth_skipping(left=-1.0, pace=4.0, columns=3000, seconds=15.0)
    assert not worth_skipping(left=8.0, pace=4.0, columns=3000, seconds=15.0)
    # Of a few columns it takes a moment, however late it is.
    assert not worth_skipping(left=-9.0, pace=4.0, columns=20, seconds=15.0)


def test_a_moment_of_computing_tells_no_pace_but_the_crowd_does(monkeypatch):
    monkeypatch.setattr(closing, "crowd", lambda: 2.5)
    assert Pace().now() == 2.5
    monkeypatch.setattr(closing, "crowd", lambda: 50.0)
    assert Pace().now() == closing.SLOWEST
