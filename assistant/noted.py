"""What a search has to say of itself, and what that leaves to be told of its model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .plan import Plan
from .search import SearchOutcome


def noted(outcome: SearchOutcome, plan: Plan) -> list[dict[str, Any]]:
    """Return what there was no time for, or no use in, as warnings.

    What is not installed was said with the plan.

    Parameters
    ----------
    outcome : SearchOutcome
    plan : Plan
    """
    told = [note for note in outcome.notes if note not in plan.missing]
    return [{"kind": "search", "column": "", "text": note} for note in told]


def told_kinds(
    warnings: Iterable[Mapping[str, Any]], outcome: SearchOutcome
) -> set[str]:
    """Return the kinds of warning that need not be told any more.

    Parameters
    ----------
    warnings : iterable of mapping
        Those that are told.
    outcome : SearchOutcome
    """
    told = {str(w["kind"]) for w in warnings}
    # That the same guess gives each row the same answer, its name tells.
    return told | {"constant"} if outcome.winner.family == "baseline" else told


def unsaid(found: Iterable[Mapping[str, Any]], known: set[str]) -> list[dict[str, Any]]:
    """Return the warnings that are not told already, each kind once.

    Parameters
    ----------
    found : iterable of mapping
    known : set of str
        Kinds that are told.
    """
    # Few cases are few, whether to learn from or to check on.
    same = {"few_test_events", "few_rows"} if "few_events" in known else set()
    return [dict(w) for w in found if w["kind"] not in known | same]
