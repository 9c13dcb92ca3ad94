"""What is answered to a term of the field that is not held as it stands."""

from __future__ import annotations

from ..hearing import CLARIFY, Understanding
from ..words import about_term
from .asking import come_back
from .turn import Turn


def tell_terms(turn: Turn, found: Understanding) -> str:
    """Say what is done in place of each term; return what stands before an offer.

    Parameters
    ----------
    turn : Turn
    found : Understanding

    Returns
    -------
    str
        Of a measure that is not searched by, with the question which of the nearest it
        shall be; empty where none is offered.
    """
    offering = found.outcome == CLARIFY and any(t.offered for t in found.told)
    before = []
    for told in found.told:
        text = about_term(told, turn.state.level, whole=offering)
        if offering and told.offered:
            before.append(text)
        else:
            turn.tell(text, f"term.{told.key}")
    return " ".join(before)


def answered_by_terms(turn: Turn, found: Understanding) -> bool:
    """Return whether what was told is the whole answer: the question stays open then."""
    best = found.best
    if not found.told or best is None or best.brief or best.acts != ("out_of_scope",):
        return False
    come_back(turn)
    return True
