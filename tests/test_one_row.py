"""A single row after training: asked for where none was named, taken by number or ID."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conversing import Conversation, clinic_csv

from dialogs.events import AskModel, Resumed, SearchDone, WorkFailed
from dialogs.state import Phase

DONE = {"status": "done", "brief": {}, "objective": {"name": "brier", "value": 0.1}}
EXPLAIN = {"op": "explain"}


@pytest.fixture
def chat(tmp_path: Path) -> Conversation:
    """Return a conversation that has just told its result."""
    talk = Conversation(clinic_csv(tmp_path / "visits.csv"))
    talk.say("predict missed")
    talk.take(SearchDone(1, DONE))
    assert talk.state.phase == Phase.RESULT
    return talk


def asked(chat: Conversation) -> list[dict[str, Any]]:
    """Return the questions put to the model so far."""
    found = [dict(a.query) for a in chat.actions if isinstance(a, AskModel)]
    return [{k: v for k, v in q.items() if k != "previous"} for q in found]


def row(number: int) -> dict[str, Any]:
    return {"column": "row", "is": number}


@pytest.mark.parametrize(
    "text", ["12", "row 12", "why row 12", "the 12th row", "hmm, let me try 12 please"]
)
def test_the_row_that_was_asked_for_is_explained(chat: Conversation, text: str) -> None:
    assert "Which one?" in chat.choose("why_one")
    chat.say(text)
    assert asked(chat) == [{"rows": row(12), "do": [EXPLAIN]}]
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "next"


def test_a_row_is_known_by_its_id(chat: Conversation) -> None:
    chat.choose("why_one")
    chat.say("V0007")
    assert asked(chat) == [
        {"rows": {"column": "visit_id", "is": "V0007"}, "do": [EXPLAIN]}
    ]


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("why that one?", "explain"),
        ("why her?", "explain"),
        ("explain that particular visit", "explain"),
        ("what do you predict for this patient", "predict"),
    ],
)
def test_a_question_that_points_at_one_row_asks_which(
    chat: Conversation, text: str, op: str
) -> None:
    assert "Which one?" in chat.say(text)
    assert asked(chat) == []
    chat.say("40")
    assert asked(chat) == [{"rows": row(40), "do": [{"op": op}]}]


def test_pointing_goes_to_the_row_spoken_of_last(chat: Conversation) -> None:
    chat.say("why row 40")
    chat.say("what if that patient had 3 reminders")
    assert asked(chat)[-1] == {
        "rows": row(40),
        "do": [{"op": "change", "column": "reminders", "set": 3}, {"op": "predict"}],
    }


def test_a_number_is_another_row_and_a_choice_where_there_is_one(
    chat: Conversation,
) -> None:
    chat.say("row 40")
    chat.say("77")
    assert asked(chat)[-1] == {"rows": row(77), "do": [EXPLAIN]}
    steps = [o.id for o in chat.options]
    chat.say(str(steps.index("what_matters") + 1))
    assert asked(chat)[-1] == {"rows": None, "do": [{"op": "importance"}]}


def test_why_and_nothing_else_is_about_the_model_as_a_whole(chat: Conversation) -> None:
    assert "why row 12" in chat.say("why?")
    assert asked(chat) == [{"rows": None, "do": [{"op": "importance"}]}]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what would help", "More rows"), ("how can we make it better?", "More rows"),
        ("how do i defend this", "report"), ("how do we justify it to the board", "report"),
    ],
)  # fmt: skip
def test_what_to_do_with_a_result_is_told(
    chat: Conversation, text: str, answer: str
) -> None:
    assert answer in chat.say(text)
    assert asked(chat) == []


def test_what_would_help_a_row_is_asked_of_the_model(chat: Conversation) -> None:
    chat.say("why row 40")
    chat.say("what would help")
    assert asked(chat)[-1]["do"] == [{"op": "counterfactual"}]


def test_what_is_no_row_leads_back_to_the_choices(chat: Conversation) -> None:
    chat.choose("why_one")
    chat.say("banana")
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "next"
    assert asked(chat) == []


def test_a_look_cut_off_by_the_end_of_the_program_is_taken_up_again(
    tmp_path: Path,
) -> None:
    """A file that cannot be read on the next day must not leave it open for ever."""
    talk = Conversation(clinic_csv(tmp_path / "visits.csv"))
    talk.state = talk.state.having(probing=True)
    talk.idle = True
    talk.state = talk.state.having(phase=Phase.READING, path="elsewhere.csv")
    talk.take(Resumed(9.0, "0", (), "0"))
    talk.take(WorkFailed(1, "table", "There is no such file", ".", "read"))
    assert not talk.state.probing
    assert talk.state.prompt is not None
