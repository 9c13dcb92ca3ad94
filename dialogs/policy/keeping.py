"""A column that was left out since it may be known only later, kept after all."""

from __future__ import annotations

from ..hearing.listing_columns import PERMITTED
from ..hearing.naming import columns_in
from .asking import come_back
from .filling import fill
from .forms import form
from .turn import Turn


def kept_after_all(turn: Turn, text: str) -> bool:
    """Take "put the fee back in" of a column that a repair left out; return whether it was that."""
    facts = turn.state.facts
    prompt = turn.state.prompt
    if prompt is not None and prompt.question in ("leak", "oddity"):
        return False  # that question has its own answers
    if facts is None or not (
        PERMITTED.search(text) or form("texting.kept").search(text)
    ):
        return False
    repairs = dict(turn.state.brief.get("table.repairs", {}))
    out = {
        s.id: s for s in turn.state.suspicions
        if repairs.get(s.id) == "accepted" and s.repair == "ignore"
    }  # fmt: skip
    named = {n.column for n in columns_in(text, facts) if n.score >= _NAMED}
    back = {i: s for i, s in out.items() if named & set(s.columns)}
    if not back:
        return False
    fill(
        turn,
        {"table.repairs": {**repairs, **dict.fromkeys(back, "refused")}},
        quiet=True,
    )
    turn.say("leak.kept", column=", ".join(c for s in back.values() for c in s.columns))
    come_back(turn)
    return True


_NAMED = 0.9
"""How surely a column must be named: its whole header, or nearly."""
