"""Pictures as SVG for the report, from the same data as the pictures in the chat.

Nothing is told by colour alone: every number drawn is also written. Every string that
came from data is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.message import Picture

from .plots_share import beside, swarm
from .svg import LABEL, ROW, VALUE, WIDTH, frame, text, write
from .units import number

LEAST = 44
"""Between two points of a curve whose numbers are written."""


def svg(picture: Picture) -> str:
    """Return a picture as an SVG element; tables as an HTML table."""
    draw = {
        "bars": _bars, "flow": _flow, "curve": _curve, "calibration": beside,
        "gains": beside, "swarm": swarm,
    }  # fmt: skip
    if picture.kind == "table":
        return _table(picture.data)
    return draw.get(picture.kind, _bars)(picture.title, picture.data)


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
        body.append(write(LABEL - 10, y + 13, text(label, 32), anchor="end"))
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
        body.append(write(WIDTH - VALUE + 12, y + 13, shown))
    return frame(title, len(values) * ROW + 8, body)


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
        body.append(write(LABEL - 10, y + 13, text(label, 32), anchor="end"))
        w = max(abs(b - a) * scale, 1)
        body.append(
            f'<rect x="{x:.1f}" y="{y}" width="{w:.1f}" height="16" class="{css}"/>'
        )
        level = row in (0, len(spans) - 1)
        shown = number(b if level else b - a)
        sign = "+" if not level and b > a else ""
        body.append(write(WIDTH - VALUE + 12, y + 13, sign + shown.replace("-", "−")))
    return frame(title, len(spans) * ROW + 8, body)


def _axes(title: str, data: Mapping[str, Any], body: list[str], height: float) -> str:
    body.append(f'<path d="M60 10V{height - 40}H{WIDTH - 20}" class="axis"/>')
    x_title, y_title = text(data.get("x_title", "")), text(data.get("y_title", ""))
    body.append(write(WIDTH / 2, height - 6, x_title, "small", "middle"))
    body.append(write(64, 8, y_title, "small"))
    return frame(title, height, body)


def _along(x: Sequence[Any]) -> list[float]:
    """Return where points stand: to scale for numbers, else one step apart."""
    room = WIDTH - 110
    if all(isinstance(v, int | float) for v in x) and x[-1] > x[0]:
        return [80 + room * (float(v) - x[0]) / (x[-1] - x[0]) for v in x]
    return [80 + room / max(1, len(x) - 1) * i for i in range(len(x))]


def _named(x: Any) -> str:
    return number(float(x)) if isinstance(x, int | float) else str(x)


def _curve(title: str, data: Mapping[str, Any]) -> str:
    x, y = list(data.get("x", ())), [float(v) for v in data.get("y", ())]
    low = [float(v) for v in data.get("low") or y]
    high = [float(v) for v in data.get("high") or y]
    if not y:
        return ""
    height = 230.0
    least, most = min([*low, 0.0]), max([*high, 0.0])
    across = _along(x)

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
    if isinstance(data.get("mark"), int | float) and data["mark"] in x:
        at = across[x.index(data["mark"])]
        body.append(f'<path d="M{at:.1f} 24V{height - 40}" class="zero"/>')
        label = text(f"{number(data['mark'])} {data.get('mark_label') or ''}", 40)
        body.append(write(at + 4, 30, label, "small"))
    written = -float(LEAST)
    for a, value, name in zip(across, y, x, strict=True):
        body.append(f'<circle cx="{a:.1f}" cy="{up(value):.1f}" r="3" class="dot"/>')
        if a - written < LEAST:  # no room for its numbers
            continue
        written = a
        body.append(write(a, height - 24, text(_named(name), 10), "small", "middle"))
        body.append(write(a, up(value) - 8, number(value, None), "small", "middle"))
    return _axes(title, data, body, height)


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
