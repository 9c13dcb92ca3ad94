"""A change of mind about what to predict: "forget the fee, predict the hours instead".

Invariant: the new one is a column's own name and nothing else, and a word says that it
takes the old one's place; all other sentences are left to the rest of hearing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from ..facts import Facts
from ..toml_data import toml_data
from .gathering import heard_in
from .making import reading_of
from .naming import columns_in, values_in
from .normal import parts, stem
from .reading import Context, Heard, Understanding, one

_TARGET = "table.target"
_IT = frozenset({"it", "that", "this", "that one", "this one"})
_SMALL = frozenset("the a an of in our my column".split())


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    raw = toml_data("hearing/retargeting.toml")
    fill = {"{lead}": str(raw["lead"]), "{what}": str(raw["what"])}
    made = {}
    for name in ("forget", "back", "instead"):
        text = str(raw[name])
        for place, form in fill.items():
            text = text.replace(place, form)
        made[name] = re.compile(text, re.IGNORECASE)
    return made


def retargeted(said: str, context: Context) -> Understanding | None:
    """Return the reading of a message that puts another column in the target's place.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
        Without an agreed target there is nothing to change.

    Returns
    -------
    Understanding or None
        With all else the message says, heard as about the new target.
    """
    facts, agreed = context.facts, context.brief.get(_TARGET)
    if facts is None or agreed is None:
        return None
    for name, form in _forms().items():
        match = form.match(said)
        column = _called(match["what"], facts) if match else None
        if match is None or column is None or column == agreed:
            continue
        if _takes_place(name, match, str(agreed), facts):
            return _reading(said, match, column, context)
    return None


def _takes_place(name: str, match: re.Match[str], agreed: str, facts: Facts) -> bool:
    """Return whether it is said that the new column comes in the old one's place."""
    if match["cue"] or name == "back":
        return True
    if name == "forget":
        return match["old"] in _IT or _of_target(match["old"], agreed, facts)
    return bool(match.start("what") and re.match(r"\W*(?:no|actually|wait|sorry|on second|i changed|i've changed)\b",
                                                 match.group(), re.I))  # fmt: skip


def _of_target(words: str, agreed: str, facts: Facts) -> bool:
    """Return whether words name the agreed target, or an outcome of it."""
    named = [n.column for n in (*columns_in(words, facts), *values_in(words, facts))]
    return agreed in named


def _called(words: str, facts: Facts) -> str | None:
    """Return the one column that words are the name of, in any number or order of words."""
    said = _stems(words)
    found = [n for n in facts.names if said and said == _stems(n)]
    if not found:
        named = {n.column for n in columns_in(words, facts)}
        found = [n for n in named if said <= _stems(n)]
    return found[0] if len(found) == 1 else None


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(p) for p in parts(words) if p not in _SMALL)


def _reading(
    said: str, match: re.Match[str], column: str, context: Context
) -> Understanding:
    rest = said[match.end() :]
    behind = len(said) - len(rest)
    free = replace(context, asking=None, options=())
    more = [
        Heard(h.slot, h.value, h.start + behind, h.end + behind, h.score)
        for h in (heard_in(rest, free) if rest.strip() else [])
        if h.slot != _TARGET
    ]
    new = Heard(_TARGET, column, 0, match.end(), 1.0)
    return one(reading_of(("correct",), [new, *more], said, context))
