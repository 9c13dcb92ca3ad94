"""How one prediction comes about, step by step from the typical one, as lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .cells import cell_width, pad
from .tabular import cell
from .written import rounded, shown


def flow_lines(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    """Draw how one prediction comes about: from the base, step by step, to the end."""
    steps = [(cell(label), float(value)) for label, value in data.get("steps", ())]
    base = float(data.get("base", 0.0))
    end = float(data.get("end", base + sum(v for _, v in steps)))
    data = rounded(data, [base, end, *(v for _, v in steps)])
    level = {**data, "format": "share" if data.get("format") == "points" else ""}
    level["format"] = data.get("level_format", level["format"])
    signed = {**data, "format": data.get("format") or "signed"}
    labels = [cell(data.get("base_label", "typical")), *(s for s, _ in steps)]
    labels.append(cell(data.get("end_label", "this one")))
    texts = [shown(base, level), *(shown(v, signed) for _, v in steps)]
    texts.append(shown(end, level))
    label_width = min(max(map(cell_width, labels)), max(6, width // 2))
    text_width = max(map(cell_width, texts))
    room = max(4, width - label_width - text_width - 4)
    spans = _spans(base, [v for _, v in steps], end)
    drawn = _span_bars(spans, room, ascii)
    return [
        f"{pad(label, label_width)}  {pad(text, text_width, 'right')}  {line}"
        for label, text, line in zip(labels, texts, drawn, strict=True)
    ]


def _spans(
    base: float, steps: Sequence[float], end: float
) -> list[tuple[float, float, str]]:
    """Return (from, to, sort) of each line, sort being level, up or down."""
    spans = [(0.0, base, "level")]
    at = base
    for value in steps:
        spans.append((at, at + value, "up" if value >= 0 else "down"))
        at += value
    return [*spans, (0.0, end, "level")]


def _span_bars(
    spans: Sequence[tuple[float, float, str]], room: int, ascii: bool
) -> list[str]:
    fills = {"level": "█", "up": "▓", "down": "░"}
    if ascii:
        fills = {"level": "#", "up": "+", "down": "-"}
    ends = [v for a, b, _ in spans for v in (a, b)]
    low, high = min(ends), max(ends)
    scale = room / ((high - low) or 1.0)
    lines = []
    for start, stop, sort in spans:
        left = round((min(start, stop) - low) * scale)
        right = round((max(start, stop) - low) * scale)
        cells = max(right - left, 1 if start != stop else 0)
        lines.append(" " * min(left, room - cells) + fills[sort] * cells)
    return lines
