"""The patterns of what is said, read from their file: one a rule, by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..toml_data import toml_data


def _forms() -> Mapping[str, Mapping[str, str]]:
    return toml_data("policy/forms.toml")


@cache
def form(name: str) -> re.Pattern[str]:
    """Return a pattern by the name of its rule and its own, such as ``acting.go``."""
    rule, _, own = name.partition(".")
    path = _forms()["texting"]["file"]
    return re.compile(_forms()[rule][own].replace("{file}", path), re.IGNORECASE)
