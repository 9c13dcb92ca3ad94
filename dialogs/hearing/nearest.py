"""What the nearest examples say of a message, where the grammar is not sure of more."""

from __future__ import annotations

from dataclasses import replace

from .by_example import act_like
from .framing import framed
from .queries import query_in
from .reading import CLARIFY, Context, Heard, Understanding, one


def by_nearest(said: str, context: Context, heard: list[Heard]) -> Understanding | None:
    """Return what the nearest examples say, where the grammar is not sure of more."""
    act = act_like(said, context)
    free = context.asking is None and query_in(said, context) is not None
    if act is not None and free and act.acts[0] not in _OVER_QUERIES:
        act = None  # "summarize the table" asks for a look at it
    if act is not None and heard and act.score < _SURE_ACT:
        act = None
    # "Again, but without age" and "yes, the older ones" say more than the act.
    if act is not None and not (heard and set(act.acts) <= _BESIDE_FACTS):
        return one(act)
    framing = framed(said, context) if context.asking else None
    if framing is None or framing.outcome == CLARIFY:
        return None
    best = framing.readings[0]
    own = [h for h in heard if h.slot == context.asking]
    if own and best.brief.get(own[0].slot) != own[0].value and best.score < _STRONGER:
        return None
    # "Test on the latest, and the park stays out": both were said.
    more = {
        h.slot: h.value for h in heard
        if h.slot in _BESIDE_IT and h.score >= _SAID_TOO and h.slot not in best.brief
    }  # fmt: skip
    return one(replace(best, brief={**more, **best.brief})) if more else framing


_BESIDE_IT = frozenset({"table.ignore", "limits.never_columns", "table.row"})
_SAID_TOO = 0.85
"""Score from which what was said beside an answer counts with it."""


_OVER_QUERIES = frozenset(
    {"stop", "restart", "undo", "round", "affirm", "deny", "revisit"}
)


_BESIDE_FACTS = frozenset({"round", "affirm", "deny", "undo", "out_of_scope"})


_SURE_ACT = 0.7
"""Score of an act from which it counts more than what the grammar half heard."""


_STRONGER = 0.78
"""Score from which an example counts more than a single word of the grammar."""
