"""The data that stands beside the code: each file is read once, where it is first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def toml_data(path: str, package: str = "dialogs") -> dict[str, Any]:
    """Return what a TOML file of a package holds.

    Parameters
    ----------
    path : str
        Inside the package, such as ``words/talk.toml``.
    package : str
        One of the three.
    """
    return tomllib.loads(files(package).joinpath(path).read_text("utf-8"))
