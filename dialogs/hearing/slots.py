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
    for slot in schema_slots():
        # The plain search first: a pattern for each slot would be made every time.
        if slot in text and re.search(rf"(?<![\w.]){re.escape(slot)}(?!\w)", text):
            return (slot,)
    hits = []
    for slot, forms in names().items():
        match = find(forms, text)
        if match:
            hits.append((-len(match.group()), slot))
    return tuple(slot for _, slot in sorted(hits))[:1]
