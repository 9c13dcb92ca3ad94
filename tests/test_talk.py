"""The conversation, as a person meets it: stories over a real table."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conversing import Conversation, clinic_csv

from dialogs import talk
from dialogs.brief import Source
from dialogs.events import Chosen, event_from_json, event_to_json
from dialogs.message import BriefChanged, Say
from dialogs.policy.repairing import offer_readings
from dialogs.policy.turn import Turn
from dialogs.state import state_to_json
from dialogs.words import clauses

STORIES = tomllib.loads(
    (Path(__file__).parent / "transcripts" / "clinic.toml").read_text("utf-8")
)["story"]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv")


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s["name"])
def test_a_story_ends_where_it_should(story: dict[str, Any], clinic: Path) -> None:
    chat = Conversation(clinic)
    answer = ""
    for line in story["said"]:
        answer = chat.say(line)
    for slot, value in story.get("brief", {}).items():
        expected = tuple(value) if isinstance(value, list) else value
        assert chat.state.brief.get(slot) == expected, (slot, answer)
    for slot in story.get("absent", ()):
        assert slot not in chat.state.brief
    for words in story.get("heard", ()):
        assert words in answer
    if "asking" in story:
        assert chat.state.prompt is not None
        assert chat.state.prompt.slot == story["asking"]
    if "search" in story:
        assert (chat.search is not None) == story["search"]


def test_replaying_the_log_gives_the_same_state_to_the_byte(clinic: Path) -> None:
    chat = Conversation(clinic)
    for line in (
        "missed",
        "yes",
        "asdf",
        "undo",
        "yes",
        "you choose",
        "why",
        "simpler",
    ):
        chat.say(line)
    log = [event_from_json(event_to_json(e)) for e in chat.log]
    assert state_to_json(talk.replay(log)) == state_to_json(chat.state)


def test_undo_after_do_gives_the_brief_from_before(clinic: Path) -> None:
    chat = Conversation(clinic)
    chat.say("missed")
    for line in ("yes", "a miss costs 9 and a false alarm 1", "take 45 seconds"):
        before = chat.state.brief
        chat.say(line)
        assert chat.state.brief != before
        chat.say("undo")
        assert chat.state.brief == before
        chat.say(line)


def test_a_stale_answer_answers_nothing(clinic: Path) -> None:
    chat = Conversation(clinic)
    old = chat.state.prompt
    assert old is not None
    chat.say("missed")
    before = chat.state.brief
    chat.take(Chosen(old.id, old.options[0].id))
    assert chat.state.brief == before


def test_defaults_never_pose_as_wishes(clinic: Path) -> None:
    chat = Conversation(clinic)
    for line in ("missed", "you choose", "I don't know"):
        chat.say(line)
    brief = chat.state.brief
    assert brief.source("table.target") == Source.SAID
    assert brief.source("goal.event") == Source.DELEGATED
    assert brief.source("goal.action") == Source.ASSUMED


def test_every_change_of_the_brief_is_told(clinic: Path) -> None:
    chat = Conversation(clinic)
    chat.say("missed")
    told = [m for m in chat.messages if isinstance(m, BriefChanged)]
    assert told[-1].brief["table"]["target"] == "missed"
    assert told[-1].sources["table.target"] == "said"


def test_forty_lines_of_nonsense_never_strand_and_never_search(clinic: Path) -> None:
    chat = Conversation(clinic)
    for number in range(40):
        answer = chat.say(f"zxq {chr(97 + number % 26)} blorp")
        assert answer
        assert chat.state.prompt is not None
        assert chat.options
    assert chat.search is None
    assert "table.target" not in chat.state.brief


def test_no_sentence_is_said_twice_in_a_row(clinic: Path) -> None:
    chat = Conversation(clinic)
    for line in ("missed", "huhu", "haha", "hoho", "why", "why"):
        chat.say(line)
    texts = [m.text for m in chat.messages if isinstance(m, Say)]
    assert all(a != b for a, b in itertools.pairwise(texts))


def two_readings(path: Path) -> Conversation:
    """Return a chat in which it is asked which of two things was meant."""
    chat = Conversation(path)
    for line in ("missed", "yes"):
        chat.say(line)
    turn = Turn(chat.state)
    readings = tuple({"success.objective": o} for o in ("accuracy", "log_loss"))
    offer_readings(turn, readings, ())
    chat.state = turn.finish()
    return chat


def test_why_two_readings_are_offered_is_told(clinic: Path) -> None:
    answer = two_readings(clinic).say("why do you ask?")
    assert "fits more than one thing" in answer
    assert "no question open" not in answer


@pytest.mark.parametrize("said", ["20 seconds, go", "go, 20 seconds"])
def test_what_is_no_reading_is_heard_all_the_same(clinic: Path, said: str) -> None:
    chat = two_readings(clinic)
    answer = chat.say(said)
    assert chat.state.brief.get("limits.seconds") == 20
    assert chat.state.prompt is not None
    assert chat.state.prompt.question != "clarify", answer


def test_a_must_is_read_back_in_words() -> None:
    must = ({"metric": "group_gap", "at_most": 0.05},)
    told = clauses({"success.require": must})
    assert told == "a must is at most 5 in 100 between one group and another"
