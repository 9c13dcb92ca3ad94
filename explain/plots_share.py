"""Pictures of the report that set one share against another, and the swarm of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.swarm import legend, pushed, signs, span

from .svg import LABEL, WIDTH, frame, text, write

SIDE = 250.0
ROW = 52
RING = 18
"""Across a sign's ring."""


def beside(title: str, data: Mapping[str, Any]) -> str:
    """Return a square with a dot for each pair of shares, and all numbers beside it."""
    said, seen = list(data.get("said", ())), list(data.get("seen", ()))
    low, high = data.get("low") or seen, data.get("high") or seen
    counts = data.get("n") or [None] * len(said)
    first = str(data.get("said_title") or "said")
    then = str(data.get("seen_title") or "happened")
    body = [f'<path d="M60 {20 + SIDE}L{60 + SIDE} 20" class="zero"/>']
    # Where pairs are many, every second is written, as far as the height allows.
    step = -(-len(said) // 15)
    for i, (p, q, a, b) in enumerate(zip(said, seen, low, high, strict=True)):
        x, y = 60 + SIDE * float(p), 20 + SIDE * (1 - float(q))
        top, foot = 20 + SIDE * (1 - float(b)), 20 + SIDE * (1 - float(a))
        body.append(f'<path d="M{x:.1f} {foot:.1f}V{top:.1f}" class="range"/>')
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" class="dot"/>')
        if i % step == 0 or i == len(said) - 1:
            rows = "" if counts[i] is None else f" ({counts[i]:,} rows)"
            shown = f"{first} {_of(p)} {then} {_of(q)} in 100{rows}"
            body.append(write(345, 34 + 17 * (i // step), text(shown, 60), "small"))
    body.append(f'<path d="M60 20V{20 + SIDE}H{60 + SIDE}" class="axis"/>')
    body += [write(60 + SIDE * t, 36 + SIDE, f"{100 * t:.0f}", "small", "middle")
             for t in (0, 0.5, 1)]  # fmt: skip
    body += [write(52, 24 + SIDE * (1 - t), f"{100 * t:.0f}", "small", "end")
             for t in (0, 0.5, 1)]  # fmt: skip
    key = data.get("key_svg") or "dashed: as many as said"
    body.append(write(60 + SIDE / 2, 54 + SIDE, text(key, 60), "small", "middle"))
    height = max(66 + SIDE, 50 + 17 * (len(said) // step))
    return frame(title, height, body)


def _of(share: float) -> str:
    return f"{100 * float(share):.0f}"


def swarm(title: str, data: Mapping[str, Any]) -> str:
    """Return a line a column with its groups of values, placed by how they push."""
    rows = [row for row in data.get("rows") or () if row.get("points")]
    if not rows:
        return ""
    low, high = span(rows)
    scale = (WIDTH - LABEL - 40) / ((high - low) or 1.0)

    def across(push: float) -> float:
        return LABEL + 20 + (push - low) * scale

    foot = len(rows) * ROW + 24
    zero = across(0.0)
    body = [f'<path d="M{zero:.1f} 18V{foot - 6}" class="zero"/>']
    body += [write(across(v), 12, pushed(v) if v else "0", "small", "middle")
             for v in dict.fromkeys((low, 0.0, high))]  # fmt: skip
    for at, row in enumerate(rows):
        y = at * ROW + 34
        body.append(write(LABEL - 10, y + 1, text(row["label"], 32), anchor="end"))
        body.append(write(LABEL - 10, y + 15, text(legend(row), 42), "small", "end"))
        before, off = -float(RING), 0
        named = zip(signs(row), row["points"], strict=False)
        for sign, point in sorted(named, key=lambda pair: float(pair[1][1])):
            x = across(float(point[1]))
            # Of two that would cover each other the second stands lower, then higher.
            off = 0 if x - before > RING else (-14 if off > 0 else 14)
            before = x
            body.append(f'<circle cx="{x:.1f}" cy="{y + off}" r="9" class="ring"/>')
            body.append(write(x, y + off + 4, sign, "small", "middle"))
    body.append(
        write(
            across(0), foot + 10, text(data.get("x_title", ""), 60), "small", "middle"
        )
    )
    return frame(title, foot + 18, body)
