"""The column to predict, said by place, by a shared word, by what is asked, or with more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conversing import Conversation, branch

from dialogs.hearing.by_place import column_at
from dialogs.message import Option


@pytest.fixture(scope="module")
def herd(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """Return a conversation about a made-up herd, at the question what to predict."""
    rng = np.random.default_rng(3)
    lines = ["cow_id,breed,days_in_milk,milk_l,temp_c,mastitis_7d,cells"]
    lines += [
        f"{i + 1},{rng.choice(['Holstein', 'Jersey'])},{rng.integers(5, 300)},"
        f"{rng.normal(30, 6):.1f},{rng.normal(38.6, 0.4):.1f},{rng.integers(0, 2)},"
        f"{rng.integers(20, 900)}"
        for i in range(200)
    ]
    path: Path = tmp_path_factory.mktemp("herd") / "herd.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    talk = Conversation(path)
    if talk.state.prompt is not None and talk.state.prompt.question != "target":
        talk.say("fine")
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == "target"
    return talk


def target_of(talk: Conversation) -> str | None:
    found: str | None = talk.state.brief.get("table.target")
    return found


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("the last column", "cells"), ("the second last one", "mastitis_7d"),
        ("column 4", "milk_l"), ("it's the 3rd column", "days_in_milk"),
        ("last but one", "mastitis_7d"), ("second from the right", "mastitis_7d"),
        ("that 7d thing", "mastitis_7d"), ("third from the left", "days_in_milk"),
    ],
)  # fmt: skip
def test_a_column_is_named_by_place_or_by_a_part_with_a_number(
    text: str, column: str, herd: Conversation
) -> None:
    talk = branch(herd)
    talk.say(text)
    assert target_of(talk) == column


def test_a_place_is_counted_from_either_end(herd: Conversation) -> None:
    facts = herd.state.facts
    assert facts is not None
    for said in ("the leftmost one", "first", "7th from the back", "column 1"):
        assert column_at(said, facts) == "cow_id", said
    for said in ("the final column in the table", "rightmost", "7th", "column 7"):
        assert column_at(said, facts) == "cells", said


def test_a_place_that_is_none_names_nothing(herd: Conversation) -> None:
    assert herd.state.facts is not None
    assert column_at("column 40", herd.state.facts) is None
    assert column_at("column 0", herd.state.facts) is None
    assert column_at("the last straw", herd.state.facts) is None


def test_a_word_of_two_columns_is_asked_about(herd: Conversation) -> None:
    talk = branch(herd)
    talk.say("milk")
    assert target_of(talk) is None
    shown = " ".join(o.label for o in talk.options if isinstance(o, Option))
    assert "days_in_milk" in shown
    assert "milk_l" in shown


def test_what_is_left_out_in_the_same_breath_is_kept(herd: Conversation) -> None:
    talk = branch(herd)
    talk.say("mastitis_7d pls, and dont use temp its measured after")
    assert target_of(talk) == "mastitis_7d"
    assert talk.state.brief.get("table.ignore") == ("temp_c",)


@pytest.mark.parametrize(
    "text", ["whether she gets it within 7 days", "which cows get sick next week"]
)
def test_a_yes_or_no_is_guessed_where_one_is_asked_for(
    text: str, herd: Conversation
) -> None:
    talk = branch(herd)
    assert "mastitis_7d" in talk.say(text)
    assert talk.state.brief.get("limits.seconds") is None
    talk.say("yes")
    assert target_of(talk) == "mastitis_7d"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is this going to send my data anywhere?", "stays on this machine"),
        ("is this free?", "costs nothing"),
        ("can u predict 2 things", "One at a time"),
    ],
)
def test_a_question_about_the_program_is_answered(
    text: str, answer: str, herd: Conversation
) -> None:
    talk = branch(herd)
    assert answer in talk.say(text)
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == "target"


def test_a_single_word_like_an_act_takes_nothing_back(herd: Conversation) -> None:
    """Only the grammar's own words undo, stop or begin anew by themselves."""
    talk = branch(herd)
    before = talk.state.brief
    talk.say("cancellations")
    assert talk.state.brief == before
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == "target"


def test_the_things_in_the_rows_are_not_the_column_that_numbers_them(
    tmp_path: Path,
) -> None:
    """'Which orders come back' is no question for the order's number, and orders nothing."""
    lines = ["Order;Items;Paid by;Sent back"]
    lines += [
        f"{5000 + i};{i % 9 + 1};{('card', 'cash')[i % 2]};{('no', 'yes')[i % 3 == 0]}"
        for i in range(180)
    ]
    (tmp_path / "orders.csv").write_text("\n".join(lines) + "\n", "utf-8")
    opened = Conversation(tmp_path / "orders.csv")
    assert "column:Order" not in {o.id for o in opened.options}
    talk = branch(opened)
    talk.say("which orders come back to us")
    assert target_of(talk) != "Order"
    assert talk.state.brief.get("goal.action") is None
    talk = branch(opened)
    assert "only names the row" in talk.say("Order")
    assert target_of(talk) is None
