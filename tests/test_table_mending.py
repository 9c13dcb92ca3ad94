"""Repairs in the chat: told in full, agreed to one by one, and replayed wherever used."""

import json

import numpy as np
import pandas as pd
import pytest

from assistant.cli import main
from assistant.delivery.export import python_code
from assistant.model_file import save_model
from assistant.table import TableSchema, read_table
from dialogs.mending import heard
from dialogs.suspicions import kinds
from explain.report_facts import repair_lines
from tests import modelling
from tests.conversing import Conversation

N = 300


def awful(rng):
    """Return a table with a sentinel, a word for nothing, odd zeros and copies."""
    days = [f"{m:02d}/{d:02d}/2023" for m, d in rng.integers(1, 13, (N, 2))]
    paid = [f'"{v:.2f}"'.replace(".", ",") for v in rng.gamma(3, 20, N)]
    visits = np.where(rng.random(N) < 0.06, -999, rng.poisson(4, N))
    height = np.where(rng.random(N) < 0.05, 0, rng.integers(150, 200, N)).astype(str)
    height[:3] = "n.k."
    area = rng.choice(["north", "south", "unknown", "east"], N)
    gone = rng.choice(["yes", "no"], N, p=[0.4, 0.6])
    rows = [
        ",".join(map(str, r))
        for r in zip(paid, visits, area, height, days, gone, strict=True)
    ]
    head = "paid,visits,area,height,seen,gone"
    return "\n".join(["Export of May", head, *rows, *rows[:9], 'Total,"99,5",,,,', ""])


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("awful") / "people.csv"
    file.write_text(awful(np.random.default_rng(3)), "utf-8")
    return file


@pytest.fixture
def chat(path):
    return Conversation(path)


def kept(chat):
    return chat.state.brief.get("table.repairs", {})


def test_three_are_raised_and_the_rest_waits(chat):
    first = "\n".join(m.text for m in chat.messages if hasattr(m, "text"))
    assert first.count("•") == 3
    assert "-999" in first
    assert "n.k." not in first
    rest = chat.say("what else did you notice?")
    assert "n.k." in rest
    assert "totals" in rest
    assert chat.state.prompt.question == "repairs"


def test_each_proposal_is_told_in_full(chat):
    told = chat.say("2")  # show me
    lines = [line for line in told.splitlines() if line[:1].isdigit()]
    assert len(lines) >= 5
    sentinel = next(line for line in lines if "-999" in line)
    for part in ("done unless", "far from the rest", "taking -999 as empty",
                 "“-999” becomes empty", "rows (", "as a gap"):  # fmt: skip
        assert part in sentinel
    word = next(line for line in lines if "unknown" in line)
    assert "not done" in word
    assert "{" not in told


@pytest.mark.parametrize(
    "text", ["show me the repairs", "what did you repair?", "which repairs are there?"]
)
def test_the_list_can_be_asked_for_at_any_time(chat, text):
    chat.say("fine")
    chat.say("gone")
    asked = chat.state.prompt.question
    assert "“-999” becomes empty" in chat.say(text)
    assert chat.state.prompt.question == asked


SAID = {
    "-999 is real": ("sentinel:visits", "refused"),
    "keep -999 in visits": ("sentinel:visits", "refused"),
    "leave visits as it is": ("sentinel:visits", "refused"),
    "-999 means not known": ("sentinel:visits", "accepted"),
    "take -999 as 0": ("sentinel:visits", "fill 0"),
    "-1 in visits means never": ("as_missing:visits", "-1"),
    "unknown in area is missing": ("disguised_gaps:area", "accepted"),
    "treat unknown as empty": ("disguised_gaps:area", "accepted"),
    "zeros in height are missing": ("zeros_as_gaps:height", "accepted"),
    "0 in height is real": ("zeros_as_gaps:height", "refused"),
    "the month comes first": ("date_order:seen", "month first"),
    "the day comes first": ("date_order:seen", "accepted"),
    "drop the duplicates": ("duplicate_rows:", "accepted"),
    "keep the copies": ("duplicate_rows:", "refused"),
}


@pytest.mark.parametrize("text", SAID)
def test_a_single_repair_in_words_and_back(chat, text):
    name, answer = SAID[text]
    chat.say(text)
    assert kept(chat)[name] == answer
    chat.say("undo")
    assert name not in kept(chat)


@pytest.mark.parametrize(
    "text",
    ["gone", "what does missing mean?", "a miss costs 20, a false alarm 1", "keep it simple",
     "how many rows are empty?", "leave out visits", "missing a case is worse", "fine",
     "a miss costs 20 when visits is missing", "visits above 3 is never a yes"],
)  # fmt: skip
def test_what_is_about_something_else_is_no_repair(chat, text):
    assert heard(text, chat.state, listed=True) == {}


