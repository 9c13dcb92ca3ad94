"""What will be done with the answer, in the words of many trades; and prices said bare."""

from __future__ import annotations

import pytest
from conversing import Conversation, branch, clinic_csv


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """Return a conversation at the question what will be done with the answer."""
    talk = Conversation(clinic_csv(tmp_path_factory.mktemp("action") / "visits.csv"))
    talk.say("predict missed")
    talk.say("yes")
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == "action"
    return talk


# None of these stands in the examples word for word.
@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("my colleague phones the person in the morning", "contact"),
        ("they get an email from us", "contact"),
        ("a nurse takes a closer look at those", "review"),
        ("the technician will test it", "review"),
        ("we refuse the claim", "block"),
        ("reject it straight away", "block"),
        ("nothing at the moment, I'm just curious", "understand"),
        ("it's for the report to our board", "understand"),
        ("we repair it early", "other"),
        ("we'd change her medication", "other"),
    ],
)
def test_an_action_is_placed(text: str, action: str, asked: Conversation) -> None:
    talk = branch(asked)
    talk.say(text)
    assert talk.state.brief.get("goal.action") == action


@pytest.fixture(scope="module")
def harm(asked: Conversation) -> Conversation:
    talk = branch(asked)
    talk.say("we repair it early")
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == "harm"
    return talk


def test_an_option_is_taken_by_its_place(harm: Conversation) -> None:
    first, second = branch(harm), branch(harm)
    first.choose(harm.options[0].id)
    second.say("the first one")
    assert first.state.brief.values.keys() == second.state.brief.values.keys()
    assert first.state.brief.get("success.miss_cost") == second.state.brief.get(
        "success.miss_cost"
    )


def test_two_bare_numbers_are_read_back_before_they_count(harm: Conversation) -> None:
    talk = branch(harm)
    assert "300" in talk.say("300 and 12")
    assert talk.state.brief.get("success.miss_cost") is None
    talk.say("yes")
    assert talk.state.brief.get("success.miss_cost") == 300
    assert talk.state.brief.get("success.false_alarm_cost") == 12
