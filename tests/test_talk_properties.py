"""Properties of the conversation: whatever is typed, at whatever point."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conversing import Conversation, branch, clinic_csv
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import talk
from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints
from dialogs.events import Chosen, UserText
from dialogs.message import Say
from dialogs.skill import Skill
from dialogs.state import Phase, state_to_json

WORDS = [
    "yes", "no", "missed", "fee", "you choose", "I don't know", "why", "undo", "50",
    "a miss costs 120 and a false alarm 5", "20 a day", "what is recall", "simpler",
    "help", "summary", "change the target", "go", "stop", "start over", "again", "90%",
    "ignore reminders", "take 20 seconds", "no wait, 30 seconds", "1", "9", "", "???",
    "why row 3", "what if fee were 100", "only lightgbm", "settings", "keep it simple",
    "treat me as an expert", "[/b] \x1b[31m", "report", "what else did you notice",
]  # fmt: skip
LINES = st.one_of(st.sampled_from(WORDS), st.text(max_size=40))


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv")


@pytest.fixture(scope="module")
def opened(clinic: Path) -> Conversation:
    return Conversation(clinic)


@settings(max_examples=60)
@given(lines=st.lists(LINES, min_size=1, max_size=12))
def test_any_talk_is_answered_and_can_be_replayed(
    lines: list[str], opened: Conversation
) -> None:
    chat = branch(opened)
    for line in lines:
        heard = chat.take(UserText(line))
        assert heard or chat.actions, line
        waiting = chat.state.phase in (Phase.SEARCHING, Phase.READING)
        left = any(type(a).__name__ == "Leave" for a in chat.actions)
        assert chat.state.prompt is not None or waiting or left
        if chat.search:
            break
    assert state_to_json(talk.replay(chat.log)) == state_to_json(chat.state)
    json.loads(state_to_json(chat.state))


@settings(max_examples=40)
@given(lines=st.lists(st.sampled_from(WORDS), max_size=6))
def test_from_anywhere_picking_for_me_ends_in_a_search(
    lines: list[str], opened: Conversation
) -> None:
    chat = branch(opened)
    for line in lines:
        if line not in ("stop", "start over"):
            chat.say(line)
    for _ in range(14):
        if chat.search:
            break
        asked = chat.state.prompt.question if chat.state.prompt else ""
        if asked == "target":
            chat.say("missed")
        elif asked == "confirm":
            chat.say("go")
        elif asked == "clarify":
            chat.choose("none")
        else:
            chat.say("you choose")
    assert chat.search is not None
    facts = chat.state.facts
    assert facts is not None
    found = compile_constraints(chat.state.brief, facts, chat.state.probes)
    assert isinstance(found, Constraints)


def test_every_offered_option_is_accepted(opened: Conversation) -> None:
    frontier, seen = [branch(opened)], 0
    while frontier and seen < 60:
        chat = frontier.pop(0)
        prompt = chat.state.prompt
        for option in prompt.options if prompt else ():
            other = branch(chat)
            heard = other.take(Chosen(prompt.id, option.id))
            assert any(isinstance(m, Say) for m in heard), option
            assert not any(m.key == "stale" for m in heard if isinstance(m, Say)), (
                option
            )
            seen += 1
            if not other.search and len(other.log) < 9:
                frontier.append(other)


@pytest.mark.parametrize("opening", ["treat me as an expert", "I'm new to this"])
def test_skill_changes_words_and_settings_never_the_constraints(
    opening: str, opened: Conversation
) -> None:
    answers = ["missed", "yes", "a miss costs 120 and a false alarm 5", "you choose"]
    found = []
    for first in ([], [opening]):
        chat = branch(opened)
        for line in (*first, *answers):
            chat.say(line)
        facts = chat.state.facts
        assert facts is not None
        found.append(compile_constraints(chat.state.brief, facts, chat.state.probes))
    assert found[0] == found[1]


def test_using_a_term_rightly_twice_unfolds_its_setting(opened: Conversation) -> None:
    chat = branch(opened)
    for line in (
        "missed",
        "yes",
        "use a threshold of 0.3",
        "a threshold of 0.4 rather",
    ):
        chat.say(line)
    assert "search.threshold" in chat.state.knobs
    assert chat.state.skill.p("threshold") > Skill().p("threshold")
    chat.say("keep it simple")
    # What was used once is never taken away again.
    assert chat.state.knobs == ("search.threshold",)


def test_a_parrot_gains_nothing(opened: Conversation) -> None:
    chat = branch(opened)
    chat.say("missed")
    chat.say("what is recall")
    before = chat.state.skill.p("false alarm / miss")
    chat.say("recall")
    assert chat.state.skill.p("false alarm / miss") <= before + 0.02


def test_a_hundred_thousand_characters_are_answered(opened: Conversation) -> None:
    chat = branch(opened)
    assert chat.say("lorem ipsum " * 8400)
