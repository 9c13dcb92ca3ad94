"""How the business counts right and wrong, heard as slots of the brief.

Invariant: a number is given a role only where words say so; otherwise it is left unused,
and asked about.
"""

from __future__ import annotations

import re

from .costs import costs_in, ratio_in
from .figures import figures_in
from .lexicon import denied, every, lexicon
from .matrix import matrix_in
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .shares import capacity_in, shares_in

__all__ = ["Heard", "success_in", "task_of"]

NUMBERS = ("regression", "forecast")
MANY = ("multiclass", "ordinal")


def success_in(text: str, context: Context) -> list[Heard]:
    """Return the slots of ``[success]`` that a message sets.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    found = quantities(text)
    named = _metric(text, found)
    if named:
        return named
    task = task_of(context)
    if task in NUMBERS:
        return figures_in(text, found)
    if task in MANY:
        return matrix_in(text, found, context) or _by_words(text, "many")
    return (
        ratio_in(text, found, context)
        or costs_in(text, found, context)
        or _reconciled(text, found, context)
        or _by_words(text, "binary")
    )


def _reconciled(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    shares = shares_in(text, found, context)
    budget = re.search(r"\b(?:budget|afford|capacity|left|per|a day|a week|top)\b", text, re.I)
    capacity = capacity_in(text, found, context)
    return (capacity or shares) if budget else (shares or capacity)


def task_of(context: Context) -> str:
    """Return the task said, or the one that the target's values imply."""
    said = context.brief.get("goal.task")
    if said:
        return str(said)
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None:
        return ""
    if column.kind.numeric and column.distinct > 12:
        return "regression"
    return "multiclass" if 2 < column.distinct <= 12 else "binary"


def _by_words(text: str, section: str) -> list[Heard]:
    for name, forms in lexicon()[section].items():
        match = re.search("|".join(forms), text, re.IGNORECASE)
        if match and not denied(text, match.start()):
            return [Heard("success.objective", name, *match.span(), 0.85)]
    return []


def _metric(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    for name, forms in lexicon()["metrics"].items():
        for match in every(forms, text):
            if denied(text, match.start()) or re.search(r"\b(?:scrap|forget|drop)\b",
                                                        text[: match.start()], re.I):  # fmt: skip
                continue
            heard = [Heard("success.objective", name, *match.span(), 0.9)]
            goal = [q for q in found if q.start >= match.end() and q.kind in ("number", "percent")]
            if goal and "at_least" in (goal[0].bound, "at_least"):
                value = goal[0].value
                heard.append(Heard("success.target_value", value, goal[0].start, goal[0].end))
            return heard
    return []
