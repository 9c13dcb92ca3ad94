"""A table as lines of text: aligned by terminal cells, cut to the width.

Where the columns cannot stand beside each other it becomes records of ``name: value``,
which is also how a screen reader wants it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .cells import cell_width, pad, wrap
from .sanitise import safe

_GAP = "  "
# Narrower than this a cut column says nothing.
_LEAST = 4


def number(value: float) -> str:
    """Return a number as people read it: three digits, thousands set apart.

    Examples
    --------
    >>> number(12345.6), number(0.01234), number(-3.0), number(float("nan"))
    ('12,346', '0.0123', '−3', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 1000 or value == int(value):
        text = f"{value:,.0f}"
    elif size >= 0.001:
        text = f"{value:.3g}"
    else:
        text = f"{value:.2g}"
    return text.replace("-", "−", 1) if text.startswith("-") else text


def brief_number(value: float) -> str:
    """Return a number by its first two digits, written out.

    Examples
    --------
    >>> brief_number(243.1), brief_number(0.0312), brief_number(18.0)
    ('240', '0.031', '18')
    """
    return number(float(f"{value:.2g}"))


def cell(value: Any) -> str:
    """Return one cell as safe text."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    return safe(str(value))


def table_lines(
    headers: Sequence[Any], rows: Sequence[Sequence[Any]], width: int, rule: str = "─"
) -> list[str]:
    """Return a table as lines of at most ``width`` cells.

    Parameters
    ----------
    headers : sequence
        Column names.
    rows : sequence of sequences
        Numbers stand to the right, texts to the left.
    width : int
        Cells available.
    rule : str
        The character of the line under the headers.
    """
    names = [safe(str(h)) for h in headers]
    texts = [[cell(v) for v in row] for row in rows]
    widths = _widths(names, texts, width)
    if widths is None:
        return records(names, texts, width)
    right = [_is_numeric(rows, i) for i in range(len(names))]
    lines = [_line(names, widths, right), _GAP.join(rule * w for w in widths)]
    return lines + [_line(row, widths, right) for row in texts]


def records(
    names: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> list[str]:
    """Return rows as ``name: value`` lines, an empty line between rows."""
    lines: list[str] = []
    for row in rows:
        for name, value in zip(names, row, strict=False):
            lines += wrap(f"{name}: {value}", width, "  ")
        lines.append("")
    return lines[:-1]


def _is_numeric(rows: Sequence[Sequence[Any]], index: int) -> bool:
    found = [row[index] for row in rows if index < len(row) and row[index] is not None]
    return bool(found) and all(
        isinstance(v, int | float) and not isinstance(v, bool) for v in found
    )


def _widths(
    names: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> list[int] | None:
    """Return column widths that fit, or None where they cannot."""
    wanted = [
        max([cell_width(name), *(cell_width(r[i]) for r in rows if i < len(r)), 1])
        for i, name in enumerate(names)
    ]
    room = width - len(_GAP) * (len(names) - 1)
    while sum(wanted) > room:
        widest = max(range(len(wanted)), key=wanted.__getitem__)
        if wanted[widest] <= _LEAST:
            return None
        # The widest gives way first, down to the next widest, so short ones stay whole.
        second = max([w for w in wanted if w < wanted[widest]], default=_LEAST)
        over = sum(wanted) - room
        wanted[widest] = max(wanted[widest] - over, min(second, wanted[widest] - 1))
    return wanted


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        pad(row[i] if i < len(row) else "", w, "right" if right[i] else "left")
        for i, w in enumerate(widths)
    ]
    return _GAP.join(padded).rstrip()
