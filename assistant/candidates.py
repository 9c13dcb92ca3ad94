"""Which configurations a plan tries, in which order; none breaks a limit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from dialogs.constraints import Constraints

from .dials import begun
from .errors import NoUsableModel
from .planned import Candidate, Machine, Plan, TableShape
from .planning import some
from .portfolio import algorithms, families, in_order

GLASS_BOX_DEPTH = 4
"""Levels of a tree that a person can still read."""

SIMPLE = 5
"""Families up to this simplicity are meant where somebody likes it simple."""


def candidates_of(
    plan: Plan,
    constraints: Constraints,
    shape: TableShape,
    machine: Machine,
    reasons: dict[str, str],
) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """Return what is tried in order, and a sentence about each library that is missing."""
    refused: dict[str, str] = {}
    missing: dict[str, str] = {}
    kept: list[Candidate] = []
    for entry in in_order(plan.task, shape.rows):
        facts = algorithms()[entry["algorithm"]]
        family = facts["family"]
        why = _family_refused(family, constraints)
        if why:
            refused[family] = why
        elif plan.monotonic and not facts.get("monotonic"):
            refused[family] = "cannot be held to a direction"
        elif facts.get("module", "") not in ("", *machine.modules):
            missing[facts["module"]] = facts["extra"]
        elif _suits(entry, facts, plan, constraints, shape):
            kept.append(_candidate(entry, facts, plan, constraints))
    if constraints.compare_estimator:
        kept.insert(1, _own(constraints.compare_estimator))
        reasons["own"] = (
            f"Your own model ({constraints.compare_estimator}) runs beside the others."
        )
    real = [c for c in kept if c.family not in ("baseline", "own")]
    if not real and "baseline" not in constraints.limits.families:
        raise NoUsableModel(
            "These limits leave no kind of model",
            _nothing_left(constraints, missing),
        )
    ordered = _by_preference(kept, constraints)[: plan.models + 1]
    reasons["candidates"] = _candidate_words(ordered, refused)
    return tuple(ordered), tuple(
        f"{module} is not installed, so models of that kind are left out: "
        f"pip install 'tandem-ml[{extra}]' adds it."
        for module, extra in missing.items()
    )


def _family_refused(family: str, constraints: Constraints) -> str:
    limits = constraints.limits
    if family == "baseline":
        return ""
    if limits.families and family not in limits.families:
        return "not among the families you allowed"
    if family in limits.never_families:
        return "you ruled it out"
    if limits.glass_box and not families()[family].get("glass_box"):
        return "nobody can read the whole model"
    return ""


def _suits(
    entry: Mapping[str, Any],
    facts: Mapping[str, Any],
    plan: Plan,
    constraints: Constraints,
    shape: TableShape,
) -> bool:
    numbers = plan.task == "regression"
    asked = facts["family"] in constraints.limits.families
    fewest, most = entry.get("rows", (0, math.inf))
    wanted = "numbers" if numbers else "classes"
    return (
        wanted in entry.get("tasks", ("classes", "numbers"))
        and (not numbers or plan.loss in facts["losses"])
        # A family that was asked for by name is tried at any size.
        and (asked or fewest <= shape.rows <= most)
        and (asked or numbers or plan.classes <= entry.get("classes", math.inf))
        and (asked or entry.get("fast", True) or constraints.limits.seconds > 45)
    )


def _candidate(
    entry: Mapping[str, Any],
    facts: Mapping[str, Any],
    plan: Plan,
    constraints: Constraints,
) -> Candidate:
    params = begun(
        entry["algorithm"],
        entry.get("params", {}),
        constraints.ranges,
        constraints.start,
    )
    if plan.glass_box and facts["family"] == "tree":
        depth = params.get("max_depth", GLASS_BOX_DEPTH)
        params["max_depth"] = min(depth, GLASS_BOX_DEPTH)
    return Candidate(
        id=entry["id"],
        algorithm=entry["algorithm"],
        family=facts["family"],
        name=entry["name"],
        style=facts["style"],
        params=params,
        cost=entry["cost"],
    )


def _own(path: str) -> Candidate:
    return Candidate(
        id="own",
        algorithm="own",
        family="own",
        name="your own model",
        style=algorithms()["own"]["style"],
        params={"path": path},
    )


def _by_preference(kept: list[Candidate], constraints: Constraints) -> list[Candidate]:
    """Preferred families first, but every third place goes to another one."""
    weights = priors_of(constraints)
    if not weights:
        return kept
    fixed, rest = kept[:2], kept[2:]
    liked = [c for c in rest if weights.get(c.family, 1.0) > 1]
    others = [c for c in rest if 0.5 <= weights.get(c.family, 1.0) <= 1]
    disliked = [c for c in rest if weights.get(c.family, 1.0) < 0.5]
    return [*fixed, *_interleave(liked, [*others, *disliked], 2)]


def priors_of(constraints: Constraints) -> dict[str, float]:
    """Return each family's weight; what is simple counts double where that is liked."""
    weights = dict(constraints.priors)
    if constraints.simple:
        for family, facts in families().items():
            if 0 < facts["simplicity"] <= SIMPLE:
                weights[family] = weights.get(family, 1.0) * 2
    return weights


def _interleave(
    first: list[Candidate], second: list[Candidate], run: int
) -> list[Candidate]:
    """``run`` of the first, then one of the second, until both are used up."""
    merged: list[Candidate] = []
    left, right = list(first), list(second)
    while left or right:
        merged += left[:run] + right[:1]
        left, right = left[run:], right[1:]
    return merged


def _nothing_left(constraints: Constraints, missing: Mapping[str, str]) -> str:
    parts = []
    limits = constraints.limits
    if limits.families:
        parts.append(f"only {some(list(limits.families))} allowed")
    if limits.never_families:
        parts.append(f"never {some(list(limits.never_families))}")
    if limits.glass_box:
        parts.append("a person must be able to read the whole model")
    if limits.monotonic:
        parts.append(f"a fixed direction for {some(list(limits.monotonic))}")
    text = f"Together: {'; '.join(parts)}. "
    if missing:
        text += f"Not installed: {some(list(missing))}. "
    tightest = "families" if limits.families else "directions"
    return text + f"Loosen the limit on {tightest} to go on."


def _candidate_words(
    candidates: Iterable[Candidate], refused: Mapping[str, str]
) -> str:
    tried = list(dict.fromkeys(c.family for c in candidates if c.family != "baseline"))
    text = f"In order: {', '.join(tried)}."
    if refused:
        out = "; ".join(f"{family} ({why})" for family, why in refused.items())
        text += f" Left out: {out}."
    return text
