"""Slots by the names people give them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ..schema import slots as schema_slots
from .lexicon import find


@cache
def names() -> Mapping[str, list[str]]:
    """Return each slot's everyday names."""
    text = files("dialogs.hearing").joinpath("slots.toml").read_text("utf-8")
    return tomllib.loads(text)


def slots_named(text: str) -> tuple[str, ...]:
    """Return the slots that a text names, the longest name first."""
    exact = [
        s for s in schema_slots() if re.search(rf"(?<![\w.]){re.escape(s)}(?!\w)", text)
    ]
    if exact:
        return tuple(exact[:1])
    hits = []
    for slot, forms in names().items():
        match = find(forms, text)
        if match:
            hits.append((-len(match.group()), slot))
    return tuple(slot for _, slot in sorted(hits))[:1]
