"""Rows held back that are unlike those learned from, or of too few groups, are warned of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assistant.metrics import Held, Learned
from assistant.metrics.held_doubts import held_doubts
from dialogs.constraints import Constraints, Split, Success


def told(
    task: str, before: Any, now: Any, split: Split, groups: Any = None
) -> list[tuple[str, str, str]]:
    frame = pd.DataFrame({"van": groups if groups is not None else range(len(now))})
    held = Held(frame, np.asarray(now), np.zeros(len(now)))
    learned = Learned(pd.DataFrame(index=range(len(before))), np.asarray(before))
    asked = Constraints(task, "late", Success("brier"), event="yes", split=split)
    return list(held_doubts(asked, held, learned))


def flags(share: float, rows: int) -> np.ndarray:
    return (np.arange(rows) < round(share * rows)).astype(int)


@pytest.mark.parametrize(
    ("before", "now", "word"), [(0.2, 0.5, "too low"), (0.6, 0.3, "too high")]
)
def test_an_outcome_that_became_more_or_less_common_is_said_with_both_shares(
    before: float, now: float, word: str
) -> None:
    [(kind, column, text)] = told(
        "binary", flags(before, 400), flags(now, 120), Split("time", "day")
    )
    assert (kind, column) == ("outcome_moved", "late")
    assert f"{100 * now:.0f} in 100, against {100 * before:.0f} in those" in text
    assert "later rows" in text
    assert word in text


def test_what_chance_may_do_is_not_warned_of() -> None:
    assert not told("binary", flags(0.2, 400), flags(0.25, 120), Split())
    assert not told("binary", flags(0.2, 40), flags(0.5, 6), Split())
    # Of many rows a little is sure, and does not matter.
    assert not told("binary", flags(0.2, 90_000), flags(0.22, 30_000), Split())


def test_a_number_that_grew_is_said() -> None:
    rng = np.random.default_rng(0)
    before, now = rng.normal(5, 1, 300), rng.normal(6, 1, 100)
    [(kind, _, text)] = told("regression", before, now, Split())
    assert kind == "outcome_moved"
    assert "higher in the rows that I checked on" in text
    assert not told("regression", before, rng.normal(5, 1, 100), Split())


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (["B"] * 40, "one van alone (B)"),
        (["B", "C"] * 20, "2 values of van alone (B, C)"),
    ],
)
def test_few_groups_held_back_are_named(groups: list[str], said: str) -> None:
    y = flags(0.5, 40)
    [(kind, column, text)] = told("binary", y, y, Split("group", "van"), groups)
    assert (kind, column) == ("few_groups", "van")
    assert said in text


def test_many_groups_are_no_doubt() -> None:
    y = flags(0.5, 40)
    assert not told("binary", y, y, Split("group", "van"), [f"v{i}" for i in range(40)])
