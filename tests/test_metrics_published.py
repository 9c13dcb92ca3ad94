"""Scores and rules against numbers that others published, and against brute force."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from assistant.metrics import Case, Rule, choose_rule, value_of
from assistant.metrics.bounds import cut_for
from assistant.metrics.costs import cost_columns
from dialogs.constraints import Constraints, Success

ANY = Success("expected_cost")
EVERY_SECOND = np.array([0, 1] * 4)
SCORES = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9])


def cost(y: np.ndarray, act: np.ndarray, **prices: float) -> float:
    costs = cost_columns(
        {f"{k}_cost": v for k, v in prices.items()}, pd.DataFrame(index=range(len(y)))
    )
    return value_of("expected_cost", Case(y, act.astype(float), act, costs), ANY)


def test_the_cost_loss_of_four_outcomes() -> None:
    # empulse 0.11.1, documentation of cost_loss: one of each outcome, 1 + 2 + 3 + 4.
    y, act = np.array([1, 0, 0, 1]), np.array([1, 1, 0, 0])
    prices = {"hit": 1.0, "false_alarm": 2.0, "pass": 3.0, "miss": 4.0}
    assert 4 * cost(y, act, **prices) == pytest.approx(10, abs=1e-9)


def test_the_maximum_profit_of_keeping_customers() -> None:
    # empulse 0.11.1, tests of mpc: value 200, incentive 10, contact 1, three in ten
    # accept (Verbraken 2013): 23.875 at the best cut, 22.5 by treating all.
    gain = 200 * (0.3 * (1 - 10 / 200) - 1 / 200)
    waste = 200 * (10 / 200 + 1 / 200)
    prices = {"hit": -gain, "false_alarm": waste, "miss": 0.0, "pass": 0.0}

    def profit(cut: float) -> float:
        return -cost(EVERY_SECOND, (cut <= SCORES).astype(int), **prices)

    assert max(profit(c) for c in SCORES) == pytest.approx(23.875, abs=1e-9)
    assert profit(0.2) == pytest.approx(23.875, abs=1e-9)
    assert profit(0.0) == pytest.approx(22.5, abs=1e-9)
    perfect = -cost(EVERY_SECOND, EVERY_SECOND, **prices)
    assert perfect == pytest.approx(28, abs=1e-9)


def test_the_cost_matrix_of_german_credit(shared_data: Path) -> None:
    # Hofmann 1994 (Statlog): 5 for a bad one accepted, 1 for a good one refused.
    bad = (pd.read_csv(shared_data / "german_credit.csv")["credit_risk"] == 0).to_numpy(
        int
    )
    prices = {"miss": 5.0, "false_alarm": 1.0}
    refuse, approve = np.ones(1000, dtype=int), np.zeros(1000, dtype=int)
    assert 1000 * cost(bad, refuse, **prices) == pytest.approx(700, abs=1e-9)
    assert 1000 * cost(bad, approve, **prices) == pytest.approx(1500, abs=1e-9)


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_no_other_decision_costs_less_than_the_row_wise_rule(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = rng.random(6)
    frame = pd.DataFrame({"a": rng.uniform(-2, 9, 6), "b": rng.uniform(-2, 9, 6)})
    asked = Success("expected_cost", miss_cost="a", false_alarm_cost="b", hit_cost=1.5)
    y = (p > 0.5).astype(int)
    rule = choose_rule(Constraints("binary", "y", asked), y, p, frame, ("n", "y"), 6)

    def expected(act: tuple[int, ...]) -> float:
        return sum(
            p[i] * (1.5 if a else frame["a"][i]) + (1 - p[i]) * (frame["b"][i] if a else 0)
            for i, a in enumerate(act)
        )  # fmt: skip

    least = min(expected(act) for act in itertools.product((0, 1), repeat=6))
    assert expected(tuple(rule.decide(p, frame))) == pytest.approx(least, abs=1e-9)


@given(seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_no_other_list_saves_more_than_the_capped_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = rng.random(8)
    miss = rng.uniform(0, 9, 8)
    rule = Rule("bayes", share=3 / 8, success={"miss_cost": "a", "false_alarm_cost": 2})
    act = rule.decide(p, pd.DataFrame({"a": miss}))
    saved = p * miss - (1 - p) * 2
    best = max(
        sum(saved[list(chosen)])
        for size in range(4)
        for chosen in itertools.combinations(range(8), size)
    )
    assert saved[act == 1].sum() == pytest.approx(best, abs=1e-9)


def bound(hits: int, n: int, side: str) -> float:
    """Return an exact one-sided bound, by scipy's own test."""
    found = binomtest(hits, n).proportion_ci(0.90, "exact")
    return float(found.low if side == "low" else found.high)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("metric", "asked"), [("recall", 0.8), ("precision", 0.6), ("fpr", 0.2)]
)
def test_cuts_that_keep_a_promise_are_those_of_a_search_through_all(
    metric: str, asked: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    p = rng.random(300).round(2)
    y = (rng.random(300) < p).astype(int)
    kept = []
    for cut in np.unique(p):
        act = p >= cut
        hits, named = int((act & (y == 1)).sum()), int(act.sum())
        held = {
            "recall": bound(hits, int(y.sum()), "low") >= asked,
            "precision": bound(hits, named, "low") >= asked,
            "fpr": bound(named - hits, int((y == 0).sum()), "high") <= asked,
        }[metric]
        if held:
            kept.append(float(cut))
    best = max(kept) if metric == "recall" else min(kept)
    assert cut_for(metric, asked, y, p).cut == best
