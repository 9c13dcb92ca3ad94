"""Rules beyond the simple cut: musts, periods, single rows, gaps in prices, rivals."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assistant.cuts import cut_table
from assistant.metrics import Held, Learned, Rule, choose_rule, evaluate, rule_for
from assistant.metrics.costs import cost_columns
from assistant.metrics.intervals import clopper_pearson, share_range
from assistant.metrics.plain_model import plain_answers
from assistant.metrics.rules import bayes
from dialogs.constraints import Constraints, Requirement, Success
from dialogs.message import Level
from explain.telling import contract_text

CLASSES = ("no", "yes")


def contract(objective: str, **given: Any) -> Constraints:
    return Constraints("binary", "y", Success(objective, **given))


def sample(rows: int = 3000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return outcomes and the probabilities that they were drawn with."""
    rng = np.random.default_rng(seed)
    p = rng.beta(1, 3, rows)
    return (rng.random(rows) < p).astype(int), p


def chosen(asked: Constraints, rows: int = 3000) -> tuple[Rule, np.ndarray, np.ndarray]:
    y, p = sample(rows)
    frame = pd.DataFrame(index=range(rows))
    return choose_rule(asked, y, p, frame, CLASSES, rows), y, p


# --- what must hold beside the objective ------------------------------------------------


@pytest.mark.parametrize(
    "objective", ["log_loss", "f1", "expected_cost", "precision_at_recall"]
)
def test_a_must_moves_the_decision_until_it_holds_at_its_bound(objective: str) -> None:
    costs = {"miss_cost": 3, "false_alarm_cost": 1, "recall": 0.5}
    must = (Requirement("recall", at_least=0.9),)
    rule, y, p = chosen(contract(objective, requirements=must, **costs))
    act = rule.decide(p, pd.DataFrame(index=y))
    hits, events = int((act & y).sum()), int(y.sum())
    assert clopper_pearson(hits, events, 0.95)[0] >= 0.9
    # No further than needed: one catch fewer would not hold it.
    assert clopper_pearson(hits - 1, events, 0.95)[0] < 0.9
    assert rule.reachable


def test_a_must_that_holds_already_moves_nothing() -> None:
    must = (Requirement("recall", at_least=0.3), Requirement("accuracy", at_least=0.1))
    costs = {"miss_cost": 3, "false_alarm_cost": 1}
    rule, _, p = chosen(contract("expected_cost", requirements=must, **costs))
    alone, _, _ = chosen(contract("expected_cost", **costs))
    frame = pd.DataFrame(index=range(len(p)))
    assert rule.lean == 1
    assert (rule.decide(p, frame) == alone.decide(p, frame)).all()


def test_costs_by_row_still_count_where_a_must_leans_on_them() -> None:
    y, p = sample()
    frame = pd.DataFrame({"loan": np.where(np.arange(len(y)) % 2, 9.0, 2.0)})
    must = (Requirement("recall", at_least=0.9),)
    asked = contract(
        "expected_cost", miss_cost="loan", false_alarm_cost=1, requirements=must
    )
    rule = choose_rule(asked, y, p, frame, CLASSES, len(y))
    act = rule.decide(p, frame)
    small, large = (p[(act == 1) & (frame["loan"] == v)].min() for v in (2.0, 9.0))
    # The dearer miss is acted on earlier, in the proportion of the odds.
    assert small / (1 - small) == pytest.approx(4.5 * large / (1 - large), rel=0.05)


def test_musts_that_exclude_each_other_are_not_promised() -> None:
    both = (Requirement("recall", at_least=0.99), Requirement("fpr", at_most=0.01))
    rule, y, p = chosen(contract("log_loss", requirements=both))
    assert not rule.reachable
    # The one that catches is kept.
    assert p[(p < (rule.cut or 0)) & (y == 1)].size <= 0.01 * y.sum()


# --- lists ------------------------------------------------------------------------------


def dated(rows: int, a_day: int) -> pd.DataFrame:
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        np.arange(rows) // a_day, unit="D"
    )
    return pd.DataFrame({"seen": days, "shift": np.arange(rows) % 4})


@pytest.mark.parametrize(
    ("per", "share"),
    [("day", 0.2), ("week", 20 / 700), ("shift", 20 / 250), ("", 0.02)],
)
def test_so_many_a_day_is_out_of_the_rows_of_a_day(per: str, share: float) -> None:
    frame = dated(1000, 100)
    y, p = sample(1000)
    asked = contract("precision_at_k", k=20, per=per)
    rule = rule_for(asked, y, p, frame, CLASSES, frame)
    # Ten days touch two weeks, the second of them short.
    assert rule.share == pytest.approx(0.04 if per == "week" else share)
    assert bool(rule.basis) == bool(per)


