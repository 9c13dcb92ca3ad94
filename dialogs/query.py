"""Query trees about the model or the data: their plain form and their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(tree: Any) -> Any:
    """Return a tree with nothing in it but JSON values."""
    if isinstance(tree, Mapping):
        return {str(k): plain(v) for k, v in tree.items()}
    if isinstance(tree, list | tuple):
        return [plain(v) for v in tree]
    return tree
