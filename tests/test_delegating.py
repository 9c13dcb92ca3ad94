"""You choose: a value and a reason for every slot, and never for the target."""

from __future__ import annotations

from random import Random

import pytest
from briefing import column, random_brief, workshop

from dialogs.brief import Brief, Source
from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints, Missing
from dialogs.delegating import completed, default_for
from dialogs.facts import Kind
from dialogs.schema import check, slots

FACTS = workshop(
    column("spare", Kind.NUMBER, 99, quantiles=(0.0, 10.0, 20.0, 33.0, 50.0))
)
NEVER = ("table.path", "table.sheet", "table.target")


def brief(target: str = "came_back", **sections: object) -> Brief:
    return Brief.from_dict({"table": {"target": target}, **sections})


@pytest.mark.parametrize("slot", sorted(slots()))
def test_every_slot_has_a_choice_with_a_reason_or_is_never_chosen(slot: str) -> None:
    found = default_for(slot, brief(), FACTS)
    if slot in NEVER:
        assert found is None
    elif slot == "success.tolerance":
        assert default_for(slot, brief("spare"), FACTS) == (
            2.0, "It is a tenth of how far usual values differ."
        )  # fmt: skip
    else:
        assert found is not None
        value, why = found
        assert why.endswith(".")
        if value is not None:
            check(slots()[slot], value)


def test_the_choice_never_raises_on_any_brief() -> None:
    rng = Random(4)
    for _ in range(200):
        wanted = random_brief(rng, FACTS)
        for slot in slots():
            default_for(slot, wanted, FACTS)
        completed(wanted, FACTS)


def test_a_target_alone_is_enough_once_completed() -> None:
    assert isinstance(compile_constraints(brief(), FACTS), Missing)
    done = completed(brief(), FACTS)
    found = compile_constraints(done, FACTS)
    assert isinstance(found, Constraints)
    assert found.event == "yes"
    assert done.source("goal.event") == Source.DELEGATED
    assert done.source("table.target") == Source.SAID


def test_one_cost_is_completed_with_the_same_for_the_other() -> None:
    done = completed(brief(success={"miss_cost": 40}), FACTS)
    assert done.get("success.false_alarm_cost") == 40
    assert done.source("success.false_alarm_cost") == Source.DELEGATED
    gain = completed(brief(success={"hit_cost": -30, "false_alarm_cost": 2}), FACTS)
    assert isinstance(compile_constraints(gain, FACTS), Constraints)


@pytest.mark.parametrize("target", ["part", "hours", "grade"])
def test_nothing_is_added_that_the_task_does_not_need(target: str) -> None:
    assert completed(brief(target), FACTS) == brief(target)


def test_dates_ask_for_later_rows() -> None:
    value, _ = default_for("split.kind", brief(), FACTS) or (None, "")
    assert value == "time"
    column_, _ = default_for("split.column", brief(), FACTS) or (None, "")
    assert column_ == "day"