def test_without_dates_the_file_stands_for_the_period_and_that_is_said() -> None:
    y, p = sample(500)
    frame = pd.DataFrame({"size": np.arange(500)})
    asked = contract("precision_at_k", k=20, per="day")
    rule = rule_for(asked, y, p, frame, CLASSES, frame)
    assert rule.share == pytest.approx(0.04)
    told = report(asked, rule).warnings
    assert any("stands for one day" in w["text"] for w in told)


@pytest.mark.parametrize("objective", ["precision_at_k", "expected_cost"])
def test_a_row_by_itself_is_acted_on_where_the_list_would_hold_it(
    objective: str,
) -> None:
    y, p = sample(1000)
    frame = pd.DataFrame(index=y)
    costs = {"miss_cost": 40, "false_alarm_cost": 1}
    rule = choose_rule(contract(objective, k=100, **costs), y, p, frame, CLASSES, 1000)
    whole = rule.decide(p, frame)
    each = [int(rule.decide(p[i : i + 1], frame.iloc[:1])[0]) for i in range(1000)]
    assert whole.sum() == 100
    assert each == whole.tolist()


# --- prices with gaps -------------------------------------------------------------------


def test_a_missing_price_is_the_middle_one_and_is_told() -> None:
    y, p = sample(800)
    loan = np.where(np.arange(800) % 2, 40.0, 2.0)
    loan[::7] = np.nan
    frame = pd.DataFrame({"loan": loan})
    asked = contract("expected_cost", miss_cost="loan", false_alarm_cost=1)
    rule = choose_rule(asked, y, p, frame, CLASSES, 800)
    middle = float(np.nanmedian(loan))
    assert dict(rule.fill) == {"loan": middle}
    filled = pd.DataFrame({"loan": frame["loan"].fillna(middle)})
    costs = cost_columns(rule.success, filled)
    assert (rule.decide(p, frame) == bayes(p, costs)).all()
    held = Held(frame, y, p)
    found = evaluate(asked, rule, held, Learned(frame, y), CLASSES)
    told = {w["kind"]: w for w in found.warnings}
    assert told["cost_gaps"]["column"] == "loan"
    assert "115 of 800" in told["cost_gaps"]["text"]


# --- the report -------------------------------------------------------------------------


