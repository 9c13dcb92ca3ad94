"""From plain words to the contract that is read back before the search."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from conversing import Conversation, clinic_csv

STORIES = tomllib.loads(
    (Path(__file__).parent / "transcripts" / "contract.toml").read_text("utf-8")
)["story"]
MOST_QUESTIONS = 8


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv")


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s["name"])
def test_a_wish_is_read_back_as_the_contract(
    story: dict[str, Any], clinic: Path
) -> None:
    chat = Conversation(clinic)
    chat.say(story["target"])
    if story["target"] == "missed":
        chat.say("yes")
    answer = chat.say(story["said"])
    for name, value in story.get("at_once", story["success"]).items():
        assert chat.state.brief.get(f"success.{name}") == value, (name, answer)
    for words in story.get("told", ()):
        assert words in answer
    answers = dict(story.get("answers", {}))
    for _ in range(MOST_QUESTIONS):
        asked = chat.state.prompt.question if chat.state.prompt else ""
        if asked == "confirm":
            break
        answer = chat.say(answers.pop(asked, "you choose"))
    assert not answers, f"never asked: {answers}"
    for name, value in story["success"].items():
        assert chat.state.brief.get(f"success.{name}") == value, (name, answer)
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "confirm", answer
    assert chat.search is None
    for words in story["contract"]:
        assert words in answer
