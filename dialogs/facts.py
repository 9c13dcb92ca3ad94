"""Facts: what is known about a table, with nothing of the table in it but samples.

Made by the table's reader, handed to the conversation as a value. Invariant: every text
in here came from a file and is hostile until a screen has passed it through its
sanitiser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    AMOUNT = "amount"
    SHARE = "share"
    YES_NO = "yes_no"
    CATEGORY = "category"
    ORDERED = "ordered"
    DATE = "date"
    TEXT = "text"
    CODE = "code"
    ID = "id"
    COORDINATE = "coordinate"
    CONSTANT = "constant"
    EMPTY = "empty"

    @property
    def numeric(self) -> bool:
        """Whether values of this kind can be compared and averaged."""
        return self in _NUMERIC


_NUMERIC = frozenset({Kind.NUMBER, Kind.AMOUNT, Kind.SHARE, Kind.COORDINATE})


@dataclass(frozen=True)
class ColumnFacts:
    """What is known about one column."""

    name: str
    kind: Kind
    rows: int
    missing: int = 0
    """Cells that hold nothing, declared gaps included."""
    distinct: int = 0
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    std: float | None = None
    quantiles: tuple[float, ...] = ()
    """At 5, 25, 50, 75 and 95 in 100, for numbers."""
    top: tuple[tuple[str, int], ...] = ()
    """The commonest values as text, with their counts; all of them up to 60."""
    examples: tuple[str, ...] = ()
    unit: str = ""
    first: str = ""
    last: str = ""
    """ISO dates of the range, for dates."""
    frequency: str = ""
    """For dates: hour, day, week, month, year, or nothing where uneven."""
    integers: bool = False
    ascending: bool = False
    """Never falls in the file's order."""
    sensitive: str = ""
    """What sensitive attribute it looks like (sex, age, origin, health ...), if any."""

    @property
    def values(self) -> tuple[str, ...]:
        """The commonest values as text."""
        return tuple(value for value, _ in self.top)


@dataclass(frozen=True)
class Suspicion:
    """Something odd about a table, with what is proposed."""

    id: str
    """Stable within a table: the kind and its columns."""
    kind: str
    """Such as leakage, id, constant, sentinel, blank_text, duplicate_rows, few_rows."""
    columns: tuple[str, ...] = ()
    rows: int = 0
    severity: int = 1
    """3 stops and asks, 2 is raised, 1 waits under 'what else did you notice?'."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """Numbers and samples for the sentence: value, share, auc, example ..."""
    repair: str = ""
    """What is proposed: ignore, drop_rows, as_missing, fill_zero, as_number, as_date,
    one_spelling, blank_is_no, keep, group, time; empty where it is only said."""
    default: bool = True
    """Whether the repair applies unless refused."""


@dataclass(frozen=True)
class Note:
    """One visible act of the reader: what was converted, set aside or doubted."""

    kind: str
    column: str = ""
    rows: tuple[int, ...] = ()
    """Line numbers, at most 20 of them."""
    text: str = ""
    count: int = 0


@dataclass(frozen=True)
class Facts:
    """What is known about a table."""

    name: str
    path: str
    rows: int
    columns: tuple[ColumnFacts, ...]
    suspicions: tuple[Suspicion, ...] = ()
    notes: tuple[Note, ...] = ()
    sampled: int | None = None
    """How many rows the statistics rest on, where not all."""
    digest: str = ""
    """SHA-256 of the file."""
    sheets: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the file's order."""
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> ColumnFacts | None:
        """Return a column's facts, or None."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, ColumnFacts]:
        # Asked for by name hundreds of times in a turn; the first of a name counts.
        return {c.name: c for c in reversed(self.columns)}
