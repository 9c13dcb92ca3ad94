"""Tables of very many columns: nothing that costs per column may eat the search."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modelling import fitted
from scipy.stats import ks_2samp

from assistant import load_model
from assistant.closing import LEAST_SEARCH
from assistant.machine import look
from assistant.metrics import baselines
from assistant.model_file import save_model
from assistant.plan import TableShape, make_plan
from assistant.rounds import Round, constraints_of
from assistant.search import SearchData, allowance, folds, search
from assistant.search.archive import data_digest
from assistant.search.packing import unpacked
from assistant.search.trial import Job
from assistant.splitting import hold_out, prepare
from assistant.table import numbers, read_table
from assistant.table.infer import infer
from assistant.table.profile import profile
from assistant.table.raw import TEXT, RawTable
from dialogs.constraints import Constraints, Success
from explain.drifting import drifted
from explain.driving import drivers
from explain.players import _exchanged
from explain.shapley import Mixer
from explain.weakspots import groups_of


def _job(roles: dict[str, str]) -> Job:
    return Job("", "log_loss", 2, 0.5, roles, {}, False, 0)


def _digest(frame: pd.DataFrame) -> str:
    roles = dict.fromkeys(frame.columns, "number")
    data = SearchData(frame, np.zeros(len(frame)))
    return data_digest(data, [], _job(roles))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1.0, 2.0], [1.0, 3.0]),
        ([1, 2], [1.0, 2.0]),
        (["a", "b"], ["a", "c"]),
        (pd.array([1, None], "Int64"), pd.array([2, None], "Int64")),
        (pd.Categorical(["a", "b"]), pd.Categorical(["b", "a"])),
        (pd.to_datetime(["2024-01-01", None]), pd.to_datetime(["2024-01-02", None])),
    ],
)
def test_one_other_cell_is_another_table(one, other):
    first, same, second = (pd.DataFrame({"x": x}) for x in (one, one, other))
    assert _digest(first) == _digest(same.copy())
    assert _digest(first) != _digest(second)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 2), st.booleans())
def test_columns_found_to_drift_are_those_that_the_full_test_finds(seed, shift, whole):
    generator = np.random.default_rng(seed)
    old, new = generator.normal(size=200), generator.normal(shift, 1, size=150)
    if whole:
        old, new = np.round(old), np.round(new)
    found = dict(drifted(pd.DataFrame({"x": old}), pd.DataFrame({"x": new}), ["x"]))
    full = ks_2samp(old, new, method="asymp")
    noise = 0.87 * np.sqrt(1 / 200 + 1 / 150)
    real = full.pvalue < 0.001 and full.statistic >= max(0.15, noise + 0.1)
    assert found == ({"x": pytest.approx(full.statistic)} if real else {})


def test_however_long_reading_took_the_search_keeps_its_share(tmp_path):
    rows = "\n".join(f"{i % 7},{'yes' if i % 3 else 'no'}" for i in range(200))
    (tmp_path / "t.csv").write_text("a,gone\n" + rows + "\n")
    table = read_table(tmp_path / "t.csv")
    brief = {"table": {"target": "gone"}, "limits": {"seconds": 100}}
    late = Round(brief, table, tmp_path / "out", began=time.monotonic() - 95)
    constraints, _ = constraints_of(brief, table, 0)
    made = prepare(table, constraints)
    train, _ = hold_out(made, constraints, 0)
    plan = late._plan(constraints, made, train)
    # Of five seconds the end alone would take the most.
    assert LEAST_SEARCH * 100 <= plan.search_seconds <= 2 * LEAST_SEARCH * 100


def _mixed(rows: int, seed: int) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "a": generator.normal(size=rows),
            "word": generator.choice(["x", "y", "z"], rows),
            "b": generator.normal(size=rows),
            "n": generator.integers(0, 9, rows),
            "when": pd.Timestamp("2024-01-01")
            + pd.to_timedelta(generator.integers(0, 99, rows), unit="D"),
            "kind": pd.Categorical(generator.choice(["u", "v"], rows), ["u", "v"]),
        }
    )


def test_columns_exchanged_at_once_are_those_exchanged_one_by_one():
    mine, theirs = _mixed(7, 1), _mixed(7, 2)
    blocks = [["a"], ["word", "n"], ["b", "when", "kind"], list(mine.columns)]
    swapped = np.array([[c in block for c in mine.columns] for block in blocks])
    parts = []
    for block in blocks:
        changed = mine.copy()
        changed[block] = theirs[block]
        parts.append(changed)
    found = _exchanged(mine, theirs, swapped, len(mine))
    pd.testing.assert_frame_equal(found, pd.concat(parts, ignore_index=True))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.booleans(), st.booleans())
def test_groups_of_plain_numbers_are_those_of_any_other_dtype(seed, whole, gaps):
    values = np.random.default_rng(seed).normal(size=90)
    if whole:
        values = np.round(2 * values)
    if gaps:
        values[::2] = np.nan
    plain = pd.DataFrame({"x": values})
    other = plain.astype("Float64")
    found = {g: g.mask(plain).tolist() for g in groups_of(plain, ["x"])}
    same = {g: g.mask(other).tolist() for g in groups_of(other, ["x"])}
    assert found == same


_CELLS = ["", " ", "1", "-2", "3.5", "007", "1e5", "nan", "inf", "x", "?", " 4 ", "1,5",
          "12%", "20240131", "2024-01-31", "9" * 17, "$5", "0.0", "-0"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_CELLS[2:5] + _CELLS[6:7]), min_size=4, max_size=12),
    st.lists(st.sampled_from(_CELLS), max_size=2),
    st.sampled_from(["a", "day", "customer_id"]),
)
def test_a_column_tried_at_once_is_typed_as_one_read_closely(usual, odd, name):
    frame = pd.DataFrame({name: usual + odd, "b": "w"}).astype(TEXT)

    def typed():
        schema, notes, doubts = infer(RawTable(frame, tuple(frame.columns)))
        return schema, notes, doubts, schema.apply(frame)

    one, other = typed(), None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "SHORT", 0)
        other = typed()
    assert one[:3] == other[:3]
    pd.testing.assert_frame_equal(one[3], other[3])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_the_one_line_rule_found_at_once_is_the_best_of_all_tried_singly(seed, gaps):
    generator = np.random.default_rng(seed)
    X = pd.DataFrame({"a": generator.normal(size=90), "n": generator.integers(0, 5, 90),
                      "w": generator.choice(["x", "y"], 90)})  # fmt: skip
    if gaps:
        X.loc[::3, "a"] = np.nan
    y = (generator.random(90) < 0.4).astype(float)
    best = 0.0
    for name in ("a", "n"):
        for cut in np.nanquantile(X[name], baselines.CUTS):
            for side in (X[name] >= cut, X[name] < cut):
                best = max(best, _explained(y, side.to_numpy()))
    best = max(best, *(_explained(y, (X["w"] == w).to_numpy()) for w in "xy"))
    rule = baselines.best_rule(X, y)
    told = 0.0 if rule is None else _explained(y, rule.holds(X))
    assert told == pytest.approx(best)


def _explained(y: np.ndarray, inside: np.ndarray) -> float:
    if min(inside.sum(), (~inside).sum()) < baselines.FEWEST_ROWS:
        return 0.0
    gap = y[inside].mean() - y[~inside].mean()
    return max(gap, 0.0) * gap * inside.mean() * (1 - inside.mean())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_players_of_many_numbers_differ_where_any_of_their_columns_does(seed):
    mine, theirs = _mixed(6, seed), _mixed(6, seed + 1)
    for frame in (mine, theirs):
        frame[["a", "b"]] = frame[["a", "b"]].round(0)
    mine.loc[0, "a"] = theirs.loc[1, "a"] = np.nan
    mine.loc[2, "b"], theirs.loc[2, "b"] = 0.0, -0.0
    players = [["a", "b"], ["word"], ["n", "when"], ["kind"]]
    n, k = (i.ravel() for i in np.indices((6, 6)))
    found = Mixer(mine, theirs, players).differs(n, k)
    for at, names in enumerate(players):
        one, other = mine[names].iloc[n], theirs[names].iloc[k]
        same = (one.reset_index(drop=True) == other.reset_index(drop=True)) | (
            one.isna().to_numpy() & other.isna().to_numpy()
        )
        assert (found[:, at] == ~same.all(axis=1).to_numpy()).all()


def test_a_saved_model_holds_names_as_one_text(tmp_path):
    model, _ = fitted("binary", ("linear", "lightgbm"))
    loaded = load_model(save_model(model, tmp_path / "model.skops"))
    one, other = (m.estimator.models[0].encoder_ for m in (model, loaded))
    for name in ("roles", "numbers_", "feature_columns_", "feature_names_"):
        assert getattr(one, name) == getattr(other, name)
    assert one.number_part_.labels == other.number_part_.labels
    state = one.__getstate__()
    assert isinstance(state["as_text_feature_names_"], str)
    assert unpacked(state)["roles"] == one.roles


def test_where_time_is_short_the_first_model_comes_first_and_is_waited_for(monkeypatch):
    # However busy the machine is: what is tested is the order, and the waiting.
    monkeypatch.setattr(allowance, "LEAST_GRACE", 60.0)
    generator = np.random.default_rng(0)
    X = pd.DataFrame(generator.normal(size=(600, 2500)).round(3)).rename(columns=str)
    y = (X.iloc[:, :4].sum(axis=1) > 0).to_numpy(np.int64)
    cells = X.iloc[:60].astype(str)
    shape = TableShape(len(X), profile(X.iloc[:60], cells), 2, int(y.sum()))
    limits = Constraints("binary", "y", Success("log_loss"), event="1")
    plan = replace(make_plan(limits, shape, look()), search_seconds=0.6)
    found = search(plan, SearchData(X, y), lambda _: None, lambda: False)
    assert found.winner.family == "linear"
    scored = {t.id for t in found.trials if t.score is not None}
    # Always the same guess takes next to no time, and may be done in it or not.
    assert scored - {"constant"} == {"linear"}


def test_copies_among_many_numbers_are_those_found_column_by_column(monkeypatch):
    frame = _mixed(12, 3).assign(z=0.0)
    frame = pd.concat([frame, frame.iloc[[1, 5, 5]]], ignore_index=True)
    frame.loc[2, "z"], frame.loc[12, "z"] = -0.0, np.nan
    frame.loc[13, "z"] = frame.loc[14, "z"] = np.nan
    told = folds.copies(frame)
    assert told.tolist() == [*range(14), 13]
    monkeypatch.setattr(folds, "MANY", 1)
    assert folds.copies(frame).tolist() == told.tolist()


class _Slow:
    """Takes a millisecond a row, and counts them."""

    classes_ = ("no", "yes")

    def __init__(self) -> None:
        self.asked = 0

    def predict_proba(self, X):
        self.asked += len(X)
        time.sleep(0.001 * len(X))
        p = 1 / (1 + np.exp(-X.iloc[:, 0].to_numpy()))
        return np.column_stack([1 - p, p])

    def predict(self, X):
        return np.where(self.predict_proba(X)[:, 1] > 0.5, "yes", "no")


def test_a_slow_model_of_many_columns_is_asked_little_where_time_is_short():
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(150, 100))).rename(
        columns=str
    )
    hurried, calm = _Slow(), _Slow()
    drivers(hurried, X, deadline_seconds=0.3)
    found = drivers(calm, X, deadline_seconds=6.0)
    assert hurried.asked < 1800 < calm.asked
    assert [d["column"] for d in found] == ["0"]
