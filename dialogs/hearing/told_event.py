"""The outcome that goes with a target told by what happens: "who never turns up".

Invariant: where a message asks whether at all ("if they come or not"), neither side is taken.
"""

from __future__ import annotations

import re

from ..facts import ColumnFacts
from .concepts import Side, event_value, family_of, sides, value_side
from .normal import parts, stem, words
from .reading import Context, Heard

_EITHER = re.compile(
    r"\b(?:whether|or not|if (?:it|they|he|she|we|an?|the|this|that|somebody|someone)|yes or no|one way or the other)\b",
    re.IGNORECASE,
)
"""What asks whether something happens, and after neither side of it."""
_WHO = re.compile(
    r"\b(?:who|which|that|what|those|ones|people|anyone|somebody|chances?|risk|likely|when|where|lot|of|catch|find|spot|predict"
    r"|see|stop|avoid)\b",
    re.IGNORECASE,
)
"""What points at those to whom it happens."""
_THOSE_WHO_DO_NOT = re.compile(
    r"\b(?:those|the ones?|them|people|everybody|everyone|somebody|someone|anyone|any|whoever)?\s*"
    r"(?:who|that|which|whoever)? ?(?:did|do|does|will|would|wo|ca|could)(?: ?n[o']t|nt| not)\W*$",
    re.IGNORECASE,
)
"""A message's end that turns what it spoke of before: "... and catch those who didn't"."""
_LISTED = re.compile(r"\w, .*\bor\b|\bor\b.*\bor\b|/", re.IGNORECASE)
"""Several things counted up: "paid, half paid or turned down"."""
_CLASSES = 6
"""Outcomes of a target of which one may be told by a word of its family."""


def told_event(text: str, context: Context, target: str | None) -> list[Heard]:
    """Return the outcome that a message is after as it says what is to be predicted.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
        As it was before the message.
    target : str or None
        The column to predict that the message names or means.
    """
    facts = context.facts
    column = facts.column(target) if facts and target else None
    agreed = "table.target" in context.brief or "goal.event" in context.brief
    if column is None or context.asking not in (None, "table.target"):
        return []
    if (agreed and context.asking is None) or not 2 <= column.distinct <= _CLASSES:
        return []
    said = _own(text, column)
    own = [] if said else _by_label(text, column)
    if own:
        return own
    if not said or not _WHO.search(text) or _several(text, column):
        return []
    turned = _THOSE_WHO_DO_NOT.search(text)
    if _EITHER.search(text) and not turned:
        return []
    wanted = {s.bad for s in said}
    if len(wanted) != 1:
        return []
    bad = wanted.pop() != bool(turned and turned.start() > said[-1].end)
    value = _value(column, bad)
    return (
        [Heard("goal.event", value, said[0].start, said[0].end, 0.8)] if value else []
    )


_BARE_LABELS = frozenset("yes no y n true false t f".split())


def _by_label(text: str, column: ColumnFacts) -> list[Heard]:
    """Return the one of two outcomes whose own word is said in any form: "who will leave"."""
    if column.distinct != 2 or _EITHER.search(text) or not _WHO.search(text):
        return []
    said = {stem(w) for w in words(text)}
    named = [
        v for v in column.values
        if v.casefold() not in _BARE_LABELS and not v[:1].isdigit()
        and {stem(p) for p in parts(v)} <= said
    ]  # fmt: skip
    if len(named) != 1 or _THOSE_WHO_DO_NOT.search(text):
        return []
    return [Heard("goal.event", named[0], 0, len(text), 0.78)]


def _several(text: str, column: ColumnFacts) -> bool:
    """Return whether a message counts up the outcomes: which is wanted is not said."""
    said = {stem(w) for w in words(text)}
    named = [v for v in column.values if {stem(p) for p in parts(v)} & said]
    return column.distinct > 2 and (len(named) > 1 or _LISTED.search(text) is not None)


def _own(text: str, column: ColumnFacts) -> list[Side]:
    family = family_of(column)
    return [s for s in sides(text) if s.family == family]


def _value(column: ColumnFacts, bad: bool) -> str | None:
    """Return the one outcome of a side; of several classes only where its word says so."""
    if column.distinct == 2:
        return event_value(column, bad)
    family = family_of(column)
    of_family = [
        v for v in column.values
        if any(s.family == family and s.bad is bad for s in sides(v.casefold()))
        and value_side(column, v) is bad
    ]  # fmt: skip
    return of_family[0] if len(of_family) == 1 else None
