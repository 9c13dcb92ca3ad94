"""What a column's name says: words of the lexicon in ``words.toml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from dialogs.toml_data import toml_data

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-zA-Z])(?=\d)")


def lexicon() -> dict[str, dict[str, Any]]:
    """Return the word lists."""
    return toml_data("table/words.toml", "assistant")


@cache
def missing(which: str) -> frozenset[str]:
    """Return the lower-case cells that mean a gap (always, among_numbers, words)."""
    return frozenset(lexicon()["missing"][which])


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the lower-case words of a name.

    Examples
    --------
    >>> words("customerID"), words("Age_at-entry (years)")
    (('customer', 'id'), ('age', 'at', 'entry', 'years'))
    """
    split = _CAMEL.sub(" ", name)
    return tuple(w for w in re.split(r"[^\w]+|_", split.lower()) if w)


def says(name: str, what: str, section: str = "names") -> bool:
    """Return whether a name holds a word of one of the lists."""
    listed = _set(section, what)
    return any(w in listed for w in words(name)) or "".join(words(name)) in listed


@cache
def identifier(name: str) -> bool:
    """Return whether a name is that of an ID: its last word says so, or its first.

    Examples
    --------
    >>> identifier("customerID"), identifier("id_customer"), identifier("phone_minutes")
    (True, True, False)
    >>> identifier("number_of_rooms"), identifier("policy no")
    (False, True)
    """
    spoken = words(name)
    if not spoken or says(name, "count"):
        return False
    listed = _set("names", "id")
    last = spoken[-1] in listed or "".join(spoken) in listed
    return last or spoken[0] in ("id", "uuid", "guid")


@cache
def _set(section: str, what: str) -> frozenset[str]:
    return frozenset(lexicon()[section][what])


@cache
def sensitive(name: str) -> str:
    """Return the sensitive attribute a name speaks of, or the empty text."""
    if says(name, "nouns", "things"):
        return ""
    for attribute in lexicon()["sensitive"]:
        if says(name, attribute, "sensitive"):
            return str(attribute)
    return ""


_UNIT = re.compile(r"[(\[]\s*([^)\]]{1,12})\s*[)\]]\s*$")


def unit(name: str) -> str:
    """Return the unit that a name gives in brackets, or as its last word.

    Examples
    --------
    >>> unit("Annual Income (k$)"), unit("weight_kg"), unit("Age")
    ('k$', 'kg', '')
    """
    found = _UNIT.search(name)
    if found:
        return found.group(1).strip()
    last = words(name)[-1] if words(name) else ""
    known = {"kg", "km", "cm", "mm", "usd", "eur", "gbp", "pct", "kwh", "mw", "ms"}
    spoken = {"months", "days", "years", "hours", "minutes", "seconds", "weeks"}
    return last if last in known or (last in spoken and len(words(name)) > 1) else ""
