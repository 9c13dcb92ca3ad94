"""The smaller pieces of measuring, on rows that can be counted by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics as sk

from assistant.metrics import (
    Case,
    Held,
    Learned,
    Rule,
    choose_rule,
    evaluate,
    fit_calibrator,
    value_of,
)
from assistant.metrics.baselines import FEWEST_ROWS, best_rule
from assistant.metrics.bounds import cut_for
from assistant.metrics.intervals import share_range
from assistant.metrics.plain_model import plain_answers
from assistant.metrics.ranges import range_of
from assistant.metrics.reliability import FEWEST, MOST_BINS, reliability
from dialogs.constraints import Constraints, Success

CLASSES = ("no", "yes")


def told_and_true(*told: tuple[float, int, int]) -> Case:
    """Return rows: of each chance so many, of which so many came true."""
    score = np.concatenate([np.full(n, p) for p, n, _ in told])
    y = np.concatenate([np.arange(n) < hits for _, n, hits in told]).astype(int)
    return Case(y, score, (score >= 0.5).astype(int))


# --- what was said beside what came true ------------------------------------------------


def test_a_chance_is_off_where_luck_does_not_explain_it() -> None:
    found = reliability(told_and_true((0.1, 100, 10), (0.9, 100, 40)), "binary")
    assert found["said"] == pytest.approx([0.1, 0.9])
    assert found["seen"] == [0.1, 0.4]
    assert found["n"] == [100, 100]
    assert found["off"] == [False, True]
    assert found["low"][0] < 0.1 < found["high"][0]


def test_never_said_and_never_seen_agree() -> None:
    found = reliability(told_and_true((0.0, 100, 0), (1.0, 100, 100)), "binary")
    assert found["off"] == [False, False]


@pytest.mark.parametrize(("rows", "bins"), [(FEWEST, 0), (2 * FEWEST, 2), (9999, 10)])
def test_bins_hold_enough_rows_and_are_few(rows: int, bins: int) -> None:
    rng = np.random.default_rng(0)
    score = rng.random(rows)
    case = Case((rng.random(rows) < score).astype(int), score, np.zeros(rows))
    found = reliability(case, "binary")
    assert len(found.get("n", ())) == bins <= MOST_BINS
    assert all(n >= FEWEST for n in found.get("n", ()))


def test_of_several_outcomes_the_likeliest_is_looked_at_and_of_numbers_none() -> None:
    score = np.tile([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]], (100, 1))
    y = np.tile([0, 2], 100)
    y[:40:2] = 1
    found = reliability(Case(y, score, score.argmax(axis=1)), "multiclass")
    assert found["said"] == pytest.approx([0.7, 0.8])
    assert found["seen"] == [0.8, 1.0]
    assert reliability(Case(y, score[:, 0], y), "regression") == {}


# --- scores, ranges and cuts ------------------------------------------------------------


def test_a_class_that_is_nowhere_does_not_count_and_one_only_said_does() -> None:
    nowhere = Case(np.array([0, 0, 2]), np.zeros((3, 3)), np.array([0, 0, 2]))
    assert value_of("f1_macro", nowhere, Success("f1_macro")) == 1.0
    said = Case(np.array([0, 0]), np.zeros((2, 2)), np.array([0, 1]))
    assert value_of("f1_macro", said, Success("f1_macro")) == pytest.approx(1 / 3)


def test_agreement_of_two_grades_is_cohens() -> None:
    y, act = np.array([0, 0, 1, 1, 1]), np.array([0, 1, 1, 1, 0])
    case = Case(y, np.zeros((5, 2)), act)
    found = value_of("quadratic_kappa", case, Success("quadratic_kappa"))
    assert found == pytest.approx(sk.cohen_kappa_score(y, act))


def test_a_class_of_one_row_counts_as_much_as_any() -> None:
    case = Case(np.array([0, 0, 1, 2]), np.zeros((4, 3)), np.array([0, 0, 0, 2]))
    found = value_of("balanced_accuracy", case, Success("balanced_accuracy"))
    assert found == pytest.approx(2 / 3)


def test_one_error_among_many_rows_has_a_range_of_numbers() -> None:
    y = np.zeros(20)
    case = Case(y, y + np.eye(20)[0], y)
    low, high = range_of("mean_absolute_error", case, Success("mean_absolute_error"), y)
    assert low is not None
    assert high is not None
    assert np.isfinite([low, high]).all()
    assert low < 0.05 <= high


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (3, 10), (5, 10), (10, 10)])
def test_the_range_of_a_share_mirrors_that_of_its_rest(hits: int, n: int) -> None:
    low, high = share_range(hits, n)
    mirrored = share_range(n - hits, n)
    assert (low, high) == pytest.approx((1 - mirrored[1], 1 - mirrored[0]))
    assert low <= hits / n <= high


@pytest.mark.parametrize("metric", ["recall", "precision", "fpr"])
def test_what_a_cut_keeps_to_is_counted(metric: str) -> None:
    case = told_and_true((0.2, 400, 4), (0.6, 200, 60), (0.9, 200, 180))
    rule = cut_for(metric, 0.5, case.y, case.score)
    act = case.score >= rule.cut
    part = {"recall": act[case.y == 1], "precision": case.y[act] == 1,
            "fpr": act[case.y == 0]}[metric]  # fmt: skip
    assert rule.kept == {metric: pytest.approx(part.mean())}


@pytest.mark.parametrize("metric", ["precision", "fpr"])
def test_rows_of_one_chance_are_named_together(metric: str) -> None:
    case = told_and_true((0.5, 400, 396))
    rule = cut_for(metric, 0.5 if metric == "precision" else 1.0, case.y, case.score)
    assert rule.reachable
    assert (case.score >= rule.cut).all()


def test_where_both_outcomes_count_alike_the_cut_is_the_events_share() -> None:
    case = told_and_true((0.1, 900, 60), (0.6, 100, 40))
    asked = Constraints("binary", "y", Success("balanced_accuracy"))
    frame = pd.DataFrame(index=range(1000))
    rule = choose_rule(asked, case.y, case.score, frame, CLASSES, 1000)
    assert rule.cut == pytest.approx(0.1)


def test_certain_answers_are_calibrated_without_overflow() -> None:
    case = told_and_true((0.0, 300, 60), (0.5, 300, 150), (1.0, 300, 240))
    found = fit_calibrator(case.y, case.score, "binary")(case.score)
    assert np.isfinite(found).all()
    assert found[0] == pytest.approx(0.2, abs=0.02)
    assert found[-1] == pytest.approx(0.8, abs=0.02)


# --- what else could be done ------------------------------------------------------------


@pytest.mark.parametrize(("inside", "found"), [(FEWEST_ROWS, True), (FEWEST_ROWS - 1, False)])  # fmt: skip
def test_a_one_line_rule_needs_rows_on_its_side(inside: int, found: bool) -> None:
    soil = np.where(np.arange(300) < inside, "clay", "sand")
    y = (soil == "clay").astype(float)
    rule = best_rule(pd.DataFrame({"soil": soil}), y)
    assert (rule is not None) == found


def test_a_one_line_rule_names_the_higher_side_and_bears_gaps() -> None:
    depth = np.arange(300.0)
    y = (depth < 100).astype(float)
    depth[::7] = np.nan
    rule = best_rule(pd.DataFrame({"depth": depth}), y)
    assert rule is not None
    assert rule.text.startswith("depth below")
    assert rule.inside > 0.9 > 0.2 > rule.outside


def evaluated(asked: Constraints, rule: Rule, **own: Any) -> dict[str, dict[str, Any]]:
    """Return the rivals of a model on 200 rows, half of them events."""
    y = np.arange(400) % 2
    frame = pd.DataFrame({"depth": np.random.default_rng(0).normal(size=400)})
    held_frame = frame.iloc[200:].assign(**own).reset_index(drop=True)
    held = Held(held_frame, y[200:], np.where(y[200:] == 1, 0.6, 0.4))
    found = evaluate(asked, rule, held, Learned(frame.iloc[:200], y[:200]), CLASSES)
    return {b["name"]: b for b in found.baselines}


@pytest.mark.usefixtures("few_draws")
def test_a_column_of_words_of_ones_own_decides_where_it_names_the_event() -> None:
    asked = Constraints(
        "binary", "y", Success("accuracy"), event="yes", compare_column="said"
    )
    said = np.where(np.arange(200) % 4 == 1, "yes ", "no")
    rivals = evaluated(asked, Rule("cut", 0.5), said=said)
    assert rivals["your_decisions"]["value"] == pytest.approx(0.75)


@pytest.mark.usefixtures("few_draws")
def test_a_column_that_is_not_there_is_no_rival() -> None:
    asked = Constraints(
        "binary", "y", Success("accuracy"), event="yes", compare_column="said"
    )
    assert "your_decisions" not in evaluated(asked, Rule("cut", 0.5))


@pytest.mark.usefixtures("few_draws")
def test_points_of_ones_own_name_as_many_as_the_model_and_chances_by_their_price() -> (
    None
):
    success = Success("expected_cost", miss_cost=1.2, false_alarm_cost=1)
    asked = Constraints("binary", "y", success, event="yes", compare_column="own")
    rule = Rule("bayes", success={"miss_cost": 1.2, "false_alarm_cost": 1})
    y = np.arange(200) % 2
    # By price nobody below 45 in 100 is named; the model itself names the 100 events.
    chances = np.where(y == 1, 0.3, 0.05) + np.arange(200) / 1e5
    rivals = evaluated(asked, rule, own=chances)
    assert rivals["your_decisions"]["value"] == pytest.approx(0.6)
    for points in (chances * 6, chances * 850):
        assert evaluated(asked, rule, own=points)["your_decisions"]["value"] == 0


@pytest.mark.usefixtures("few_draws")
def test_always_saying_the_same_gives_the_shares_of_the_classes() -> None:
    y = np.repeat([0, 1, 2], [60, 30, 10])
    frame = pd.DataFrame({"depth": np.arange(100.0)})
    score = np.full((100, 3), 1 / 3)
    asked = Constraints("multiclass", "y", Success("log_loss"))
    found = evaluate(
        asked, Rule("argmax"), Held(frame, y, score), Learned(frame, y), ("a", "b", "c")
    )
    nothing = next(b for b in found.baselines if b["name"] == "do_nothing")
    shares = np.array([0.6, 0.3, 0.1])
    assert nothing["value"] == pytest.approx(-(shares * np.log(shares)).sum())
    assert nothing["text"] == "always saying a"


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize(("miss", "told"), [(1, "error_rate"), (5, "expected_cost")])
def test_even_prices_are_told_as_how_often_it_errs(miss: int, told: str) -> None:
    success = Success("expected_cost", miss_cost=miss, false_alarm_cost=1)
    rule = Rule("bayes", success={"miss_cost": miss, "false_alarm_cost": 1})
    y = np.arange(200) % 2
    frame = pd.DataFrame({"depth": np.arange(200.0)})
    held = Held(frame, y, np.where(y == 1, 0.6, 0.4))
    asked = Constraints("binary", "y", success, event="yes")
    found = evaluate(asked, rule, held, Learned(frame, y), CLASSES)
    assert found.objective["told_as"] == told


@pytest.mark.parametrize("kind", ["int64", "Int64", "float64"])
def test_a_straight_line_goes_by_whole_numbers_as_by_others(kind: str) -> None:
    y = np.arange(200) % 2
    X = pd.DataFrame({"depth": pd.Series(y * 10 + np.arange(200) % 3).astype(kind)})
    chance = plain_answers(X, y, X, 2, 0)[:, 1]
    assert chance[y == 1].min() > 0.9
    assert chance[y == 0].max() < 0.1


@pytest.mark.usefixtures("few_draws")
def test_a_straight_line_names_as_many_as_the_model() -> None:
    y = np.arange(200) % 2
    frame = pd.DataFrame({"depth": y * 10.0})
    score = np.where(np.arange(200) < 20, 0.9, 0.1)
    asked = Constraints("binary", "y", Success("recall_at_precision", precision=0.5))
    held, learned = Held(frame, y, score), Learned(frame, y)
    found = evaluate(asked, Rule("cut", 0.5), held, learned, CLASSES)
    plain = next(b for b in found.baselines if b["name"] == "plain_model")
    assert plain["value"] == pytest.approx(0.2)
