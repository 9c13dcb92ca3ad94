"""No limit of a brief is broken on the way to the trials: 500 briefs, made up."""

from __future__ import annotations

from random import Random

from briefing import ROWS, random_brief, workshop

from assistant.errors import NoUsableModel
from assistant.plan import (
    GLASS_BOX_DEPTH,
    Machine,
    Plan,
    TableShape,
    algorithms,
    families,
    make_plan,
)
from dialogs.brief import Value
from dialogs.compiling import compile_constraints
from dialogs.constraints import Constraints
from dialogs.facts import Facts

MACHINE = Machine(2, 8000.0, ("lightgbm", "catboost", "interpret"))
BRIEFS = 500
FAMILIES = tuple(name for name in families() if name not in ("baseline", "own"))


def constraints_of(rng: Random, facts: Facts) -> Constraints | None:
    """Return what a made-up brief asks for; None where it lacks or contradicts."""
    brief = random_brief(rng, facts).with_value("table.target", Value("came_back"))
    brief = brief.with_value("goal.task", Value("binary"))
    brief = brief.with_value("goal.event", Value("yes"))
    for slot, value in {
        "limits.never_families": rng.sample(FAMILIES, rng.randint(0, 4)),
        "limits.families": rng.sample(FAMILIES, rng.randint(1, 3)),
        "limits.glass_box": True,
        "limits.monotonic": {"hours": rng.choice(["up", "down"])},
        "limits.never_columns": rng.sample(["hours", "bill", "part", "day"], 2),
        "limits.size_mb": rng.choice([0.5, 3.0]),
        "limits.latency_ms": rng.choice([1.0, 20.0]),
        "limits.memory_mb": 700,
        "limits.trials": rng.randint(1, 6),
    }.items():
        if rng.random() < 0.3:
            brief = brief.with_value(slot, Value(value))
    found = compile_constraints(brief, facts)
    return found if isinstance(found, Constraints) else None


def check(constraints: Constraints, plan: Plan) -> None:
    """Hold every limit of a brief against what will be tried."""
    limits = constraints.limits
    forbidden = {*constraints.ignore, *constraints.audit_columns, constraints.target}
    assert not forbidden & set(plan.roles)
    assert (plan.size_mb, plan.latency_ms) == (limits.size_mb, limits.latency_ms)
    assert plan.glass_box == limits.glass_box
    if limits.memory_mb is not None:
        assert plan.trial_memory_mb <= max(300.0, limits.memory_mb / plan.workers) + 0.1
    if limits.trials is not None:
        assert len(plan.candidates) <= limits.trials + 1
    for name, way in limits.monotonic.items():
        assert name not in plan.roles or plan.monotonic[name] == (
            1 if way == "up" else -1
        )
    if plan.monotonic or limits.glass_box or limits.families:
        assert not plan.own_may_win
    assert not (limits.glass_box and plan.ensemble)
    for candidate in plan.candidates:
        if candidate.family in ("baseline", "own"):
            continue
        assert not limits.families or candidate.family in limits.families
        assert candidate.family not in limits.never_families
        assert not limits.glass_box or families()[candidate.family].get("glass_box")
        assert not plan.monotonic or algorithms()[candidate.algorithm]["monotonic"]
        if limits.glass_box and candidate.family == "tree":
            assert candidate.params["max_depth"] <= GLASS_BOX_DEPTH


def test_no_limit_is_broken_in_500_briefs():
    facts = workshop()
    rng = Random(6)
    planned = refused = 0
    while planned < BRIEFS:
        constraints = constraints_of(rng, facts)
        if constraints is None:
            continue
        shape = TableShape(ROWS, facts.columns, 2, 90)
        try:
            plan = make_plan(constraints, shape, MACHINE)
        except NoUsableModel:  # what it says is tested with the plan
            refused += 1
            continue
        check(constraints, plan)
        planned += 1
    assert refused < BRIEFS  # the made-up briefs do not contradict themselves mostly
