"""Tables of very many columns: nothing that costs per column may eat the search."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from assistant.rounds import LEAST_SHARE, Round, constraints_of
from assistant.search import SearchData
from assistant.search.archive import data_digest
from assistant.search.trial import Job
from assistant.splitting import hold_out, prepare
from assistant.table import read_table
from explain.drifting import drifted


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
    # Of what is left, a part goes to checking and explaining: five seconds would be 3.75.
    assert 0.75 * LEAST_SHARE * 100 <= plan.search_seconds <= LEAST_SHARE * 100
