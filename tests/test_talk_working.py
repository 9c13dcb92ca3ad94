"""What people at work say around a model: whom first, how many, thanks, other files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conversing import Conversation, clinic_csv
from sklearn.linear_model import LogisticRegression

from assistant.table import read_table
from dialogs.brief import Brief
from dialogs.events import (
    Deliver,
    Delivered,
    ReadTable,
    StopSearch,
    UserText,
    WorkFailed,
)
from dialogs.hearing import Context, understand
from dialogs.message import Picture, Say
from dialogs.state import Phase, RoundNote
from explain import answer

KNOWN = Brief.from_dict(
    {
        "table": {"target": "missed"},
        "goal": {"event": "yes", "action": "contact"},
        "success": {"objective": "expected_cost", "miss_cost": 60},
    }
)
LIST = {"rows": None, "do": [{"op": "show", "n": 10, "by": "chance"}]}
NAMED = {"column": "decision", "is": "act"}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("working") / "visits.csv")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("which visits should we ring first", LIST),
        ("who do I call?", LIST),
        ("which visits are the worst", LIST),
        (
            "so what should i do on monday",
            {"rows": None, "do": [{"op": "about", "topic": "use"}]},
        ),
        (
            "so should i just ring everybody",
            {"rows": None, "do": [{"op": "about", "topic": "worth"}]},
        ),
        ("the 25 riskiest please", {**LIST, "do": [{**LIST["do"][0], "n": 25}]}),
        (
            "how many calls is that a week",
            {"rows": NAMED, "do": [{"op": "count", "per": "week"}]},
        ),
        ("how many would you flag", {"rows": NAMED, "do": [{"op": "count"}]}),
        ("is it any good?", {"rows": None, "do": [{"op": "score"}]}),
        (
            "how much money does this save us",
            {"rows": None, "do": [{"op": "about", "topic": "worth"}]},
        ),
        (
            "what would happen without the model",
            {"rows": None, "do": [{"op": "score"}]},
        ),
        ("how does it work", {"rows": None, "do": [{"op": "model"}]}),
        ("what does it look at", {"rows": None, "do": [{"op": "importance"}]}),
    ],
)
def test_a_question_of_the_working_day_is_heard(text, query, clinic) -> None:
    context = Context(read_table(clinic).facts, KNOWN, None, has_model=True)
    best = understand(text, context).best
    assert best is not None
    assert best.query == query


def test_a_word_for_the_outcome_narrows_the_rows(tmp_path: Path) -> None:
    lines = [f"{i},{'North' if i % 3 else 'South'},{'yn'[i % 2]}" for i in range(90)]
    (tmp_path / "jobs.csv").write_text("job,town,delayed\n" + "\n".join(lines), "utf-8")
    facts = read_table(tmp_path / "jobs.csv").facts
    known = Brief.from_dict({"table": {"target": "delayed"}, "goal": {"event": "y"}})
    best = understand(
        "how many delayed jobs were there in South",
        Context(facts, known, has_model=True),
    ).best
    assert best is not None
    assert best.query == {
        "rows": {"and": [{"column": "delayed", "is": "y"},
                         {"column": "town", "is": "South"}]},
        "do": [{"op": "count"}],
    }  # fmt: skip


def test_what_happens_if_after_a_count_asks_what_the_model_says(clinic: Path) -> None:
    context = Context(
        read_table(clinic).facts, KNOWN, None, has_model=True,
        previous={"rows": None, "do": [{"op": "count"}]},
    )  # fmt: skip
    best = understand("what happens if fee is 60 for row 3", context).best
    assert best is not None
    assert best.query == {
        "rows": {"column": "row", "is": 3},
        "do": [{"op": "change", "column": "fee", "set": 60}, {"op": "predict"}],
    }


def test_before_there_is_a_model_nobody_is_listed(clinic: Path) -> None:
    context = Context(read_table(clinic).facts, KNOWN, "success.miss_cost")
    best = understand("which visits should we ring first", context).best
    assert best is None or best.query != LIST


class Notice:
    """A model that goes by one column, and acts from a half on."""

    classes_ = np.array(["no", "yes"])
    event = "yes"

    def __init__(self, frame: pd.DataFrame, y: np.ndarray) -> None:
        self.inner = LogisticRegression().fit(frame[["notice"]], y)

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        return self.inner.predict_proba(X[["notice"]])

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        return self.inner.predict(X[["notice"]])

    def decide(self, X: pd.DataFrame) -> np.ndarray:
        return np.where(self.predict_proba(X)[:, 1] >= 0.5, "act", "pass")


def visits() -> tuple[Notice, pd.DataFrame, np.ndarray]:
    frame = pd.DataFrame(
        {
            "notice": np.arange(140) % 40,
            "day": pd.date_range("2025-01-06", periods=140, freq="D"),
        }
    )
    y = np.where(frame["notice"] >= 20, "yes", "no")
    return Notice(frame, y), frame, y


def test_the_list_has_the_likeliest_first_with_their_chance() -> None:
    model, frame, y = visits()
    found = answer(LIST, model, frame, y)
    picture = next(m for m in found if isinstance(m, Picture))
    at = picture.data["headers"].index("notice")
    shown = [int(row[at]) for row in picture.data["rows"]]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == 39
    assert picture.data["headers"][1] == "chance"
    assert any("score" in m.text for m in found if isinstance(m, Say))


def test_how_many_a_week_comes_from_the_dates_or_is_not_said() -> None:
    model, frame, y = visits()
    query = {"rows": NAMED, "do": [{"op": "count", "per": "week"}]}
    named = int((model.decide(frame) == "act").sum())
    text = answer(query, model, frame, y)[0].text
    assert str(named) in text
    assert "20 weeks" in text
    assert f"about {named / 20:.1f}".rstrip("0").rstrip(".") in text
    text = answer(query, model, frame[["notice"]], y)[0].text
    assert "no dates" in text


@pytest.mark.parametrize(
    ("text", "answered"),
    [("thanks a lot!", "welcome"), ("hello", "Hello"), ("this is useless", "Sorry")],
)
def test_politeness_and_anger_are_answered_and_the_question_stays(
    text: str, answered: str, clinic: Path
) -> None:
    talk = Conversation(clinic)
    prompt = talk.state.prompt
    assert prompt is not None
    before = talk.state.brief
    assert answered in talk.say(text)
    assert talk.state.brief == before
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == prompt.question


def test_another_file_that_cannot_be_read_takes_nothing_away(clinic: Path) -> None:
    talk = Conversation(clinic)
    talk.say("predict missed")
    brief, facts = talk.state.brief, talk.state.facts
    talk.say("open nowhere.csv")
    assert talk.state.prompt is not None
    assert talk.state.prompt.question == "another_table"
    talk.idle = True
    talk.say("yes")
    reading = talk.actions[-1]
    assert isinstance(reading, ReadTable)
    failed = WorkFailed(reading.request, "table", "There is no such file", ".", "read")
    talk.take(failed)
    assert talk.state.brief == brief
    assert talk.state.facts == facts
    assert talk.state.prompt is not None


def agreed_on_missed(clinic: Path) -> Conversation:
    """Return a conversation about what is missed, whose work nobody does from here on."""
    talk = Conversation(clinic)
    talk.say("predict missed")
    talk.actions.clear()
    talk.idle = True
    return talk


@pytest.mark.parametrize("text", ["pause", "pause the search please", "take a break"])
def test_a_pause_keeps_what_was_tried_and_is_no_farewell(
    text: str, clinic: Path
) -> None:
    talk = agreed_on_missed(clinic)
    talk.state = replace(talk.state, phase=Phase.SEARCHING)
    assert "5 more minutes" in talk.say(text)
    assert [type(a) for a in talk.actions] == [StopSearch]
    talk.state = replace(talk.state, phase=Phase.RESULT)
    talk.say(text)
    assert len(talk.actions) == 1


@pytest.mark.parametrize("text", ["report", "score new.csv"])
def test_while_a_file_is_written_nothing_is_asked_and_then_it_goes_on(
    text: str, clinic: Path
) -> None:
    talk = agreed_on_missed(clinic)
    done = RoundNote(1, "done", {}, {})
    talk.state = replace(talk.state, phase=Phase.RESULT, rounds=(done,), prompt=None)
    said = talk.take(UserText(text))
    (asked,) = talk.actions
    assert isinstance(asked, Deliver)
    assert not [m for m in said if isinstance(m, Say) and m.options]
    written = Delivered(asked.request, "report", "x", (Say("It is in x."),))
    told = [m for m in talk.take(written) if isinstance(m, Say)]
    assert "It is in x." in told[-1].text
    assert told[-1].options
