"""Lists of names in a saved model, as one text each.

In a model file every element of a list is a node of its own: of thousands of columns
writing and reading them would take seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

MARK = "as_text_"
"""Before the name of what was packed."""


def packed(state: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return a state with these entries as text; absent ones, and None, stay so."""
    found = dict(state)
    for name in names:
        if found.get(name) is not None:
            found[MARK + name] = json.dumps(found.pop(name))
    return found


def unpacked(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `packed` was given; a pair comes back as a tuple."""
    found = {}
    for name, value in state.items():
        if name.startswith(MARK):
            found[name.removeprefix(MARK)] = _read(value)
        else:
            found[name] = value
    return found


def _read(text: str) -> Any:
    value = json.loads(text)
    if isinstance(value, list):
        return [tuple(v) if isinstance(v, list) else v for v in value]
    return value
