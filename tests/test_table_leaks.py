"""Leaks that no exact copy gives away: noise, slips, several columns together."""

import numpy as np
import pandas as pd
import pytest

from dialogs.suspicions import sentence
from tests.test_table_suspicions import N, clean, probe, read, target


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_noisy_and_slipping_copies_are_told(rng):
    frame = clean(rng)
    number = (frame["load"] + rng.logistic(size=N) * 30).round(2)
    echo = number + rng.normal(0, 0.3 * number.std(), N)
    told = probe(frame.assign(left=number, echo=echo.round(3)))
    assert told["strong_column"].columns == ("echo",)
    frame = target(rng, frame)
    slip = rng.random(N) < 0.03
    copy = np.where(slip, rng.permutation(frame["left"]), frame["left"])
    told = probe(frame.assign(mark=np.char.add("k", copy.astype(str))))
    assert {"strong_column", "leakage"} & set(told), told
    assert next(iter(told.values())).columns == ("mark",)


def test_an_outcome_made_from_several_columns_is_told(rng):
    frame = clean(rng)
    due, paid, back = (rng.gamma(3, 20, N).round(1) for _ in range(3))
    frame = frame.assign(due=due, paid=paid, back=back)
    frame["left"] = np.where(due - paid - back > -40, "yes", "no")
    told = probe(frame)["together"]
    assert set(told.columns) == {"due", "paid", "back"}
    assert (told.severity, told.default) == (2, False)
    # With a share of chance in it the outcome is no such sum.
    frame["left"] = np.where(
        due - paid - back + rng.normal(0, 30, N) > -40, "yes", "no"
    )
    assert "together" not in probe(frame)


def test_copies_of_rows_are_found_in_wide_tables_too(rng):
    wide = {f"c{i}": rng.integers(0, 3, 40) for i in range(130)}
    more = pd.DataFrame(wide | {"last": np.arange(40) % 7})
    frame = pd.concat([clean(rng)[:40], more], axis=1)
    again = frame.iloc[[3, 8, 8]]
    nearly = frame.iloc[[5]].replace({"last": {5: 99}})
    found = read(pd.concat([frame, again, nearly])).facts
    copies = next(s for s in found.suspicions if s.kind == "duplicate_rows")
    assert (copies.rows, copies.data["row"]) == (3, 41)


def test_what_stands_in_for_a_trait_is_told(rng):
    frame = target(rng, clean(rng))
    frame["gender"] = rng.choice(["f", "m"], N)
    wrong = rng.random(N) < 0.05
    frame["club"] = np.where((frame["gender"] == "f") ^ wrong, "A", "B")
    told = probe(frame)["proxy"]
    assert told.columns == ("club", "gender")
    assert "gender" in sentence(told)
    # Neither what goes its own way, nor the outcome itself, stands in for a trait.
    frame["club"] = rng.choice(["A", "B"], N)
    assert "proxy" not in probe(frame)
    assert "proxy" not in probe(frame.assign(left=np.where(wrong, "no", "yes")))
    same = np.where((frame["gender"] == "f") ^ wrong, "yes", "no")
    assert "proxy" not in probe(frame.assign(left=same))
