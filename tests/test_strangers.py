"""Strangers, from their own messy table to what they came for, in as few words as they have."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import messy
import pytest
import remarked
from at_work import AtWork
from conversing import Conversation

from assistant.demo_table import path as example
from dialogs.message import Say

STORIES = tomllib.loads(
    (Path(__file__).parent / "transcripts" / "whole.toml").read_text("utf-8")
)["story"]
UNKNOWN = re.compile(
    r"\b(?:recall|precision|threshold|false positives?|false negatives?|overfit\w*|folds?|"
    r"hyper-?parameters?|SHAP|AUC|classifier|regression|feature|label|epoch|imputation)\b"
)
"""Words that nobody but a statistician needs; the line in technical terms is for them."""

ANSWER = re.compile(r"^In technical terms.*$", re.MULTILINE)


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: Any) -> Iterator[AtWork]:
    """One desk for all stories that go on after the search."""
    desk = AtWork(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.close()


@pytest.fixture(scope="module", params=STORIES, ids=lambda s: s["person"])
def held(
    request: Any, tmp_path_factory: Any, at_work: AtWork
) -> tuple[Any, Conversation, list[str]]:
    story = request.param
    real = "after" in story
    folder = at_work.folder if real else tmp_path_factory.mktemp("table")
    chat = Conversation(_table(story["table"], folder))
    if real:
        at_work.begin(story["seconds"])
        chat.at_work = at_work
        if "beside" in story and chat.path:
            shutil.copy(chat.path, folder / story["beside"])
    told = ["\n".join(m.text for m in chat.messages if isinstance(m, Say))]
    told += [chat.say(line) for line in [*story["said"], *story.get("after", ())]]
    return story, chat, told


def _table(name: str, folder: Path) -> Path:
    if name == "members":
        return Path(shutil.copy(example(), folder / "members.csv"))
    return {**messy.MAKERS, **remarked.MAKERS}[name](folder)


def test_a_stranger_gets_what_they_came_for(held):
    story, chat, told = held
    whole = "\n".join(told)
    for words in story.get("told", ()):
        assert words in whole, whole
    later = "\n".join(told[1 + len(story["said"]) :])
    for words in story.get("told_after", ()):
        assert words in later, later
    for words in story.get("untold", ()):
        assert words not in whole, whole
    for slot, value in story.get("brief", {}).items():
        wanted = tuple(value) if isinstance(value, list) else value
        assert chat.state.brief.get(slot) == wanted, (slot, whole)
    assert not [s for s in story.get("absent", ()) if s in chat.state.brief]
    assert (chat.search is not None) == story.get("search", True), whole


def test_nobody_needs_the_words_of_the_trade(held):
    story, _, told = held
    if "expert" not in story["person"]:
        said = ANSWER.sub("", "\n".join(told))
        assert not UNKNOWN.findall(said)


def test_nothing_is_answered_with_silence_or_said_twice(held):
    _, _, told = held
    assert all(told)
    assert not [a for a, b in pairwise(told) if a == b]
    # An agreement that still stands is not read out again before the search.
    agreed = [t for t in told if "Here is our agreement" in t]
    assert len(agreed) == len(set(agreed))


def test_a_name_of_this_program_s_parts_is_never_said(held):
    _, _, told = held
    said = "\n".join(told)
    assert not re.search(
        r"\b[a-z]+\.[a-z]+_[a-z]+\b|\bNone\b(?! of)|\bnan\b|missing leak", said
    )