def report(asked: Constraints, rule: Rule, rows: int = 600) -> Any:
    rng = np.random.default_rng(1)
    X = pd.DataFrame(
        {"depth": rng.normal(0, 1, rows), "soil": ["clay", "sand"] * (rows // 2)}
    )
    p = (1 / (1 + np.exp(-(2 * X["depth"] - 1)))).to_numpy()
    y = (rng.random(rows) < p).astype(int)
    cut = rows // 2
    held = Held(X.iloc[cut:].reset_index(drop=True), y[cut:], p[cut:])
    return evaluate(asked, rule, held, Learned(X.iloc[:cut], y[:cut]), CLASSES)


@pytest.mark.usefixtures("few_draws")
def test_ones_own_rule_stands_among_the_rivals() -> None:
    success = Success("expected_cost", miss_cost=5, false_alarm_cost=1)
    tree = {"column": "depth", "above": 1}
    asked = Constraints(
        "binary", "y", success, compare_rule="depth over 1", compare_filter=tree
    )
    rule = Rule("bayes", success={"miss_cost": 5, "false_alarm_cost": 1})
    found = report(asked, rule)
    own = next(b for b in found.baselines if b["name"] == "your_rule")
    rng = np.random.default_rng(1)
    depth = rng.normal(0, 1, 600)
    y = (rng.random(600) < 1 / (1 + np.exp(-(2 * depth - 1)))).astype(int)[300:]
    act = depth[300:] > 1
    cost = np.where(y == 1, np.where(act, 0, 5), np.where(act, 1, 0)).mean()
    assert own["value"] == pytest.approx(cost)
    assert own["difference"]["value"] == pytest.approx(found.objective["value"] - cost)
    assert own["difference"]["high"] < 0
    assert "depth over 1" in own["text"]
    # A straight line stands beside it, but is no way to do without a model.
    assert "plain_model" in {b["name"] for b in found.baselines}
    assert found.contract[-1]["baseline"] not in ("plain_model", "your_rule")


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize("scale", [1.0, 850.0], ids=["chances", "points"])
def test_a_column_of_scores_of_ones_own_is_ranked(scale: float) -> None:
    rng = np.random.default_rng(4)
    y = (rng.random(600) < 0.3).astype(int)
    known = 1 / (1 + np.exp(-(y + rng.normal(0, 1, 600))))
    X = pd.DataFrame({"depth": rng.normal(0, 1, 600), "last_year": known * scale})
    asked = Constraints(
        "binary", "y", Success("roc_auc"), event="yes", compare_column="last_year"
    )
    p = rng.random(300)
    held = Held(X.iloc[300:].reset_index(drop=True), y[300:], p)
    learned = Learned(X.iloc[:300][["depth"]], y[:300])
    found = evaluate(asked, Rule("cut", 0.5), held, learned, CLASSES)
    own = next(b for b in found.baselines if b["name"] == "your_decisions")
    late = known[300:]
    wins = (late[y[300:] == 1][:, None] > late[y[300:] == 0]).mean()
    assert own["value"] == pytest.approx(wins)
    assert own["text"] == "the column last_year"


@pytest.mark.usefixtures("few_draws")
def test_a_rule_that_cannot_be_read_is_told() -> None:
    asked = Constraints(
        "binary", "y", Success("roc_auc"), compare_rule="the moon is full",
        reasons={"compare": "It names no column."},
    )  # fmt: skip
    told = {w["kind"]: w["text"] for w in report(asked, Rule("cut", 0.5)).warnings}
    assert "the moon is full" in told["rule_unclear"]
    assert "names no column" in told["rule_unclear"]


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize(
    ("miss", "alarm", "kind"),
    [(5, 0, "always_act"), (5, -1, "always_act"), (0, 1, "never_act"), (-2, 1, "never_act")],
)  # fmt: skip
def test_prices_that_decide_alone_are_told(
    miss: float, alarm: float, kind: str
) -> None:
    costs = {"miss_cost": miss, "false_alarm_cost": alarm}
    found = report(contract("expected_cost", **costs), Rule("bayes", success=costs))
    assert kind in {w["kind"] for w in found.warnings}


@pytest.mark.usefixtures("few_draws")
def test_guessed_costs_are_tried_at_half_and_twice() -> None:
    costs = {"miss_cost": 5, "false_alarm_cost": 1}
    found = report(contract("expected_cost", **costs), Rule("bayes", success=costs))
    half = found.sensitivity[0]
    assert "half" in half["text"]
    assert not half["same"]
    far = {"miss_cost": 5e6, "false_alarm_cost": 1}
    found = report(contract("expected_cost", **far), Rule("bayes", success=far))
    assert all(s["same"] for s in found.sensitivity)
    assert "decide the same" in found.sensitivity[1]["text"]


@pytest.mark.usefixtures("few_draws")
@pytest.mark.parametrize(("asked", "met"), [(0.5, True), (0.99, False)])
def test_what_no_cut_steers_is_met_only_beyond_luck(asked: float, met: bool) -> None:
    must = (Requirement("accuracy", at_least=asked),)
    found = report(contract("log_loss", requirements=must), Rule("cut", 0.5))
    line = next(c for c in found.contract if c["metric"] == "accuracy")
    assert line["met"] is met
    value = line["value"]
    near = (Requirement("accuracy", at_least=value - 0.001),)
    found = report(contract("log_loss", requirements=near), Rule("cut", 0.5))
    # As good as asked on these rows, but that may be luck.
    assert found.contract[0]["met"] is None


@pytest.mark.parametrize("n", [20, 60, 400])
def test_ranges_of_shares_cover_as_promised(n: int) -> None:
    rng = np.random.default_rng(n)
    truths = rng.uniform(0.5, 0.99, 1500)
    hits = rng.binomial(n, truths)
    inside = 0
    for p, h in zip(truths, hits, strict=True):
        low, high = share_range(int(h), n)
        assert low is not None
        assert high is not None
        inside += low <= p <= high
    assert 0.87 <= inside / 1500 <= 0.93


def test_a_straight_line_copes_with_any_table_and_with_classes_it_never_saw() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "size": np.where(rng.random(200) < 0.1, np.nan, rng.normal(size=200)),
            "empty": np.full(200, np.nan),
            "endless": np.where(np.arange(200) == 3, np.inf, 1.0),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(200), "D"),
            "kind": pd.Categorical(rng.choice(["a", "b", None], 200)),
            "open": rng.random(200) < 0.5,
            "count": pd.array(rng.integers(0, 5, 200), dtype="Int64"),
        }
    )
    y = (frame["size"].fillna(0) > 0).to_numpy(int)
    learn, held = frame.iloc[:150], frame.iloc[150:]
    assert plain_answers(learn, y[:150], held, 2).shape == (50, 2)
    proba = plain_answers(learn, 2 * y[:150], held, 4)
    assert proba.shape == (50, 4)
    assert (proba[:, [1, 3]] == 0).all()
    assert np.isfinite(plain_answers(learn, y[:150] * 1.5, held, 0)).all()


