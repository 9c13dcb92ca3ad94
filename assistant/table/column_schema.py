"""How one column's text becomes typed values: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .dates import DateFormat
from .numbers import NumberFormat

NUMBER, WHOLE, DATE, WORDS = "number", "whole", "date", "text"


@dataclass(frozen=True)
class ColumnSchema:
    """How one column is typed."""

    name: str
    source: str
    """The header as it stands in the file."""
    dtype: str
    """number | whole | date | text."""
    number: NumberFormat = field(default_factory=NumberFormat)
    date: DateFormat | None = None
    gaps: tuple[str, ...] = ()
    """Texts that mean a gap in this column, lower case, beyond the empty one."""
    gap_values: tuple[float, ...] = ()
    """Numbers that mean a gap: sentinels that the person agreed to."""
    fill: float | None = None
    """What a gap is taken for, where agreed."""
    width: int = 0
    """Codes of digits with leading zeros: how many digits each has; 0 where uneven."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Text -> the text it is another spelling of."""
