"""A newcomer's whole conversation contains no term that nobody explained."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from asking import talk_about, text_of
from conversing import Conversation, clinic_csv

from dialogs.glossary import terms
from dialogs.message import BriefChanged, Say

TRANSCRIPTS = Path(__file__).parent / "transcripts"

EVERYDAY = {
    "model", "target", "miss", "false alarm", "search", "cause", "contract", "forecast",
    "event", "class", "sample", "trial", "capacity", "requirement", "tolerance", "bias",
    "objective", "horizon", "one-line rule", "lift", "drift", "split", "ensemble",
    "regression", "missing value", "fairness", "interaction", "noise", "ways of learning",
    "technical terms", "acting on everybody", "straight line through all columns",
}  # fmt: skip
"""Words of the glossary that people use without having learned them."""

PLAIN = {
    "cost", "costs", "penalty", "chance", "likelihood", "typical error", "average error",
    "group", "groups", "range", "hand over", "cut",
    "rows held back", "held back", "the check at the end", "rows i had not used",
}  # fmt: skip
"""Other names of a term that are everyday words."""


@cache
def learned_words() -> dict[str, re.Pattern[str]]:
    """Return each term that has to be learned, with its forms."""
    found = {}
    for name, body in terms().items():
        if name in EVERYDAY:
            continue
        forms = [f for f in (name, *body.get("also", ())) if f not in EVERYDAY | PLAIN]
        found[name] = re.compile(
            rf"(?<![\w-])(?:{'|'.join(re.escape(f) for f in forms)})s?(?![\w-])", re.I
        )
    return found


def unexplained(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return terms that Tandem used before anybody said or explained them.

    Parameters
    ----------
    texts : list of (str, str)
        What was said and what was answered, in turn.
    """
    known: set[str] = set()
    found = []
    for said, told in texts:
        known |= {n for n, form in learned_words().items() if form.search(said)}
        for line in told.splitlines():
            if line.startswith("In technical terms:"):
                continue  # the second language, and named as such
            for name, form in learned_words().items():
                if name in known or not form.search(line):
                    continue
                if re.search(
                    rf"(?i)\b{re.escape(name)}: \w|\(\w*\s?{re.escape(name)}", line
                ):
                    known.add(name)
                    continue
                found.append((name, line))
    return found


def spoken(chat: Conversation, lines: list[str]) -> list[tuple[str, str]]:
    turns = [("", "\n".join(m.text for m in chat.messages if isinstance(m, Say)))]
    turns += [(line, chat.say(line)) for line in lines]
    assert chat.messages
    assert any(isinstance(m, BriefChanged | Say) for m in chat.messages)
    return turns


STORIES = [
    *tomllib.loads((TRANSCRIPTS / "clinic.toml").read_text("utf-8"))["story"],
    *(
        {**s, "said": [s["target"], "yes", s["said"], *(["you choose"] * 5)]}
        for s in tomllib.loads((TRANSCRIPTS / "contract.toml").read_text("utf-8"))["story"]
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv")


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s["name"])
def test_up_to_the_search_every_term_was_said_or_explained(
    story: dict, clinic: Path
) -> None:
    chat = Conversation(clinic)
    assert unexplained(spoken(chat, story["said"])) == []


@pytest.mark.parametrize(
    "talked",
    tomllib.loads((TRANSCRIPTS / "explained.toml").read_text("utf-8"))["talk"],
    ids=lambda t: t["table"],
)
def test_in_the_result_and_ten_questions_about_it_too(talked: dict) -> None:
    talk = talk_about(talked["table"])
    turns = [("", talk.result_told())]
    turns += [
        (turn["asked"], text_of(talk.ask(turn["asked"]))) for turn in talked["turns"]
    ]
    assert unexplained(turns) == []


def test_a_term_out_of_the_blue_is_found() -> None:
    told = [("hello", "I look at the recall."), ("", "Recall: how many I find.")]
    assert unexplained(told) == [("recall", "I look at the recall.")]
    assert unexplained([("what is recall?", ""), ("", "The recall is 0.9.")]) == []
    assert unexplained([("", "In technical terms: maximise ROC AUC")]) == []
