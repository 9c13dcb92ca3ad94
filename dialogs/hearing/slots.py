"""Slots by the names people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..schema import slots as schema_slots
from ..toml_data import toml_data
from .lexicon import find


def names() -> Mapping[str, list[str]]:
    """Return each slot's everyday names."""
    return toml_data("hearing/slots.toml")


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
