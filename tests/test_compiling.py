"""Brief and Facts become Constraints: total, repeatable, and each part with its reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from briefing import ROWS, column, random_brief, workshop

import assistant
from dialogs.agreement import contract_lines
from dialogs.brief import Brief
from dialogs.codec import decode, encode
from dialogs.compiling import compile_constraints, likely_event
from dialogs.constraints import Constraints, Missing, Success
from dialogs.facts import Kind, Suspicion
from dialogs.message import Level
from dialogs.success import fitting, objective_of

FACTS = workshop()
LEAK = Suspicion("leakage:bill", "leakage", ("bill",), severity=3, repair="ignore")


def compiled(success: dict[str, Any] | None = None, **sections: Any) -> Constraints:
    brief = {
        "table": {"target": "came_back"},
        "goal": {"event": "yes"},
        "success": success or {},
        **sections,
    }
    found = compile_constraints(Brief.from_dict(brief), FACTS)
    assert isinstance(found, Constraints), found
    return found


def lacking(success: dict[str, Any] | None = None, **sections: Any) -> set[str]:
    brief = {
        "table": {"target": "came_back"},
        "goal": {"event": "yes"},
        "success": success or {},
        **sections,
    }
    found = compile_constraints(Brief.from_dict(brief), FACTS)
    assert isinstance(found, Missing), found
    assert all(found.slots.values()), "each gap says why it matters"
    return set(found.slots)


def test_any_brief_compiles_or_says_what_it_lacks_and_always_the_same() -> None:
    rng = Random(20)
    outcomes = set()
    for _ in range(1000):
        brief = random_brief(rng, FACTS)
        first = compile_constraints(brief, FACTS, (LEAK,))
        assert compile_constraints(brief, FACTS, (LEAK,)) == first
        # A brief that went through its file compiles to the same.
        again = Brief.from_dict(brief.to_dict())
        assert compile_constraints(again, FACTS, (LEAK,)) == first
        outcomes.add(type(first))
        if isinstance(first, Constraints):
            assert first.target not in first.ignore
            assert first.success.objective in fitting(first.task)
            assert decode(Constraints, encode(first)) == first
            for level in Level:
                assert all(contract_lines(first, FACTS, level))
        else:
            assert first.slots
    assert outcomes == {Constraints, Missing}


def test_the_search_can_judge_by_every_objective_that_the_rules_allow() -> None:
    path = Path(str(assistant.__file__)).parent / "metrics" / "objectives.toml"
    known = tomllib.loads(path.read_text("utf-8"))
    for task in ("binary", "multiclass", "ordinal", "regression", "forecast"):
        assert all(task in known[name]["tasks"] for name in fitting(task))


@pytest.mark.parametrize(
    ("said", "objective"),
    [
        ({"miss_cost": 5, "false_alarm_cost": 1}, "expected_cost"),
        ({"k": 20, "per": "day"}, "precision_at_k"),
        ({"share": 0.1}, "precision_at_k"),
        ({"recall": 0.95}, "precision_at_recall"),
        ({"precision": 0.8}, "recall_at_precision"),
        ({"fpr": 0.01}, "recall_at_fpr"),
        ({"objective": "brier"}, "brier"),
        ({}, "log_loss"),
    ],
)
def test_what_was_said_decides_the_objective(
    said: dict[str, Any], objective: str
) -> None:
    assert compiled(said).success.objective == objective


def test_costs_come_before_a_capacity_and_a_capacity_before_a_share() -> None:
    both = {"miss_cost": 5, "false_alarm_cost": 1, "k": 20}
    assert compiled(both).success.objective == "expected_cost"
    assert compiled({"k": 20, "recall": 0.9}).success.objective == "precision_at_k"


def test_a_must_is_the_objective_where_none_was_agreed_else_a_requirement() -> None:
    must = [{"metric": "recall", "at_least": 0.95}]
    alone = compiled({"require": must}).success
    assert (alone.objective, alone.recall) == ("precision_at_recall", 0.95)
    beside = compiled({"require": must, "objective": "roc_auc"}).success
    assert beside.objective == "roc_auc"
    assert beside.requirements[0].at_least == 0.95


def test_a_must_that_is_the_objective_is_said_once() -> None:
    must = [{"metric": "recall", "at_least": 0.95}]
    assert len(contract_lines(compiled({"require": must}), FACTS)) == 1
    other = [{"metric": "recall", "at_least": 0.9}]
    assert len(contract_lines(compiled({"require": other, "recall": 0.8}), FACTS)) == 2


def test_a_capacity_ranks_no_numbers_and_an_objective_must_fit_its_task() -> None:
    numbers = {"table": {"target": "hours"}, "success": {"k": 5}}
    brief = Brief.from_dict(numbers)
    assert objective_of(brief, "regression") is None
    found = compile_constraints(brief, FACTS)
    assert isinstance(found, Constraints)
    assert found.success.objective == "mean_absolute_error"
    unfit = lacking({"objective": "roc_auc"}, table={"target": "hours"}, goal={})
    assert unfit == {"success.objective"}


@pytest.mark.parametrize("cost", ["no_such", "part"])
def test_a_cost_may_only_name_a_column_of_numbers(cost: str) -> None:
    said = {"miss_cost": cost, "false_alarm_cost": 1}
    assert lacking(said) == {"success.miss_cost"}


def test_a_cost_that_names_a_column_is_read_back_with_its_name() -> None:
    found = compiled({"miss_cost": "bill", "false_alarm_cost": 2})
    assert "what “bill” says in €" in contract_lines(found, FACTS)[0]


def test_large_costs_are_written_out() -> None:
    found = compiled({"miss_cost": 1_234_567, "false_alarm_cost": 2})
    assert "1,234,567" in contract_lines(found, FACTS)[0]


def test_an_outcome_that_never_occurs_is_refused_with_those_that_do() -> None:
    brief = Brief.from_dict(
        {"table": {"target": "came_back"}, "goal": {"event": "maybe"}}
    )
    found = compile_constraints(brief, FACTS)
    assert isinstance(found, Missing)
    assert "'yes'" in found.slots["goal.event"]


def test_what_lacks_is_named() -> None:
    assert lacking(table={}) == {"table.target"}
    assert lacking(goal={}) == {"goal.event"}
    assert lacking({"miss_cost": 5}) == {"success.false_alarm_cost"}
    assert lacking({"objective": "precision_at_k"}) == {"success.k"}
    assert lacking(goal={"task": "clustering"}) == {"goal.task"}


@pytest.mark.parametrize(
    ("target", "task"),
    [("came_back", "binary"), ("part", "multiclass"), ("grade", "multiclass"),
     ("hours", "regression"), ("bill", "regression")],
)  # fmt: skip
def test_the_target_tells_the_task(target: str, task: str) -> None:
    goal = {"event": "yes"} if task == "binary" else {}
    assert compiled(table={"target": target}, goal=goal).task == task


def test_useless_and_forbidden_columns_are_out_and_the_reason_names_them() -> None:
    found = compiled(
        table={"target": "came_back", "ignore": ["note"]},
        limits={"never_columns": ["hours"]},
    )
    assert found.ignore == ("job", "hours", "note", "shop")
    assert found.audit_columns == ("hours",)
    for name in found.ignore:
        assert name in found.reasons["ignore"]


@pytest.mark.parametrize(
    ("answer", "out"), [("accepted", True), ("refused", False), (None, True)]
)
def test_a_leak_is_left_out_unless_the_person_keeps_it(
    answer: str | None, out: bool
) -> None:
    repairs = {LEAK.id: answer} if answer else {}
    table = {"target": "came_back", "repairs": repairs}
    brief = Brief.from_dict({"table": table, "goal": {"event": "yes"}})
    found = compile_constraints(brief, FACTS, (LEAK,))
    assert isinstance(found, Constraints)
    assert ("bill" in found.ignore) is out


def test_rows_in_the_order_of_time_are_checked_on_later_ones() -> None:
    assert compiled().split.kind == "random"
    facts = workshop(column("sold", Kind.DATE, 300, ascending=True))
    brief = Brief.from_dict(
        {"table": {"target": "came_back"}, "goal": {"event": "yes"}}
    )
    found = compile_constraints(brief, facts)
    assert isinstance(found, Constraints)
    assert (found.split.kind, found.split.column) == ("time", "sold")
    said = compiled(split={"kind": "random"})
    assert said.split.kind == "random"


def test_a_wish_leans_and_a_limit_binds() -> None:
    wish = compiled(preferences={"families": ["linear"], "simple": True})
    assert wish.limits.families == ()
    assert wish.priors["linear"] > wish.priors["tree"] > 1
    limit = compiled(limits={"glass_box": True})
    assert set(limit.limits.families) == {"linear", "spline", "ebm", "tree"}


def test_a_direction_of_no_column_binds_nothing_and_is_said() -> None:
    found = compiled(limits={"monotonic": {"hours": "up", "nope": "down"}})
    assert dict(found.limits.monotonic) == {"hours": "up"}
    assert "nope" in found.reasons["monotonic"]


@pytest.mark.parametrize(
    ("counts", "event"),
    [((("no", 900), ("yes", 100)), "yes"), ((("yes", 900), ("no", 100)), "no"),
     ((("yes", 520), ("no", 480)), "yes"), ((("1", 500), ("0", 500)), "1"),
     ((("good", 700), ("bad", 300)), "bad")],
)  # fmt: skip
def test_the_likely_event_is_the_rarer_or_the_one_named_yes(
    counts: tuple[tuple[str, int], ...], event: str
) -> None:
    assert likely_event(column("y", Kind.YES_NO, 2, top=counts)) == event
    assert sum(n for _, n in counts) <= ROWS


@pytest.mark.parametrize("task", ["binary", "multiclass", "ordinal", "regression"])
def test_each_level_of_language_says_the_contract_in_its_own_words(task: str) -> None:
    for name in fitting(task):
        success = Success(name, miss_cost=7, false_alarm_cost=2, k=3, recall=0.95,
                          precision=0.8, fpr=0.05, tolerance=4.0, quantile=0.9,
                          coverage=0.8)  # fmt: skip
        asked = Constraints(task, "came_back", success, event="yes")
        told = {level: contract_lines(asked, FACTS, level)[0] for level in Level}
        assert len(set(told.values())) == 3, name
        # The middle level names the measure beside the plain words.
        assert "(" in told[Level.NAMED] or ":" in told[Level.NAMED], name
        numbers = {level: set(re.findall(r"\d+", text)) for level, text in told.items()}
        assert numbers[Level.PLAIN] <= numbers[Level.NAMED] | {"100"}, name
