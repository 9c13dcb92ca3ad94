"""What was left out for fear that it is known too late, kept by those who know better."""

from __future__ import annotations

from pathlib import Path

import pytest
from conversing import Conversation, branch
from messy import make

SETUP = ("fine", "gave again", "Yes", "write to them", "a miss costs 35, a letter 1")
LATE = "late_known:last gift"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """Return a talk in which it is asked whether a column is known in time."""
    chat = Conversation(make("charity", tmp_path_factory.mktemp("kept")))
    for line in SETUP:
        chat.say(line)
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "oddity"
    return chat


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("keep it", "refused"),
        (
            "it is in our ledger the day we write, so we know it. Why would you doubt it?",
            "refused",
        ),
        ("it comes later", "accepted"),
        ("no", "accepted"),
    ],
)
def test_who_knows_it_in_time_keeps_it(
    line: str, answer: str, asked: Conversation
) -> None:
    chat = branch(asked)
    chat.say(line)
    assert chat.state.brief.get("table.repairs")[LATE] == answer


@pytest.mark.parametrize(
    "line",
    ["Put last gift back in", "keep last gift", "last gift is known in time"],
)
def test_what_was_left_out_comes_back(line: str, asked: Conversation) -> None:
    chat = branch(asked)
    chat.say("later")
    before = chat.state.brief
    chat.say(line)
    after = chat.state.brief
    assert after.get("table.repairs")[LATE] == "refused"
    assert after.get("goal.event") == before.get("goal.event")
    assert after.get("split.kind") == before.get("split.kind")


def test_where_the_data_goes_is_no_yes(tmp_path: Path) -> None:
    chat = Conversation(make("charity", tmp_path))
    told = chat.say("Before anything else: where does this data go, and who sees it?")
    assert "stays on this machine" in told
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "repairs"


def test_a_neighbour_next_door_is_no_kind_of_model(tmp_path: Path) -> None:
    chat = Conversation(make("farm", tmp_path))
    for line in ("fine", "how many tonnes a hectare", "plan"):
        chat.say(line)
    chat.say(
        "When you say too much I must buy the grain from the neighbour, 90 euro; too little, 25 euro"
    )
    brief = chat.state.brief
    assert brief.get("success.objective") == "pinball"
    assert not any("famil" in slot for slot in brief)


@pytest.mark.parametrize(
    "line", ["whats that mean", "meaning?", "what does that mean?"]
)
def test_a_meaning_asked_of_nothing_is_of_the_question(
    line: str, asked: Conversation
) -> None:
    chat = branch(asked)
    told = chat.say(line)
    assert "no note" not in told
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "oddity"
