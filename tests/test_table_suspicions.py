"""What is odd is raised, with data and a sentence; clean tables are left alone."""

import json

import numpy as np
import pandas as pd
import pytest

from assistant.demo_table import path as demo_path
from assistant.table import probe_target, read_table
from assistant.table.club import generate
from assistant.table.suspicions.relations import products, sums
from dialogs.codec import decode, encode
from dialogs.facts import Facts, Suspicion
from dialogs.message import Level
from dialogs.suspicions import kinds, offer, question, sentence

N = 600


def clean(rng):
    return pd.DataFrame(
        {
            "height": rng.normal(170, 10, N).round(1),
            "load": rng.gamma(9, 5, N).round(2),
            "team": rng.choice(list("abcd"), N),
            "late": rng.choice(["yes", "no"], N),
        }
    )


def read(frame):
    return read_table(frame.to_csv(index=False))


def raised(frame):
    return {s.kind: s for s in read(frame).facts.suspicions}


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_a_clean_table_raises_next_to_nothing(rng):
    found = raised(clean(rng))
    assert set(found) <= {"few_rows", "skewed"}


def _age(frame, rng):
    frame["age"] = rng.integers(20, 70, N)
    frame.loc[:3, "age"] = 430


def _twins(frame, rng):
    frame["load_kg"] = frame["load"] * 2.2 + rng.normal(0, 0.1, N)


