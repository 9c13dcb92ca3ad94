"""A `Picture` in words, for a screen reader or a pipe: ``name: value``, no blocks.

Invariant: every number that the drawn picture shows is said here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from .message import Picture
from .sanitise import safe
from .swarm import pushed
from .tabular import cell, records
from .written import rounded, shown

# A curve is told by at most this many of its points.
_MOST_POINTS = 9


def read_aloud(picture: Picture) -> list[str]:
    """Return a picture as lines of words.

    Examples
    --------
    >>> data = {"labels": ["tenure"], "values": [0.12], "format": "share"}
    >>> read_aloud(Picture("bars", "What it goes by", data))
    ['What it goes by', '  tenure: 12%']
    """
    title = [safe(picture.title)] if picture.title else []
    data = picture.data
    match picture.kind:
        case "table":
            rows = [[cell(v) for v in row] for row in data.get("rows", ())]
            names = [safe(str(h)) for h in data.get("headers", ())]
            body = records(names, rows, 10_000)
        case "bars" | "histogram":
            body = _bars(data)
        case "curve":
            body = _curve(data)
        case "calibration" | "gains":
            body = _beside(data)
        case "swarm":
            body = _swarm(data)
        case "flow":
            body = _flow(data)
        case _:
            body = [f"{k}: {cell(v)}" for k, v in data.items()]
    return [*title, *(f"  {line}" if line else "" for line in body)]


def _bars(data: Mapping[str, Any]) -> list[str]:
    values = list(data.get("values") or data.get("counts") or ())
    data = rounded(data, values)
    labels = [cell(v) for v in data.get("labels") or ()]
    edges = list(data.get("edges") or ())
    if len(edges) == len(values) + 1:
        labels = [f"{cell(a)} to {cell(b)}" for a, b in pairwise(edges)]
    lines = []
    for i, (label, value) in enumerate(zip(labels, values, strict=False)):
        notes = data.get("notes") or ()
        note = f", {safe(str(notes[i]))}" if i < len(notes) and notes[i] else ""
        lines.append(f"{label}: {shown(value, data)}{_range(data, i)}{note}")
    if data.get("mark") is not None:
        lines.append(f"{safe(str(data.get('mark_label') or 'mark'))}: {_mark(data)}")
    return lines


def _mark(data: Mapping[str, Any]) -> str:
    return cell(data["mark"])


def _range(data: Mapping[str, Any], i: int) -> str:
    low, high = data.get("low") or (), data.get("high") or ()
    if i >= min(len(low), len(high)) or low[i] is None or high[i] is None:
        return ""
    return f" (between {shown(low[i], data)} and {shown(high[i], data)})"


def _curve(data: Mapping[str, Any]) -> list[str]:
    points = list(zip(data.get("x", ()), data.get("y", ()), strict=False))
    step = max(1, -(-(len(points) - 1) // (_MOST_POINTS - 1)))
    told = [*range(0, max(0, len(points) - 1), step), len(points) - 1]
    x_title = safe(str(data.get("x_title") or "at"))
    y_title = safe(str(data.get("y_title") or ""))
    lines = []
    for i in told if points else ():
        value = f"{y_title} {shown(points[i][1], data)}".strip()
        lines.append(f"{x_title} {cell(points[i][0])}: {value}{_range(data, i)}")
    if data.get("mark") is not None:
        lines.append(f"{safe(str(data.get('mark_label') or 'mark'))}: {_mark(data)}")
    return lines


def _beside(data: Mapping[str, Any]) -> list[str]:
    said, seen = data.get("said_title", "said"), data.get("seen_title", "came true")
    share = {**data, "format": "share"}
    pairs = zip(data.get("said", ()), data.get("seen", ()), strict=False)
    return [
        f"{said} {shown(p, share)}: {seen} {shown(y, share)}{_range(share, i)}"
        for i, (p, y) in enumerate(pairs)
    ]


def _swarm(data: Mapping[str, Any]) -> list[str]:
    unit = safe(str(data.get("x_title") or ""))
    return [*([unit] if unit else []), *(
        f"{cell(row['label'])}: "
        + ", ".join(f"{cell(p[0])} {pushed(float(p[1]))}" for p in row["points"])
        for row in data.get("rows") or ()
    )]  # fmt: skip


def _flow(data: Mapping[str, Any]) -> list[str]:
    points = data.get("format") == "points"
    steps = [(cell(label), value) for label, value in data.get("steps", ())]
    base = data.get("base", 0.0)
    end = data.get("end", base + sum(value for _, value in steps))
    data = rounded(data, [base, end, *(value for _, value in steps)])
    level = {**data, "format": "share" if points else data.get("level_format", "")}
    signed = {**data, "format": "points" if points else "signed"}
    return [
        f"{cell(data.get('base_label', 'typical'))}: {shown(base, level)}",
        *(f"{label}: {shown(value, signed)}" for label, value in steps),
        f"{cell(data.get('end_label', 'this one'))}: {shown(end, level)}",
    ]
