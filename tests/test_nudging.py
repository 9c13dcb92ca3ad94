"""What lies outside a preference is asked about, once, before it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conversing import Conversation, clinic_csv

from dialogs.events import Redecide, SearchDone, SearchStarted, StartSearch, UserText
from dialogs.message import Say

BETTER = {
    "kind": "outside_preference", "text": "You leaned towards a weighted sum. It loses.",
    "preferred": "weighted sum", "preferred_family": "linear",
    "winner": "boosted trees", "family": "boosting",
}  # fmt: skip
LATER = {
    "kind": "unexplored",
    "text": "There was no time to try: forests.",
    "seconds": 60,
}


def searched(path: Path, *nudges: dict[str, Any]) -> Conversation:
    """Return a conversation with one finished round."""
    talk = Conversation(clinic_csv(path / "visits.csv"))
    for words in (
        "predict missed", "yes", "a miss costs 120 and a false alarm 5",
        "prefer linear", "go", "go", "go",
    ):  # fmt: skip
        if talk.search is None:
            talk.take(UserText(words, 1.0))
    assert talk.search is not None
    finish(talk, *nudges)
    return talk


def finish(talk: Conversation, *nudges: dict[str, Any]) -> list[str]:
    """End the round under way; return what was said."""
    number = talk.state.round
    talk.take(SearchStarted(number, {}))
    result = {
        "status": "done", "nudges": list(nudges),
        "objective": {"name": "expected_cost", "value": 1.0},
    }  # fmt: skip
    return texts(talk.take(SearchDone(number, result, ())))


def texts(messages: list[Any]) -> list[str]:
    return [m.text for m in messages if isinstance(m, Say)]


def searches(talk: Conversation) -> list[StartSearch]:
    return [a for a in talk.actions if isinstance(a, StartSearch)]


def test_the_better_one_is_asked_about_before_it_is_used(tmp_path: Path) -> None:
    talk = searched(tmp_path, BETTER)
    asked = [m for m in talk.messages if isinstance(m, Say)][-1]
    assert "It loses" in asked.text
    assert [o.id for o in asked.options] == ["use", "keep"]


@pytest.mark.parametrize("words", ["1", "yes", "use the better one", "ok"])
def test_it_is_used_where_the_person_says_so(tmp_path: Path, words: str) -> None:
    talk = searched(tmp_path, BETTER)
    talk.take(UserText(words, 2.0))
    assert len(searches(talk)) == 1
    assert "limits.families" not in talk.state.brief


@pytest.mark.parametrize("words", ["2", "no", "keep to the weighted sum", "no thanks"])
def test_or_the_preference_becomes_a_limit_of_a_new_round(
    tmp_path: Path, words: str
) -> None:
    talk = searched(tmp_path, BETTER)
    talk.take(UserText(words, 2.0))
    assert len(searches(talk)) == 2
    assert list(talk.state.brief.get("limits.families")) == ["linear"]
    # Asked once: the same finding in the next round is no news.
    said = finish(talk, BETTER)
    assert not any("It loses" in text for text in said)


def test_where_there_was_no_time_to_look_is_said_once(tmp_path: Path) -> None:
    talk = searched(tmp_path, LATER)
    told = [t for t in texts(talk.messages) if "no time to try" in t]
    assert len(told) == 1
    talk.take(UserText("again with 5 minutes", 2.0))
    talk.take(UserText("go", 2.0))
    said = finish(talk, LATER)
    assert not any("no time to try" in text for text in said)


@pytest.mark.parametrize(
    "words", ["compare the rounds", "how do the rounds compare?", "list all rounds"]
)
def test_rounds_are_set_side_by_side_in_words(tmp_path: Path, words: str) -> None:
    talk = searched(tmp_path)
    talk.take(UserText("again without fee", 2.0))
    talk.take(UserText("go", 2.0))
    finish(talk)
    said = "\n".join(texts(talk.take(UserText(words, 3.0))))
    assert "Round 1: expected cost 1." in said
    assert "Round 2: expected cost 1 (" in said
    assert "fee" in said


@pytest.mark.parametrize(
    ("words", "slot", "value"),
    [
        ("what if we only ring 50", "k", 50),
        ("what if we could only call 50 of them", "k", 50),
        (
            "catch at least 90 of 100",
            "require",
            [{"metric": "recall", "at_least": 0.9}],
        ),
        ("what if a false alarm cost 8", "false_alarm_cost", 8),
        ("suppose a miss costs 300", "miss_cost", 300),
    ],
)
def test_another_place_for_the_line_is_decided_anew_without_a_search(
    tmp_path: Path, words: str, slot: str, value: Any
) -> None:
    talk = searched(tmp_path)
    talk.actions.clear()
    talk.say(words)
    decided = [a for a in talk.actions if isinstance(a, Redecide)]
    assert len(decided) == 1, talk.messages[-1]
    assert decided[0].brief["success"][slot] == value
    assert not searches(talk)


def test_another_kind_of_measure_is_searched_for(tmp_path: Path) -> None:
    talk = searched(tmp_path)
    talk.actions.clear()
    for words in ("use only a tree", "go", "go"):
        talk.say(words)
    assert not [a for a in talk.actions if isinstance(a, Redecide)]
    assert searches(talk)


def test_another_length_of_a_list_takes_the_place_of_the_first(tmp_path: Path) -> None:
    talk = Conversation(clinic_csv(tmp_path / "visits.csv"))
    for words in (
        "predict missed", "yes", "we call 15 a week", "about 40 come in a week",
        "go", "go", "go",
    ):  # fmt: skip
        if talk.search is None:
            talk.say(words)
    assert talk.state.brief.get("success.share") == 0.375
    finish(talk)
    talk.actions.clear()
    talk.say("what if we only call 8")
    # As many come in a week as before: it is not asked again.
    (decided,) = [a for a in talk.actions if isinstance(a, Redecide)]
    assert decided.brief["success"]["share"] == 0.2
    assert "k" not in decided.brief["success"]
