"""Words follow the term and not the person; a stranger leaves no trace."""

from __future__ import annotations

import pytest
from conversing import Conversation, branch, clinic_csv

from dialogs.events import Remember
from dialogs.message import Level
from dialogs.skill import Skill


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    return Conversation(clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv"))


def knowing(chat: Conversation, *concepts: str) -> Conversation:
    skill = Skill()
    for concept in concepts:
        for _ in range(8):
            skill = skill.with_evidence("used", concept)
    found = branch(chat)
    found.state = found.state.having(skill=skill)
    return found


def test_a_question_is_asked_in_the_language_of_what_it_rests_on(
    opened: Conversation,
) -> None:
    plain, able = branch(opened), knowing(opened, "false alarm / miss")
    for chat in (plain, able):
        for line in ("missed", "yes", "we call them"):
            chat.say(line)
    told = [chat.say("no limit") for chat in (plain, able)]
    assert "Two mistakes are possible" in told[0]
    assert "false negative" in told[1]
    # Only that question: what is not known of is still said plainly.
    assert able.state.level == Level.PLAIN
    assert plain.state.prompt is not None
    assert able.state.prompt is not None
    assert plain.state.prompt.slot == able.state.prompt.slot


def test_who_wants_it_simple_is_asked_simply(opened: Conversation) -> None:
    chat = knowing(opened, "false alarm / miss")
    told = ""
    for line in ("keep it simple", "missed", "yes", "we call them", "no limit"):
        told = chat.say(line)
    assert "Two mistakes are possible" in told


@pytest.mark.parametrize(("said", "way"), [("simpler", -1), ("more detail", 1)])
def test_plainer_and_more_detail_count_for_what_was_just_said(
    said: str, way: int, opened: Conversation
) -> None:
    chat = branch(opened)
    for line in ("missed", "yes", "we call them", "no limit"):
        chat.say(line)
    before = chat.state.skill.p("false alarm / miss")
    other = chat.state.skill.p("imbalance")
    chat.say(said)
    after = chat.state.skill.p("false alarm / miss")
    assert (after - before) * way > 0.01
    assert abs(chat.state.skill.p("imbalance") - other) < abs(after - before)


def test_somebody_else_begins_afresh_and_is_not_remembered(
    opened: Conversation,
) -> None:
    chat = knowing(opened, "threshold", "metric")
    chat.say("this is somebody else")
    assert chat.state.skill.p("threshold") < 0.3
    chat.actions.clear()
    for line in ("use a threshold of 0.3", "I am an expert", "set 7 folds", "simpler"):
        chat.say(line)
    assert not [a for a in chat.actions if isinstance(a, Remember)]


def test_a_claim_followed_by_nonsense_opens_nothing(opened: Conversation) -> None:
    chat = branch(opened)
    chat.say("I am an expert")
    believed = chat.state.skill.p("metric")
    for line in ("100 % accuracy on the AUC", "optimise the recall of the p-value",
                 "a negative probability of 3"):  # fmt: skip
        chat.say(line)
    assert chat.state.skill.p("metric") < believed
    assert not set(chat.state.knobs) - {"success.objective", "success.recall"}


def test_of_contradictory_wishes_the_last_one_counts(opened: Conversation) -> None:
    chat = branch(opened)
    chat.say("show everything")
    assert len(chat.state.knobs) > 30
    chat.say("keep it simple")
    assert chat.state.skill.pinned == "novice"
    assert not chat.state.knobs
    chat.say("keep it simple, no, show me all the settings")
    assert chat.state.skill.pinned == "everything"
