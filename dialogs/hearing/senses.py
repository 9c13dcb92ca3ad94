"""What a question speaks of: rows, changes, columns, each with its place.

First all is tagged, then the places are masked, and only what is left tells what is
asked. Invariant: every number is used once, or kept among the unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ..facts import Facts
from .binding import Bound, bound
from .cues import asks
from .havings import Having, havings
from .indexing import Same
from .lexis import loaded
from .measure import COMPARES, MOVES, Measure
from .measured import measures
from .mentions import cues, tokens
from .normal import parts
from .rownames import by_id, row_by_noun, rows_named
from .whatif import multiplied, put, set_by, step_of

Span = tuple[int, int]


@dataclass(frozen=True)
class Sense:
    """What a message speaks of."""

    rows: Any = None
    changes: tuple[dict[str, Any], ...] = ()
    moved: tuple[Span, ...] = ()
    """Where the changes stand."""
    masks: tuple[tuple[int, int, str], ...] = ()
    """Place and sign of what is tagged: r row, n number, v value, c column, d change."""
    unused: tuple[str, ...] = ()
    """Numbers that belong to nothing."""
    rivals: tuple[Any, ...] = ()
    """Other rows that could be meant."""
    tops: int | None = None
    """The number of 'the top three'."""
    used: tuple[Span, ...] = ()
    """Names of columns that a number or a value has used."""

    def masked(self, text: str) -> str:
        """Return a message with a sign in place of what is tagged."""
        shown, at = [], 0
        for start, end, sign in self.masks:
            if start < at:
                continue
            shown += [text[at:start], f"§{sign}"]
            at = end
        return "".join([*shown, text[at:]])


def top_in(text: str) -> tuple[int, Span] | None:
    """Return how many are asked for in 'the three most important', and where."""
    from .numerals import value_of

    for match in re.finditer(loaded("queries")["top"]["pattern"], text, re.IGNORECASE):
        said = next((g for g in match.groups() if g), "")
        value = value_of(said)
        if value and value == int(value) and value < 100:
            start = match.start() + match.group().index(said)
            return int(value), (start, start + len(said))
    return None


def sense(
    text: str, facts: Facts, taken: Iterable[Span] = (), target: str | None = None
) -> Sense:
    """Return what a message speaks of.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    taken : iterable of (int, int)
        Places already used by something else.
    target : str, optional
        The column predicted: what is said of it is seldom a filter.
    """
    return _sense(text, Same(facts), tuple(taken), target)


@lru_cache(maxsize=256)
def _sense(text: str, key: Same, taken: tuple[Span, ...], target: str | None) -> Sense:
    facts = key.facts
    used: list[Span] = list(taken)
    tests: list[tuple[int, int, Any]] = []
    masks: list[tuple[int, int, str]] = []
    for at, end, test in _rows(text, facts, used):
        used.append((at, end))
        masks.append((at, end, "r"))
        if not any(t == test for _, _, t in tests):
            tests.append((at, end, test))
    row = bool(tests)
    top = top_in(text)
    if top:
        used.append(top[1])
        masks.append((*top[1], "t"))
    bounds = _bounds(text, facts, used)
    changes = [
        b
        for b in bounds
        if b.column and (b.measure.role == MOVES or set_by(b, text, row))
    ]
    steps = [(step_of(b), (b.measure.opens, b.measure.closes)) for b in changes]
    more = multiplied(text, facts)
    steps += [more] if more and not steps else []
    moved = {s["column"] for s, _ in steps}
    compared = [b for b in bounds if b not in changes and _compares(b)]
    compared = [
        b for b in compared if b.column not in moved or b.measure.key != "is" or b.cue
    ]
    kept = [*used, *((b.measure.opens, b.measure.closes) for b in bounds if b.column)]
    kept += [(b.cue.start, b.cue.end) for b in bounds if b.cue and b.column]
    had = havings(
        text, facts, kept, moved | {b.column for b in compared if b.column}, target
    )
    moving = put(text, facts, had, target)
    if moving:
        steps.append(moving)
        had = [h for h in had if (h.start, h.end) != moving[1]]
    for b in bounds:
        if b.column and (b in changes or b in compared):
            sign = "d" if b in changes else "n"
            masks.append((b.measure.opens, b.measure.closes, sign))
            masks += [(b.cue.start, b.cue.end, "c")] if b.cue else []
    masks += [(h.start, h.end, "v") for h in had]
    masks += [(*span, "d") for _, span in steps]
    tests += [(b.measure.start, b.measure.closes, _test(b)) for b in compared]
    tests += [(h.start, h.end, h.test) for h in had]
    tests.sort(key=lambda t: t[0])
    spans = [m[:2] for m in masks]
    masks += [(c.start, c.end, "c") for c in cues(text, facts)
              if c.weight >= 0.75 and c.kind == "name" and not _clash((c.start, c.end), spans)
              and not (c.weight < 0.9 and asks(text[c.start : c.end]))]  # fmt: skip
    done = [*changes, *compared]
    unused = tuple(
        text[b.measure.start : b.measure.end] for b in bounds if b not in done
    )
    return Sense(
        joined(text, tests), tuple(s for s, _ in steps), tuple(p for _, p in steps),
        tuple(sorted(masks, key=lambda m: (m[0], m[0] - m[1]))), unused,
        _rivals(text, tests, compared), top[0] if top else None,
        tuple((b.cue.start, b.cue.end) for b in done if b.cue and _near(b, text)),
    )  # fmt: skip


def _clash(span: Span, others: Iterable[Span]) -> bool:
    return any(s < span[1] and span[0] < e for s, e in others)


def _rows(text: str, facts: Facts, used: list[Span]) -> list[tuple[int, int, Any]]:
    row = row_by_noun(text, facts)
    if row:
        return [(row[1], row[2], row[0])]
    named = [r for r in rows_named(text, facts) if not _clash(r[1:], used)]
    if named:
        numbers = list(dict.fromkeys(n for n, _, _ in named))
        test = {"column": "row", "is": numbers if len(numbers) > 1 else numbers[0]}
        spans = dict.fromkeys((start, end) for _, start, end in named)
        return [(start, end, test) for start, end in spans]
    return [(at, at + len(str(t["is"])), t) for at, t in by_id(text, facts)]


def _bounds(text: str, facts: Facts, used: list[Span]) -> list[Bound]:
    numbers = [
        m for m in measures(text)
        if not _clash((m.start, m.end), used) and not _in_header(m, text, facts)
    ]  # fmt: skip
    return bound(text, facts, numbers)


def _in_header(one: Measure, text: str, facts: Facts) -> bool:
    """Return whether a number is part of a header: 'in the last 5 years' of last_5y."""
    if not re.search(
        r"\b(?:last|past|first|within|next|recent)\s+$", text[: one.start], re.I
    ):
        return False
    return any(
        p.startswith(f"{one.said}") for c in facts.columns for p in parts(c.name)
    )


def _compares(one: Bound) -> bool:
    if one.column is None or one.measure.role == MOVES:
        return False
    return one.measure.role == COMPARES or one.score >= 0.45


def _test(one: Bound) -> Any:
    m = one.measure
    value = m.said
    test = {"column": one.column, m.key: value}
    return {"not": test} if m.denied and m.key == "is" else test


def _near(one: Bound, text: str) -> bool:
    if one.cue is None:
        return False
    low = min(one.cue.end, one.measure.closes)
    return len(tokens(text[low : max(one.cue.start, one.measure.opens)])) <= 6


def _rivals(
    text: str, tests: list[tuple[int, int, Any]], compared: list[Bound]
) -> tuple[Any, ...]:
    found = []
    for one in compared:
        if one.rival is None:
            continue
        swapped = [
            (s, e, {"column": one.rival, one.measure.key: one.measure.said}
             if t == _test(one) else t)
            for s, e, t in tests
        ]  # fmt: skip
        found.append(joined(text, swapped))
    return tuple(found)


def joined(text: str, tests: list[tuple[int, int, Any]]) -> Any:
    """Return tests as one filter, by the words between them."""
    if not tests:
        return None
    groups: list[list[Any]] = [[tests[0][2]]]
    for (_, before, _), (at, _, test) in pairwise(tests):
        if re.search(r"\b(?:or|either)\b", text[before:at], re.IGNORECASE):
            groups.append([test])
        else:
            groups[-1].append(test)
    sides = [g[0] if len(g) == 1 else {"and": g} for g in groups]
    return sides[0] if len(sides) == 1 else {"or": sides}


__all__ = ["Having", "Measure", "Sense", "sense", "top_in"]
