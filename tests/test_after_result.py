"""What is asked of a result as a whole: heard in many words, answered with its figures."""

from __future__ import annotations

import re
from copy import copy

import numpy as np
import pytest
from asking import talk_about, text_of

from assistant.metrics import Rule
from dialogs.hearing import Context, understand
from dialogs.message import Message, Picture
from explain import answer
from explain.decisions import decided
from explain.fairness_told import group_lines
from explain.outputs import output_of

HEARD = {
    "confusion": ["could i see a confusion matrix", "the table of hits and misses please"],
    "settings": ["which hyperparameters", "what learning rate did it end up with"],
    "calibration": ["is it calibrated? ECE", "can i believe the percentages",
                    "are the stated chances honest"],
    "tested": ["how did you validate this", "did it see those rows before",
               "so how was that checked"],
    "left_out": ["what was left out, and why?", "what columns were excluded"],
    "worth": ["how much money would that save us", "what do we get out of it in money",
              "how much would we save with that"],
    "audience": ["who could I show that to", "how do i present it to the board"],
    "use": ["so wot do i do with it", "ok, and what do we do now"],
    "limits": ["what does it not know", "what should I look out for"],
    "lasting": ["will it still work next year", "how often must I retrain it"],
    "law": ["does this comply with data protection law", "is it gdpr compliant"],
    "cause": ["is that a causal effect", "so is that the cause"],
    "good": ["is that a good number", "is 40 in 100 good?"],
    "worst": ["how bad could it get", "and in the worst case?"],
    "line": ["what threshold do you use", "from which chance on do you name somebody"],
    "more": ["how can it be improved", "would more data help"],
    "short": ["give me the short version", "what do I tell my boss"],
    "same_again": ["is the result reproducible", "if I did it again would I get the same"],
    "choice": ["why not a decision tree", "would something simpler be as good"],
    "prepared": ["what did you do about the missing values", "did you balance the classes somehow"],
    "running": ["can we run it each morning", "could our IT people use that"],
    "needs": ["which columns does a new file need", "and what if a column is missing there"],
    "readable": ["is this a black box", "can the regulator read the whole model"],
    "decides": ["who has the final say", "who is responsible if it goes wrong"],
}  # fmt: skip
MODELLED = Context(has_model=True)


def asked(text: str, context: Context = MODELLED) -> dict[str, object]:
    best = understand(text, context).best
    return dict((best.query or {"do": [{}]})["do"][0]) if best else {}


@pytest.mark.parametrize(
    ("topic", "text"), [(t, text) for t, texts in HEARD.items() for text in texts]
)
def test_a_question_about_the_result_is_heard(topic: str, text: str) -> None:
    assert asked(text) == {"op": "about", "topic": topic}


@pytest.mark.parametrize("text", [t for texts in HEARD.values() for t in texts])
def test_without_a_model_nothing_is_asked_of_a_result(text: str) -> None:
    assert asked(text, Context()).get("op") != "about"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("can we rely on these", {"op": "stability"}),
        ("are you certain about that", {"op": "stability"}),
        ("how many real ones slip through", {"op": "mistakes", "kind": "miss"}),
        ("how many would we bother for nothing", {"op": "mistakes", "kind": "false_alarm"}),
    ],
)  # fmt: skip
def test_what_another_op_answers_is_asked_of_it(
    text: str, step: dict[str, str]
) -> None:
    assert asked(text) == step


@pytest.mark.parametrize(
    "text",
    ["why row 3", "what matters most", "what if a miss costs 800", "who do i ring first",
     "what does recall mean", "another round", "undo", "never use age", "what is missing?",
     "compare number 3 with 9", "you choose", "catch 90 of 100", "is it fair"],
)  # fmt: skip
def test_other_messages_are_no_topic(text: str) -> None:
    assert asked(text).get("op") != "about"


OBJECTIVE = {"name": "expected_cost", "value": 10.0, "low": 8.0, "high": 12.0,
             "greater_is_better": False}  # fmt: skip
NOTHING = {"name": "do_nothing", "text": "acting on nobody", "value": 16.0,
           "difference": {"value": -6.0, "low": -8.0, "high": -4.0}}  # fmt: skip
RULE = {"name": "simple_rule", "text": "x at least 2", "value": 10.5,
        "difference": {"value": -0.5, "low": -3.0, "high": 2.0}}  # fmt: skip
COUNTS = {
    "rows": 60,
    "events": 20,
    "named": 25,
    "hits": 15,
    "misses": 5,
    "false_alarms": 10,
}
CHANCES = {"said": [0.1, 0.5], "seen": [0.2, 0.5], "n": [30, 10], "off": [True, False],
           "low": [0.1, 0.3], "high": [0.3, 0.7]}  # fmt: skip