PLANTED = {
    "id": lambda f, r: f.insert(0, "order_no", np.arange(N) + 5),
    "constant": lambda f, r: f.insert(0, "site", "here"),
    "empty": lambda f, r: f.insert(0, "void", None),
    "sentinel": lambda f, r: f.__setitem__("load", f["load"].mask(f.index < 40, 9999)),
    "missing": lambda f, r: f.__setitem__("load", f["load"].mask(f.index < 40)),
    "many_gaps": lambda f, r: f.__setitem__("load", f["load"].mask(f.index < 400)),
    "disguised_gaps": lambda f, r: f.__setitem__(
        "team", f["team"].mask(f.index < 40, "not recorded")
    ),
    "zeros_as_gaps": lambda f, r: f.__setitem__(
        "height", f["height"].mask(f.index < 9, 0)
    ),
    "duplicate_rows": lambda f, r: f.__setitem__(
        slice(None), pd.concat([f[:550], f[:50]]).to_numpy()
    ),
    "sum_of_parts": lambda f, r: f.insert(0, "whole", (f.load + f.height).round(2)),
    "near_duplicate_columns": _twins,
    "impossible": _age,
    "time_order": lambda f, r: f.insert(
        0, "day", pd.date_range("2023-01-01", periods=N).strftime("%Y-%m-%d")
    ),
    "rare_level": lambda f, r: f.__setitem__("team", f["team"].mask(f.index < 3, "z")),
    "capped": lambda f, r: f.__setitem__("height", f["height"].clip(upper=180)),
    "repeated_entity": lambda f, r: f.insert(
        0, "client_id", [f"C{i}" for i in r.integers(0, 150, N)]
    ),
    "sensitive": lambda f, r: f.insert(0, "gender", r.choice(["f", "m", "x"], N)),
    "outlier": lambda f, r: f.__setitem__("load", f["load"].mask(f.index < 2, 9e5)),
    "mixed_units": lambda f, r: f.__setitem__(
        "height", f["height"].where(f.index % 5 > 0, f["height"] / 100).round(3)
    ),
    "sorted_rows": lambda f, r: f.__setitem__("load", np.sort(f["load"])),
    "ordered_text": lambda f, r: f.insert(0, "size", r.choice(["S", "M", "L"], N)),
    "coordinates": lambda f, r: (
        f.insert(0, "lat", 40 + r.random(N)), f.insert(0, "lon", 9 + r.random(N))
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_planted_is_raised(kind, rng):
    frame = clean(rng)
    PLANTED[kind](frame, rng)
    found = raised(frame)
    assert kind in found
    # And little else is raised along with it.
    assert len(set(found) - {kind, "few_rows", "skewed", "outlier"}) <= 2


def test_every_suspicion_can_be_said_at_every_level(shared_data):
    said = set()
    for path in sorted(shared_data.glob("*.csv")):
        table = read_table(path)
        last = table.facts.names[-1]
        for found in (*table.facts.suspicions, *probe_target(table, last)):
            said.add(found.kind)
            for level in Level:
                text = sentence(found, level)
                assert text.endswith((".", "?"))
                assert "{" not in text
            assert not (found.repair and not offer(found) and not question(found))
    assert len(said) > 20


@pytest.mark.parametrize("kind", kinds())
def test_templates_want_nothing_that_no_one_gives(kind):
    found = Suspicion("x", kind, ("a", "b"), 1, repair="ignore")
    for level in Level:
        assert sentence(found, level)
    assert "1 rows" not in sentence(found)
    offer(found)
    question(found)


def test_doubts_stand_among_the_notes_and_facts_survive_json(rng):
    frame = clean(rng)
    frame.insert(0, "order_no", np.arange(N) + 5)
    table = read(frame)
    doubt = next(n for n in table.notes if n.kind == "id")
    assert doubt.column == "order_no"
    assert "order_no" in doubt.text
    stored = json.loads(json.dumps(encode(table.facts)))
    assert decode(Facts, stored) == table.facts


def test_what_stood_around_the_table_is_told(rng):
    text = clean(rng).to_csv(index=False)
    width = text.splitlines()[0].count(",")
    lines = ["Export of May" + "," * width, *text.splitlines()]
    lines.append("Total,9999" + "," * (width - 1))
    found = read_table("\n".join(lines)).facts
    told = next(s for s in found.suspicions if s.kind == "tidied")
    assert sentence(told).endswith(
        f"lines above the header (line 1); a line of totals (line {N + 3})."
    )
    assert found.rows == N


def test_stretches_of_a_word_are_no_order(rng):
    frame = clean(rng)
    frame["place"] = np.repeat(rng.choice(list("abcd"), N // 10), 10)
    assert "sorted_rows" not in raised(frame)
    frame["place"] = np.sort(frame["place"])
    assert "sorted_rows" in raised(frame)


def test_sums_and_products_are_exact(rng):
    a, b, c = rng.gamma(2, 3, (3, 300))
    values = np.column_stack([a, b, c, a + b + c])
    assert sums(list("abcd"), values) == [("d", ["a", "b", "c"])]
    values = np.column_stack([a, b, a * b])
    assert products(list("abc"), values)[0][:2] == ("c", ["a", "b"])
    assert sums(list("abc"), rng.normal(size=(300, 3))) == []


def target(rng, frame):
    score = (frame["height"] - 170) / 10 + rng.logistic(size=N)
    return frame.assign(left=np.where(score > 1, "yes", "no"))


def probe(frame, event="yes", **more):
    return {s.kind: s for s in probe_target(read(frame), "left", event, **more)}


def test_an_honest_target_is_left_alone(rng):
    assert probe(target(rng, clean(rng))) == {}


def test_leaks_of_several_shapes(rng):
    frame = target(rng, clean(rng))
    yes = frame["left"] == "yes"
    leaks = {
        "copy": np.where(yes, "gone", "here"),
        "bill": np.where(yes, rng.gamma(3, 9, N), 0).round(2),
        "bill_some": np.where(yes & (frame.index % 20 > 0), frame["load"], 0),
        "reply": np.where(yes, rng.normal(size=N).round(2), np.nan),
    }
    for name, values in leaks.items():
        found = probe(frame.assign(**{name: values}))
        assert found["leakage"].columns == (name,)
        assert found["leakage"].severity == 3
        assert probe(frame.assign(**{name: values}), ignore=[name]) == {}


def test_a_leak_in_a_wide_table(rng):
    frame = target(rng, clean(rng))
    noise = pd.DataFrame(rng.normal(size=(N, 400)).round(2)).add_prefix("f")
    reply = np.where(frame["left"] == "yes", rng.normal(size=N).round(2), np.nan)
    found = probe(pd.concat([noise, frame.assign(reply=reply)], axis=1))
    assert found["leakage"].columns == ("reply",)


def test_late_names_and_names_like_the_target(rng):
    frame = target(rng, clean(rng)).assign(
        left_flag=rng.integers(0, 9, N), refund_amount=rng.gamma(2, 2, N)
    )
    found = probe(frame)
    assert found["named_like_target"].columns == ("left_flag",)
    assert found["late_known"].columns == ("refund_amount",)


def test_targets_that_cannot_be_learned(rng):
    frame = clean(rng).assign(left="no")
    assert probe(frame)["one_value_target"].severity == 3
    frame["left"] = np.where(np.arange(N) < 20, "yes", "no")
    assert probe(frame)["few_events"].severity == 3
    frame["left"] = np.where(np.arange(N) < 400, None, "no")
    frame.loc[500:, "left"] = "yes"
    mostly = probe(frame)["target_mostly_missing"]
    assert (mostly.severity, mostly.rows, mostly.data["known"]) == (3, 400, 200)


def test_a_target_that_moves_along_the_file(rng):
    frame = clean(rng)
    share = np.linspace(0.1, 0.7, N)
    frame["left"] = np.where(rng.random(N) < share, "yes", "no")
    assert probe(frame)["target_drift"].repair == "time"


def test_the_example_table_is_what_its_generator_makes():
    assert demo_path().read_bytes() == generate().encode()


def test_the_example_table_holds_what_is_planted():
    import tomllib

    planted = tomllib.loads(demo_path().with_suffix(".toml").read_text("utf-8"))
    table = read_table(demo_path())
    found = (
        *table.facts.suspicions,
        *probe_target(table, planted["target"], planted["event"]),
    )
    assert table.facts.rows == planted["rows"]
    for trap in planted["trap"]:
        assert any(
            s.kind == trap["kind"] and set(trap["columns"]) <= set(s.columns)
            for s in found
        ), trap
    named = {c for truth in planted["truth"] for c in truth["columns"]}
    assert named <= set(table.facts.names)


def test_planted_truths_of_the_example_are_in_its_rows():
    frame = read_table(demo_path()).frame
    left = frame["cancelled"] == "yes"
    by_plan = left.groupby(frame["plan"]).mean()
    assert by_plan["monthly"] > by_plan["one year"] > by_plan["two years"]
    assert (
        left[frame["months_member"] < 3].mean()
        > left[frame["months_member"] > 12].mean()
    )
    monthly = frame["plan"] == "monthly"
    kept = frame["discount_percent"] > 0
    assert left[monthly & kept].mean() < left[monthly & ~kept].mean() - 0.05
