"""How far groups may differ: "no site may fare more than 5 points worse than another".

Heard where a column, or a value of one, stands beside words of unequal treatment.
Invariant: without such words a column and a share are no gap.
"""

from __future__ import annotations

import re
from typing import Any

from ..facts import Facts
from .likening import like
from .naming import columns_in, values_in
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .success import task_of
from .thesaurus import meant

_UNEQUAL = re.compile(
    r"\b(?:apart|gap|differ\w*|worse|lag\w*|behind|better off|worse off|alike|equally|the same"
    r"|as (?:reliabl|well|often|good|much|many)\w*|more (?:often|than)|less (?:often|than)|fair\w*"
    r"|even-handed|treated|disadvantag\w*|discriminat\w*|same rate)\b",
    re.IGNORECASE,
)
_METRICS = (
    (
        "precision",
        r"\b(?:false(?:ly)?|wrong(?:ly|s)?|by mistake|for nothing|precision|hounded|accused|right when)\b",
    ),
    (
        "accuracy",
        r"\b(?:accura\w+|sorted right|correct\w*|get(?:s|ting)? (?:it )?right|hit rate|share right)\b",
    ),
    (
        "recall",
        r"\b(?:caught|catch|found|find|spot\w*|detect\w*|miss\w*|slip\w*|overlook\w*|recall|sensitivity)\b",
    ),
)
_POINTS = re.compile(r"\s?(?:percentage )?(?:points?|pp)\b", re.IGNORECASE)
_GAP = frozenset({"group_gap"})
USUAL = 0.05
"""Offered where no number was said."""
NEAR = 0.14
"""Likeness to the examples of gaps from which the words are taken for one."""


def gap_in(text: str, context: Context) -> list[Heard]:
    """Return the must that groups of a column do not differ by more than so much.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    facts = context.facts
    if facts is None or not _UNEQUAL.search(text) or not _open(context):
        return []
    if any(q.kind == "ratio" for q in quantities(text)):
        return []  # "ten times worse" weighs one mistake against another
    column = _column(text, facts, context)
    ranked = like(text, context, _GAP)
    if column is None or not ranked or ranked[0].score < NEAR:
        return []
    most, span = _most(text)
    must: dict[str, Any] = {
        "metric": "group_gap",
        "of": _of(text, context),
        "column": column,
    }
    must["at_most"] = most if most is not None else USUAL
    before = tuple(context.brief.get("success.require", ()))
    return [
        Heard(
            "success.require",
            (*before, must),
            *span,
            0.95 if most is not None else 0.45,
        )
    ]


def _open(context: Context) -> bool:
    return context.asking in (
        None,
        "success.objective",
        "success.require",
        "goal.action",
    )


def _not(target: Any) -> tuple[str, ...]:
    return (str(target),) if target else ()


def _column(text: str, facts: Facts, context: Context) -> str | None:
    target = context.brief.get("table.target")
    by_value = [v.column for v in values_in(text, facts) if v.column != target]
    named = [
        n.column
        for n in columns_in(text, facts)
        if n.score >= 0.8 and n.column != target
    ]
    groups = [
        name for name in dict.fromkeys([*by_value, *named, *meant(text, facts, _not(target))])
        if (c := facts.column(name)) and not c.kind.numeric and 2 <= c.distinct <= 60
    ]  # fmt: skip
    return groups[0] if groups else None


def _most(text: str) -> tuple[float | None, tuple[int, int]]:
    """Return the widest gap said, as a share, and where; without one the whole message."""
    whole = (0, len(text))
    found = [q for q in quantities(text) if _gap_of(q, text)]
    if len(found) != 1:
        return None, whole
    q = found[0]
    value = q.value if q.kind == "percent" else q.value / 100
    return round(value, 9), whole


def _gap_of(q: Quantity, text: str) -> bool:
    points = _POINTS.match(text, q.end) is not None
    return (q.kind == "percent" and 0 < q.value < 0.6) or (
        q.kind == "number" and points
    )


def _of(text: str, context: Context) -> str:
    for metric, words in _METRICS:
        if re.search(words, text, re.IGNORECASE):
            return (
                metric
                if task_of(context) == "binary" or metric == "accuracy"
                else "accuracy"
            )
    return "recall" if task_of(context) == "binary" else "accuracy"
