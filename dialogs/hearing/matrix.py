"""Costs of mixing up classes, where there are more than two."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

from .clauses import clauses
from .hunting import hunt
from .mistakes import has
from .mixups import Mixup, Named, classes_named, mixups
from .quantities import Quantity
from .reading import Context, Heard
from .roles import role_of
from .sums import counted, tidy

Cells = dict[tuple[str, str], float]

_ANY_OTHER = re.compile(
    r"\b(?:any|every|all|the|all the|each) other(?! way)|anything else|everything else|the (?:rest|others)\b",
    re.I,
)
_REVERSE = re.compile(
    r"\b(?:the )?other way (?:round|around|about)|vice versa|the (?:reverse|opposite)\b",
    re.I,
)
_OTHER_TWO = re.compile(r"\bother (?:one|two|three|four|five|six)\b", re.IGNORECASE)
_ONE = re.compile(
    r"(?:\b(?:is|costs?|counts?(?: as| for)?|weighs?)\s|[,:]\s(?=one points?\b))"
    r"(?P<one>one)(?=\s*(?:[.;,!]|$|points?\b))",
    re.I,
)
"""One as a price, where it is no pronoun: "any other mix-up is one"."""
_STEPS = re.compile(
    r"\b(?:one|two|three|a|1|2|3)\s(?:rung|step|level|notch|grade|star|class|category|stage)(?:e?s)?\s"
    r"(?:off|out|away|apart|up|down|too|either)\b",
    re.IGNORECASE,
)
_MIXED = re.compile(r"\b(?:mix\w*|confus\w*|swap\w*|muddl\w*)\b", re.IGNORECASE)
DOUBTED = 0.45


def matrix_in(text: str, found: tuple[Quantity, ...], context: Context) -> list[Heard]:
    """Return a cost matrix from 'calling an A a B is five times as bad as the rest'."""
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None or _STEPS.search(text):
        return []
    every = [v for v in column.values if v][:12]
    named = classes_named(text, context)
    pairs = mixups(text, named)
    ratio = next((q for q in found if q.kind == "ratio" and q.second), None)
    if ratio and has("much", text):
        cells = _weighed(text, ratio, named, pairs, every)
        if cells:
            return [_heard(cells, text)]
    if pairs:
        rows = _rows_missed(text, pairs, named, every)
        told = _of_pairs(text, found, pairs, every, rows)
        if told is not None:
            return [_heard(told, text)] if len(told) >= 2 else []
    mixed = any(_MIXED.search(text[: p.start]) for p in pairs)
    heard = _priced(text, found, context, every)
    # Two are mixed up and a sum is left over: what it prices was not understood.
    return [replace(h, score=DOUBTED) for h in heard] if mixed else heard


def _weighed(
    text: str, ratio: Quantity, named: list[Named], pairs: list[Mixup], every: list[str]
) -> Cells:
    """Return the cells of a mix-up told as so many times another, or all others."""
    before = [(p.true, p.said) for p in pairs if p.end <= ratio.start]
    after = [(p.true, p.said) for p in pairs if p.start >= ratio.end]
    rest = text[ratio.end :]
    if not before:
        before = _whole_row([n for n in named if n.end <= ratio.start], every)
    if before and _ANY_OTHER.search(rest):
        cells = dict.fromkeys(permutations(every, 2), 1.0)
    elif before and _REVERSE.search(rest):
        cells = {(said, true): 1.0 for true, said in before}
    elif before and after:
        cells = dict.fromkeys(after, 1.0)
    else:
        return {}
    cells.update(dict.fromkeys(before, ratio.value / (ratio.second or 1.0)))
    return cells


def _whole_row(named: list[Named], every: list[str]) -> list[tuple[str, str]]:
    """Return the mix-ups of the one class named, with every other."""
    values = list(dict.fromkeys(n.value for n in named))
    if len(values) != 1:
        return []
    return [(values[0], v) for v in every if v != values[0]]


def _sums(text: str, found: tuple[Quantity, ...]) -> list[Quantity]:
    others = [m.span() for m in _OTHER_TWO.finditer(text)]
    ones = [
        Quantity("number", 1.0, *m.span("one"), m["one"]) for m in _ONE.finditer(text)
    ]
    found = (*found, *(o for o in ones if not any(q.start == o.start for q in found)))
    return [
        q for q in found
        if q.kind in ("number", "money") and not q.per
        and not any(a <= q.start < b for a, b in others)
        and not counted(text, q)
    ]  # fmt: skip


Marks = list[tuple[int, list[tuple[str, str]] | str | float]]
"""Places of a message, with the mix-ups, the word, or the sum that stands there."""


def _rows_missed(
    text: str, pairs: list[Mixup], named: list[Named], every: list[str]
) -> Marks:
    """Return the classes said to be missed as such, beside mix-ups of two."""
    marks: Marks = []
    for start, stop in clauses(text):
        inside = [n for n in named if start <= n.start < stop]
        taken = any(p.start < stop and start < p.end for p in pairs)
        alone = len({n.value for n in inside}) == 1 and not taken
        if alone and _wrong(_without(text[start:stop], inside, start)):
            marks.append((inside[-1].end, _whole_row(inside, every)))
    return marks


def _without(clause: str, named: list[Named], offset: int) -> str:
    """Return a clause without the classes it names: a class may be called lost."""
    for n in named:
        at, end = max(0, n.start - offset), max(0, n.end - offset)
        clause = clause[:at] + " " * len(clause[at:end]) + clause[end:]
    return clause


def _of_pairs(
    text: str, found: tuple[Quantity, ...], pairs: list[Mixup], every: list[str],
    rows: Marks,
) -> Cells | None:  # fmt: skip
    """Return the cells of mix-ups that are named, each priced by the sum beside it.

    None where a sum is left that no mix-up is named for.
    """
    marks: Marks = [(p.end, [(p.true, p.said)]) for p in pairs]
    marks += rows
    marks += [(m.end(), "rest") for m in _ANY_OTHER.finditer(text)]
    marks += [(m.end(), "reverse") for m in _REVERSE.finditer(text)]
    marks += [(q.start, q.value) for q in _sums(text, found)]
    cells: Cells = {}
    pending: list[tuple[str, str]] = []
    last: list[tuple[str, str]] = []
    early: float | None = None
    for _, mark in sorted(marks, key=lambda m: m[0]):
        if isinstance(mark, float):
            if not pending:
                if early is not None or cells:
                    return None
                early = mark
                continue
            cells.update(dict.fromkeys(pending, mark))
            last, pending = pending, []
            continue
        if mark == "rest":
            pending = [p for p in permutations(every, 2) if p not in cells]
        elif mark == "reverse":
            pending = [(said, true) for true, said in last]
        else:
            pending = [*pending, *(p for p in mark if isinstance(p, tuple))]
        if early is not None:
            cells.update(dict.fromkeys(pending, early))
            last, pending, early = pending, [], None
    return None if early is not None or pending else cells


def _pairs(named: list[str], every: list[str]) -> list[tuple[str, str]]:
    if len(named) >= 2:
        return [(named[0], named[1])]
    return [(named[0], v) for v in every if v != named[0]] if named else []


def _priced(
    text: str, found: tuple[Quantity, ...], context: Context, every: list[str]
) -> list[Heard]:
    cells: Cells = {}
    pending: list[tuple[str, str]] = []
    amounts = _sums(text, found)
    unclear = False
    sure = bool(mixups(text, classes_named(text, context)))
    for start, stop in clauses(text):
        clause = text[start:stop]
        named = list(dict.fromkeys(n.value for n in classes_named(clause, context)))
        if named:
            pending = _pairs(named, every)
            mixed = re.search(r"\bmix\w*|\bconfus\w*|\beither way\b", text[:stop], re.I)
            if mixed and len(named) >= 2:
                pending += [(b, a) for a, b in pending]
            bare = _without(clause, classes_named(clause, context), 0)
            sure = sure or bool(mixed) or _wrong(bare)
            unclear = unclear or (
                len(named) >= 2
                and not mixed
                and not mixups(clause, classes_named(clause, context))
            )
        elif cells and _ANY_OTHER.search(clause):
            pending = [p for p in permutations(every, 2) if p not in cells]
        elif (
            not pending
            and role_of(clause, hunt(context))
            and not _ANY_OTHER.search(text)
        ):
            return []
        inside = [q for q in amounts if start <= q.start < stop]
        if len(inside) == 1 and pending:
            cells.update(dict.fromkeys(pending, inside[0].value))
            pending = []
    if len(cells) < 2:
        return []
    return [_heard(cells, text, 0.85 if sure and not unclear else DOUBTED)]


_WRONG = re.compile(
    r"\b(?:wrong\w*|mistak\w*|miss\w*|overlook\w*|not (?:see|seen|find|found|spot\w*|catch|caught)|never|nobody"
    r"|false\w*|slip\w*|unseen|unnoticed|undetected|instead|los(?:e|t|ing)|forget\w*|error|fail\w*)\b",
    re.IGNORECASE,
)


def _wrong(clause: str) -> bool:
    """Return whether a clause speaks of a mistake, and not of the thing itself."""
    return _WRONG.search(re.sub(r"n't\b", " not", clause)) is not None


def _heard(cells: Cells, text: str, score: float = 0.85) -> Heard:
    matrix: dict[str, dict[str, float]] = {}
    for (true, predicted), cost in cells.items():
        matrix.setdefault(true, {})[predicted] = tidy(cost)
    return Heard("success.cost_matrix", matrix, 0, len(text), score)
