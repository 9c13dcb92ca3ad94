"""A question as a reading, with the numbers of the message that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .filters import number_in
from .quantities import quantities
from .queries import Query
from .reading import CLARIFY, Reading, Understanding, one


def asked_of(query: Mapping[str, Any], said: str, score: float) -> Understanding:
    """Return a question; one that leaves a number of the message out is offered."""
    left = query.unused if isinstance(query, Query) else _left(query, said)
    reading = Reading(("query",), query=query, score=score, unused=left)
    rivals = query.rivals if isinstance(query, Query) else ()
    others = [Reading(("query",), query=r, score=score / 2) for r in rivals[:2]]
    if not left and not others:
        return one(reading)
    return Understanding(CLARIFY, (reading, *others))


def _left(query: Mapping[str, Any], said: str) -> tuple[str, ...]:
    told = set(_numbers(query))
    return tuple(
        q.text
        for q in quantities(said)
        if not q.per and not {abs(number_in(q)), q.value, q.value * 100} & told
        and not (q.kind == "percent" and {1 + q.value, 1 - q.value} & told)
        and q.kind in ("number", "money", "percent", "ratio")
    )  # fmt: skip


def _numbers(tree: Any) -> list[float]:
    if isinstance(tree, Mapping):
        return [n for v in tree.values() for n in _numbers(v)]
    if isinstance(tree, list | tuple):
        return [n for v in tree for n in _numbers(v)]
    if isinstance(tree, str):
        return [float(d) for d in re.findall(r"\d+(?:\.\d+)?", tree)]
    return [abs(float(tree))] if isinstance(tree, int | float) else []
