"""What a person says again although it is known: the same value is no riddle.

Asked for last, when nothing else can be made of a message: it is read as an answer to
what was answered before. The same value is heard as said; another one is offered.
"""

from __future__ import annotations

from dataclasses import replace

from .gathering import heard_in
from .making import reading_of
from .reading import CLARIFY, Context, Reading, Understanding, one

AGAIN = ("goal.event", "goal.action", "table.target")
"""What people say once more when they are not sure that it was heard."""

SURE = 0.8


def restated(said: str, context: Context) -> Understanding | None:
    """Return the reading of words that answer a question which was answered before."""
    offers: list[Reading] = []
    for slot in AGAIN:
        known = context.brief.get(slot)
        if known is None or slot == context.asking:
            continue
        rest = context.brief.without(slot)
        asked = replace(context, asking=slot, brief=rest, options=())
        heard = [h for h in heard_in(said, asked) if h.slot == slot and h.score >= SURE]
        if len(heard) != 1:
            continue
        reading = reading_of(("inform",), heard, said, context)
        if heard[0].value == known:
            return one(reading)
        offers.append(reading)
    return Understanding(CLARIFY, tuple(offers)) if offers else None
