"""Bars as lines of text: one a label, one a range of values, or one share against another.

Where values have both signs they part in the middle; a hatch, not a colour, tells which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from .cells import cell_width, pad, wrap
from .sanitise import safe
from .tabular import cell, number
from .written import numbers, range_of, rounded, shown

_EIGHTHS = " ▏▎▍▌▋▊▉"

_SAID = {
    "said_title": "I said",
    "seen_title": "came true",
    "key": "marks where it would end if it came true as often as said",
}


def bar(share: float, width: int, ascii: bool = False) -> str:
    """Return a bar that fills ``share`` (0 to 1) of ``width`` cells."""
    share = min(1.0, max(0.0, share))
    if ascii:
        return "#" * round(share * width)
    eighths = round(share * width * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def bar_lines(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    """Return a bar for each label, with its value behind it."""
    labels = [cell(label) for label in data.get("labels", ())]
    raw = list(data.get("values", ()))
    values = numbers(raw)
    data = rounded(data, raw)
    texts = [shown(v, data) + range_of(data, i) for i, v in enumerate(raw)]
    notes = [safe(str(n or "")) for n in data.get("notes") or ()]
    return _lines(labels, values, texts, notes, width, ascii)


def _lines(
    labels: Sequence[str],
    values: Sequence[float],
    texts: Sequence[str],
    notes: Sequence[str],
    width: int,
    ascii: bool,
) -> list[str]:
    if not values:
        return ["(nothing to draw)"]
    label_width = min(max(map(cell_width, labels), default=1), max(6, width // 3))
    text_width = min(max(map(cell_width, texts)), width // 3 + 4)
    aside = max(map(cell_width, notes), default=0) + 2
    if aside > width // 3:  # longer notes stand on lines of their own
        aside = 0
    room = max(3, width - label_width - text_width - 4 - aside)
    largest = max(map(abs, values)) or 1.0
    both_signs = min(values) < 0 < max(values)
    lines = []
    for i, (label, value, text) in enumerate(zip(labels, values, texts, strict=False)):
        drawn = (
            _diverging(value / largest, room, ascii)
            if both_signs
            else bar(abs(value) / largest, room, ascii)
        )
        note = notes[i] if i < len(notes) else ""
        beside = pad(text, text_width) if aside and note else text
        line = f"{pad(label, label_width)}  {pad(drawn, room)}  {beside}"
        lines += _with_note(line, note, label_width, width)
    return lines


def _with_note(line: str, note: str, indent: int, width: int) -> list[str]:
    if not note:
        return [line]
    if cell_width(line) + 2 + cell_width(note) <= width:
        return [f"{line}  {note}"]
    space = " " * min(indent + 2, width // 2)
    return [line, *(space + s for s in wrap(note, width - len(space)))]


def _diverging(share: float, width: int, ascii: bool) -> str:
    """Return a bar from the middle: left and hatched below zero, right above."""
    half = (width - 1) // 2
    cells = round(abs(share) * half)
    middle = "|" if ascii else "│"
    if share < 0:
        fill = "-" if ascii else "▒"
        return " " * (half - cells) + fill * cells + middle
    return " " * half + middle + ("+" if ascii else "█") * cells


def histogram_lines(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    """Return a bar for each range of values, with how many rows it holds."""
    counts = list(data.get("counts") or data.get("values") or ())
    edges = list(data.get("edges") or ())
    labels = [cell(label) for label in data.get("labels") or ()]
    mark = data.get("mark")
    notes = [""] * len(counts)
    if len(edges) == len(counts) + 1:
        labels = [f"{cell(a)} to {cell(b)}" for a, b in pairwise(edges)]
        if isinstance(mark, int | float):
            inside = sum(mark >= e for e in edges[1:-1])
            name = data.get("mark_label") or cell(mark)
            notes[inside] = safe(f"{'<' if ascii else '◂'} {name}")
    texts = [shown(c, data) for c in counts]
    return _lines(labels, numbers(counts), texts, notes, width, ascii)


def beside_lines(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    """Draw one share against another (said and came true); a tick where they meet."""
    said, seen = numbers(data.get("said")), numbers(data.get("seen"))
    counts = list(data.get("n") or ())
    as_share = {**data, "format": "share"}
    texts = []
    for i, y in enumerate(seen):
        rows = f", {number(counts[i])} rows" if i < len(counts) else ""
        here = " <" if data.get("at") == i else ""
        texts.append(shown(y, as_share) + range_of(as_share, i) + rows + here)
    room = max(6, width - 12 - max(map(cell_width, texts), default=0))
    tick = "|" if ascii else "┃"
    words = {**_SAID, **{k: safe(str(data[k])) for k in _SAID if data.get(k)}}
    lines = [f"{words['said_title']:>8}  {words['seen_title']}"]
    for p, y, text in zip(said, seen, texts, strict=False):
        cells = list(pad(bar(y, room, ascii), room))
        cells[min(room - 1, round(p * room))] = tick
        lines.append(f"{shown(p, as_share):>8}  {''.join(cells)}  {text}")
    return [*lines, *wrap(f"{tick} {words['key']}", width)]
