"""What a message may be in which no value was heard: an act, a query, a guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..schema import slots as known_slots
from .acting import acts_within, is_question, opening_act
from .after_result import LAST, asked_of_result
from .by_example import act_at_last
from .form import Form, form_of
from .framing import framed
from .making import MOST_OFFERED
from .proposing import outcomes_offered
from .queries import query_in
from .reading import CLARIFY, NOT, Context, Reading, Understanding, one
from .restating import restated
from .success import task_of
from .suggesting import leaning, placings
from .supposed_target import supposed
from .unlimited import unlimited
from .wondering import asked_of


def nothing_set(said: str, context: Context) -> Understanding:
    """Return what a message in which no value was heard may be: an act, a guess."""
    if unlimited(said, context):
        return one(Reading(("deny",)))
    within = [a for a in acts_within(said) if a in ("delegate", "unsure", "round")]
    if within:
        return one(Reading((within[0],)))
    opening = opening_act(said) if context.asking else None
    about = known_slots().get(context.asking or "")
    fits = about is not None and (
        about.type == "yes_no" or (opening == "deny" and about.type == "texts")
    )
    if opening is not None and fits:
        return one(Reading((opening,)))
    states = form_of(said) is Form.STATES
    query = query_in(said, context) if context.asking is None and not states else None
    if query is not None and _of_no_model(query, said, context):
        query = None
    asks = context.asking is None and (is_question(said) or query is not None)
    example = None if asks else framed(said, context)
    if example is not None:
        return example
    offers = _leanings(said, context)
    if query is not None and not offers:
        return asked_of(query, said, 0.7)
    offers = offers or _guesses(said, context)
    return Understanding(CLARIFY, offers) if offers else _at_last(said, context)


def _of_no_model(query: Mapping[str, Any], said: str, context: Context) -> bool:
    """Return whether a sentence that asks nothing only sounds like what a model is asked."""
    if context.has_model or query["rows"] is not None or is_question(said):
        return False
    return {step["op"] for step in query["do"]} <= _OF_A_MODEL


_OF_A_MODEL = frozenset("predict probability score explain mistakes labels".split())


def _at_last(said: str, context: Context) -> Understanding:
    again = restated(said, context) or asked_of_result(said, context, LAST)
    last = None if again else act_at_last(said, context)
    return again or (one(last) if last else Understanding(NOT))


def _guesses(said: str, context: Context) -> tuple[Reading, ...]:
    """Return the likeliest answers to offer, where a sentence answers in no known way."""
    if len(said.split()) < _A_SENTENCE or act_at_last(said, context):
        return ()
    if context.asking == "goal.event":
        return outcomes_offered(context)
    return supposed(said, context)


_A_SENTENCE = 4
"""Words from which a message is no mere slip."""


def _leanings(said: str, context: Context) -> tuple[Reading, ...]:
    """Return objectives to offer where words lean to one but no number says so."""
    if context.asking not in ("success.objective", "goal.action"):
        return ()
    task = task_of(context)
    sets = [{"success.objective": name} for name in leaning(said, task)]
    sets = placings(said, task) or sets
    return tuple(
        Reading(("inform",), slots, score=0.5) for slots in sets[:MOST_OFFERED]
    )
