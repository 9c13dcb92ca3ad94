"""Wishes that data will not grant: each raised with its numbers, once, overrulable."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from random import Random
from typing import Any

import pytest
from briefing import ROWS, column, random_brief, workshop
from reading import grade

from dialogs.brief import Brief
from dialogs.facts import Facts, Kind
from dialogs.message import Level
from dialogs.schema import check, slots
from dialogs.traps import traps

DATED = workshop(
    column("gaps", Kind.NUMBER, 9, minimum=1.0, maximum=9.0, missing=40),
    column("sales", Kind.NUMBER, 90, minimum=0.0, maximum=500.0),
)
UNDATED = Facts("u", "u", ROWS, tuple(c for c in DATED.columns if c.kind != Kind.DATE))
RECALL = [{"metric": "recall", "at_least": 1.0}]


def keys(
    success: dict[str, Any] | None = None,
    target: str = "came_back",
    facts: Facts = DATED,
    **sections: Any,
) -> set[str]:
    goal = {"event": "yes"} if target == "came_back" else {}
    brief = Brief.from_dict(
        {
            "table": {"target": target},
            "goal": goal,
            "success": success or {},
            **sections,
        }
    )
    return {t.key for t in traps(brief, facts)} - {"few_events"}


@pytest.mark.parametrize(
    ("success", "key"),
    [
        ({"objective": "accuracy"}, "accuracy_rare"),
        ({"require": [{"metric": "accuracy", "at_least": 0.99}]}, "accuracy_rare"),
        ({"recall": 1.0}, "certain_catch"),
        ({"require": RECALL}, "certain_catch"),
        ({"precision": 1.0}, "certain_alarm"),
        ({"fpr": 0.0}, "certain_alarm"),
        ({"recall": 1.0, "fpr": 0.0}, "both_certain"),
        ({"k": 5000}, "list_longer_than_table"),
        ({"miss_cost": 5, "false_alarm_cost": 0}, "always_act"),
        ({"miss_cost": 5, "false_alarm_cost": -3}, "always_act"),
        ({"miss_cost": 0, "false_alarm_cost": 3}, "never_act"),
        ({"miss_cost": "gaps", "false_alarm_cost": 3}, "cost_gaps"),
        ({"objective": "average_precision", "target_value": 1.0}, "perfect"),
    ],
)
def test_a_wish_is_questioned(success: dict[str, Any], key: str) -> None:
    assert keys(success) == {key}


@pytest.mark.parametrize(
    ("success", "key"),
    [
        ({"objective": "mean_absolute_percentage_error"}, "percentage_zeros"),
        ({"tolerance": 0.1, "relative": True}, "relative_zeros"),
        ({"tolerance": 900}, "unit_mismatch"),
        ({"coverage": 1.0}, "sure_range"),
    ],
)
def test_a_wish_about_numbers_is_questioned(success: dict[str, Any], key: str) -> None:
    assert keys(success, target="sales") == {key}


@pytest.mark.parametrize(
    "success",
    [{}, {"recall": 0.95}, {"precision": 0.8}, {"fpr": 0.01}, {"k": 50, "per": "day"},
     {"miss_cost": 50, "false_alarm_cost": 5}, {"miss_cost": "bill", "false_alarm_cost": 5},
     {"hit_cost": -90, "miss_cost": 0, "false_alarm_cost": 4}, {"objective": "roc_auc"}],
)  # fmt: skip
def test_a_sound_wish_is_not_questioned(success: dict[str, Any]) -> None:
    assert keys(success) == set()


def test_k_a_day_needs_a_day() -> None:
    assert keys({"k": 50, "per": "day"}, facts=UNDATED) == {"period_without_date"}
    assert keys({"k": 50}, facts=UNDATED) == set()


def test_percentages_are_fine_where_nothing_is_near_nothing() -> None:
    success = {"objective": "mean_absolute_percentage_error"}
    facts = workshop(
        column("rent", Kind.AMOUNT, 90, minimum=400.0, maximum=2000.0,
               quantiles=(450.0, 600.0, 800.0, 1100.0, 1800.0))
    )  # fmt: skip
    assert keys(success, target="rent", facts=facts) == set()


def test_limits_that_contradict_each_other_are_questioned() -> None:
    only = {"families": ["boosting"], "never_families": ["boosting"]}
    assert keys(limits=only) == {"no_family_left"}
    unreadable = {"families": ["boosting"], "glass_box": True}
    assert keys(limits=unreadable) == {"unreadable_families"}
    out = {"monotonic": {"hours": "up"}, "never_columns": ["hours"]}
    assert keys(limits=out) == {"unsure_column"}


def test_few_events_are_said_with_their_number() -> None:
    brief = Brief.from_dict(
        {"table": {"target": "came_back"}, "goal": {"event": "yes"}}
    )
    (found,) = traps(brief, DATED)
    assert found.key == "few_events"
    assert "90" in found.text()


def test_a_trap_carries_the_numbers_of_the_table() -> None:
    brief = Brief.from_dict(
        {"table": {"target": "came_back"}, "goal": {"event": "yes"},
         "success": {"objective": "accuracy"}}
    )  # fmt: skip
    found = traps(brief, DATED)[0]
    assert "9 of 100" in found.text()
    assert "91 times in 100" in found.text()
    assert "91 %" in found.text(Level.TECHNICAL)


def test_a_trap_is_raised_once_and_its_offer_gets_out_of_it() -> None:
    base = {"table": {"target": "came_back"}, "goal": {"event": "yes"}}
    for success in ({"objective": "accuracy"}, {"recall": 1.0}, {"precision": 1.0}):
        brief = Brief.from_dict({**base, "success": success})
        first = traps(brief, DATED)[0]
        assert first.id not in {t.id for t in traps(brief, DATED, (first.id,))}
        for slot, value in first.offer.items():
            check(slots()[slot], value)
        nested = brief.to_dict()
        nested["success"] |= {s.split(".")[1]: v for s, v in first.offer.items()}
        assert first.key not in {t.key for t in traps(Brief.from_dict(nested), DATED)}


def test_any_brief_is_questioned_without_stumbling_and_always_alike() -> None:
    rng = Random(8)
    seen = set()
    for _ in range(600):
        brief = random_brief(rng, DATED)
        found = traps(brief, DATED)
        assert found == traps(brief, DATED)
        assert len({t.id for t in found}) == len(found)
        for trap in found:
            assert all(trap.text(level) for level in Level)
            assert set(trap.slots) <= set(slots())
        seen |= {t.key for t in found}
    assert len(seen) >= 6


def test_all_that_is_said_plainly_is_plain() -> None:
    entries = tomllib.loads(
        files("dialogs.traps").joinpath("traps.toml").read_text("utf-8")
    )
    assert grade(" ".join(e["plain"] for e in entries.values())) <= 8
