"""Costs of mixing up classes, where there are more than two."""

from __future__ import annotations

import re
from itertools import permutations

from .clauses import clauses
from .hunting import hunt
from .mistakes import has
from .normal import parts, stem
from .quantities import Quantity
from .reading import Context, Heard
from .roles import role_of
from .sums import tidy

_ANY_OTHER = re.compile(
    r"\b(?:any|every|all|the|all the|each) other|anything else|everything else|the (?:rest|others)\b",
    re.I,
)
_OTHER_TWO = re.compile(r"\bother (?:one|two|three|four|five|six)\b", re.IGNORECASE)


def classes_in(text: str, context: Context) -> list[str]:
    """Return the target's classes that a text names, in its order."""
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None or column.distinct > 12:
        return []
    joined = re.sub(
        r"\bdrop(?:s|ped|ping)? out\b", "dropout", text, flags=re.IGNORECASE
    )
    places = []
    for value in column.values:
        roots = [stem(p) for p in parts(value)]
        for match in re.finditer(r"[^\W_]+", joined):
            if roots and stem(match.group()) == roots[0]:
                places.append((match.start(), value))
                break
    return [v for _, v in sorted(places)]


def matrix_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return a cost matrix from 'calling an A a B is five times as bad as the rest'."""
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None:
        return []
    every = [v for v in column.values if v][:12]
    ratio = next((q for q in found if q.kind == "ratio" and q.second), None)
    if ratio and has("much", text):
        named = classes_in(text[: ratio.start], context)
        pairs = _pairs(named, every)
        if pairs and _ANY_OTHER.search(text[ratio.end :]):
            cells = dict.fromkeys(permutations(every, 2), 1.0)
            cells.update(dict.fromkeys(pairs, ratio.value))
            return [_heard(cells, text)]
    return _priced(text, found, context, every)


def _pairs(named: list[str], every: list[str]) -> list[tuple[str, str]]:
    if len(named) >= 2:
        return [(named[0], named[1])]
    return [(named[0], v) for v in every if v != named[0]] if named else []


def _priced(
    text: str, found: tuple[Quantity, ...], context: Context, every: list[str]
) -> list[Heard]:
    cells: dict[tuple[str, str], float] = {}
    pending: list[tuple[str, str]] = []
    others = [m.span() for m in _OTHER_TWO.finditer(text)]
    found = tuple(q for q in found if not any(a <= q.start < b for a, b in others))
    for start, stop in clauses(text):
        clause = text[start:stop]
        named = classes_in(clause, context)
        if named:
            pending = _pairs(named, every)
            if re.search(r"\bmix\w*|\bconfus\w*|\beither way\b", text[:stop], re.I):
                named = [] if len(named) < 2 and pending else named
                pending += [(b, a) for a, b in pending if len(named) >= 2]
        elif cells and _ANY_OTHER.search(clause):
            pending = [p for p in permutations(every, 2) if p not in cells]
        elif (
            not pending
            and role_of(clause, hunt(context))
            and not _ANY_OTHER.search(text)
        ):
            return []
        amounts = [q for q in found if start <= q.start < stop
                   and q.kind in ("number", "money") and not q.per]  # fmt: skip
        if len(amounts) == 1 and pending:
            cells.update(dict.fromkeys(pending, amounts[0].value))
            pending = []
    return [_heard(cells, text)] if len(cells) >= 2 else []


def _heard(cells: dict[tuple[str, str], float], text: str) -> Heard:
    matrix: dict[str, dict[str, float]] = {}
    for (true, predicted), cost in cells.items():
        matrix.setdefault(true, {})[predicted] = tidy(cost)
    return Heard("success.cost_matrix", matrix, 0, len(text), 0.85)
