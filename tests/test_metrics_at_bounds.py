"""Where a rule of measuring begins and ends: one row, event or draw to either side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assistant.errors import BriefInvalid
from assistant.metrics import (
    Case,
    Held,
    Learned,
    Rule,
    choose_rule,
    evaluate,
    fit_calibrator,
    rule_for,
    value_of,
)
from assistant.metrics.baselines import VALUES, best_rule
from assistant.metrics.bounds import promised
from assistant.metrics.calibration import ISOTONIC_ROWS
from assistant.metrics.costs import cost_columns, usual_prices
from assistant.metrics.doubts import FEWEST_TEST_EVENTS, FEWEST_TRAIN_EVENTS
from assistant.metrics.few_rows import FEW, FEW_FOR_HIGH, least_range
from assistant.metrics.held_doubts import FEW_GROUPS, held_doubts
from assistant.metrics.intervals import DRAWS, MANY_ROWS, draws_for, jeffreys, middle
from assistant.metrics.ranges import counted, range_of
from assistant.metrics.requirements import FEWEST_GROUP_ROWS, Contract
from assistant.metrics.rules import leaned
from dialogs.constraints import Constraints, Requirement, Split, Success

CLASSES = ("no", "yes")


def outcomes(events: int, others: int) -> np.ndarray:
    return np.repeat([1, 0], [events, others])


def frame_of(rows: int, **columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"depth": np.arange(float(rows)), **columns})


def judged(
    asked: Constraints, rule: Rule, y: np.ndarray, score: np.ndarray, **columns: Any
) -> Any:
    """Return the evaluation of a model on rows that are also those learned from."""
    frame = frame_of(len(y), **columns)
    held, learned = Held(frame, y, score), Learned(frame[["depth"]], y)
    return evaluate(asked, rule, held, learned, CLASSES)


def contract(objective: str, **given: Any) -> Constraints:
    return Constraints("binary", "y", Success(objective, **given), event="yes")


# --- draws and ranges -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "draws"),
    [(1, DRAWS), (MANY_ROWS, DRAWS), (2 * MANY_ROWS, DRAWS // 2), (10**7, 200)],
)
def test_the_more_rows_the_fewer_draws_but_never_too_few(rows: int, draws: int) -> None:
    assert draws_for(rows) == draws


def test_half_of_the_draws_must_give_a_number() -> None:
    known = np.array([1.0, 2.0, np.nan, np.nan])
    low, high = middle(known)
    assert low is not None
    assert high is not None
    assert 1 < low < high < 2
    assert middle(np.append(known, np.nan)) == (None, None)


def test_draws_from_few_rows_are_widened_and_of_two_rows_nothing_is_known() -> None:
    draws = np.linspace(0, 1, 1001)
    assert middle(draws) == pytest.approx((0.05, 0.95))
    assert middle(draws, rows=2) == pytest.approx((0.05, 0.95))
    few, many = middle(draws, rows=5), middle(draws, rows=500)
    assert few[0] < many[0] < 0.05
    assert few[1] > many[1] > 0.95


def test_an_average_precision_of_few_events_is_at_least_as_unsure_as_a_share() -> None:
    def least(events: int, value: float) -> Any:
        y = outcomes(events, 50)
        return least_range("average_precision", Case(y, y * 1.0, y), value)

    for value, few in ((0.5, FEW), (0.6, FEW_FOR_HIGH)):
        assert least(few - 1, value) == jeffreys(value * (few - 1), few - 1)
        assert least(few, value) is None


@pytest.mark.parametrize(
    ("metric", "of"), [("recall", (2, 3)), ("precision", (2, 4)), ("specificity", (3, 5)),
                       ("fpr", (2, 5)), ("accuracy", (5, 8)), ("roc_auc", None)],
)  # fmt: skip
def test_a_share_is_out_of_the_rows_it_speaks_of(metric: str, of: Any) -> None:
    y = outcomes(3, 5)
    case = Case(y, y * 1.0, np.array([1, 1, 0, 1, 1, 0, 0, 0]))
    assert counted(metric, case, Success(metric)) == of


def test_a_share_of_no_rows_has_no_range() -> None:
    case = Case(np.zeros(4, dtype=int), np.zeros(4), np.zeros(4, dtype=int))
    assert counted("recall", case, Success("recall")) is None
    assert range_of("recall", case, Success("recall"), np.full(9, np.nan)) == (
        None,
        None,
    )


def test_nothing_but_the_long_run_is_promised_of_no_new_rows() -> None:
    assert promised(59, 59, 0.95)
    assert not promised(58, 58, 0.95)
    assert promised(59, 59, 0.0, 15)


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_every_number_that_is_reported_has_a_range(task: str, together: bool) -> None:
    rng = np.random.default_rng(0)
    y = np.arange(240) % (2 if task == "binary" else 3)
    score = {
        "binary": np.clip(0.3 + 0.3 * y + rng.normal(0, 0.2, 240), 0.01, 0.99),
        "multiclass": (np.eye(3)[y] + rng.uniform(0.2, 2, (240, 3))) / 6,
        "regression": y + rng.normal(0, 1, 240),
    }[task]
    if task == "multiclass":
        score = score / score.sum(axis=1, keepdims=True)
    groups = np.arange(240) // 4 if together else None
    objective = "mean_absolute_error" if task == "regression" else "log_loss"
    rule = Rule({"binary": "cut", "multiclass": "argmax"}.get(task, "value"), 0.5)
    held = Held(frame_of(240), y, score, groups)
    found = evaluate(
        Constraints(task, "y", Success(objective)), rule, held,
        Learned(frame_of(240), y), ("a", "b", "c")[: 2 if task == "binary" else 3],
    )  # fmt: skip
    assert len(found.metrics) >= 4
    for name, told in found.metrics.items():
        assert told["low"] is not None, name
        assert told["low"] <= told["value"] <= told["high"], name
        assert told["low"] < told["high"], name


# --- doubts -----------------------------------------------------------------------------


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize(
    ("learned", "held", "told"),
    [(FEWEST_TRAIN_EVENTS, FEWEST_TEST_EVENTS, False), (FEWEST_TRAIN_EVENTS - 1, 200, True),
     (200, FEWEST_TEST_EVENTS - 1, True)],
)  # fmt: skip
def test_events_are_few_on_either_side(learned: int, held: int, told: bool) -> None:
    before, now = outcomes(learned, 3 * learned), outcomes(held, 3 * held)
    found = evaluate(
        contract("roc_auc"), Rule("cut", 0.5),
        Held(frame_of(len(now)), now, now * 0.5 + 0.2),
        Learned(frame_of(len(before)), before), CLASSES,
    )  # fmt: skip
    texts = [w["text"] for w in found.warnings if w["kind"] == "few_events"]
    assert bool(texts) == told
    assert all(f"{learned} such cases to learn from and {held} to" in t for t in texts)


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize(("share", "told"), [(1.0, True), (0.99, False)])
def test_a_list_with_room_for_all_is_told(share: float, told: bool) -> None:
    y = outcomes(100, 100)
    found = judged(
        contract("precision_at_k", share=share),
        Rule("top_share", share=share),
        y,
        y * 0.8,
    )
    assert ("list_longer_than_table" in {w["kind"] for w in found.warnings}) == told


@pytest.mark.usefixtures("few_draws")
def test_rows_in_which_a_mistake_earns_something_are_counted() -> None:
    y = outcomes(100, 100)
    price = np.repeat([-2.0, 0.0, 3.0], [7, 5, 188])
    costs = {"miss_cost": "price", "false_alarm_cost": 1.0}
    found = judged(contract("expected_cost", **costs), Rule("bayes", success=costs), y,
                   y * 0.8, price=price)  # fmt: skip
    text = next(w["text"] for w in found.warnings if w["kind"] == "odd_prices")
    assert "In 7 of 200 rows" in text
    plain = {"miss_cost": 3.0, "false_alarm_cost": 1.0}
    found = judged(
        contract("expected_cost", **plain), Rule("bayes", success=plain), y, y * 0.8
    )
    assert not {"odd_prices", "always_act", "never_act"} & {
        w["kind"] for w in found.warnings
    }


@pytest.mark.usefixtures("few_draws")
def test_a_dearer_miss_may_make_the_model_needless_and_that_is_said() -> None:
    rng = np.random.default_rng(0)
    y = outcomes(100, 100)
    costs = {"miss_cost": 1.0, "false_alarm_cost": 1.0}
    score = np.clip(np.where(y == 1, 0.55, 0.45) + rng.normal(0, 0.05, 200), 0.36, 0.64)
    found = judged(
        contract("expected_cost", **costs), Rule("bayes", success=costs), y, score
    )
    half, twice = found.sensitivity
    # At twice the price everyone is acted on, at half nobody: a rule without a model.
    for told, share in ((half, 0.5), (twice, 0.5)):
        assert told["changed"] == pytest.approx(share, abs=0.1)
        assert not told["pays"]
        assert "would no longer pay" in told["text"]
    assert half["value"] == pytest.approx(0.25)
    assert twice["value"] == pytest.approx(0.5)


def moved(
    task: str, before: Any, now: Any, split: Split | None = None, **columns: Any
) -> Any:
    held = Held(frame_of(len(now), **columns), np.asarray(now), np.zeros(len(now)))
    learned = Learned(frame_of(len(before)), np.asarray(before))
    asked = Constraints(
        task, "late", Success("brier"), event="yes", split=split or Split()
    )
    return [text for _, _, text in held_doubts(asked, held, learned)]


def test_an_outcome_moved_where_the_factor_is_large_too() -> None:
    # Ten in a hundred more, of which chance is no cause: much of 20, little of 60.
    assert moved("binary", outcomes(400, 1600), outcomes(300, 700))
    assert not moved("binary", outcomes(1200, 800), outcomes(700, 300))
    assert not moved("binary", outcomes(700, 300), outcomes(1200, 800))


def test_a_number_that_fell_is_said_and_one_that_never_varied_is_not() -> None:
    rng = np.random.default_rng(0)
    before, now = rng.normal(6, 1, 300), rng.normal(5, 1, 100)
    [text] = moved("regression", before, now)
    assert "lower in the rows" in text
    assert "too high" in text
    assert not moved("regression", np.full(300, 6.0), now)
    assert not moved("regression", before, np.zeros(1))
    # Sure, and too little to matter.
    near = rng.normal(6.15, 1, 40_000)
    assert not moved("regression", rng.normal(6, 1, 40_000), near)


@pytest.mark.parametrize(
    ("count", "told"), [(FEW_GROUPS - 1, True), (FEW_GROUPS, False)]
)
def test_groups_held_back_are_few_below_a_bound(count: int, told: bool) -> None:
    y, vans = outcomes(30, 30), [f"v{i % count}" for i in range(60)]
    assert bool(moved("binary", y, y, Split("group", "van"), van=vans)) == told
    assert not moved("binary", y, y, Split("random", "van"), van=vans)
    assert not moved("binary", y, y, Split("group", "bus"), van=vans)


# --- what was agreed --------------------------------------------------------------------


@pytest.mark.usefixtures("few_draws")
def test_named_missed_and_called_in_vain_are_counted() -> None:
    y = outcomes(100, 300)
    score = np.concatenate(
        [np.repeat([0.9, 0.1], [70, 30]), np.repeat([0.8, 0.2], [20, 280])]
    )
    found = judged(contract("roc_auc"), Rule("cut", 0.5), y, score).to_dict()
    assert found["counts"] == {
        "rows": 400, "events": 100, "named": 90, "hits": 70, "misses": 30,
        "false_alarms": 20,
    }  # fmt: skip
    assert found["decision"]["cut"] == 0.5
    assert "warnings" not in found


def gap(rows: int, metric: str | None = "recall") -> Any:
    y = np.ones(100 + rows, dtype=int)
    act = np.r_[np.ones(50), np.zeros(50), np.ones(rows)].astype(int)
    groups = np.repeat(["a", "b"], [100, rows])
    asked = Requirement("group_gap", at_most=0.2, of=metric, column="van")
    case = Case(y, act * 1.0, act)
    agreed = Contract(Success("roc_auc", requirements=(asked,)), case,
                      pd.DataFrame({"van": groups}), {})  # fmt: skip
    return agreed.lines({"roc_auc": {"value": None}}, [])[0]


def test_a_gap_is_between_groups_that_are_large_enough() -> None:
    told = gap(FEWEST_GROUP_ROWS)
    assert told["value"] == pytest.approx(0.5)
    assert told["met"] is False
    assert (
        told["text"] == "recall differs by at most 20 in 100 between the groups of van"
    )
    assert gap(FEWEST_GROUP_ROWS, None)["value"] == pytest.approx(0.5)
    assert gap(FEWEST_GROUP_ROWS - 1)["value"] is None


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Requirement("recall", at_least=0.8), "catch at least 80 of 100 real cases"),
        (Requirement("fpr", at_most=0.05), "name at most 5 of 100 others by mistake"),
        (Requirement("f1", at_least=0.5), "f1 of at least 0.5"),
        (Requirement("log_loss", at_most=0.4), "log loss of at most 0.4"),
    ],
)
def test_a_requirement_without_words_of_its_own_is_told(asked: Any, text: str) -> None:
    y = outcomes(5, 5)
    agreed = Contract(Success("roc_auc", requirements=(asked,)), Case(y, y * 1.0, y),
                      frame_of(10), {})  # fmt: skip
    assert agreed.lines({"roc_auc": {"value": None}}, [])[0]["text"] == text


@pytest.mark.parametrize(
    ("objective", "asked", "value", "met"),
    [("accuracy", 0.8, 0.8, True), ("accuracy", 0.8, 0.79, False),
     ("log_loss", 0.4, 0.4, True), ("log_loss", 0.4, 0.41, False)],
)  # fmt: skip
def test_what_is_good_enough_is_a_line_of_the_agreement(
    objective: str, asked: float, value: float, met: bool
) -> None:
    y = outcomes(5, 5)
    success = Success(objective, target_value=asked)
    agreed = Contract(success, Case(y, y * 1.0, y), frame_of(10), {})
    body = {"value": value, "low": value, "high": value}
    [line] = agreed.lines({objective: body}, [])
    assert line["met"] is met
    # As good, but by luck perhaps.
    unsure = {"value": asked, "low": asked - 0.1, "high": asked + 0.1}
    assert agreed.lines({objective: unsure}, [])[0]["met"] is None


# --- rules and prices -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "share"), [({"k": 5}, 0.05), ({"k": 500}, 1.0), ({"share": 0.3}, 0.3)]
)
def test_a_list_is_no_longer_than_the_table(
    given: dict[str, Any], share: float
) -> None:
    y, p = outcomes(20, 80), np.linspace(0.99, 0.0, 100)
    rule = choose_rule(
        contract("precision_at_k", **given), y, p, frame_of(100), CLASSES, 100
    )
    assert rule.share == pytest.approx(share)
    assert rule.alone == pytest.approx(np.sort(p)[::-1][round(100 * share) - 1])


@pytest.mark.parametrize(
    ("task", "kind"),
    [("regression", "value"), ("forecast", "value"), ("multiclass", "argmax"),
     ("ordinal", "argmax"), ("binary", "cut")],
)  # fmt: skip
def test_each_kind_of_target_is_decided_in_its_own_way(task: str, kind: str) -> None:
    asked = Constraints(task, "y", Success("log_loss"))
    p = np.full((100, 2), 0.5) if kind == "argmax" else np.linspace(0, 1, 100)
    rule = choose_rule(asked, outcomes(50, 50), p, frame_of(100), CLASSES, 100)
    assert rule.kind == kind
    if kind == "value":
        assert rule.decide(p, frame_of(100)) is p


@pytest.mark.parametrize("kind", ["top_share", "bayes"])
def test_a_list_that_is_long_enough_is_cut_by_its_length_and_not_by_a_chance(
    kind: str,
) -> None:
    costs = {"miss_cost": 9.0, "false_alarm_cost": 1.0}
    rule = Rule(kind, share=0.1, alone=0.5, success=costs)
    p = np.linspace(0.99, 0.6, 20)
    # Each of the twenty is above what one row by itself needs; two have room.
    assert rule.decide(p, frame_of(20)).tolist() == [1] * 2 + [0] * 18
    assert rule.decide(p[:10], frame_of(10)).sum() == 1
    # Of nine rows a tenth is less than one: each stands by itself.
    assert rule.decide(p[:9], frame_of(9)).tolist() == [1] * 9
    assert rule.decide(np.full(3, 0.04), frame_of(3)).tolist() == [0] * 3


@pytest.mark.parametrize(
    ("per", "frequency", "each"),
    [("hour", "15min", 4), ("day", "6h", 4), ("month", "D", 30.5), ("year", "D", 61)],
)
def test_so_many_a_period_is_out_of_its_rows(
    per: str, frequency: str, each: float
) -> None:
    seen = pd.date_range(
        "2023-11-01", periods=61 if frequency == "D" else 80, freq=frequency
    )
    older = pd.Timestamp("2001-01-01") + pd.to_timedelta(
        np.arange(len(seen)) * 400, "D"
    )
    frame = pd.DataFrame({"born": older, "seen": seen})
    y, p = outcomes(20, len(seen) - 20), np.linspace(1, 0, len(seen))
    asked = Constraints("binary", "y", Success("precision_at_k", k=2, per=per),
                        split=Split("time", "seen"))  # fmt: skip
    rule = rule_for(asked, y, p, frame, CLASSES, frame)
    periods = seen.to_period({"hour": "h", "day": "D", "month": "M", "year": "Y"}[per])
    assert rule.share == pytest.approx(2 / (len(seen) / periods.nunique()))
    assert len(seen) / periods.nunique() == pytest.approx(each, rel=0.01)
    assert "By seen" in rule.basis


def test_a_price_that_half_of_the_rows_lack_has_a_usual_value_and_one_more_has_none() -> (
    None
):
    prices = pd.Series([1.0, 2.0, 9.0, None, None, None])
    asked = {"miss_cost": "price", "false_alarm_cost": "price", "hit_cost": "gone"}
    assert usual_prices(asked, pd.DataFrame({"price": prices})) == {"price": (2.0, 3)}
    prices[2] = None
    assert usual_prices(asked, pd.DataFrame({"price": prices})) == {}
    assert usual_prices(asked, pd.DataFrame({"price": [1.0, 2.0]})) == {}
    filled = cost_columns({"miss_cost": "price"}, pd.DataFrame({"price": prices}),
                          fill={"price": 7.0})  # fmt: skip
    assert filled["miss"].tolist() == [1, 2, 7, 7, 7, 7]
    with pytest.raises(BriefInvalid, match="4 rows"):
        cost_columns({"miss_cost": "price"}, pd.DataFrame({"price": prices}))


def test_odds_that_lean_are_taken_so_many_times() -> None:
    p = np.array([0.0, 0.2, 0.5, 1.0])
    found = leaned(p, 4.0)
    assert found.tolist() == pytest.approx([0.0, 0.5, 0.8, 1.0])
    assert leaned(p, 1.0) is p


def test_a_row_that_a_person_decides_costs_the_price_of_that() -> None:
    y, act = np.array([1, 1, 0, 0]), np.array([2, 0, 2, 1])
    frame = pd.DataFrame(index=range(4))
    costs = cost_columns(
        {"miss_cost": 10, "false_alarm_cost": 4, "review_cost": 1}, frame
    )
    found = value_of("expected_cost", Case(y, y * 1.0, act, costs), Success("any"))
    assert found == pytest.approx((1 + 10 + 1 + 4) / 4)


# --- calibration and one-line rules -----------------------------------------------------


def off(rows: int, events: int) -> tuple[np.ndarray, np.ndarray]:
    """Return outcomes and chances that are far from them, by steps."""
    y = outcomes(events, rows - events)
    step = np.arange(rows) % 3
    return y, np.where(y == 1, 0.02 + 0.01 * step, 0.01 + 0.01 * step)


@pytest.mark.parametrize(("events", "kind"), [(30, "sigmoid"), (29, "none")])
def test_a_calibrator_needs_events(events: int, kind: str) -> None:
    assert fit_calibrator(*off(600, events), "binary").kind == kind
    y, p = off(600, events)
    assert fit_calibrator(1 - y, 1 - p, "binary").kind == kind


@pytest.mark.parametrize(
    ("rows", "events", "kinds"),
    [(ISOTONIC_ROWS, 300, {"isotonic"}), (ISOTONIC_ROWS - 1, 300, {"sigmoid"}),
     (ISOTONIC_ROWS, 299, {"sigmoid"})],
)  # fmt: skip
def test_steps_of_any_shape_need_many_rows(
    rows: int, events: int, kinds: set[str]
) -> None:
    rng = np.random.default_rng(0)
    y = outcomes(events, rows - events)
    # Up, down and up again: no line follows it.
    p = np.where(
        y == 1, rng.choice([0.1, 0.9], rows), rng.choice([0.5, 0.1], rows, p=[0.9, 0.1])
    )
    assert fit_calibrator(y, p, "binary").kind in kinds


def test_a_one_line_rule_names_only_common_values_and_no_date() -> None:
    names = np.repeat([f"v{i:02d}" for i in range(VALUES + 1)], [60] * VALUES + [40])
    y = (names == f"v{VALUES:02d}").astype(float)
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(y)), "D")
    # The rarest value tells all, and is one too many to be named; so is a date.
    rule = best_rule(pd.DataFrame({"van": names, "day": day}), y)
    assert rule is None or rule.value != f"v{VALUES:02d}"
    rule = best_rule(pd.DataFrame({"van": names[60:], "day": day[60:]}), y[60:])
    assert rule is not None
    assert rule.text == f"van is v{VALUES:02d}"
