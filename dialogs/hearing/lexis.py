"""The words of questions, kept as data: comparators, movements, units, rows, cues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ..toml_data import toml_data
from .normal import stem

__all__ = [
    "adjectives",
    "any_of",
    "forms_of",
    "loaded",
    "row_nouns",
    "row_stems",
    "units",
    "verbs",
]


def loaded(name: str) -> Mapping[str, Any]:
    """Return one of the files of words of this package."""
    return toml_data(f"hearing/{name}.toml")


@cache
def forms_of(section: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of a section of the queries' words, each by its name."""
    found: Mapping[str, list[str]] = loaded("queries")[section]
    return {k: re.compile("|".join(v), re.IGNORECASE) for k, v in found.items()}


def any_of(forms: Iterable[str], *, plain: bool = True) -> str:
    """Return a pattern of these forms, longest first, as whole words."""
    ranked = sorted(forms, key=len, reverse=True)
    return "|".join(_whole(f) if plain else f for f in ranked)


def _whole(form: str) -> str:
    body = re.escape(form).replace(r"\ ", r"\s+")
    return rf"(?<!\w){body}(?!\w)" if form[0].isalnum() else body


@cache
def adjectives() -> Mapping[str, tuple[int, frozenset[str]]]:
    """Return adjectives that compare: their direction, and the headers they speak of."""
    found = {}
    for name, sign in (("more", 1), ("less", -1)):
        for word, said in loaded("measures")[name].items():
            found[word] = (sign, _stems(said))
    return found


@cache
def units() -> Mapping[str, frozenset[str]]:
    """Return units by their stem, with the stems of headers measured in them."""
    return {stem(u): _stems(said) for u, said in loaded("measures")["units"].items()}


@cache
def verbs() -> Mapping[str, frozenset[str]]:
    """Return verbs by their stem, with the stems of headers they speak of."""
    return {stem(v): _stems(said) for v, said in loaded("measures")["said"].items()}


@cache
def row_nouns() -> frozenset[str]:
    """Return words for what a row is, in many trades."""
    rows = loaded("measures")["rows"]
    return frozenset((*rows["people"], *rows["things"], *rows["pronouns"]))


@cache
def row_stems() -> frozenset[str]:
    """Return the stems of the words for what a row is."""
    return frozenset(stem(n) for n in row_nouns())


def _stems(said: str) -> frozenset[str]:
    return frozenset(stem(w) for w in said.split())