# --- who breaks the agreement is no rival -----------------------------------------------


def told_of(asked: Constraints, brief: dict[str, Any]) -> tuple[Any, str]:
    """Return the evaluation of a good model, and what is told of it."""
    y, p = sample(2000)
    frame = pd.DataFrame({"x": np.arange(2000.0)})
    rule = rule_for(asked, y[:1000], p[:1000], frame[:1000], CLASSES, frame)
    held = Held(frame[1000:], y[1000:], p[1000:])
    learned = Learned(frame[:1000], y[:1000])
    found = evaluate(asked, rule, held, learned, CLASSES)
    cuts = cut_table(asked, rule, y[:1000], p[:1000], frame[:1000], frame)
    result = {
        "objective": dict(found.objective), "contract": list(found.contract),
        "baselines": list(found.baselines), "counts": dict(found.counts), "cuts": cuts,
        "rows": {"test": 1000},
    }  # fmt: skip
    return found, "\n".join(contract_text(result, brief, Level.PLAIN))


def test_who_names_everyone_is_no_rival_where_most_named_must_be_real() -> None:
    found, text = told_of(
        contract("recall_at_precision", precision=0.5),
        {"success": {"precision": 0.5}},
    )
    by_name = {b["name"]: b for b in found.baselines}
    assert by_name["treat_everyone"]["value"] == 1.0  # finds all, and keeps nothing
    assert by_name["treat_everyone"]["meets"] is False
    assert by_name["do_nothing"]["meets"] is True
    (better,) = [line for line in found.contract if line["metric"] == "difference"]
    assert better["baseline"] != "treat_everyone"
    assert better["met"]
    assert "not keep what we agreed: acting on everybody" in text
    assert "I would not use it" not in text
    assert "What being right more often would take: if 50 of 100 named" in text


def test_what_finding_more_takes_stands_beside_what_was_agreed() -> None:
    found, text = told_of(
        contract("precision_at_recall", recall=0.9), {"success": {"recall": 0.9}}
    )
    by_name = {b["name"]: b for b in found.baselines}
    assert by_name["do_nothing"]["meets"] is False
    assert by_name["treat_everyone"]["meets"] is True
    (line,) = [text for text in text.splitlines() if "finding more would take" in text]
    named = [
        int(n.replace(",", "")) for n in re.findall(r"I name ([\d,]+) of 2,000", line)
    ]
    assert [f"to find {n} of 100" in line for n in (80, 90, 95)] == [True] * 3
    assert named == sorted(named)
    assert named[-1] < 2000


@pytest.mark.parametrize(
    "objective", ["expected_cost", "log_loss", "average_precision"]
)
def test_without_an_agreed_share_every_way_is_a_rival(objective: str) -> None:
    costs = {"miss_cost": 3, "false_alarm_cost": 1}
    found, text = told_of(contract(objective, **costs), {})
    assert {b["meets"] for b in found.baselines} == {None}
    assert "agreed:" not in text
    assert "would take" not in text


def test_where_each_outcome_counts_alike_a_rare_one_is_named_too() -> None:
    rng = np.random.default_rng(4)
    n, rare = 4000, 0.06
    signal = rng.normal(size=n)
    odds = np.exp(np.stack([np.zeros(n), np.log(rare) + 1.2 * signal,
                            np.log(rare) - 1.2 * signal], axis=1))  # fmt: skip
    p = odds / odds.sum(axis=1, keepdims=True)
    y = np.array([rng.choice(3, p=row) for row in p])
    asked = Constraints("multiclass", "y", Success("balanced_accuracy"))
    frame = pd.DataFrame(index=range(n))
    rule = choose_rule(asked, y, p, frame, ("ok", "crack", "pore"), n)
    said = rule.decide(p, frame)

    def alike(answer: np.ndarray) -> float:
        return float(np.mean([(answer[y == k] == k).mean() for k in range(3)]))

    assert set(said) == {0, 1, 2}
    # By the likeliest alone it would hardly be better than one word for all.
    assert alike(p.argmax(axis=1)) < 0.45
    assert alike(said) > 0.55
