"""What somebody knows, from what they type, and from nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from conversing import Conversation, clinic_csv
from simulated.people import (
    Persona,
    Session,
    area_under_curve,
    brier,
    estimates,
    personas,
    talk_of,
)

from dialogs.compiling import compile_constraints
from dialogs.evidence import incoherent, shown_in, weighed
from dialogs.knobs import knobs
from dialogs.message import BriefChanged, Level
from dialogs.skill import Skill, concepts


def after(*turns: tuple[str, str]) -> Skill:
    skill = Skill()
    for kind, text in turns:
        skill, _ = weighed(skill.decayed(), text, kind)
    return skill


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Session]:
    table = clinic_csv(tmp_path_factory.mktemp("people") / "visits.csv")
    return {p.name: talk_of(p, table) for p in personas()}


def test_fourteen_concepts_start_as_unknown() -> None:
    assert len(concepts()) >= 14
    assert all(Skill().p(c) == 0.25 for c in concepts())


def test_a_right_use_raises_it_and_what_it_implies_and_a_question_lowers_it() -> None:
    used = after(("used", "calibrated with isotonic"))
    assert used.p("calibration") > used.p("threshold") > used.p("shap")
    assert used.p("shap") >= 0.25
    asked = after(("asked", "what is calibration"))
    assert asked.p("calibration") < 0.25


def test_more_evidence_never_lowers_and_the_own_weighs_most() -> None:
    skill, last = Skill(), 0.25
    for _ in range(6):
        skill = skill.with_evidence("used", "leakage", "leaks")
        assert skill.p("leakage") > last
        last = skill.p("leakage")
        others = [skill.p(c) for c in concepts() if c != "leakage"]
        assert last > max(others)


def test_evidence_fades_towards_the_prior() -> None:
    skill = after(*[("used", "recall and precision")] * 4)
    faded = skill
    for _ in range(200):
        faded = faded.decayed()
    assert skill.p("false alarm / miss") > 0.5
    assert faded.p("false alarm / miss") == pytest.approx(0.25, abs=0.03)


def test_a_word_that_tandem_said_lately_proves_nothing() -> None:
    lately = ("Recall: of 100 real cases, how many I find.",)
    assert shown_in("recall at least 80%", lately) == {}
    assert shown_in("recall at least 80%") == {"false alarm / miss": "recall"}
    parroted, found = weighed(Skill(), "recall at least 80%", "used", lately)
    assert found == {}
    assert parroted.p("false alarm / miss") == 0.25


@pytest.mark.parametrize(
    "text",
    ["100% accuracy on the AUC", "a recall of 150 percent", "minimise the recall",
     "maximise the RMSE", "train it on the test set", "a negative RMSE"],
)  # fmt: skip
def test_what_cannot_be_speaks_against(text: str) -> None:
    assert incoherent(text)
    assert after(("used", text)).p("metric") <= 0.25
    assert sum(after(("used", text)).p(c) for c in concepts()) < 0.25 * len(concepts())


@pytest.mark.parametrize(
    "text",
    ["maximise recall at 5% FPR", "minimise the log loss", "accuracy of 95 percent",
     "check it on the test set", "an AUC of 0.85"],
)  # fmt: skip
def test_what_can_be_does_not(text: str) -> None:
    assert not incoherent(text)


def test_a_claim_is_believed_and_still_revisable() -> None:
    expert, novice = Skill().pin("expert"), Skill().pin("novice")
    assert expert.p("shap") == pytest.approx(0.6)
    assert novice.p("shap") < 0.25
    for _ in range(4):
        expert, _ = weighed(expert.decayed(), "what is shap", "asked")
        novice, _ = weighed(novice.decayed(), "partial dependence and shap", "used")
    assert expert.p("shap") < 0.4
    assert novice.p("shap") > 0.5


def test_the_last_of_contradictory_claims_counts() -> None:
    both = Skill().pin("expert").pin("novice")
    assert both == Skill().pin("novice")


def test_the_level_of_a_sentence_is_that_of_its_least_known_concept() -> None:
    skill = after(*[("used", "recall and precision")] * 9)
    assert skill.level_for("false alarm / miss") == Level.TECHNICAL
    assert Skill().level_for("false alarm / miss") == Level.PLAIN
    mixed = skill.with_evidence("asked", "shap").with_evidence("asked", "shap")
    assert mixed.level_for("false alarm / miss", "shap") != Level.TECHNICAL
    assert skill.level_for("no such concept") == Level.PLAIN


def test_it_lasts_across_conversations() -> None:
    skill = after(("used", "10 folds, stratified"), ("asked", "what is shap"))
    assert Skill.from_dict(skill.to_dict()) == skill


@pytest.mark.parametrize(
    "stored",
    [None, {}, {"counts": None}, {"counts": {"metric": "much"}}, {"counts": [1, 2]},
     {"counts": {"metric": [1]}}, {"counts": {"metric": [-1, 3]}},
     {"counts": {"metric": [float("nan"), 3]}}, {"counts": {"no such": [9, 1]}},
     {"pinned": "wizard"}, {"because": 7}, [], "x"],
)  # fmt: skip
def test_a_profile_of_another_version_is_no_harm(stored: Any) -> None:
    assert Skill.from_dict(stored).p("metric") == 0.25


# --- simulated people, in whole conversations -----------------------------------------


def test_after_ten_turns_the_known_stands_above_the_unknown(
    sessions: dict[str, Session],
) -> None:
    pairs = [pair for s in sessions.values() for pair in estimates(s)]
    assert area_under_curve(pairs) >= 0.9
    assert brier(pairs) <= 0.15


def test_a_parrot_gains_nothing(sessions: dict[str, Session]) -> None:
    parrot = sessions["parrot"]
    assert all(skill.p(c) <= 0.25 for skill in parrot.skills for c in concepts())


def test_an_impostor_falls_below_what_was_claimed(sessions: dict[str, Session]) -> None:
    claimed, last = sessions["impostor"].skills[0], sessions["impostor"].skills[-1]
    assert all(last.p(c) < claimed.p(c) for c in concepts())


def test_the_estimate_does_not_oscillate(sessions: dict[str, Session]) -> None:
    for session in sessions.values():
        for concept in concepts():
            above = [concept in s.known for s in session.skills]
            flips = sum(a != b for a, b in pairwise(above))
            assert flips <= 1, (session.persona.name, concept)


def test_a_setting_that_somebody_needs_is_open_and_one_beyond_them_is_not(
    sessions: dict[str, Session],
) -> None:
    needed = [(s, slot) for s in sessions.values() for slot in s.persona.needs]
    there = [slot in s.shown[-1] for s, slot in needed]
    assert sum(there) >= 0.95 * len(needed)
    beyond = [
        knob.slot in s.shown[-1] and knob.slot not in s.chat.state.brief
        for s in sessions.values()
        for knob in knobs()
        if not set(knob.concepts) <= set(s.persona.knows)
    ]
    assert sum(beyond) <= 0.05 * len(beyond)


def test_newcomers_see_no_setting_that_they_did_not_set_themselves(
    sessions: dict[str, Session],
) -> None:
    for name in ("newcomer", "domain expert", "second language", "parrot", "impostor"):
        told = [m for m in sessions[name].chat.messages if isinstance(m, BriefChanged)]
        set_once = {slot for message in told for slot in message.changed}
        assert set(sessions[name].shown[-1]) <= set_once


@pytest.mark.parametrize("claim", ["expert", "novice", "everything"])
@pytest.mark.parametrize("persona", personas(), ids=lambda p: p.name)
def test_skill_never_changes_the_constraints(
    persona: Persona, claim: str, sessions: dict[str, Session]
) -> None:
    path = sessions[persona.name].chat.path
    plain, claimed = Conversation(path), Conversation(path)
    claimed.state = claimed.state.having(
        skill=Skill().pin(claim), level=Level.TECHNICAL
    )
    for line in persona.said:
        plain.say(line)
        claimed.say(line)
    facts = plain.state.facts
    assert facts is not None
    assert plain.state.brief.to_dict() == claimed.state.brief.to_dict()
    assert compile_constraints(
        plain.state.brief, facts, plain.state.probes
    ) == compile_constraints(claimed.state.brief, facts, claimed.state.probes)
