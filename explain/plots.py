"""Pictures as SVG for the report, from the same data as the pictures in the chat.

Nothing is told by colour alone: every number drawn is also written. Every string that
came from data is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dialogs.message import Picture
from dialogs.sanitise import safe

from .units import number

WIDTH = 680
ROW = 26
LABEL = 220
VALUE = 150


def text(value: Any, width: int = 60) -> str:
    """Return a string from data, made safe for a page."""
    return escape(safe(str(value), width), quote=True)


def svg(picture: Picture) -> str:
    """Return a picture as an SVG element; tables as an HTML table."""
    draw = {"bars": _bars, "flow": _flow, "curve": _curve, "calibration": _calibration}
    if picture.kind == "table":
        return _table(picture.data)
    return draw.get(picture.kind, _bars)(picture.title, picture.data)


def _frame(title: str, height: float, body: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="{text(title, 200)}">{"".join(body)}</svg>'
    )


def _write(x: float, y: float, shown: str, css: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">{shown}</text>'


def _bars(title: str, data: Mapping[str, Any]) -> str:
    labels, values = list(data.get("labels", ())), list(data.get("values", ()))
    low, high = data.get("low") or values, data.get("high") or values
    notes = data.get("notes") or [""] * len(values)
    ends = [float(v) for v in (*values, *low, *high)] + [0.0]
    least, most = min(ends), max(ends)
    scale = (WIDTH - LABEL - VALUE) / ((most - least) or 1.0)
    zero = LABEL - least * scale
    body = []
    for at, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = at * ROW + 6
        x, w = (
            (zero, value * scale)
            if value >= 0
            else (zero + value * scale, -value * scale)
        )
        a, b = zero + float(low[at]) * scale, zero + float(high[at]) * scale
        body.append(_write(LABEL - 10, y + 13, text(label, 32), anchor="end"))
        body.append(
            f'<rect x="{x:.1f}" y="{y}" width="{max(w, 1):.1f}" height="16" class="bar"/>'
        )
        if b - a > 0.5:
            middle = y + 8
            body.append(
                f'<path d="M{a:.1f} {middle}H{b:.1f}M{a:.1f} {middle - 4}v8'
                f'M{b:.1f} {middle - 4}v8" class="range"/>'
            )
        shown = number(float(value)) + (f" {text(notes[at], 20)}" if notes[at] else "")
        body.append(_write(WIDTH - VALUE + 12, y + 13, shown))
    return _frame(title, len(values) * ROW + 8, body)


def _flow(title: str, data: Mapping[str, Any]) -> str:
    steps = [(label, float(value)) for label, value in data.get("steps", ())]
    at = float(data.get("base", 0.0))
    spans: list[tuple[str, float, float]] = [
        (str(data.get("base_label", "typical")), 0.0, at)
    ]
    for label, value in steps:
        spans.append((label, at, at + value))
        at += value
    spans.append(("this one", 0.0, float(data.get("end", at))))
    ends = [v for _, a, b in spans for v in (a, b)]
    scale = (WIDTH - LABEL - VALUE) / ((max(ends) - min(ends)) or 1.0)
    body = []
    for row, (label, a, b) in enumerate(spans):
        y = row * ROW + 6
        x = LABEL + (min(a, b) - min(ends)) * scale
        css = "bar" if row in (0, len(spans) - 1) else ("up" if b >= a else "down")
        body.append(_write(LABEL - 10, y + 13, text(label, 32), anchor="end"))
        w = max(abs(b - a) * scale, 1)
        body.append(
            f'<rect x="{x:.1f}" y="{y}" width="{w:.1f}" height="16" class="{css}"/>'
        )
        level = row in (0, len(spans) - 1)
        shown = number(b if level else b - a)
        sign = "+" if not level and b > a else ""
        body.append(_write(WIDTH - VALUE + 12, y + 13, sign + shown.replace("-", "−")))
    return _frame(title, len(spans) * ROW + 8, body)


def _axes(title: str, data: Mapping[str, Any], body: list[str], height: float) -> str:
    body.append(f'<path d="M60 10V{height - 40}H{WIDTH - 20}" class="axis"/>')
    x_title, y_title = text(data.get("x_title", "")), text(data.get("y_title", ""))
    body.append(_write(WIDTH / 2, height - 6, x_title, "small", "middle"))
    body.append(_write(64, 8, y_title, "small"))
    return _frame(title, height, body)


def _curve(title: str, data: Mapping[str, Any]) -> str:
    x, y = list(data.get("x", ())), [float(v) for v in data.get("y", ())]
    low = [float(v) for v in data.get("low") or y]
    high = [float(v) for v in data.get("high") or y]
    if not y:
        return ""
    height = 230.0
    least, most = min([*low, 0.0]), max([*high, 0.0])
    step = (WIDTH - 110) / max(1, len(y) - 1)
    across = [80 + step * i for i in range(len(y))]

    def up(value: float) -> float:
        return 30 + (height - 90) * (most - value) / ((most - least) or 1.0)

    points = " ".join(f"{a:.1f},{up(v):.1f}" for a, v in zip(across, y, strict=True))
    area = [f"{a:.1f},{up(v):.1f}" for a, v in zip(across, high, strict=True)]
    area += [
        f"{a:.1f},{up(v):.1f}"
        for a, v in zip(reversed(across), reversed(low), strict=True)
    ]
    body = [
        f'<polygon points="{" ".join(area)}" class="band"/>',
        f'<path d="M60 {up(0):.1f}H{WIDTH - 20}" class="zero"/>',
        f'<polyline points="{points}" class="line"/>',
    ]
    for a, value, name in zip(across, y, x, strict=True):
        body.append(f'<circle cx="{a:.1f}" cy="{up(value):.1f}" r="3" class="dot"/>')
        body.append(_write(a, height - 24, text(name, 10), "small", "middle"))
        body.append(_write(a, up(value) - 8, number(value, None), "small", "middle"))
    return _axes(title, data, body, height)


def _calibration(title: str, data: Mapping[str, Any]) -> str:
    said, seen = list(data.get("said", ())), list(data.get("seen", ()))
    low, high = data.get("low") or seen, data.get("high") or seen
    counts = data.get("n") or [0] * len(said)
    height, size = 320.0, 250.0

    def place(p: float, q: float) -> tuple[float, float]:
        return 60 + size * p, 20 + size * (1 - q)

    (x0, y0), (x1, y1) = place(0, 0), place(1, 1)
    body = [f'<path d="M{x0} {y0}L{x1} {y1}" class="zero"/>']
    for p, q, a, b, n in zip(said, seen, low, high, counts, strict=True):
        x, y = place(float(p), float(q))
        body.append(
            f'<path d="M{x:.1f} {place(0, a)[1]:.1f}V{place(0, b)[1]:.1f}" class="range"/>'
        )
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="dot"/>')
        shown = f"said {100 * p:.0f}, happened {100 * q:.0f} in 100 ({n:,} rows)"
        body.append(_write(350, 34 + 20 * len(body) / 2, shown, "small"))
    body.append(f'<path d="M60 20V{20 + size}H{60 + size}" class="axis"/>')
    return _frame(title, height, body)


def _table(data: Mapping[str, Any]) -> str:
    head = "".join(f"<th>{text(h)}</th>" for h in data.get("headers", ()))
    rows = "".join(
        "<tr>" + "".join(_td(c) for c in row) + "</tr>" for row in data.get("rows", ())
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _td(cell: Any) -> str:
    if cell is None:
        return "<td></td>"
    digits = re.fullmatch(r"[-+−]?[\d.,]+%?", str(cell)) is not None
    return f"<td{' class=number' if digits else ''}>{text(cell, 120)}</td>"
