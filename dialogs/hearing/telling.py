"""An understanding told to programs, in the form of the contract's section 6."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .. import query as trees
from .reading import Context, Reading, Understanding


def to_json(found: Understanding, context: Context) -> dict[str, Any]:
    """Return an understanding in the form of the contract's section 6."""
    from ..words import about_term, readback  # the words are needed here alone

    told = [{"key": t.key, "words": t.words, "text": about_term(t)} for t in found.told]
    return {
        "outcome": found.outcome,
        **({"told": told} if told else {}),
        "readings": [
            {
                "acts": list(r.acts),
                "brief": _plain(_told(r).nested()) or None,
                "query": trees.plain(r.query) if r.query else None,
                "read_back": readback(r, context.facts),
                "score": round(r.score, 3),
                "unused": list(r.unused),
            }
            for r in found.readings
        ],
    }


OWN = ("goal.action",)
"""Slots of the conversation alone: the contract's brief has no such key."""


def _told(reading: Reading) -> Reading:
    slots = {path: v for path, v in reading.brief.items() if path not in OWN}
    return replace(reading, brief=slots)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
