"""Why a choice matters, shown on one's own rows: heard, counted, drawn."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from asking import talk_about, text_of
from conversing import Conversation, clinic_csv
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from dialogs.hearing import Context, understand
from dialogs.message import Picture
from dialogs.picture import draw
from explain import answer

HEARD = {
    "threshold": ["why does the threshold matter?", "show me the cut-off on my data",
                  "what's the point of the line you draw"],
    "overfitting": ["show me overfitting on my data", "why is overfitting important?",
                    "what is so bad about learning by heart"],
    "leakage": ["why would a leak matter", "show me leakage with my rows"],
    "imbalance": ["why does imbalance matter", "show me class imbalance in my data"],
    "calibration": ["why should I care about calibration?", "calibration on our data"],
    "cross-validation": ["why do you need folds", "show me cross validation on my table",
                         "what is the point of holding rows back"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("concept", "text"), [(c, text) for c, texts in HEARD.items() for text in texts]
)
def test_the_question_is_heard_with_a_model_and_explained_without(
    concept: str, text: str
) -> None:
    best = understand(text, Context(has_model=True)).best
    assert best is not None
    assert best.query == {"rows": None, "do": [{"op": "teach", "about": concept}]}
    before = understand(text, Context()).best
    assert before is not None
    assert (before.acts, before.term) == (("ask_what",), concept)


@pytest.mark.parametrize(
    "text",
    ["why did you refuse row 7", "what matters most?", "why does age matter",
     "which columns matter", "set the threshold to 0.3", "show me row 3"],
)  # fmt: skip
def test_other_questions_are_no_lessons(text: str) -> None:
    best = understand(text, Context(has_model=True)).best
    ops = [s["op"] for s in (best.query or {}).get("do", ())] if best else []
    assert "teach" not in ops


def test_before_a_model_the_word_is_explained_and_the_question_stays(
    tmp_path: Path,
) -> None:
    chat = Conversation(clinic_csv(tmp_path / "visits.csv"))
    chat.say("missed")
    told = chat.say("why does calibration matter?")
    assert "70 in 100" in told
    assert "Which outcome do you want to catch?" in told
    assert "on my data" not in told


def made(rows: int = 600, leaky: bool = False) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {"wind": rng.normal(size=rows), "swell": rng.normal(size=rows)}
    )
    y = np.where(frame["wind"] + rng.normal(0, 2, rows) > 1.5, "late", "in time")
    if leaky:
        frame["fine"] = np.where(y == "late", 20.0, 0.0)
    return frame, y


def lesson(about: str, model, frame, y, **more) -> tuple[str, Picture]:
    query = {"rows": None, "do": [{"op": "teach", "about": about}]}
    text, picture = answer(query, model, frame, y, {}, **more)
    assert isinstance(picture, Picture)
    assert len(re.findall(r"[.!?](?:\s|$)", text.text)) in (2, 3)
    assert all(len(line) <= 72 for line in draw(picture, 72))
    return text.text, picture


def test_a_model_that_learns_by_heart_is_caught_at_it() -> None:
    frame, y = made()
    held = np.arange(len(y)) >= 400
    heart = DecisionTreeClassifier(random_state=0).fit(frame[~held], y[~held])
    text, picture = lesson("overfitting", heart, frame, y, held=held)
    seen, unseen = picture.data["values"]
    assert seen == 1.0
    assert unseen < 0.8
    assert "100 in 100" in text


def test_a_column_that_knows_the_answer_stands_out() -> None:
    frame, y = made(leaky=True)
    model = LogisticRegression().fit(frame, y)
    text, picture = lesson("leakage", model, frame, y)
    assert picture.data["labels"][0] == "fine"
    assert picture.data["values"][0] == pytest.approx(1.0)
    assert max(picture.data["values"][1:]) < 0.4
    assert "Taken alone, fine goes with" in text
    # Noise alone explains nothing, however many groups it is cut into.
    rng = np.random.default_rng(0)
    noise = frame.assign(wind=rng.normal(size=len(y)), fine=rng.normal(size=len(y)))
    _, picture = lesson("leakage", LogisticRegression().fit(noise, y), noise, y)
    assert dict(zip(picture.data["labels"], picture.data["values"], strict=True))[
        "wind"
    ] < 0.05  # fmt: skip


def test_parts_of_the_held_back_rows_differ_and_their_range_is_told() -> None:
    frame, y = made()
    held = np.arange(len(y)) >= 300
    model = LogisticRegression().fit(frame[~held], y[~held])
    text, picture = lesson("cross-validation", model, frame, y, held=held)
    values = picture.data["values"]
    assert len(values) == 5
    assert min(values) < max(values)
    assert f"{100 * min(values):.0f} in 100" in text
    assert "about 60" in text


def test_how_common_each_outcome_is_comes_from_the_table() -> None:
    talk = talk_about("claims")
    told = talk.ask("why does imbalance matter?")
    counts = talk.table.frame[talk.learned.target].value_counts()
    assert told[-1].data["values"] == list(counts)
    assert f"{100 * counts.iloc[0] / counts.sum():.0f} in 100" in text_of(told)


def test_where_no_outcome_is_rare_that_is_said() -> None:
    frame, _ = made()
    for rare, words in ((0.45, "no outcome is rare here"), (0.1, "says little here")):
        y = np.where(np.arange(len(frame)) < rare * len(frame), "late", "in time")
        text, _ = lesson("imbalance", LogisticRegression().fit(frame, y), frame, y)
        assert words in text


def test_the_line_and_the_chances_come_from_the_result() -> None:
    frame, y = made()
    model = LogisticRegression().fit(frame, y)
    cuts = [
        {"p": p, "named": n, "found": f, "right": 0.5}
        for p, n, f in ((0.8, 0.1, 0.3), (0.5, 0.2, 0.5), (0.1, 1.0, 1.0))
    ]
    chances = {"said": [0.1, 0.6], "seen": [0.3, 0.62], "low": [0.2, 0.5],
               "high": [0.4, 0.7], "n": [90, 90], "off": [True, False]}  # fmt: skip
    result = {"cuts": {"cuts": cuts, "chosen": 1}, "calibration": chances}
    text, picture = lesson("threshold", model, frame, y, result=result)
    assert "I name 20 in 100 of the rows and find 50 in 100" in text
    assert "from 80 in 100 on it would be 10 in 100" in text
    assert picture.data["mark"] == 20
    text, _ = lesson("calibration", model, frame, y, result=result)
    assert "told about 10 in 100, it came true for 30 in 100" in text
    assert "more than luck" in text
    chances["off"] = [False, False]
    text, _ = lesson("calibration", model, frame, y, result=result)
    assert "can be taken at its word" in text


@pytest.mark.parametrize("about", [*HEARD, "moon phases", ""])
def test_what_cannot_be_shown_is_said(about: str) -> None:
    frame, y = made(40)
    model = LogisticRegression().fit(frame, y)
    query = {"rows": None, "do": [{"op": "teach", "about": about}]}
    told = answer(query, model, frame, None, {})
    assert text_of(told).startswith("I cannot show")
