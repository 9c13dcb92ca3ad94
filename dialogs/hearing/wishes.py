"""Wishes about success put without a number: what they set, or what they may mean.

Whole messages only: beside other words a wish is heard by what those words say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..toml_data import toml_data
from .naming import columns_in
from .quantities import quantities
from .reading import CLARIFY, Context, Reading, Understanding, one
from .success import task_of

SECTIONS = {
    "binary": "two", "regression": "number", "forecast": "number",
    "multiclass": "classes", "ordinal": "ordered",
}  # fmt: skip

_OPEN = ("success.objective", "goal.action", "success.k", None)
"""Questions beside which a wish is listened for."""

_POLITE = r"\W*(?:well|hm+|oh|so|and|please|ideally|mostly|really)?\W*"


@cache
def _wishes() -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            **entry,
            "form": re.compile(
                rf"{_POLITE}(?:{'|'.join(entry['forms'])})\W*", re.IGNORECASE
            ),
        }
        for entry in toml_data("hearing/wishes.toml")["wish"]
    )


def wish_in(said: str, context: Context) -> Understanding | None:
    """Return what a wish about success means, or may mean; None for anything else.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
    """
    if context.has_model or context.asking not in _OPEN:
        return None
    section = SECTIONS.get(task_of(context))
    if section is None or "table.target" not in context.brief:
        return None
    for wish in _wishes():
        match = wish["form"].fullmatch(said) if section in wish["kinds"] else None
        if match is None:
            continue
        offers = [_filled(s, match, context) for s in wish.get("offers", ())]
        readings = tuple(Reading(("inform",), s, score=0.5) for s in offers if s)
        if readings:
            return Understanding(CLARIFY, readings)
        sets = _filled(wish.get("sets", {}), match, context)
        if sets:
            spans = dict.fromkeys(sets, said)
            return one(Reading(("inform",), sets, score=0.85, spans=spans))
    return None


def _filled(
    slots: Mapping[str, Any], match: re.Match[str], context: Context
) -> dict[str, Any]:
    """Return slots with what the words name; nothing where they name it not."""
    found = {}
    for slot, value in slots.items():
        known = (
            _named(value, match, context) if _OPEN_VALUE.match(str(value)) else value
        )
        if known is None:
            return {}
        found[slot] = known
    return found


_OPEN_VALUE = re.compile(r"\{\w+\}$")


def _named(value: str, match: re.Match[str], context: Context) -> Any:
    if value == "{share}":
        shares = [q.value for q in quantities(match.group("share"))]
        return shares[0] if len(shares) == 1 and 0 < shares[0] < 1 else None
    facts, target = context.facts, context.brief.get("table.target")
    if facts is None:
        return None
    amounts = {c.name for c in facts.columns if c.kind.numeric and c.distinct > 12}
    named = {n.column for n in columns_in(match.group(), facts)} & amounts - {target}
    return named.pop() if len(named) == 1 else None
