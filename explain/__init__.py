"""The telling: a fitted model, rows and the brief become findings, then words.

Importing this package is cheap; each name pulls in what it needs when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "explain": "explain.explanation",
    "check_sentence": "explain.checker",
    "tell_result": "explain.telling",
    "drivers": "explain.driving",
    "cautions": "explain.cautioning",
    "answer": "explain.answers",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
