"""The example table that comes with the program. It is made up; see its README."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def path() -> Path:
    """Return the example table's file: members of an invented club who cancel."""
    return Path(str(files("assistant") / "examples" / "members.csv"))
