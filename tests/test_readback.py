"""What is read back before a search: everything that was said, so that all can be seen."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from conversing import Conversation, branch, clinic_csv
from simulated.person import agreed

from dialogs.brief import Value
from dialogs.compiling import compile_constraints
from dialogs.words import label

HERE = Path(__file__).parent
KNOBS = tomllib.loads((HERE / "transcripts" / "knobs.toml").read_text("utf-8"))["knob"]
MORE: dict[str, Any] = {
    "table.target": "reminders", "table.ignore": ["fee"], "goal.event": "no",
    "success.k": 20, "success.share": 0.1, "success.recall": 0.9, "success.hit_cost": -3,
    "success.pass_cost": 2, "limits.never_columns": ["age"], "preferences.simple": True,
    "preferences.families": ["linear"], "expectations.drivers": {"age": "up"},
    "limits.monotonic": {"age": "down"}, "split.kind": "time",
}  # fmt: skip
SETTINGS = {**{k["slot"]: k["value"] for k in KNOBS if "value" in k}, **MORE}


@pytest.fixture(scope="module")
def agreeing(tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    chat = Conversation(clinic_csv(tmp_path_factory.mktemp("clinic") / "visits.csv"))
    for line in ("missed", "yes", "a miss costs 120, a false alarm 5", "skip"):
        chat.say(line)
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "confirm"
    return chat


@pytest.mark.parametrize("slot", sorted(SETTINGS))
def test_whatever_was_said_is_seen_in_the_agreement(
    slot: str, agreeing: Conversation
) -> None:
    state = agreeing.state
    brief = state.brief.with_value(slot, Value(SETTINGS[slot]))
    changed = state.having(brief=brief)
    found = compile_constraints(brief, state.facts, state.probes)
    assert type(found).__name__ == "Missing" or agreed(changed) != agreed(state)


@pytest.mark.parametrize(
    "line",
    [
        "yes", "go", "yes please", "all of that is right, off you go", "ok strat",
        "Wait... no, it's fine, go", "can we start already",
        "looks good to me, go ahead", "approved, run it", "fine, start it now",
        "yess go ahed", "that's correct, let's begin", "no objections, kick it off",
        "Yes, so, carry on please, I'll be at my desk until they close up.", "approved, execute pieline",
        "Lovely, that's just what I meant, you may start, I'll make myself a tea meanwhile.", "deploy, I mean start",
    ],
)  # fmt: skip
def test_a_word_to_start_starts(line: str, agreeing: Conversation) -> None:
    chat = branch(agreeing)
    before = chat.state.brief
    chat.say(line)
    assert chat.search is not None
    assert chat.state.brief == before


@pytest.mark.parametrize(
    "line",
    [
        "no", "wait", "not yet", "are you sure",  "don't start", "is that right?", "go back", "start over",
        "yes, but the price is wrong", "ok, what is a false alarm", "fine, more detail",
        "right, the miss is too cheap", "looks good except the fee", "ok, leave out fee",
        "ok, I'll change the fee first", "approved, but I'll add a rule",
        "ok. older people miss more", "yes, a miss costs 200", "ok but explain it first",
    ],
)  # fmt: skip
def test_what_is_no_word_to_start_does_not(line: str, agreeing: Conversation) -> None:
    chat = branch(agreeing)
    chat.say(line)
    assert chat.search is None


def test_a_yes_is_a_yes_though_the_outcome_is_called_so(agreeing: Conversation) -> None:
    chat = branch(agreeing)
    assert chat.state.brief.get("goal.event") == "yes"
    chat.say("yes")
    assert chat.search is not None


@pytest.mark.parametrize("form", ["forget the {}", "I never said anything about {}"])
@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ("take 5 minutes", "limits.seconds"),
        ("use 7 folds", "search.folds"),
        ("no boosting", "limits.never_families"),
        ("I'd prefer a simple model", "preferences.simple"),
    ],
)
def test_a_setting_is_taken_back_by_its_name(
    said: str, slot: str, form: str, agreeing: Conversation
) -> None:
    chat = branch(agreeing)
    chat.say(said)
    assert slot in chat.state.brief
    chat.say(form.format(label(slot).lower()))
    assert chat.state.brief.to_dict() == agreeing.state.brief.to_dict()


def test_with_the_last_price_taken_back_its_measure_goes(
    agreeing: Conversation,
) -> None:
    chat = Conversation(agreeing.path)
    for line in ("missed", "yes", "a miss costs 120", "you choose"):
        chat.say(line)
    assert chat.state.brief.source("success.false_alarm_cost") != "said"
    chat.say("forget the a miss costs")
    assert not [s for s in chat.state.brief if s.startswith("success.")]


def test_a_must_takes_the_place_of_a_measure_nobody_chose(
    agreeing: Conversation,
) -> None:
    chat = Conversation(agreeing.path)
    for line in ("missed", "yes", "skip", "you choose", "skip"):
        chat.say(line)
    assert chat.state.brief.source("success.objective") in ("assumed", "delegated")
    chat.say("catch at least 90 of 100")
    assert chat.state.brief.get("success.objective") == "precision_at_recall"
    assert chat.state.brief.get("success.recall") == 0.9
    assert "success.miss_cost" not in chat.state.brief


def test_a_column_that_is_left_out_is_not_what_to_predict(
    agreeing: Conversation,
) -> None:
    chat = Conversation(agreeing.path)
    chat.say("reminders is only known later")
    assert "table.target" not in chat.state.brief
    chat.say("predict missed")
    chat.say("leave out missed")
    assert chat.state.brief.get("table.target") == "missed"
    assert "missed" not in chat.state.brief.get("table.ignore", ())


@pytest.mark.parametrize("line", ["20 secs go", "go, 20 seconds", "20 seconds max go"])
def test_a_limit_and_a_go_in_one_breath_start(
    line: str, agreeing: Conversation
) -> None:
    chat = branch(agreeing)
    chat.say(line)
    assert chat.search is not None
    assert chat.state.brief.get("limits.seconds") == 20
