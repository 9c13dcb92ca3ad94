"""Experts are never locked out: the whole brief in a message, and in half the turns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conversing import Conversation, clinic_csv

from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints

PATIENT = [
    "who will miss their appointment", "the ones who did", "we call them", "no limit",
    "a miss costs 120 and a false alarm 5", "you may use it", "skip", "only linear models",
    "search for 30 seconds", "5 folds",
]  # fmt: skip
HURRIED = [
    "predict missed, event yes, a miss costs 120 and a false alarm 5, only linear models,"
    " 5 folds, 30 seconds",
    "go",
]


def constraints_of(chat: Conversation) -> Constraints:
    facts = chat.state.facts
    assert facts is not None
    found = compile_constraints(chat.state.brief, facts, chat.state.probes)
    assert isinstance(found, Constraints)
    return replace(found, reasons={})


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv")


def test_the_whole_brief_in_one_message_leads_to_the_same_search(clinic: Path) -> None:
    patient, hurried = Conversation(clinic), Conversation(clinic)
    for line in PATIENT:
        patient.say(line)
    assert patient.state.prompt is not None
    assert patient.state.prompt.question == "confirm"
    hurried.say(HURRIED[0])
    assert hurried.search is None
    hurried.say(HURRIED[1])
    assert hurried.search is not None
    one, other = constraints_of(patient), constraints_of(hurried)
    # Calling them is said by the patient one alone: it changes no search.
    assert one == other
    assert 2 * len(HURRIED) <= len(PATIENT) + 1


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "target: missed; positive class yes; maximise precision at recall 0.9; boosting"
            " and forests; 10-fold; seed 7; 60s",
            {"table.target": "missed", "goal.event": "yes", "success.recall": 0.9,
             "search.folds": 10, "search.seed": 7, "limits.seconds": 60},
        ),
        (
            "predict fee, minimise MAE, no neural nets, 2 minutes, train on 80%",
            {"table.target": "fee", "success.objective": "mean_absolute_error",
             "limits.never_families": ("neural",), "limits.seconds": 120},
        ),
        (
            "missed=yes, ROC AUC, glass box only, latency under 10 ms",
            {"table.target": "missed", "goal.event": "yes",
             "success.objective": "roc_auc", "limits.glass_box": True,
             "limits.latency_ms": 10},
        ),
    ],
)  # fmt: skip
def test_terse_briefs_of_people_who_know_the_field(
    message: str, expected: dict, clinic: Path
) -> None:
    chat = Conversation(clinic)
    answer = chat.say(message)
    for slot, value in expected.items():
        assert chat.state.brief.get(slot) == value, (slot, answer)
