"""What a person says again although it is known: the same value is no riddle.

Asked for last, when nothing else can be made of a message: it is read as an answer to
what was answered before, and counts only where it gives the same value.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .acting import is_question
from .gathering import heard_in
from .making import reading_of
from .reading import Context, Understanding, one

AGAIN = ("goal.event", "goal.action", "table.target")
"""What people say once more when they are not sure that it was heard."""

SURE = 0.8

MOST_WORDS = 8
"""A longer message tells something else as well."""


def restated(said: str, context: Context) -> Understanding | None:
    """Return the reading of words that answer a question which was answered before."""
    if context.has_model or is_question(said):
        return None
    for slot in AGAIN:
        known = context.brief.get(slot)
        if known is None or slot == context.asking:
            continue
        rest = context.brief.without(slot)
        asked = replace(context, asking=slot, brief=rest, options=())
        heard = [h for h in heard_in(said, asked) if h.slot == slot and h.score >= SURE]
        if len(heard) == 1 and heard[0].value == known and _told(slot, said):
            return one(reading_of(("inform",), heard, said, context))
    return None


_WE_DO = re.compile(r"^(?:so |well |then )?(?:we|i|they|our|somebody|someone)\b", re.I)
_ASKS_FOR = re.compile(
    r"^(?:please )?(?:write|tell|give|show|make|get|send|do)\b", re.I
)


def _told(slot: str, said: str) -> bool:
    """Return whether words tell something: what is wished for is no answer."""
    if slot == "goal.action":
        return _WE_DO.match(said) is not None
    return _ASKS_FOR.match(said) is None and len(said.split()) <= MOST_WORDS
