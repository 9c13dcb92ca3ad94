"""Columns beside each other: which of their values push the answer which way.

A readable cousin of the beeswarm. Instead of a dot a row, which needs colour to tell low
values from high ones, each group of values is a sign on its column's line: digits from
the lowest values up, letters for kinds.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any

from .cells import cell_width, pad, wrap
from .sanitise import safe
from .tabular import cell, number

DIGITS = "123456789"


def signs(row: Mapping[str, Any]) -> list[str]:
    """Return the sign of each point of a row: digits in order, or letters for kinds."""
    taken = string.ascii_lowercase if row.get("levels") else DIGITS
    return list(taken[: len(row["points"])])


def legend(row: Mapping[str, Any]) -> str:
    """Return what a row's signs stand for; of numbers only the ends."""
    named = list(zip(signs(row), row["points"], strict=False))
    told = named if row.get("levels") else [named[0], named[-1]]
    return ", ".join(f"{sign} {cell(point[0])}" for sign, point in told)


def span(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Return the smallest and largest push, zero between them."""
    pushes = [float(p[1]) for row in rows for p in row["points"]]
    return min([0.0, *pushes]), max([0.0, *pushes])


def pushed(value: float) -> str:
    """Return a push with its sign, in three digits."""
    told = float(f"{value:.3g}")
    return f"+{number(told)}" if told > 0 else number(told)


def swarm_lines(data: Mapping[str, Any], width: int, ascii: bool = False) -> list[str]:
    """Return a line a column, its groups of values placed by how they push.

    Parameters
    ----------
    data : mapping
        ``rows``: each with ``label``, ``points`` of (value, push, ...) and ``levels``
        (whether the values are kinds); ``x_title``: what a push is counted in;
        ``key``: what the signs mean.
    width : int
        Cells available.
    ascii : bool
        No characters but ASCII.
    """
    rows = [row for row in data.get("rows") or () if row.get("points")]
    if not rows:
        return ["(nothing to draw)"]
    low, high = span(rows)
    labels = [cell(row["label"]) for row in rows]
    label_width = min(max(map(cell_width, labels)), max(6, width // 3))
    room = max(8, width - label_width - 2)
    axis = "|" if ascii else "│"
    zero = _place(0.0, low, high, room)
    lines = [" " * (label_width + 2) + _scale(low, high, zero, room)]
    indent = " " * min(label_width + 2, width // 2)
    for row, label in zip(rows, labels, strict=True):
        cells = list(" " * room)
        cells[zero] = axis
        _put(cells, row, (low, high), axis)
        lines.append(f"{pad(label, label_width)}  {''.join(cells)}")
        told = f"({legend(row)})"
        lines += [indent + s for s in wrap(told, width - len(indent))]
    for text in (data.get("x_title"), data.get("key")):
        lines += wrap(safe(str(text)), width) if text else []
    return lines


def _place(push: float, low: float, high: float, room: int) -> int:
    return round((push - low) / ((high - low) or 1.0) * (room - 1))


def _put(
    cells: list[str], row: Mapping[str, Any], ends: tuple[float, float], axis: str
) -> None:
    """Set a row's signs; one whose cell is taken goes to the nearest free one."""
    for sign, point in zip(signs(row), row["points"], strict=False):
        wanted = _place(float(point[1]), *ends, len(cells))
        free = [i for i, c in enumerate(cells) if c in (" ", axis)]
        if free:
            cells[min(free, key=lambda i: (abs(i - wanted), i))] = sign


def _scale(low: float, high: float, zero: int, room: int) -> str:
    """Return the ends of the scale, and 0 where the line stands."""
    left = pushed(low) if low < 0 else ""
    right = pushed(high) if high > 0 else ""
    line = left.ljust(room - len(right)) + right
    if len(left) < zero < room - len(right):
        line = f"{line[:zero]}0{line[zero + 1 :]}"
    return line[:room]
