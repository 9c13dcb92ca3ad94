"""A curve as lines of text, and the small one that fits on a line.

No braille, and no colour: the line, its band and its mark differ in their characters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .cells import cell_width, pad
from .sanitise import safe
from .tabular import number

_STEPS = "▁▂▃▄▅▆▇█"
_ASCII_STEPS = "_.-=+*%#"


def spark(values: Sequence[float], width: int, ascii: bool = False) -> str:
    """Return a curve on one line, a character a value.

    Parameters
    ----------
    values : sequence of float
        In order; the last of each stretch is shown where there are more than cells.
    width : int
        Cells available.
    ascii : bool
        No characters but ASCII.

    Examples
    --------
    >>> spark([1, 2, 3, 4], 4)
    '▁▃▆█'
    """
    shown = [v for v in values if math.isfinite(v)]
    if not shown or width < 1:
        return ""
    if len(shown) > width:
        shown = [shown[(i + 1) * len(shown) // width - 1] for i in range(width)]
    steps = _ASCII_STEPS if ascii else _STEPS
    low, high = min(shown), max(shown)
    span = (high - low) or 1.0
    return "".join(steps[round((v - low) / span * (len(steps) - 1))] for v in shown)


def curve_lines(data: Mapping[str, Any], width: int, ascii: bool = False) -> list[str]:
    """Return a line plot of ``x`` against ``y`` with numbers on both axes.

    Parameters
    ----------
    data : mapping
        ``x``, ``y`` (equally long, numbers); optionally ``low``, ``high`` (a band),
        ``x_title``, ``y_title``, ``mark`` (an x to point at), ``point`` (whether the
        curve itself is marked there), ``height`` (lines).
    width : int
        Cells available.
    ascii : bool
        No characters but ASCII.
    """
    points = [
        (float(x), float(y))
        for x, y in zip(data.get("x", ()), data.get("y", ()), strict=False)
        if x is not None and y is not None and math.isfinite(x) and math.isfinite(y)
    ]
    if not points:
        return ["(nothing to draw)"]
    return _Plot(sorted(points), data, width, ascii).lines()


class _Plot:
    """The grid of one curve; rows count from the top."""

    def __init__(
        self,
        points: list[tuple[float, float]],
        data: Mapping[str, Any],
        width: int,
        ascii: bool,
    ) -> None:
        self.points, self.data, self.ascii = points, data, ascii
        self.xs: list[float] = [x for x, _ in points]
        extra = [*(data.get("low") or ()), *(data.get("high") or ())]
        ys = [y for _, y in points] + [float(v) for v in extra if v is not None]
        self.bottom: float = min(ys)
        self.top: float = max(ys)
        if self.bottom == self.top:
            self.bottom, self.top = self.bottom - 0.5, self.top + 0.5
        self.height = int(data.get("height") or (6 if width < 40 else 9))
        ticks = (self.bottom, (self.bottom + self.top) / 2, self.top)
        self.gutter = max(cell_width(number(v)) for v in ticks)
        self.columns = max(4, width - self.gutter - 2)
        self.width = width
        self.grid = [[" "] * self.columns for _ in range(self.height)]

    def lines(self) -> list[str]:
        """Return the painted plot, axes and titles."""
        self._paint_band()
        self._paint_mark()
        self._paint_line()
        axis, corner, rule = ("|", "+", "-") if self.ascii else ("│", "└", "─")
        labels = {
            0: self.top,
            self.height // 2: self._value(self.height // 2),
            self.height - 1: self.bottom,
        }
        body = [
            pad(number(labels[r]) if r in labels else "", self.gutter, "right")
            + f" {axis}"
            + "".join(row).rstrip()
            for r, row in enumerate(self.grid)
        ]
        foot = " " * self.gutter + f" {corner}" + rule * self.columns
        y_title = safe(str(self.data.get("y_title") or ""), self.width)
        return [*([y_title] if y_title else []), *body, foot, *self._x_labels()]

    def _column(self, x: float) -> int:
        span = (self.xs[-1] - self.xs[0]) or 1.0
        return round((x - self.xs[0]) / span * (self.columns - 1))

    def _row(self, y: float) -> int:
        share = (self.top - y) / (self.top - self.bottom)
        return min(self.height - 1, max(0, round(share * (self.height - 1))))

    def _value(self, row: int) -> float:
        return self.top - (self.top - self.bottom) * row / (self.height - 1)

    def _at(self, column: int, ys: Sequence[float]) -> float:
        """Return the y over a column, read off the straight line between points."""
        span = self.xs[-1] - self.xs[0]
        x = self.xs[0] + span * column / max(1, self.columns - 1)
        for i in range(1, len(self.xs)):
            if x <= self.xs[i]:
                step = self.xs[i] - self.xs[i - 1]
                share = (x - self.xs[i - 1]) / step if step else 1.0
                return ys[i - 1] + (ys[i] - ys[i - 1]) * share
        return ys[-1]

    def _paint_band(self) -> None:
        low, high = self.data.get("low"), self.data.get("high")
        if not low or not high or len(low) != len(self.points) != len(high):
            return
        if any(v is None for v in (*low, *high)) or len(high) != len(self.points):
            return
        shade = ":" if self.ascii else "░"
        for column in range(self.columns):
            first, last = (
                self._row(self._at(column, high)),
                self._row(self._at(column, low)),
            )
            for row in range(first, last + 1):
                self.grid[row][column] = shade

    def _paint_mark(self) -> None:
        mark = self.data.get("mark")
        if isinstance(mark, int | float) and self.xs[0] <= mark <= self.xs[-1]:
            for row in self.grid:
                row[self._column(mark)] = "!" if self.ascii else "┊"

    def _paint_line(self) -> None:
        dot, rise = ("*", "|") if self.ascii else ("•", "│")
        ys = [y for _, y in self.points]
        before: int | None = None
        for column in range(self.columns):
            row = self._row(self._at(column, ys))
            if before is not None and abs(row - before) > 1:
                for between in range(min(row, before) + 1, max(row, before)):
                    self.grid[between][column] = rise
            self.grid[row][column] = dot
            before = row
        mark = self.data.get("mark")
        if self.data.get("point") and isinstance(mark, int | float):
            column = self._column(min(self.xs[-1], max(self.xs[0], mark)))
            self.grid[self._row(self._at(column, ys))][column] = (
                "@" if self.ascii else "◆"
            )

    def _x_labels(self) -> list[str]:
        left, right = number(self.xs[0]), number(self.xs[-1])
        room = self.columns - cell_width(left) - cell_width(right)
        title = safe(str(self.data.get("x_title") or ""))
        middle = pad(title, room - 2, "centre") if room > 4 else ""
        indent = " " * (self.gutter + 2)
        lines = [f"{indent}{left} {middle} {right}"]
        mark = self.data.get("mark")
        if isinstance(mark, int | float):
            sign = "!" if self.ascii else "┊"
            label = safe(str(self.data.get("mark_label") or ""))
            lines.append(f"{indent}{sign} {number(mark)} {label}".rstrip())
        return lines
