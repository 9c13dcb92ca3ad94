"""Who says once more what stands already is asked what is to count."""

from __future__ import annotations

import pytest
from conversing import Conversation, branch, clinic_csv

AGREED = ("missed", "yes", "f1", "no limit", "skip", "skip", "skip")
MUST = "catch at least 90 of 100"


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """Return a talk at its agreement, with a must beside a measure."""
    chat = Conversation(clinic_csv(tmp_path_factory.mktemp("must") / "visits.csv"))
    for line in AGREED:
        chat.say(line)
    chat.say(MUST)
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "confirm"
    assert chat.state.brief.get("success.require")
    return chat


@pytest.mark.parametrize(
    ("picked", "objective", "musts"), [("1", "precision_at_recall", 0), ("2", "f1", 1)]
)
def test_a_must_said_again_may_be_all_that_counts(
    picked: str, objective: str, musts: int, agreed: Conversation
) -> None:
    chat = branch(agreed)
    assert "a balance of finding them" in chat.say(MUST)
    chat.say(picked)
    assert chat.state.brief.get("success.objective") == objective
    assert len(chat.state.brief.get("success.require")) == musts
    chat.say("go")
    assert chat.search is not None


def test_a_price_of_a_miss_is_not_asked_for_where_nothing_is_caught(
    agreed: Conversation,
) -> None:
    chat = branch(agreed)
    chat.say("predict age")
    for _ in range(6):
        chat.say("you choose")
    chat.say("change the miss cost")
    assert chat.state.prompt is not None
    assert chat.state.prompt.question != "miss_cost"
