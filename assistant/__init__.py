"""The working parts and the program: read, plan, search, keep, deliver, converse.

Importing this package is cheap; each name pulls in what it needs when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "read_table": "assistant.table",
    "run": "assistant.running",
    "load_model": "assistant.model_file",
}

__all__ = ["__version__", "load_model", "read_table", "run"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
