"""Rows of the list shown last, and whose rows they are once a file was scored."""

from __future__ import annotations

from pathlib import Path

import pytest
from conversing import Conversation, branch, clinic_csv
from test_talk_later import found, only

from dialogs.events import AskModel, Delivered, Redecide, Told
from dialogs.hearing.of_the_list import rows_of_list
from dialogs.message import Picture, Say

LIST = (17, 4, 9)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("why the first one", "why row 17"),
        ("why the second", "why row 4"),
        ("and the third one?", "and row 9?"),
        ("what would change the last one", "what would change row 9"),
        ("explain number 2 on the list", "explain row 4"),
        ("what about the 3rd one", "what about row 9"),
        ("why is the top one so high", "why is row 17 so high"),
        ("why them", "why rows 17, 4 and 9"),
        ("how many of these are over 60", "how many of rows 17, 4 and 9 are over 60"),
        ("why the seventh one", "why the seventh one"),
        ("the last time it was wrong", "the last time it was wrong"),
        ("why row 4", "why row 4"),
    ],
)
def test_a_place_in_the_list_is_its_row(said: str, meant: str) -> None:
    assert rows_of_list(said, LIST, again=True) == meant
    assert rows_of_list(said, (), again=True) == said


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """A conversation with a result."""
    talk = Conversation(clinic_csv(tmp_path_factory.mktemp("lists") / "visits.csv"))
    talk.say("predict missed")
    talk.say("a miss costs 120 and a false alarm 5")
    talk.compiled()
    talk.say("go")
    return found(talk)


@pytest.fixture
def result(done: Conversation) -> Conversation:
    talk = branch(done)
    talk.idle = True
    return talk


def listed(talk: Conversation, *rows: int) -> None:
    """Let an answer show these rows."""
    body = {"headers": ["row", "chance"], "rows": [[str(r), "80"] for r in rows]}
    talk.take(
        Told(talk.state.request, (Say("A list:"), Picture("table", "Rows", body)))
    )


def scored(talk: Conversation, file: str = "new.csv") -> None:
    """Let a file be scored."""
    talk.say(f"score {file}")
    talk.take(Delivered(talk.state.request, "predictions", "new_scored.csv", (), file))
    talk.actions.clear()


def test_why_the_first_one_asks_of_the_row_on_top(result: Conversation) -> None:
    result.say("who do i ring first")
    assert only(result, AskModel).query["do"][0]["by"] == "chance"
    listed(result, 31, 7)
    result.say("why the first one")
    assert only(result, AskModel).query["rows"] == {"column": "row", "is": 31}
    result.say("and the second one?")
    query = only(result, AskModel).query
    assert (query["rows"], query["do"]) == (
        {"column": "row", "is": 7},
        [{"op": "explain"}],
    )


def test_without_a_list_it_is_asked_which_row_is_meant(result: Conversation) -> None:
    assert "Which one" in result.say("why the first one")


def test_after_a_file_was_scored_its_rows_are_meant(result: Conversation) -> None:
    for said in ("who do i ring first", "how many do i have to call", "why row 3"):
        result.say(said)
        assert "table" not in only(result, AskModel).query
    scored(result)
    for said in ("who do i ring first", "how many do i have to call", "why row 3"):
        result.say(said)
        assert only(result, AskModel).query["table"] == "new.csv"


@pytest.mark.parametrize(
    "said",
    ["who is first in my table", "where is it wrong", "how many rows are there",
     "how many are over 60", "what matters most"],
)  # fmt: skip
def test_what_only_the_table_knows_is_asked_of_it(
    said: str, result: Conversation
) -> None:
    scored(result)
    result.say(said)
    assert "table" not in only(result, AskModel).query


def test_calls_counted_after_a_result_keep_their_day(tmp_path: Path) -> None:
    talk = Conversation(clinic_csv(tmp_path / "visits.csv"))
    for said in ("predict missed", "yes", "we call them, at most 20 a day", "80"):
        talk.say(said)
    assert talk.state.brief.get("success.share") == 0.25
    talk.compiled()
    talk.say("go")
    found(talk)
    assert "10 of about 80" in talk.say("what if we only call 10 a day")
    brief = only(talk, Redecide).brief["success"]
    assert (brief["share"], brief["per"]) == (0.125, "day")


@pytest.mark.parametrize(
    "said", ["what if we call 90 instead", "we ring 90 of them", "call 90 instead"]
)
def test_so_many_calls_are_no_price(said: str, result: Conversation) -> None:
    result.say(said)
    assert result.state.brief.get("success.k") == 90
    assert result.state.brief.get("success.false_alarm_cost") == 5
