"""From a result to ten questions in words, on five tables, in plain language."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from asking import talk_about, text_of
from reading import grade

from dialogs.message import Level, Say
from explain.phrases import phrases

TALKS = tomllib.loads(
    (Path(__file__).parent / "transcripts" / "explained.toml").read_text("utf-8")
)["talk"]
PLAIN_GRADE = 8.0
SENTENCE_GRADE = 12.0
"""A single sentence may be harder than what is said as a whole."""


@pytest.fixture(scope="module", params=TALKS, ids=lambda t: t["table"])
def held(request):
    """A talk, held once: its turns with what was said."""
    script = request.param
    talk = talk_about(script["table"])
    result = talk.result_told()
    return script, result, [(turn, talk.ask(turn["asked"])) for turn in script["turns"]]


def test_ten_questions_after_a_result_are_heard_and_answered(held):
    script, result, turns = held
    assert all(words in result for words in script["told"]), result
    assert len(turns) == 10
    for turn, answered in turns:
        said = text_of(answered)
        assert turn["key"] in [m.key for m in answered if isinstance(m, Say)], (
            turn["asked"],
            said,
        )
        missing = [words for words in turn["heard"] if words not in said]
        assert not missing, (turn["asked"], missing, said)
        assert "I leave out" not in said, said


def test_what_is_said_is_plain(held):
    _, result, turns = held
    said = "\n".join([result, *(text_of(m) for _, m in turns)])
    assert grade(said) <= PLAIN_GRADE
    assert not re.search(r"\b(?:SHAP|Shapley|log-odds|coefficient|p-value)\b", said)
    assert not re.search(r"\bdata\b is\b|[ ,;]:|\.\.(?!\.)|\bNone\b|\bnan\b", said), (
        said
    )


def test_levels_tell_the_same_numbers():
    asked = ["why row 3?", "what would change row 3?", "what does it rest on?"]
    told = {}
    for level in (Level.PLAIN, Level.TECHNICAL):
        talk = talk_about("clinic")
        said = " ".join(text_of(talk.ask(q, level)) for q in asked)
        told[level] = sorted(re.findall(r"\d[\d.,]*\d|\d", said))
    assert told[Level.PLAIN] == told[Level.TECHNICAL]


SLOT = re.compile(r"\{(\w+)\}")
NUMBERS = frozenset("n p q low high size share of total v after before base here there")


def test_each_phrase_alone_is_plain_enough():
    hard = {}
    for key, levels in phrases().items():
        wording = levels["plain"]
        if len(SLOT.sub("", wording).split()) < 6 or key.startswith("picture."):
            continue  # a fragment or a label, judged in what it becomes part of
        said = SLOT.sub(lambda m: "5" if m[1] in NUMBERS else "it", wording)
        if grade(said) > SENTENCE_GRADE:
            hard[key] = said
    assert not hard


@pytest.mark.parametrize(
    ("asked", "tree"),
    [
        ("compare rows 4 and 9",
         {"op": "compare", "rows": [{"column": "row", "is": 4}, {"column": "row", "is": 9}]}),
        ("why is row 4 different from row 9?",
         {"op": "compare", "rows": [{"column": "row", "is": 4}, {"column": "row", "is": 9}]}),
        ("why graduate and not enrolled for row 4?",
         {"op": "explain", "class": "graduate", "not": "enrolled"}),
        ("why is row 4 not graduate?", {"op": "explain", "not": "graduate"}),
        ("what would change row 4 to graduate?", {"op": "counterfactual", "to": "graduate"}),
        ("what if row 4 had 50 credits?", {"op": "change", "column": "credits", "set": 50}),
    ],
)  # fmt: skip
def test_contrasts_and_goals_are_heard(asked, tree):
    talk = talk_about("students")
    talk.ask(asked)
    assert talk.previous["do"][0] == tree
    rows = None if tree["op"] == "compare" else {"column": "row", "is": 4}
    assert talk.previous["rows"] == rows
