"""Only what matters is asked, and why is answered with what would differ."""

from __future__ import annotations

from random import Random

from briefing import random_brief, random_value, workshop

from dialogs.brief import Brief
from dialogs.schema import slots
from dialogs.sensitivity import LACKING, sensitivity

FACTS = workshop()
BRIEF = Brief.from_dict({"table": {"target": "came_back"}, "goal": {"event": "yes"}})


def test_what_changes_no_constraints_does_not_matter() -> None:
    purposes = slots()["goal.purpose"].values
    assert not sensitivity(BRIEF, FACTS, "goal.purpose", purposes).matters
    drivers = [{"hours": "up"}, {"hours": "down"}, None]
    assert not sensitivity(BRIEF, FACTS, "expectations.drivers", drivers).matters
    assert not sensitivity(BRIEF, FACTS, "goal.domain", ["churn", "health"]).matters


def test_why_names_what_would_differ() -> None:
    found = sensitivity(BRIEF, FACTS, "success.k", [50, None])
    assert found.matters
    assert found.differing["success.objective"] == ("precision_at_k", "log_loss")
    assert found.differing["success.k"] == (50, None)
    split = sensitivity(BRIEF, FACTS, "split.kind", ["random", "time"]).differing
    assert set(split) == {"split.kind", "split.column"}


def test_an_answer_that_leaves_a_gap_matters() -> None:
    found = sensitivity(BRIEF, FACTS, "success.miss_cost", [5, None])
    assert found.differing[LACKING] == (("success.false_alarm_cost",), None)


def test_the_same_value_twice_never_matters() -> None:
    rng = Random(3)
    names = [*FACTS.names, "nope"]
    for _ in range(150):
        brief = random_brief(rng, FACTS)
        slot = slots()[rng.choice(sorted(slots()))]
        value = random_value(slot, rng, names)
        assert not sensitivity(brief, FACTS, slot.path, [value, value]).matters
