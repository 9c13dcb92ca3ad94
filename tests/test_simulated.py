"""People with a goal get the search they wanted: a small slice of the benchmark."""

from __future__ import annotations

import copy
import random

import pytest
from conversing import Conversation, clinic_csv
from simulated.interview import Person, goal_of, interview, voices


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return Conversation(clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv"))


@pytest.mark.parametrize("voice", list(voices()))
def test_a_person_of_any_voice_gets_the_search_they_wanted(
    voice: str, opened: Conversation
) -> None:
    chat = copy.copy(opened)
    chat.log, chat.messages, chat.actions = list(opened.log), [], []
    rng = random.Random(f"{voice}:0")
    goal = goal_of("costs", "missed", ("yes", "no"), rng)
    outcome = interview(chat, Person(voice, goal, rng))
    assert outcome.reached, outcome.lines
    assert not outcome.wrong, outcome.lines
    assert outcome.turns <= 16, outcome.lines


@pytest.mark.parametrize("polite", ["you choose", "pick for me"])
def test_leaving_all_to_tandem_names_the_target_before_it_is_taken(
    polite: str, opened: Conversation
) -> None:
    chat = copy.copy(opened)
    chat.log, chat.messages, chat.actions = list(opened.log), [], []
    proposed = chat.say(polite)
    assert "table.target" not in chat.state.brief
    assert chat.state.prompt is not None
    named = chat.state.prompt.about
    assert named in proposed
    chat.say(polite)
    assert chat.state.brief.get("table.target") == named
    assert chat.state.brief.source("table.target") == "delegated"


def test_so_many_in_one_week_is_a_size_of_the_list(opened: Conversation) -> None:
    chat = copy.copy(opened)
    chat.log, chat.messages, chat.actions = list(opened.log), [], []
    for line in ("missed", "the yes is what we search", "we can make 30 in one week"):
        chat.say(line)
    assert chat.state.brief.get("goal.event") == "yes"
    assert chat.state.brief.get("success.k") == 30
    assert chat.state.brief.get("success.per") == "week"
    assert "limits.seconds" not in chat.state.brief
