"""What was expected before the result, set beside what was found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dialogs.message import Level
from explain.expecting import expectation_lines

DRIVERS = [
    {"column": "tenure", "direction": "down", "text": "A longer tenure lowers it"},
    {"column": "plan", "direction": "mixed", "text": "It differs by plan"},
    {"column": "town", "direction": "none", "text": "It moves with the town"},
]
FRAME = pd.DataFrame(
    {"tenure": np.arange(60.0), "months": np.arange(60.0) * 30, "age": [1, 2, 3] * 20}
)


def lines(drivers: dict[str, str], **result: Any) -> list[str]:
    brief = {"expectations": {"drivers": drivers, **result.pop("expected", {})}}
    return expectation_lines({"drivers": DRIVERS, **result}, brief, Level.PLAIN, FRAME)


@pytest.mark.parametrize(
    ("column", "want", "said"),
    [
        ("tenure", "down", "yes. A longer tenure lowers it."),
        ("tenure", "matters", "yes, it matters. A longer tenure lowers it."),
        ("tenure", "up", "go up; in this data it goes down. A longer tenure"),
        ("tenure", "none", "no, it does matter. A longer tenure lowers it."),
        ("plan", "up", "only partly. It differs by plan."),
        ("town", "up", "too few to say which way"),
        ("age", "up", "hardly."),
        ("age", "none", "yes, it adds too little"),
        ("gone", "up", "I could not check it"),
    ],
)
def test_a_guess_is_set_beside_what_was_found(
    column: str, want: str, said: str
) -> None:
    assert said in lines({column: want})[1]


def test_a_column_that_says_the_same_as_a_driver_is_told_with_it() -> None:
    assert "tenure" in lines({"months": "down"})[1]
    assert "tenure" not in lines({"age": "down"})[1]


@pytest.mark.parametrize(
    ("want", "got", "greater", "said"),
    [
        (0.75, 0.76, True, "about as you thought"),
        (0.6, 0.9, True, "better than you thought"),
        (0.95, 0.7, True, "less than you hoped"),
        (10.0, 4.0, False, "better than you thought"),
        (3.0, 9.0, False, "less than you hoped"),
    ],
)
def test_a_figure_that_was_expected_is_compared_by_which_way_is_better(
    want: float, got: float, greater: bool, said: str
) -> None:
    name = "accuracy" if greater else "mean_absolute_error"
    objective = {"name": name, "value": got, "greater_is_better": greater}
    assert said in lines({}, objective=objective, expected={"value": want})[1]
    wide = {**objective, "low": min(want, got), "high": max(want, got)}
    told = lines({}, objective=wide, expected={"value": want})[1]
    assert "about as you thought" in told
    assert lines({}, expected={"value": want}) == []


def test_nothing_expected_is_not_spoken_of() -> None:
    assert lines({}) == []
