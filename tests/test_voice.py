"""One voice about results: what is written, compared and counted is told in plain words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from conversing import Conversation, clinic_csv
from test_talk_working import LIST, visits

from assistant.metrics.evaluate import told_in_words
from assistant.noted import noted, told_kinds, unsaid
from dialogs.constraints import Success
from dialogs.events import SearchDone
from dialogs.message import Level, Say
from explain import answer
from explain.bars import baseline_picture
from explain.phrases import say
from explain.scored import scored_text
from explain.telling import caution_lines, contract_text


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("voice") / "visits.csv")


RESULT = {
    "objective": {"name": "expected_cost", "value": 12.7, "low": 12.1, "high": 13.2,
                  "greater_is_better": False},
    "baselines": [{"name": "treat_everyone", "value": 12.7, "text": "acting on everybody",
                   "difference": {"value": 0.0, "low": -0.1, "high": 0.1}}],
}  # fmt: skip


def test_a_list_of_a_model_that_is_no_better_comes_with_a_word_of_care() -> None:
    model, frame, y = visits()
    found = answer(LIST, model, frame, y, {}, RESULT)
    text = " ".join(m.text for m in found if isinstance(m, Say))
    assert "not clearly better than acting on everybody" in text


def test_where_acting_on_all_is_as_good_that_is_what_is_said() -> None:
    told = " ".join(contract_text(RESULT, {}, Level.PLAIN))
    assert "pays to act on nearly all" in told
    assert "more rows" not in told


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        ({"act": 12, "pass": 88}, "I would act on 12 of them."),
        ({"act": 1, "review": 3}, "I would act on one of them. A person should look at 3."),
        ({"pass": 5}, "I would act on none of them."),
    ],
)  # fmt: skip
def test_a_scored_file_says_how_many_to_act_on_and_where_it_stands(
    decided: dict[str, int], said: str
) -> None:
    model = SimpleNamespace(task="binary", classes=("no", "yes"), metadata=RESULT)
    told = scored_text(model, decided, "/tmp/new_scored.csv")
    assert said in told
    assert "(decision)" in told
    assert "not clearly better than acting on everybody" in told


def test_few_cases_are_told_once() -> None:
    found = [{"kind": k} for k in ("few_test_events", "drift", "few_rows")]
    assert [w["kind"] for w in unsaid(found, {"few_events"})] == ["drift"]
    assert len(unsaid(found, set())) == 3


def test_what_a_search_had_no_time_for_is_told_with_what_to_be_careful_about() -> None:
    outcome = SimpleNamespace(
        notes=("No boosting here.", "It learned from 300 of 9,000 rows."),
        winner=SimpleNamespace(family="baseline"),
    )
    warnings = noted(outcome, SimpleNamespace(missing=("No boosting here.",)))
    told = caution_lines({"warnings": warnings}, Level.PLAIN)
    assert "- It learned from 300 of 9,000 rows." in told
    assert not any("boosting" in line for line in told)
    assert told_kinds(warnings, outcome) == {"search", "constant"}


@pytest.mark.parametrize("kind", ["report", "card", "code", "model", "brief"])
def test_what_is_written_comes_with_what_it_is_for(kind: str) -> None:
    assert len(say(f"written.{kind}").split()) >= 8


def test_where_mistakes_count_alike_it_is_told_how_often_it_errs() -> None:
    even = Success("expected_cost", miss_cost=1, false_alarm_cost=1)
    told = told_in_words(even, 0.28)
    assert told == {"told_as": "error_rate", "words": "I am wrong for 28 in 100"}
    priced = replace(even, miss_cost=400)
    assert told_in_words(priced, 28.0)["words"] == "mistakes cost 28 a row on average"
    result = {"objective": {"name": "expected_cost", "value": 0.28, "low": 0.25, "high": 0.31,
                            "greater_is_better": False, **told},
              "baselines": [{"name": "do_nothing", "value": 0.41}]}  # fmt: skip
    lines = "\n".join(contract_text(result, {}, Level.PLAIN))
    assert "I am wrong for 28 in 100 (between 25 and 31)." in lines
    assert "41 in 100" in lines
    picture = baseline_picture(result, Level.PLAIN)
    assert picture is not None
    assert picture.data["values"] == pytest.approx([28, 41])
    assert "in 100" in picture.title


def ended(number: int, value: float, low: float, high: float) -> SearchDone:
    objective = {"name": "accuracy", "value": value, "low": low, "high": high,
                 "greater_is_better": True, "words": f"I am right for {value:.0%}"}  # fmt: skip
    return SearchDone(number, {"status": "done", "objective": objective}, ())


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (0.82, 0.78, 0.86, "too close to call"),
        (0.95, 0.92, 0.98, "better by more than luck"),
        (0.60, 0.55, 0.65, "worse by more than luck"),
    ],
)
def test_two_rounds_are_set_side_by_side_in_words_with_a_verdict(
    value: float, low: float, high: float, verdict: str, clinic: Path
) -> None:
    talk = Conversation(clinic)
    talk.say("predict missed")
    talk.take(ended(1, 0.80, 0.76, 0.84))
    told = talk.take(ended(2, value, low, high))
    text = " ".join(m.text for m in told if isinstance(m, Say))
    assert (
        f"Now I am right for {value:.0%}; in the round before, I am right for 80%."
        in text
    )
    assert verdict in text
    assert "accuracy" not in talk.say("compare the rounds")


def test_what_is_said_again_is_asked_once(clinic: Path) -> None:
    talk = Conversation(clinic)
    talk.say("predict missed")
    again = talk.say("say that again")
    assert again.count("?") == 1


def test_where_the_list_has_room_for_all_that_is_said_and_what_to_do() -> None:
    listed = {
        **RESULT,
        "decision": {"kind": "top_share", "share": 1.0},
        "warnings": [{"kind": "list_longer_than_table", "text": "The list has room."}],
    }
    told = " ".join(contract_text(listed, {}, Level.PLAIN))
    assert "nothing was chosen. Say how many" in told
    assert caution_lines(listed, Level.PLAIN) == []