def told(table: str, step: dict[str, str], **more: object) -> tuple[Message, ...]:
    """Return the answer to one step about a result with these figures."""
    talk = talk_about(table)
    result = {**talk.result, "objective": OBJECTIVE, "baselines": [NOTHING],
              "counts": COUNTS, "calibration": CHANCES, **more}  # fmt: skip
    frame, target = talk.table.frame, talk.learned.target
    return answer({"rows": None, "do": [step]}, talk.model, frame, frame[target],
                  talk.brief, result)  # fmt: skip


@pytest.mark.parametrize("table", ["clinic", "students", "pumps"])
@pytest.mark.parametrize("topic", list(HEARD))
def test_every_topic_is_answered_for_every_kind_of_answer(
    table: str, topic: str
) -> None:
    said = text_of(told(table, {"op": "about", "topic": topic}))
    assert len(said) > 40
    assert "{" not in said
    assert not re.search(r"\bNone\b(?! of)|\bnan\b|\.\.(?!\.)", said), said


def test_hits_and_misses_add_up_to_what_the_result_counted() -> None:
    found = told("clinic", {"op": "about", "topic": "confusion"})
    (table,) = [m for m in found if isinstance(m, Picture)]
    assert [row[1:] for row in table.data["rows"]] == [["15", "5"], ["10", "30"]]


def test_of_several_classes_each_row_is_counted_once() -> None:
    found = told("students", {"op": "about", "topic": "confusion"})
    (table,) = [m for m in found if isinstance(m, Picture)]
    cells = [int(c) for row in table.data["rows"] for c in row[1:]]
    assert sum(cells) == len(talk_about("students").table.frame)


def test_how_far_chances_are_off_is_the_mean_over_its_groups() -> None:
    said = text_of(told("clinic", {"op": "about", "topic": "calibration"}))
    assert "7.5 in 100 apart" in said
    assert "1 group of 2" in said


def test_money_is_counted_by_the_prices_agreed() -> None:
    said = text_of(told("clinic", {"op": "about", "topic": "worth"}))
    assert "saves 6 a row (between 4 and 8)" in said
    assert f"{6 * len(talk_about('clinic').table.frame):,}" in said


@pytest.mark.parametrize(
    "step",
    [{"op": "stability"}, *({"op": "about", "topic": t} for t in ("good", "short", "use"))],
)  # fmt: skip
def test_where_a_simple_rule_does_as_well_no_trust_is_claimed(
    step: dict[str, str],
) -> None:
    said = text_of(told("clinic", step, baselines=[NOTHING, RULE]))
    assert "x at least 2" in said
    assert "by more than luck" not in said


def test_how_sure_of_one_row_is_asked_of_that_row() -> None:
    talk = talk_about("clinic")
    talk.ask("why row 3")
    talk.ask("how sure are you of that")
    assert talk.previous == {
        "rows": {"column": "row", "is": 3},
        "do": [{"op": "stability"}],
    }


def test_fewer_real_cases_found_in_one_group_are_spoken_of() -> None:
    talk = talk_about("clinic")
    frame, rng = talk.table.frame, np.random.default_rng(0)
    model = copy(talk.model)
    # The prices of this talk name nearly everyone: with these some are left alone.
    model.rule = Rule("bayes", success={"miss_cost": 3.0, "false_alarm_cost": 1.0})
    acted = np.asarray(decided(output_of(model), frame).acted)
    group = np.where(rng.random(len(frame)) < 0.5, "b", "a")
    truth = np.where(acted | (group == "b"), "yes", "no")
    found = group_lines(
        model, frame.assign(group=group), truth, talk.brief, ["group", "none"]
    )
    assert [g["column"] for g in found] == ["group"]
    assert any("finds fewer among b" in line for line in found[0]["lines"])


@pytest.mark.parametrize(
    ("text", "measure"),
    [("brier score", "brier"), ("give me the roc curve", "roc_auc"),
     ("and which auc did you get", "roc_auc")],
)  # fmt: skip
def test_a_measure_alone_is_asked_for_and_no_new_goal(text: str, measure: str) -> None:
    assert asked(text) == {"op": "score", "metric": measure}
    assert asked(f"minimise the {text} instead").get("op") != "score"


def test_what_beats_nothing_is_not_to_be_acted_on() -> None:
    everyone = {**RULE, "name": "treat_everyone", "text": "acting on everybody"}
    step = {"op": "about", "topic": "use"}
    said = text_of(told("clinic", step, baselines=[NOTHING, everyone]))
    assert "Do not act on it yet" in said
    assert "marked" not in said
