"""Looks at what was said, held against what came true: chances, and the list's top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .looks import Look, Step, made, words
from .message import Picture
from .tabular import number

DRAWN = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0)
"""Of all rows, from the top of the list."""


def calibration(result: Mapping[str, Any]) -> Look:
    """Return how often what was said came true, from the lowest chance up."""
    found = dict(result.get("calibration") or {})
    said = words()["calibration"]
    sentences = []
    found.setdefault("off", [False] * len(found.get("n", ())))
    for p, y, low, high, n, off in _pairs(found, "n", "off"):
        told = said["bin"].format(n=number(n), **_told(p, y, low, high))
        verdict = _verdict(p, low, high)
        sentences.append(f"{told} {said[verdict if off else _mild(verdict)]}")
    return _pointed("calibration", sentences, found)


def _pairs(data: Mapping[str, Any], *more: str) -> Iterator[tuple[Any, ...]]:
    names = ("said", "seen", "low", "high", *more)
    return zip(*(data.get(name, ()) for name in names), strict=True)


def _told(said: float, seen: float, low: float, high: float) -> dict[str, str]:
    named = {"said": said, "seen": seen, "low": low, "high": high}
    return {name: _hundreds(value) for name, value in named.items()}


def _verdict(said: float, low: float, high: float) -> str:
    if low <= said <= high:
        return "holds"
    return "too_high" if said > high else "too_low"


def _mild(verdict: str) -> str:
    return verdict if verdict == "holds" else "may_be_luck"


def gains(result: Mapping[str, Any]) -> Look:
    """Return how much of the event the top of the list holds, against any list."""
    table = result.get("cuts") or {}
    found = [dict(c) for c in table.get("cuts") or ()]
    if len(found) < 2:
        return made("gains", [])
    chosen = float(found[int(table.get("chosen") or 0)]["named"])
    found = [found[i] for i in _spread([float(c["named"]) for c in found])]
    said = words()["gains"]
    data = {
        "said": [float(c["named"]) for c in found],
        "seen": [float(c["found"]) for c in found],
        "low": [float(c["low"]) for c in found],
        "high": [float(c["high"]) for c in found],
        **{name: said[name] for name in ("said_title", "seen_title", "key", "key_svg")},
    }  # fmt: skip
    event = said["event"].format(event=table["event"]) if table.get("event") else ""
    sentences = [
        said["top"].format(event=event or said["cases"], **_told(*pair))
        for pair in _pairs(data)
    ]
    at = min(range(len(found)), key=lambda i: abs(found[i]["named"] - chosen))
    return _pointed("gains", sentences, data, at)


def _pointed(
    name: str, sentences: Sequence[str], data: Mapping[str, Any], at: int = 0
) -> Look:
    """Return a look whose steps share one picture, each pointing at its line."""
    steps = [
        Step(text, Picture(name, "", {**data, "at": i}))
        for i, text in enumerate(sentences)
    ]
    return made(name, steps, at, Picture(name, "", data) if steps else None)


def _spread(named: Sequence[float]) -> list[int]:
    """Return which places to draw: few, and denser where a list is short."""
    nearest = (
        min(range(len(named)), key=lambda i: abs(named[i] - share)) for share in DRAWN
    )
    return list(dict.fromkeys(nearest))


def _hundreds(value: Any) -> str:
    """Return a share out of 100, with a decimal only where it is small."""
    share = 100 * float(value)
    return number(round(share, 1) if 0 < share < 1 else round(share))
