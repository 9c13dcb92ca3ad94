"""Words that tell which mistake a clause is about, as data."""

from __future__ import annotations

from collections.abc import Mapping

from ..toml_data import toml_data
from .lexicon import find


def mistakes() -> Mapping[str, list[str]]:
    """Return the words that tell which mistake is meant."""
    return toml_data("hearing/mistakes.toml")


def has(key: str, clause: str) -> bool:
    """Return whether a clause holds a word of this kind that is not denied."""
    return find(mistakes()[key], clause) is not None
