"""What a question speaks of: rows, changes, columns, each with its place.

First all is tagged, then the places are masked, and only what is left tells what is
asked. Invariant: every number is used once, or kept among the unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..facts import Facts, Kind
from .binding import Bound
from .counted_noun import counted_span
from .cues import asks
from .havings import Having, havings
from .indexing import Same
from .joining import joined, rivals_of, test_of
from .leftover import leftover, said_better
from .measure import MOVES, Measure
from .mentions import cues, tokens
from .numbered import clash, compares, numbers_in
from .restricted import Restricting
from .rownames import by_id, row_by_noun, rows_named
from .shown import shown_in, top_in
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
    shown: int | None = None
    """The number of 'show me five of them'."""
    tops: int | None = None
    """The number of 'the top three'."""
    used: tuple[Span, ...] = ()
    """Names of columns that a number or a value has used."""

    def masked(self, text: str, signs: str = "rnvcdts") -> str:
        """Return a message with a sign in place of what is tagged so."""
        shown, at = [], 0
        for start, end, sign in self.masks:
            if start < at or sign not in signs:
                continue
            shown += [text[at:start], f"§{sign}"]
            at = end
        return "".join([*shown, text[at:]])


def sense(
    text: str, facts: Facts, taken: Iterable[Span] = (), target: str | None = None,
    row: str = "",
) -> Sense:  # fmt: skip
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
    row : str
        What one row is, in the person's word.
    """
    return _sense(text, Same(facts), tuple(taken), target, row)


@lru_cache(maxsize=256)
def _sense(
    text: str, key: Same, taken: tuple[Span, ...], target: str | None, row: str
) -> Sense:
    tagging = _Tagging(text, key.facts, list(taken), target)
    tagging.tag_rows()
    tagging.tag_top()
    tagging.tag_numbers()
    tagging.tag_values()
    tagging.tag_restrictions(row)
    tagging.tag_columns()
    return tagging.sense()


Step = tuple[dict[str, Any], Span]


class _Tagging:
    """The tags of one message, as they are found."""

    def __init__(
        self, text: str, facts: Facts, used: list[Span], target: str | None
    ) -> None:
        self.text, self.facts, self.used, self.target = text, facts, used, target
        self.tests: list[tuple[int, int, Any]] = []
        self.masks: list[tuple[int, int, str]] = []
        self.steps: list[Step] = []
        self.bounds: list[Bound] = []
        self.changes: list[Bound] = []
        self.compared: list[Bound] = []
        self.top: int | None = None
        self.shown: int | None = None
        self.rest: list[str] = []
        """What of the restrictions nothing explains."""
        self.row = False
        """Whether one row is named by its number."""

    def tag_rows(self) -> None:
        """Tag the rows that are named by number."""
        for at, end, test in _rows(self.text, self.facts, self.used):
            self.used.append((at, end))
            self.masks.append((at, end, "r"))
            self.row = self.row or isinstance(test.get("is"), int)
            if not any(t == test for _, _, t in self.tests):
                self.tests.append((at, end, test))

    def tag_top(self) -> None:
        """Tag the number of 'the top three'."""
        found = top_in(self.text)
        if found:
            self.top, span = found
            self.used.append(span)
            self.masks.append((*span, "t"))
        shown = None if found else shown_in(self.text)
        if shown:
            self.shown, span = shown
            self.used.append(span)
            self.masks.append((*span, "s"))

    def tag_numbers(self) -> None:
        """Tag the numbers that change a column, and those that compare with one."""
        text, row = self.text, bool(self.tests)
        self.bounds = numbers_in(text, self.facts, self.used, self.target)
        self.changes = [
            b for b in self.bounds
            if b.column and (b.measure.role == MOVES or set_by(b, text, row))
        ]  # fmt: skip
        self.steps = [
            (step_of(b), (b.measure.opens, b.measure.closes)) for b in self.changes
        ]
        more = multiplied(text, self.facts)
        self.steps += [more] if more and not self.steps else []
        moved = {s["column"] for s, _ in self.steps}
        self.compared = [
            b for b in self.bounds
            if b not in self.changes and compares(b)
            and (b.column not in moved or b.measure.key != "is" or b.cue)
        ]  # fmt: skip
        for b in (*self.changes, *self.compared):
            sign = "d" if b in self.changes else "n"
            self.masks.append((b.measure.opens, b.measure.closes, sign))
            self.masks += [(b.cue.start, b.cue.end, "c")] if b.cue else []
        self.tests += [
            (b.measure.start, b.measure.closes, test_of(b)) for b in self.compared
        ]

    def tag_values(self) -> None:
        """Tag what rows are or have, and the value that a supposition puts."""
        told = [b for b in self.bounds if b.column]
        kept = [*self.used, *((b.measure.opens, b.measure.closes) for b in told)]
        kept += [(b.cue.start, b.cue.end) for b in told if b.cue]
        kept += [span for _, span in self.steps]
        kept += [m.span() for m in _EACH_OTHER.finditer(self.text)]
        kept += [span for b in told if (span := counted_span(self.text, b.measure))]
        left = {s["column"] for s, _ in self.steps}
        left |= {b.column for b in self.compared if b.column}
        had = havings(self.text, self.facts, kept, left, self.target)
        over = [(b.measure.start, b.measure.closes) for b in self.compared]
        free = [h for h in had if not self._beside_a_move(h)]
        moving = put(self.text, self.facts, free, self.target, over)
        if moving:
            self.steps.append(moving)
            had = [h for h in had if (h.start, h.end) != moving[1]]
        self.masks += [(h.start, h.end, "v") for h in had]
        if self.row:
            had = []  # "Bella in row 84" is row 84: what else is said of it, it has
        self.masks += [(*span, "d") for _, span in self.steps]
        self.tests += [(h.start, h.end, h.test) for h in had]

    def _beside_a_move(self, one: Having) -> bool:
        """Return whether a value says of which rows a number moves: "up 10 % at the Station"."""
        return any(
            end <= one.start and _WHERE.fullmatch(self.text[end : one.start])
            for _, (_, end) in self.steps
        )

    def tag_restrictions(self, row: str) -> None:
        """Tag what else tells some rows from others, and keep what nothing explains."""
        told = [m[:2] for m in self.masks]
        left = {s["column"] for s, _ in self.steps}
        left |= {c for _, _, t in self.tests for c in _columns(t)}
        if self.row:
            return
        read = Restricting(self.text, self.facts, told, left, self.target, row)
        had, self.rest = read.read()
        self.masks += [(h.start, h.end, "v") for h in had]
        self.tests += [(h.start, h.end, h.test) for h in had]

    def tag_columns(self) -> None:
        """Tag the columns named that nothing has used."""
        spans = [m[:2] for m in self.masks]
        self.masks += [
            (c.start, c.end, "c") for c in cues(self.text, self.facts)
            if c.weight >= 0.75 and c.kind == "name"
            and not clash((c.start, c.end), spans)
            and not (c.weight < 0.9 and asks(self.text[c.start : c.end]))
        ]  # fmt: skip

    def sense(self) -> Sense:
        """Return all that was tagged."""
        text, done = self.text, [*self.changes, *self.compared]
        tests: list[tuple[int, int, Any]] = []
        for one in sorted(self.tests, key=lambda t: t[0]):
            if all(one[2] != t[2] for t in tests):  # "over ten days, I mean above 10"
                tests.append(one)
        unused = (b.measure for b in self.bounds if b not in done)
        rest = (*leftover(text, self.facts, [m[:2] for m in self.masks]), *self.rest)
        return Sense(
            rows=joined(text, tests),
            changes=tuple(s for s, _ in self.steps),
            moved=tuple(p for _, p in self.steps),
            masks=tuple(sorted(self.masks, key=lambda m: (m[0], m[0] - m[1]))),
            unused=(
                *(text[m.start : m.end] for m in unused),
                *said_better(text, rest, (t[0] for t in tests)),
            ),
            rivals=rivals_of(text, tests, self.compared),
            tops=self.top,
            shown=self.shown,
            used=tuple(
                (b.cue.start, b.cue.end) for b in done if b.cue and _near(b, text)
            ),
        )


