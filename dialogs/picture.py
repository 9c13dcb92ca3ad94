"""A `Picture` message as characters, by its kind: see `_PAINTERS` at the end.

The same lines stand on the full screen, in a pipe and in the report's text. Invariant:
no line is wider than asked, nothing is said by colour, and every number drawn is also
written.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from .cells import ELLIPSIS, cell_width, cut, pad, wrap
from .curve import curve_lines
from .message import Picture
from .sanitise import ascii_data, ascii_only, safe
from .swarm import swarm_lines
from .tabular import cell, number, table_lines

_EIGHTHS = " ▏▎▍▌▋▊▉"
_LEAST_WIDTH = 16
_SAID = {
    "said_title": "I said",
    "seen_title": "came true",
    "key": "marks where it would end if it came true as often as said",
}


def draw(picture: Picture, width: int, ascii: bool = False) -> list[str]:
    """Return a picture as lines of text.

    Parameters
    ----------
    picture : Picture
        What to draw; unknown kinds are written as ``name: value``.
    width : int
        Terminal cells available; at least 16 are used.
    ascii : bool
        No characters but ASCII.

    Returns
    -------
    list of str
        The title, then the picture; no line is wider than ``width``.
    """
    width = max(width, _LEAST_WIDTH)
    title = wrap(safe(picture.title), width) if picture.title else []
    painter = _PAINTERS.get(picture.kind, _plain)
    # Spelled before it is laid out: wide signs and arrows change their width.
    data = ascii_data(picture.data) if ascii else picture.data
    lines = [*title, *painter(data, width, ascii)]
    if ascii:
        lines = [ascii_only(line.replace(ELLIPSIS, "~")) for line in lines]
    return [cut(line.rstrip(), width, "~" if ascii else ELLIPSIS) for line in lines]


def shown(value: Any, data: Mapping[str, Any]) -> str:
    """Return a value in the picture's own ``format``.

    ``share`` writes 0.27 as 27%; ``points`` writes 0.15 as +15; ``signed`` writes 15 as
    +15; anything else is a plain number. ``unit`` is put behind.
    """
    if isinstance(value, str) or value is None or not math.isfinite(value):
        return cell(value if isinstance(value, str) else None)
    if "decimals" in data:
        value = round(value, data["decimals"])
    unit = safe(str(data.get("unit") or ""))
    behind = f" {unit}" if unit else ""
    match data.get("format"):
        case "share":
            return f"{number(round(100 * value, 1 if abs(value) < 0.1 else 0))}%"
        case "points":
            return _signed(round(100 * value, 1 if abs(value) < 0.1 else 0)) + behind
        case "signed":
            return _signed(value) + behind
    return number(value) + behind


def rounded(data: Mapping[str, Any], values: Sequence[Any]) -> Mapping[str, Any]:
    """Return the picture's data with the decimals that its numbers deserve.

    Digits far below an interval's width, or below a hundredth of the largest value,
    say nothing.
    """
    if "decimals" in data or data.get("format") in ("share", "points"):
        return data
    pairs = zip(data.get("low") or (), data.get("high") or (), strict=False)
    widths = [b - a for a, b in pairs if a is not None and b is not None and b > a]
    largest = max(map(abs, _numbers(values)), default=0.0)
    if widths:
        decimals = max(0, math.ceil(-math.log10(min(widths) / 2)))
    elif largest >= 10:
        decimals = 0 if largest >= 100 else 1
    else:
        return data
    return {**data, "decimals": decimals}


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def bar(share: float, width: int, ascii: bool = False) -> str:
    """Return a bar that fills ``share`` (0 to 1) of ``width`` cells."""
    share = min(1.0, max(0.0, share))
    if ascii:
        return "#" * round(share * width)
    eighths = round(share * width * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _numbers(values: Any) -> list[float]:
    return [
        float(v) if isinstance(v, int | float) and math.isfinite(v) else 0.0
        for v in (values or ())
    ]


def _bars(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    labels = [cell(label) for label in data.get("labels", ())]
    raw = list(data.get("values", ()))
    values = _numbers(raw)
    data = rounded(data, raw)
    texts = [shown(v, data) + _range(data, i) for i, v in enumerate(raw)]
    notes = [safe(str(n or "")) for n in data.get("notes") or ()]
    return _bar_lines(labels, values, texts, notes, width, ascii)


def _range(data: Mapping[str, Any], index: int) -> str:
    """Return ' (low to high)' where the picture has both."""
    low, high = data.get("low") or (), data.get("high") or ()
    if index >= min(len(low), len(high)):
        return ""
    if low[index] is None or high[index] is None:
        return ""
    return f" ({shown(low[index], data)} to {shown(high[index], data)})"


def _bar_lines(
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


def _histogram(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
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
    return _bar_lines(labels, _numbers(counts), texts, notes, width, ascii)


def _beside(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    """Draw one share against another (said and came true); a tick where they meet."""
    said, seen = _numbers(data.get("said")), _numbers(data.get("seen"))
    counts = list(data.get("n") or ())
    as_share = {**data, "format": "share"}
    texts = []
    for i, y in enumerate(seen):
        rows = f", {number(counts[i])} rows" if i < len(counts) else ""
        here = " <" if data.get("at") == i else ""
        texts.append(shown(y, as_share) + _range(as_share, i) + rows + here)
    room = max(6, width - 12 - max(map(cell_width, texts), default=0))
    tick = "|" if ascii else "┃"
    words = {**_SAID, **{k: safe(str(data[k])) for k in _SAID if data.get(k)}}
    lines = [f"{words['said_title']:>8}  {words['seen_title']}"]
    for p, y, text in zip(said, seen, texts, strict=False):
        cells = list(pad(bar(y, room, ascii), room))
        cells[min(room - 1, round(p * room))] = tick
        lines.append(f"{shown(p, as_share):>8}  {''.join(cells)}  {text}")
    return [*lines, *wrap(f"{tick} {words['key']}", width)]


def _flow(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
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


def _table(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    headers, rows = data.get("headers", ()), data.get("rows", ())
    return table_lines(headers, rows, width, "-" if ascii else "─")


def _curve(data: Mapping[str, Any], width: int, ascii: bool) -> list[str]:
    if any(isinstance(x, str) for x in data.get("x", ())):
        return _bars({**data, "labels": data["x"], "values": data["y"]}, width, ascii)
    return curve_lines(data, width, ascii)


def _plain(data: Mapping[str, Any], width: int, _: bool) -> list[str]:
    told = (f"{name}: {cell(value)}" for name, value in data.items())
    return [line for text in told for line in wrap(text, width, "  ")]


_PAINTERS: Mapping[str, Callable[[Mapping[str, Any], int, bool], list[str]]] = {
    "bars": _bars,
    "curve": _curve,
    "table": _table,
    "histogram": _histogram,
    "calibration": _beside,
    "gains": _beside,
    "swarm": swarm_lines,
    "flow": _flow,
}
