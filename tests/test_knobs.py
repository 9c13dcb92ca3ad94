"""Settings unfold with what somebody knows, and each changes what it says."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from briefing import column, workshop
from reading import grade

from dialogs.brief import Brief
from dialogs.facts import Kind
from dialogs.knobs import knob_of, knobs, matters, next_to_open, usable
from dialogs.schema import slots
from dialogs.sensitivity import sensitivity
from dialogs.skill import Skill, concepts

FACTS = workshop(column("now", Kind.YES_NO, 2, top=(("no", 900), ("yes", 100))))
BRIEF = Brief.from_dict({"table": {"target": "came_back"}, "goal": {"event": "yes"}})
NUMBERS = Brief.from_dict({"table": {"target": "bill"}})

VALUES: dict[str, Any] = {
    "limits.seconds": 600, "success.require": [{"metric": "specificity", "at_least": 0.9}],
    "success.target_value": 0.8, "success.objective": "brier", "success.review_cost": 3,
    "limits.families": ["linear"], "limits.never_families": ["svm"],
    "limits.glass_box": True, "search.threshold": 0.3, "search.folds": 7,
    "search.calibrate": False, "search.ensemble": False,
    "limits.monotonic": {"hours": "up"}, "limits.never_columns": ["hours"],
    "split.kind": "time", "split.column": "part", "search.test_share": 0.4,
    "limits.latency_ms": 5, "limits.size_mb": 1, "limits.memory_mb": 500,
    "limits.trials": 4, "preferences.simple": True, "preferences.families": ["tree"],
    "compare.column": "now", "compare.rule": "hours above 8",
    "compare.estimator": "mine:Model", "search.seed": 11, "search.threads": 1,
    "search.memory": False,
    "search.repeats": 3, "search.sampler": "random", "search.impute": "mean",
    "search.encode": "target", "search.ranges": {"max_depth": [2, 3]},
    "search.start": {"learning_rate": 0.1},
}  # fmt: skip


RELEVANT = ("always", "binary", "classes", "numbers", "gaps", "kinds", "blend")


def knowing(*known: str) -> Skill:
    skill = Skill()
    for concept in known:
        for _ in range(8):
            skill = skill.with_evidence("used", concept)
    return skill


def test_every_setting_is_a_slot_with_known_concepts_and_plain_words() -> None:
    for knob in knobs():
        assert knob.slot in slots()
        assert set(knob.concepts) <= set(concepts())
        assert knob.relevant in RELEVANT
    assert (
        len({k.slot for k in knobs()}) == len({k.name for k in knobs()}) == len(knobs())
    )
    assert grade(" ".join(k.what for k in knobs())) <= 8


@pytest.mark.parametrize("slot", [k.slot for k in knobs()])
def test_every_setting_changes_the_constraints(slot: str) -> None:
    found = sensitivity(BRIEF, FACTS, slot, [None, VALUES[slot]])
    assert found.matters
    name = slot.split(".")[1]
    changed = " ".join(found.differing)
    assert any(
        part in changed for part in (name, "priors", "audit", "compare", "require")
    )


def test_a_newcomer_has_nothing_new_and_an_expert_one_at_a_time() -> None:
    assert next_to_open(Skill(), ()) is None
    skill, shown = knowing(*concepts()), ()
    while (knob := next_to_open(skill, shown)) is not None:
        shown = (*shown, knob.slot)
    assert set(shown) == {k.slot for k in knobs() if k.concepts}


def test_what_was_talked_about_opens_first() -> None:
    skill = knowing(*concepts())
    found = next_to_open(skill, (), BRIEF, FACTS, about=("calibration",))
    assert found is not None
    assert found.slot == "search.calibrate"


def test_what_cannot_matter_here_stays_folded() -> None:
    cut, calibrate = knob_of("search.threshold"), knob_of("search.calibrate")
    assert cut is not None
    assert calibrate is not None
    assert matters(cut, BRIEF, FACTS)
    assert not matters(cut, NUMBERS, FACTS)
    assert not matters(calibrate, NUMBERS, FACTS)
    assert matters(cut, None, None)


def test_knowing_more_never_hides_a_setting() -> None:
    rng = Random(5)
    for _ in range(60):
        skill = Skill()
        for concept in rng.sample(concepts(), 4):
            skill = skill.with_evidence("asked", concept)
        more = skill
        for concept in rng.sample(concepts(), 6):
            more = more.with_evidence("content", concept)
        assert all(usable(k, more) for k in knobs() if usable(k, skill))


def test_settings_for_everyone_need_no_knowledge() -> None:
    assert all(usable(k, Skill()) == (not k.concepts) for k in knobs())
