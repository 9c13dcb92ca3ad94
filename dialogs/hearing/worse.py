"""Which way "worse" and "better" go: up where the number or the outcome is feared, else down."""

from __future__ import annotations

import re

from .concepts import families, family_of
from .hunting import hunt
from .lexicon import find, lexicon
from .normal import parts
from .reading import Context
from .success import task_of

_POLES = re.compile(r"\b(?:worse|better)\b(?! than\b)", re.IGNORECASE)


def worse_is_up(context: Context) -> bool | None:
    """Return whether a higher answer is a worse one, or None where nothing tells."""
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None:
        return None
    if task_of(context) == "binary":
        return (
            hunt(context).bad if context.brief.get("goal.event") is not None else None
        )
    things = lexicon()["poles"]
    words = " ".join(
        [
            *parts(column.name),
            *([] if column.kind.numeric else parts(" ".join(column.values))),
        ]
    )
    feared, wished = find(things["feared"], words), find(things["wished"], words)
    if bool(feared) != bool(wished):
        return feared is not None
    header = " ".join(parts(column.name))
    feared, wished = find(things["feared"], header), find(things["wished"], header)
    if bool(feared) != bool(wished):
        return feared is not None
    family = family_of(column)
    return bool(families()[family]["harm"]) if family else None


def poles_told(text: str, context: Context) -> tuple[str, bool]:
    """Return a text with "worse" and "better" as higher or lower, and whether that is a guess.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    if not _POLES.search(text):
        return text, False
    up = worse_is_up(context)

    def plain(match: re.Match[str]) -> str:
        worse = match.group().casefold() == "worse"
        return "higher" if worse == (up is not False) else "lower"

    return _POLES.sub(plain, text), up is None
