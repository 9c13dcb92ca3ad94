"""Rows held back: nothing of them is known to what is learned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from modelling import boats

from assistant.errors import NoUsableModel
from assistant.plan import Folds
from assistant.search.folds import make_folds
from assistant.splitting import Rows, hold_out, prepare
from assistant.table import read_table
from dialogs.constraints import Constraints, Split, Success


def asked(task: str = "binary", target: str = "leaks", **given: Any) -> Constraints:
    given = {"event": "yes", **given} if task == "binary" else given
    return Constraints(task, target, Success("roc_auc"), **given)


def prepared(text: str, constraints: Constraints) -> Rows:
    return prepare(read_table(text), constraints)


def csv(**columns: Any) -> str:
    return str(pd.DataFrame(columns).to_csv(index=False))


@pytest.mark.parametrize("seed", range(5))
def test_every_row_is_on_one_side_and_outcomes_are_spread(seed: int) -> None:
    rows = prepared(boats(), asked())
    train, test = hold_out(rows, asked(), seed)
    assert sorted([*train, *test]) == list(range(len(rows.y)))
    assert len(test) == pytest.approx(len(rows.y) / 4, abs=2)
    assert rows.y[test].mean() == pytest.approx(rows.y.mean(), abs=0.02)


def test_seed_decides() -> None:
    rows = prepared(boats(), asked())
    assert (
        hold_out(rows, asked(), 1)[1].tolist() == hold_out(rows, asked(), 1)[1].tolist()
    )
    assert (
        hold_out(rows, asked(), 1)[1].tolist() != hold_out(rows, asked(), 2)[1].tolist()
    )


@pytest.mark.parametrize("seed", range(5))
def test_exact_copies_stay_together(seed: int) -> None:
    rng = np.random.default_rng(0)
    mast, sail = rng.integers(0, 60, 300) / 2, rng.choice(["lugger", "gaff"], 300)
    rows = prepared(
        csv(mast=mast, sail=sail, leaks=rng.choice(["yes", "no"], 300)), asked()
    )
    train, test = hold_out(rows, asked(), seed)
    sides = [set(map(tuple, rows.X.iloc[s].to_numpy().tolist())) for s in (train, test)]
    assert len(test) > 30
    assert not sides[0] & sides[1]


@pytest.mark.parametrize("seed", range(5))
def test_groups_stay_together(seed: int) -> None:
    rng = np.random.default_rng(0)
    harbour = rng.integers(0, 25, 400)
    split = asked(split=Split("group", "harbour"), ignore=("harbour",))
    rows = prepared(
        csv(
            harbour=[f"H{h}" for h in harbour],
            mast=rng.normal(10, 2, 400),
            leaks=rng.choice(["yes", "no"], 400),
        ),
        split,
    )
    train, test = hold_out(rows, split, seed)
    assert "harbour" not in rows.inputs
    names = rows.frame["harbour"]
    assert not set(names.iloc[train]) & set(names.iloc[test])
    assert 0.05 < len(test) / 400 < 0.4


def test_time_is_later_on_the_side_held_back() -> None:
    split = asked(split=Split("time", "built"))
    rows = prepared(boats(), split)
    train, test = hold_out(rows, split, 0)
    built = rows.frame["built"]
    assert built.iloc[train].max() < built.iloc[test].min()
    assert len(test) == pytest.approx(len(rows.y) / 4, abs=5)


def test_time_without_a_column_is_the_order_of_the_file() -> None:
    split = asked(split=Split("time", ""))
    train, test = hold_out(prepared(boats(), split), split, 0)
    assert max(train) < min(test)


def test_rows_of_unknown_time_are_never_held_back() -> None:
    frame = pd.read_csv(pd.io.common.StringIO(boats()))
    frame.loc[5:30, "built"] = None
    split = asked(split=Split("time", "built"))
    rows = prepared(frame.to_csv(index=False), split)
    _, test = hold_out(rows, split, 0)
    assert rows.frame["built"].iloc[test].notna().all()


def test_numbers_span_their_range_on_both_sides() -> None:
    constraints = asked("regression", "price")
    rows = prepared(boats(), constraints)
    train, test = hold_out(rows, constraints, 0)
    assert rows.classes == ()
    assert np.median(rows.y[test]) == pytest.approx(np.median(rows.y[train]), rel=0.15)


def test_share_that_was_asked_for_is_kept() -> None:
    constraints = asked(test_share=0.4)
    _, test = hold_out(prepared(boats(), constraints), constraints, 0)
    assert len(test) == pytest.approx(0.4 * 240, abs=2)


def test_event_is_the_last_class_and_the_rest_is_the_other() -> None:
    rows = prepared(boats(), asked(target="size", event="large"))
    assert rows.classes == ("not large", "large")
    assert rows.y.sum() == (rows.frame["size"] == "large").sum()
    assert prepared(boats(), asked()).classes == ("no", "yes")


def test_order_of_classes_is_the_one_agreed() -> None:
    order = ("small", "middle", "large")
    rows = prepared(boats(), asked("ordinal", "size", order=order))
    assert rows.classes == order
    back = np.array(order)[rows.y]
    assert (back == rows.frame["size"].to_numpy()).all()


def test_rows_without_a_target_are_counted() -> None:
    frame = pd.read_csv(pd.io.common.StringIO(boats()))
    frame.loc[:9, "leaks"] = None
    rows = prepared(frame.to_csv(index=False), asked())
    assert (rows.dropped, len(rows.y)) == (10, 230)


def test_ignored_columns_are_no_inputs_but_stay_in_the_frame() -> None:
    rows = prepared(boats(), asked(ignore=("hull", "size")))
    assert rows.inputs == ("length", "engine", "built", "price")
    assert "hull" in rows.frame.columns


def refusal(text: str, constraints: Constraints) -> str:
    with pytest.raises(NoUsableModel) as told:
        prepared(text, constraints)
    assert told.value.title
    assert told.value.text.endswith(".")
    return told.value.text


def test_refusals_are_sentences_that_name_what_is_wrong() -> None:
    mast = np.arange(30) + 0.5
    one = csv(mast=mast, leaks=["yes"] * 30)
    assert "'yes'" in refusal(one, asked())
    assert "'leaks'" in refusal(one, asked())
    never = refusal(boats(), asked(event="sometimes"))
    assert "'sometimes'" in never
    assert "'no', 'yes'" in never
    assert "19 of 19" in refusal(
        csv(mast=mast[:19], leaks=(["yes", "no"] * 10)[:19]), asked()
    )
    assert "'price'" in refusal(
        csv(mast=mast, leaks=["a", "b"] * 15), asked(target="price")
    )
    everything = ("length", "engine", "built", "hull", "price", "size")
    assert refusal(boats(), asked(ignore=everything))


def test_text_where_numbers_are_predicted_is_named_with_its_row() -> None:
    said = ["cheap", "dear", "on request"] * 5
    text = csv(mast=np.arange(30), price=["12.5"] * 15 + said)
    told = refusal(text, asked("regression", "price"))
    assert "'cheap'" in told
    assert "row 16" in told
    same = csv(mast=np.arange(30), price=[7.5] * 30)
    assert "7.5" in refusal(same, asked("regression", "price"))


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_of_few_large_groups_one_is_held_back_whole(groups: int) -> None:
    rng = np.random.default_rng(0)
    dock = rng.integers(0, groups, 300)
    split = asked(split=Split("group", "dock"), ignore=("dock",))
    rows = prepared(
        csv(
            dock=[f"D{d}" for d in dock],
            mast=rng.normal(10, 2, 300),
            leaks=rng.choice(["yes", "no"], 300),
        ),
        split,
    )
    train, test = hold_out(rows, split, 0)
    names = rows.frame["dock"]
    assert len(set(names.iloc[test])) == 1
    assert set(names.iloc[train]) == set(names) - set(names.iloc[test])


@pytest.mark.parametrize("kind", ["group", "time"])
def test_rows_that_are_all_together_are_refused_in_a_sentence(kind: Any) -> None:
    rng = np.random.default_rng(0)
    split = asked(split=Split(kind, "dock"), ignore=("dock",))
    rows = prepared(
        csv(
            dock=[7] * 100,
            mast=rng.normal(10, 2, 100),
            leaks=rng.choice(["yes", "no"], 100),
        ),
        split,
    )
    with pytest.raises(NoUsableModel, match="dock"):
        hold_out(rows, split, 0)


def test_one_group_left_to_learn_from_is_checked_row_by_row() -> None:
    y = np.tile([0, 1], 30)
    folds = make_folds(Folds("group", 3), y, np.zeros(60))
    assert len(folds) == 3
    assert all(len(learned) and len(checked) for learned, checked in folds)
