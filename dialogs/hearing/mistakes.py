"""Words that tell which mistake a clause is about, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from .lexicon import find


@cache
def mistakes() -> Mapping[str, list[str]]:
    """Return the words that tell which mistake is meant."""
    text = files("dialogs.hearing").joinpath("mistakes.toml").read_text("utf-8")
    return tomllib.loads(text)


def has(key: str, clause: str) -> bool:
    """Return whether a clause holds a word of this kind that is not denied."""
    return find(mistakes()[key], clause) is not None
