"""A or B in whole cases: the answers of somebody with a ratio in mind recover it."""

from __future__ import annotations

import math

import pytest

from dialogs.tradeoffs import CAUGHT, HIGHEST, LOWEST, Scale, answered, card, costs

RATIOS = [
    0.15,
    0.3,
    0.5,
    0.8,
    1.0,
    1.5,
    2.0,
    3.0,
    5.0,
    8.0,
    12.0,
    20.0,
    35.0,
    60.0,
    90.0,
]


def ask(true: float) -> Scale:
    """Let somebody answer to whom one more real case is worth `true` false alarms."""
    scale = Scale()
    while not scale.settled:
        shown = card(scale)
        more = shown.eager.caught - shown.careful.caught
        worse = shown.eager.wasted - shown.careful.wasted
        gain = more * true - worse
        choice = "same" if abs(gain) < 1e-9 else "eager" if gain > 0 else "careful"
        scale = answered(scale, choice)
    return scale


@pytest.mark.parametrize("true", RATIOS)
def test_the_ratio_in_mind_is_recovered_in_at_most_six_cards(true: float) -> None:
    scale = ask(true)
    assert scale.cards <= 6
    assert 1 / 1.35 <= scale.ratio / true <= 1.35


def test_most_need_four_to_six_cards() -> None:
    used = [ask(r).cards for r in RATIOS]
    assert 4 <= sum(used) / len(used) <= 6


@pytest.mark.parametrize("true", RATIOS)
def test_every_card_is_a_true_choice_in_whole_cases(true: float) -> None:
    scale = Scale()
    while not scale.settled:
        shown = card(scale)
        assert shown.eager.caught > shown.careful.caught == CAUGHT
        assert shown.eager.wasted > shown.careful.wasted >= 0
        assert shown.eager.caught <= 100
        # The card lies between the bounds, so either answer tells something.
        assert scale.low < shown.ratio < scale.high
        scale = answered(scale, "eager" if shown.ratio < true else "careful")


def test_the_bounds_never_cross_whatever_one_answers() -> None:
    for number in range(64):
        scale = Scale()
        while not scale.settled:
            scale = answered(scale, "eager" if number >> scale.cards & 1 else "careful")
        assert LOWEST <= scale.low <= scale.ratio * 1.06
        assert scale.ratio <= scale.high * 1.06 <= HIGHEST * 1.06


def test_both_alike_settles_it_at_once() -> None:
    first = card(Scale())
    scale = answered(Scale(), "same")
    assert scale.settled
    assert math.isclose(scale.ratio, first.ratio, rel_tol=0.05)


def test_the_answers_come_to_costs_of_the_same_ratio() -> None:
    for true in RATIOS:
        found = costs(ask(true))
        ratio = found["success.miss_cost"] / found["success.false_alarm_cost"]
        assert 1 / 1.4 <= ratio / true <= 1.4
        assert min(found.values()) == 1


def test_another_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="eager, careful or same"):
        answered(Scale(), "b")