def test_a_word_on_the_raised_ones_settles_those_like_them(tmp_path):
    rng = np.random.default_rng(1)
    rows = {f"n{i}": np.where(rng.random(N) < 0.05, -999, rng.poisson(9, N))
            for i in range(5)}  # fmt: skip
    frame = pd.DataFrame(rows).assign(gone=rng.choice(["yes", "no"], N))
    frame.to_csv(tmp_path / "many.csv", index=False)
    for said, word in (("fine", "accepted"), ("leave it", "refused")):
        chat = Conversation(tmp_path / "many.csv")
        heard = chat.choose("fine" if said == "fine" else "later")
        assert ("2 smaller ones" in heard) is (said == "fine")
        assert set(kept(chat).values()) == {word}
        assert len(kept(chat)) == 5
        read = read_table(tmp_path / "many.csv", repairs=dict(kept(chat)))
        assert (read.frame["n4"].min() < 0) == (word == "refused")


def test_the_report_says_what_was_done():
    table = {"repairs": {"sentinel:visits": "accepted", "zeros_as_gaps:age": "refused",
                         "as_missing:load": "-1", "date_order:seen": "month first",
                         "duplicate_rows:": "accepted"}}  # fmt: skip
    told = repair_lines({"table": table}, {})
    assert told == [
        "visits: values that stand for nothing are taken as empty",
        "age: left as it is (zeros as gaps)",
        "load: -1 is taken as empty",
        "seen: month first (as you said)",
        "the table: copies of rows are dropped",
    ]


def test_numbers_of_the_list_count_while_it_is_open(chat):
    chat.say("not 1")
    assert list(kept(chat).values()) == ["refused"]
    chat.say("also 2")
    assert list(kept(chat).values()) == ["refused", "accepted"]
    # A "fine" afterwards leaves what was said about single ones.
    chat.say("fine")
    assert list(kept(chat).values())[:2] == ["refused", "accepted"]
    chat.say("gone")
    assert heard("not 1", chat.state) == {}


def test_what_was_said_reaches_the_table(chat, path):
    for text in ("-1 in visits means never", "treat unknown as empty",
                 "the month comes first", "drop the duplicates", "fine"):  # fmt: skip
        chat.say(text)
    chat.say("gone")
    chat.say("yes")
    repairs = dict(chat.compiled().repairs)
    repaired = read_table(path, repairs=json.loads(json.dumps(repairs)))
    plain = read_table(path)
    assert len(plain.frame) == N + 9
    assert len(repaired.frame) == N
    assert repaired.frame["area"].isna().sum() > 50
    assert repaired.frame["visits"].min() >= 0
    assert repaired.schema.column("visits").gap_values == (-999.0, -1.0)
    text = plain.text["seen"].iloc[0]
    assert repaired.frame["seen"].iloc[0].month == int(text[:2])
    # What was agreed is data, and survives being stored with a model.
    again = TableSchema.from_dict(json.loads(json.dumps(repaired.schema.to_dict())))
    assert again == repaired.schema


def test_repairs_are_replayed_by_the_model_and_by_the_exported_code(
    tmp_path, monkeypatch
):
    text = modelling.boats()
    frame = read_table(text).text
    gap = frame["length"] == ""
    frame["length"] = frame["length"].mask(gap, "-999")
    frame["engine"] = frame["engine"].mask(frame.index < 20, "unknown")
    given = frame.to_csv(index=False)
    facts = read_table(given).facts
    repairs = {
        s.id: "accepted"
        for s in facts.suspicions
        if s.kind in ("sentinel", "disguised_gaps")
    }
    assert len(repairs) == 2
    monkeypatch.setattr(
        modelling, "read_table", lambda t: read_table(t, repairs=repairs)
    )
    model, _ = modelling.fitted("regression", ("linear",), given)
    save_model(model, tmp_path / "m.skops")
    blank = frame.assign(
        length=frame["length"].mask(gap, ""),
        engine=frame["engine"].replace("unknown", ""),
    )
    results = []
    for name, table in (("given", frame), ("blank", blank)):
        table.to_csv(tmp_path / f"{name}.csv", index=False)
        out = tmp_path / f"{name}_out.csv"
        assert main(["predict", str(tmp_path / "m.skops"),
                     str(tmp_path / f"{name}.csv"), "-o", str(out)]) == 0  # fmt: skip
        results.append(pd.read_csv(out))
    pd.testing.assert_frame_equal(*results)
    # The exported code takes the same cells as empty.
    code = python_code(model)
    scripts = []
    for table in (frame, blank):
        text = table.to_csv(index=False)
        scripts.append(modelling.scored(code, tmp_path, given, text))
    pd.testing.assert_frame_equal(*scripts)


def test_every_repair_has_words_for_before_after_and_effect():
    from dialogs.mending import _entries

    offered = set()
    for entry in kinds().values():
        if entry.get("offer"):
            offered |= set(entry.get("repair", "").split(" or "))
    assert offered - {"time"} <= set(_entries())
