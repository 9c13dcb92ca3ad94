"""What is said while a search runs and after it: taken back, changed, asked, handed on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conversing import Conversation, branch, clinic_csv

from dialogs.brief import Brief
from dialogs.events import (
    Action,
    AskModel,
    Deliver,
    Delivered,
    Redecide,
    Remember,
    SearchDone,
    SearchProgressed,
    StopSearch,
    Told,
    WorkFailed,
)
from dialogs.message import KnobsChanged, Progress, Say
from dialogs.state import Phase

COST = {"name": "expected_cost", "value": 3.0, "low": 2.5, "high": 3.5,
        "greater_is_better": False}  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """A conversation whose search has just started."""
    talk = Conversation(clinic_csv(tmp_path_factory.mktemp("later") / "visits.csv"))
    talk.say("predict missed")
    talk.say("a miss costs 120 and a false alarm 5")
    talk.compiled()
    talk.say("go")
    assert talk.state.phase == Phase.SEARCHING
    return talk


@pytest.fixture
def search(begun: Conversation) -> Conversation:
    return branch(begun)


@pytest.fixture
def result(begun: Conversation) -> Conversation:
    return found(branch(begun))


def found(talk: Conversation, **objective: Any) -> Conversation:
    """Let the search that runs come to an end."""
    body = {"status": "done", "objective": {**COST, **objective}}
    talk.take(SearchDone(talk.state.round, body, (Say("It is done."),)))
    talk.actions.clear()
    assert talk.state.phase == Phase.RESULT
    return talk


def only(talk: Conversation, kind: type[Action]) -> Any:
    """Return the one thing that was asked for of late."""
    (action,) = [a for a in talk.actions if isinstance(a, kind)]
    talk.actions.clear()
    return action


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("how is it going?", "no model to show yet"),
        ("help", "I am searching"),
        ("change the target", "counts from the next round on"),
        ("another round", "A search is under way"),
        ("asdf blorp", "the search goes on"),
        ("compare the rounds", "No round has come to an end"),
        ("what have you understood", "A miss costs: 120"),
    ],
)
def test_a_search_goes_on_whatever_is_asked(
    said: str, heard: str, search: Conversation
) -> None:
    before = search.state.brief
    assert heard in search.say(said)
    assert search.state.phase == Phase.SEARCHING
    assert search.state.brief == before
    assert not [a for a in search.actions if isinstance(a, StopSearch)]


def test_the_best_so_far_is_told_where_one_asks(search: Conversation) -> None:
    best = Progress(5.0, 60.0, 3, 3.2, "expected cost 3.2")
    search.take(SearchProgressed(search.state.round, best))
    for said in ("any news?", "what have you understood"):
        assert "expected cost 3.2" in search.say(said)


def test_what_changes_during_a_search_waits_and_can_be_dropped(
    search: Conversation,
) -> None:
    assert "next round" in search.say("a miss costs 300")
    assert search.state.phase == Phase.SEARCHING
    found(search)
    assert search.options[0].id == "with_changes"
    assert search.state.brief.get("success.miss_cost") == 300
    search.choose("drop")
    assert search.state.brief.get("success.miss_cost") == 120
    assert "with_changes" not in [o.id for o in search.options]


def test_what_waits_is_decided_again_without_a_search(search: Conversation) -> None:
    search.say("a miss costs 300")
    found(search).choose("with_changes")
    assert only(search, Redecide).brief["success"]["miss_cost"] == 300


def test_starting_over_stops_the_search_and_undo_brings_all_back(
    search: Conversation,
) -> None:
    before = search.state.brief
    search.say("start over")
    assert only(search, StopSearch)
    assert "table.target" not in search.state.brief
    search.say("undo")
    assert search.state.brief == before


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("help", "Ask why for any row"),
        ("no", "That is fine"),
        ("you choose", "Ask why for any row"),
        ("asdf", "What would you like now?"),
        ("what have you understood", "Round 1: expected cost 3"),
        ("what is overfitting", "show me overfitting on my data"),
        ("where is that miss cost from", "from your words"),
        ("more detail", "technical terms"),
        ("compare the rounds", "Round 1: expected cost 3"),
    ],
)
def test_after_a_result_what_next_stays_open(
    said: str, heard: str, result: Conversation
) -> None:
    before = result.state.brief
    assert heard in result.say(said)
    assert result.state.phase == Phase.RESULT
    assert result.state.brief == before
    assert result.state.prompt is not None
    assert result.state.prompt.question == "next"


def test_what_one_picks_after_a_result_is_done(result: Conversation) -> None:
    result.choose("report")
    assert only(result, Deliver).kind == "report"
    assert "Tell me what should be different" in result.choose("another")
    result.choose("where_wrong")
    asked = only(result, AskModel)
    assert asked.query["do"] == [{"op": "mistakes", "kind": "typical"}]
    heard = result.take(Told(asked.request, (Say("Mostly the old."),)))
    assert "Mostly the old." in [m.text for m in heard if isinstance(m, Say)]


@pytest.mark.parametrize("path", ["new.csv", '"the new ones.csv"', "june table"])
def test_the_file_that_is_asked_for_is_scored(path: str, result: Conversation) -> None:
    assert "Which file" in result.choose("score_file")
    result.say(path)
    asked = only(result, Deliver)
    assert (asked.kind, asked.table) == ("predictions", path.strip('"'))
    result.take(Delivered(asked.request, "predictions", "x", (Say("It is in x."),)))
    assert result.state.prompt is not None
    assert result.state.prompt.question == "next"


def test_a_file_that_is_asked_for_can_be_left_for_a_question(
    result: Conversation,
) -> None:
    result.choose("score_file")
    result.say("why row 3")
    assert only(result, AskModel).query["do"] == [{"op": "explain"}]


def test_a_price_after_a_result_decides_again_and_undo_decides_back(
    result: Conversation,
) -> None:
    result.say("a miss costs 300")
    assert only(result, Redecide).brief["success"]["miss_cost"] == 300
    told = "\n".join(m.text for m in found_again(result) if isinstance(m, Say))
    assert "the two totals" in told
    result.say("undo")
    assert only(result, Redecide).brief["success"]["miss_cost"] == 120


def found_again(talk: Conversation, **objective: Any) -> list[Any]:
    """Let the round that runs end; return what is said of it."""
    body = {"status": "done", "objective": {**COST, **objective}}
    heard = talk.take(SearchDone(talk.state.round, body, (Say("Decided."),)))
    talk.actions.clear()
    return heard


def test_a_round_in_another_measure_is_not_set_beside_the_first(
    result: Conversation,
) -> None:
    result.say("maximise accuracy instead")
    for _ in range(6):
        if result.state.phase != Phase.TALKING:
            break
        result.say("go")
    heard = found_again(result, name="accuracy", value=0.8, greater_is_better=True)
    told = "\n".join(m.text for m in heard if isinstance(m, Say))
    assert "the measure is another" in told
    assert "expected cost 3" in result.say("compare the rounds")


@pytest.mark.parametrize(
    ("said", "asking"),
    [("change the target", "table.target"), ("change the measure", "goal.action")],
)
def test_what_is_opened_again_after_a_result_is_asked(
    said: str, asking: str, result: Conversation
) -> None:
    result.say(said)
    assert result.state.phase == Phase.TALKING
    assert result.state.prompt is not None
    assert result.state.prompt.slot == asking
    assert result.state.brief.get(asking) is None or asking == "table.target"


def test_a_column_is_told_by_its_values(result: Conversation) -> None:
    result.say("what is days_notice?")
    (step,) = only(result, AskModel).query["do"]
    assert (step["column"], step["of"]) == ("days_notice", "values")


def test_a_failed_decision_leaves_the_result_there(result: Conversation) -> None:
    result.say("a miss costs 300")
    asked = only(result, Redecide)
    failed = WorkFailed(asked.request, "worker", "It died", "Try again.", "redecide")
    result.take(failed)
    assert result.state.phase == Phase.RESULT
    assert result.state.prompt is not None
    assert [r.status for r in result.state.rounds] == ["done"]


def test_settings_are_listed_open_ones_first(result: Conversation) -> None:
    result.say("show everything")
    shown = [m for m in result.messages if isinstance(m, KnobsChanged)][-1]
    assert shown.folded == ()
    listed = result.say("settings")
    assert "time to search" in listed
    assert "Now: 120" in listed or "a miss" in listed


def test_what_is_thought_of_the_person_is_told_and_forgotten(
    result: Conversation,
) -> None:
    assert "Nothing yet" in result.say("what do you know about me")
    result.say("maximise recall at a false positive rate of 5 percent")
    told = result.say("what do you know about me")
    assert "false positive rate" in told
    result.say("treat me as an expert")
    assert "Nothing yet" not in result.say("what do you know about me")
    result.actions.clear()
    result.say("forget what you know about me")
    assert only(result, Remember).skill == {}
    assert "Nothing yet" in result.say("what do you know about me")


def test_before_there_is_a_table_only_a_table_is_asked_for() -> None:
    talk = Conversation()
    for said in ("how many rows are there", "start over", "report", "compare rounds"):
        assert talk.say(said)
        assert talk.state.brief == Brief()
        assert talk.state.prompt is not None
        assert talk.state.prompt.question == "file"


def test_another_table_that_is_declined_changes_nothing(tmp_path: Path) -> None:
    talk = Conversation(clinic_csv(tmp_path / "visits.csv"))
    talk.say("predict missed")
    before = talk.state.brief
    talk.say("open nowhere.csv")
    assert "We stay" in talk.say("no")
    assert talk.state.brief == before


@pytest.mark.parametrize("said", ["0 a day", "none at all, 0"])
def test_a_number_that_cannot_be_is_named_and_asked_again(
    said: str, tmp_path: Path
) -> None:
    talk = Conversation(clinic_csv(tmp_path / "visits.csv"))
    for line in ("predict missed", "yes", "call them"):
        talk.say(line)
    answer = talk.say(said)
    assert "That cannot be: at most 0 on the list" in answer
    assert "precision_at_k" not in answer
    assert not [s for s in talk.state.brief if s.startswith("success.")]
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == "capacity"


def test_a_change_of_nothing_asks_what(result: Conversation, tmp_path: Path) -> None:
    assert "You can change: file, to predict" in result.say("change it")
    assert result.state.phase == Phase.RESULT
    talk = Conversation(clinic_csv(tmp_path / "visits.csv"))
    talk.say("predict missed")
    talk.say("I want at least 99% accuracy")
    assert "You can change: file, to predict" in talk.say("change it")
