"""What only a person knows about a table is asked, and the answer reaches the search."""

import numpy as np
import pandas as pd
import pytest

from dialogs.facts import Suspicion
from dialogs.oddities import (
    LEAST_WORTH,
    MOST_ASKED,
    answers,
    labels,
    open_oddity,
    worth,
)
from dialogs.suspicions import kinds, question
from tests.conversing import Conversation

N = 400


def table(rng, **more):
    frame = pd.DataFrame(
        {
            "height": rng.normal(170, 10, N).round(1),
            "load": rng.gamma(9, 5, N).round(2),
            "team": rng.choice(list("abcd"), N),
        }
    )
    score = (frame["height"] - 170) / 10 + rng.logistic(size=N)
    frame = frame.assign(**more)
    return frame.assign(left=np.where(score > 0.5, "yes", "no")), score


def talk(tmp_path, frame):
    path = tmp_path / "people.csv"
    frame.to_csv(path, index=False)
    chat = Conversation(path)
    if chat.state.prompt.question == "repairs":
        chat.say("fine")
    chat.say("left")
    chat.say("yes")
    if chat.state.prompt.question == "action":
        chat.choose("understand")
    return chat


def asked(chat):
    return chat.state.prompt.about if chat.state.prompt.question == "oddity" else ""


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.mark.parametrize(
    ("said", "out"),
    [("no, only afterwards", True), ("yes", False), ("no idea", True)],
)
def test_a_column_named_late_that_tells_much(tmp_path, rng, said, out):
    frame, score = table(rng)
    frame["call_duration"] = (score * 20 + rng.normal(0, 25, N) + 200).round(1)
    chat = talk(tmp_path, frame)
    assert asked(chat) == "late_known:call_duration"
    chat.say(said)
    assert ("call_duration" in chat.compiled().ignore) is out


def test_a_late_name_that_tells_nothing_is_not_asked_about(tmp_path, rng):
    frame, _ = table(rng, call_duration=rng.normal(200, 9, N).round(1))
    assert asked(talk(tmp_path, frame)) == ""


@pytest.mark.parametrize(("option", "kind"), [("yes", "group"), ("no", "random")])
def test_who_comes_back_is_kept_together(tmp_path, rng, option, kind):
    clients = [f"K{i:03d}" for i in rng.integers(0, 90, N)]
    chat = talk(tmp_path, table(rng, client_id=clients)[0])
    assert asked(chat) == "repeated_entity:client_id"
    chat.choose(option)
    split = chat.compiled().split
    assert split.kind == kind
    assert split.column == ("client_id" if kind == "group" else "")


def test_the_order_of_a_file_decides_the_check(tmp_path, rng):
    frame, _ = table(rng, month=np.repeat(["jan", "feb", "mar", "apr"], N // 4))
    for said, kind in (("yes", "time"), ("no", "random")):
        chat = talk(tmp_path, frame)
        assert asked(chat) == "file_order:month"
        chat.say(said)
        assert chat.compiled().split.kind == kind


def test_the_month_may_come_first(tmp_path, rng):
    days = [f"{m:02d}/{d:02d}/2023" for m, d in rng.integers(1, 13, (N, 2))]
    chat = talk(tmp_path, table(rng, seen=days)[0])
    assert asked(chat) == "date_order:seen"
    chat.say("no, the month")
    repairs = chat.compiled().repairs
    from assistant.table import read_table

    read = read_table(chat.path, repairs=repairs).frame["seen"]
    assert [(d.month, d.day) for d in read[:5]] == [
        (int(t[:2]), int(t[3:5])) for t in days[:5]
    ]


def test_few_questions_and_the_worthiest_first(tmp_path, rng):
    frame, score = table(
        rng,
        client_id=[f"K{i:03d}" for i in rng.integers(0, 90, N)],
        seen=[f"{m:02d}/{d:02d}/2023" for m, d in rng.integers(1, 13, (N, 2))],
        weight=np.where(np.arange(N) % 40 == 0, 0, rng.normal(80, 5, N).round(1)),
    )
    frame["call_duration"] = (score * 20 + rng.normal(0, 25, N) + 200).round(1)
    chat = talk(tmp_path, frame)
    seen = []
    while asked(chat):
        seen.append(open_oddity(chat.state))
        chat.choose("no")
    assert len(seen) == MOST_ASKED
    assert [worth(s) for s in seen] == sorted((worth(s) for s in seen), reverse=True)
    # With dates in the table it is the order in time that decides the check.
    assert "repeated_entity:client_id" not in {s.id for s in seen}
    # One word takes the last answer back, and it is asked again.
    chat.say("undo")
    assert asked(chat) == seen[-1].id


def test_a_clean_table_is_not_asked_about(tmp_path, rng):
    assert asked(talk(tmp_path, table(rng)[0])) == ""


def test_two_readings_are_shown_and_the_other_one_can_be_picked(tmp_path, rng):
    path = tmp_path / "doubt.csv"
    rows = [f"{a},{b};{c},{d}" for a, b, c, d in rng.integers(10, 99, (60, 4))]
    path.write_text("\n".join(["one,two;three,four", *rows]), "utf-8")
    chat = Conversation(path)
    assert chat.state.prompt.question == "dialect"
    told = "\n".join(m.text for m in chat.messages if hasattr(m, "text"))
    assert "one | two;three | four" in told
    assert "one,two | three,four" in told
    before = chat.state.facts.names
    chat.choose("no")
    after = chat.state.facts.names
    assert {before, after} == {("one", "two;three", "four"), ("one,two", "three,four")}
    assert chat.state.prompt.question != "dialect"
    # A file that leaves no doubt is not asked about.
    assert Conversation(_plain(tmp_path, rng)).state.prompt.question != "dialect"


def _plain(tmp_path, rng):
    path = tmp_path / "plain.csv"
    table(rng)[0].to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    "kind", [k for k, e in kinds().items() if e.get("worth", 0) >= LEAST_WORTH]
)
def test_what_is_worth_asking_can_be_asked_and_answered(kind):
    data = {"example": "1/2/2023", "sign": ";", "chosen": "comma", "other": "bar"}
    found = Suspicion("x", kind, ("a", "b"), 1, data=data, repair="ignore")
    assert question(found).endswith("?")
    assert set(answers(found)) == {"yes", "no", "unsure"}
    assert len(set(answers(found).values())) == 2
    for text in (*labels(found), *answers(found).values(), question(found)):
        assert text
        assert "{" not in text