_EACH_OTHER = re.compile(r"\b(?:each other|one another|every other)\b", re.IGNORECASE)
"""Words that are no value of a column: "other"."""
_WHERE = re.compile(
    r"\s?(?:off |from |of |on |onto )?(?:the |our |their |its )?(?:[^\W\d_]+ ){0,2}?(?:at|in|for|on|off|with|among|to)"
    r"\s(?:the |our |all |all the )?",
    re.IGNORECASE,
)
"""Between a number that moves and the rows where it does."""


def _columns(test: Any) -> list[str]:
    """Return the columns of a test."""
    if "column" in test:
        return [test["column"]]
    return [c for side in test.values() for t in (side if isinstance(side, list) else [side])
            for c in _columns(t)]  # fmt: skip


def _numbered_by(numbers: list[int], facts: Facts) -> str:
    """Return what numbers of rows stand in: their place, or the column that names rows.

    A number beyond the last row is none of a place: "booking 480315".
    """
    own = [c.name for c in facts.columns if c.kind is Kind.ID
           and any(e.isdigit() for e in c.examples)]  # fmt: skip
    beyond = facts.rows and min(numbers) > facts.rows
    return own[0] if beyond and len(own) == 1 else "row"


def _rows(text: str, facts: Facts, used: list[Span]) -> list[tuple[int, int, Any]]:
    row = row_by_noun(text, facts)
    if row:
        return [(row[1], row[2], row[0])]
    named = [r for r in rows_named(text, facts) if not clash(r[1:], used)]
    if named:
        numbers = list(dict.fromkeys(n for n, _, _ in named))
        test = {
            "column": _numbered_by(numbers, facts),
            "is": numbers if len(numbers) > 1 else numbers[0],
        }
        spans = dict.fromkeys((start, end) for _, start, end in named)
        return [(start, end, test) for start, end in spans]
    return [(at, at + len(str(t["is"])), t) for at, t in by_id(text, facts)]


def _near(one: Bound, text: str) -> bool:
    if one.cue is None:
        return False
    low = min(one.cue.end, one.measure.closes)
    return len(tokens(text[low : max(one.cue.start, one.measure.opens)])) <= 6


__all__ = ["Having", "Measure", "Sense", "sense"]
