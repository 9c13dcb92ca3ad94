"""Text to meaning: `understand` returns the readings of one message.

Order of interpretation: an offered option, a whole-message act, a question about a
term, a correction, an answer to the open question, volunteered facts, a query, else not
understood. Invariant: a number that the chosen reading leaves unused lowers the outcome
to ``clarify``; free text never fills a slot of another type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .. import query as trees
from ..schema import slots as known_slots
from .acting import (
    act_in_parts,
    acts_within,
    change_asked,
    is_question,
    opening_act,
    term_asked,
    whole_act,
)
from .answering import answer_to, option_picked
from .gathering import heard_in
from .goals import exact_column
from .making import DOUBT, MOST_OFFERED, grouped, reading_of
from .normal import normal
from .outcomes import exact_event
from .queries import query_in
from .reading import CLARIFY, NOT, Context, Reading, Understanding, one
from .repairing import last_version
from .restating import restated
from .slots import slots_named
from .spelling import respelled
from .success import success_in, task_of
from .suggesting import leaning, placings
from .teaching import lesson_asked
from .wishes import wish_in
from .wondering import asked_of
from .working import work_asked

__all__ = ["DOUBT", "Context", "Reading", "Understanding", "to_json", "understand"]


def understand(text: str, context: Context) -> Understanding:
    """Return the readings of one message, best first.

    Parameters
    ----------
    text : str
        As typed; only its first 4,000 characters are read.
    context : Context
        What is known and asked.

    Returns
    -------
    Understanding
    """
    names = context.facts.names if context.facts else ()
    said = last_version(respelled(normal(text), names))
    if not said:
        return Understanding(NOT)
    picked = option_picked(said, context)
    if picked is not None:
        return one(Reading(("inform",), chosen=picked))
    return (
        wish_in(said, context)
        or lesson_asked(said, context)
        or _about_rows(said, context)
        or _act(said, context)
        or _facts(said, context)
    )


def _about_rows(said: str, context: Context) -> Understanding | None:
    """Return a question about certain rows of a model, with no other question open."""
    if context.asking is not None or not (context.has_model or is_question(said)):
        return None
    at_work = work_asked(said, context)
    if at_work is not None:
        return asked_of(at_work, said, 0.9)
    query = query_in(said, context)
    if query is None or query.get("rows") is None:
        return None
    return asked_of(query, said, 0.9)


def _act(said: str, context: Context) -> Understanding | None:
    event = exact_event(said, context) or exact_column(said, context)
    if event is not None:
        return one(reading_of(("inform",), [event], said, context))
    act = whole_act(said) or act_in_parts(said)
    yes = _YES_BUT.match(said)
    after = whole_act(said[yes.end() :].strip(" ,")) if yes else None
    if yes and "ask_why" in (act, after):
        word = "deny" if yes.group()[0] in "nN" else "affirm"
        return one(Reading((word, "ask_why"), slots=slots_named(said)))
    typed = answer_to(said, context) if act in ("affirm", "deny", None) else []
    if act in ("affirm", "deny") and typed:
        return one(reading_of((act,), typed, said, context))
    if act == "help" and context.has_model:
        # "How does it work?" asks of the model, once there is one.
        query = query_in(said, context)
        if query is not None:
            return asked_of(query, said, 0.9)
    if act is not None:
        return one(Reading((act,)))
    change = change_asked(said)
    if change is not None:
        named = slots_named(change)
        if named:
            return one(Reading(("revisit",), slots=named))
    term = term_asked(said)
    if term is not None and _what_is_missing(said, context):
        return None
    if term is not None and (known_term(term) or not _about_data(said, context)):
        return one(Reading(("ask_what",), term=term))
    return None


def known_term(term: str) -> bool:
    """Return whether the glossary has a term: then 'what is X' asks for its meaning."""
    from ..glossary import find as found  # the glossary stems with this package

    return found(term) is not None


def _what_is_missing(said: str, context: Context) -> bool:
    """Return whether 'what is missing?' asks about the table, and not for a meaning."""
    free = context.asking is None and context.facts is not None
    query = query_in(said, context) if free and "missing" in said.casefold() else None
    return query is not None and query["do"] == [{"op": "columns"}]


def _about_data(said: str, context: Context) -> bool:
    if context.asking == "table.target":
        return False
    query = query_in(said, context)
    free = context.asking is None and query is not None and query["rows"] is not None
    if free and re.search(r"\d", said):
        return True
    return query is not None and (context.has_model or free or _of_model(query))


def _idle(query: Mapping[str, Any]) -> bool:
    """Return whether a question asks of a model what none can answer yet."""
    ops = {"mistakes", "score", "explain", "counterfactual", "probability", "predict"}
    return query["rows"] is None and {s["op"] for s in query["do"]} <= ops


def _of_model(query: Mapping[str, Any]) -> bool:
    """Return whether a question can be about nothing but a model's answers."""
    return {s["op"] for s in query["do"]} <= {"mistakes", "fairness", "interaction"}


def _facts(said: str, context: Context) -> Understanding:
    asked = _question(said, context)
    if asked is not None:
        return asked
    heard = heard_in(said, context)
    within = [a for a in acts_within(said) if a in ("delegate", "unsure", "round")]
    if not heard:
        if within:
            return one(Reading((within[0],)))
        opening = opening_act(said) if context.asking else None
        about = known_slots().get(context.asking or "")
        fits = about is not None and (
            about.type == "yes_no" or (opening == "deny" and about.type == "texts")
        )
        if opening is not None and fits:
            return one(Reading((opening,)))
        offers = _leanings(said, context)
        if offers:
            return Understanding(CLARIFY, offers)
        query = query_in(said, context) if context.asking is None else None
        if query is not None:
            return asked_of(query, said, 0.7)
        return restated(said, context) or Understanding(NOT)
    found = grouped(heard, said, context, "round" in within)
    asked_back = (
        context.asking is None and is_question(said) and not _REQUEST.match(said)
    )
    prices = any(h.slot.startswith("success.") for h in heard)
    if asked_back and prices and not context.brief.get("success.objective"):
        return Understanding(CLARIFY, found.readings)
    return found


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


def _question(said: str, context: Context) -> Understanding | None:
    """Return the reading of a question, unless it answers what was asked."""
    goal_asked = context.asking in ("table.target", "goal.action")
    within = acts_within(said)
    meta = [a for a in within if a not in ("delegate", "unsure", "round", "stop")]
    if meta and meta[0] in ("ask_why", "undo"):
        return _with_facts(meta[0], said, context)
    if context.asking in _LISTS and "?" not in said:
        return None
    if not is_question(said) or goal_asked or _answers(said, context):
        return None
    if _prices_tried(said, context):
        return None
    if meta:
        return one(Reading((meta[0],)))
    if context.asking and "?" not in said and _answered(said, context):
        return None
    query = query_in(said, context)
    free = context.asking is None and not _REQUEST.match(said)
    if context.asking and not context.has_model and query is not None and _idle(query):
        return one(Reading(("ask_what",), term=said.strip(" ?"), score=0.7))
    if query is not None and (free or context.has_model or not heard_in(said, context)):
        return asked_of(query, said, 0.9)
    if context.asking is not None and _asks_back(said):
        return one(Reading(("ask_what",), term=said.strip(" ?"), score=0.7))
    return None


_TRY = re.compile(r"\W*(?:and |so |but )?(?:what if|suppose|imagine|say)\b", re.I)


def _prices_tried(said: str, context: Context) -> bool:
    """Return whether "what if a false alarm cost 8" tries another price."""
    if not _TRY.match(said):
        return False
    return any(h.slot.endswith("_cost") for h in success_in(said, context))


_LISTS = ("table.ignore", "limits.never_columns", "split.column")
"""What is answered with columns: "where they live" is one of them, and no question."""


def _answered(said: str, context: Context) -> bool:
    """Return whether words in the form of a question give what the open one is about."""
    section = (context.asking or "").split(".")[0]
    return any(h.slot.startswith(section) for h in heard_in(said, context))


_REQUEST = re.compile(r"(?:please )?(?:can|could|would|will) (?:you|we|i)\b", re.I)
_YES_BUT = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok(?:ay)?|fine|no|nope|nah)\b[\s,.;-]*(?:but|and|only)?\b",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(
    r"^(?:which|what|is|are|does|do)\b.{0,80}\b(?:one|ones|those|these|mean|something|better"
    r"|easy|easier|good|readable|read)\b|^[\w -]{2,30}\?+$",
    re.IGNORECASE,
)


def _asks_back(said: str) -> bool:
    return bool(_ASKS_BACK.search(said))


def _answers(said: str, context: Context) -> bool:
    """Return whether words in the form of a question are what was asked for."""
    return context.asking == "expectations.drivers" and not said.rstrip().endswith("?")


def _with_facts(act: str, said: str, context: Context) -> Understanding:
    """Return an act together with what the rest of the message says."""
    heard = [h for h in heard_in(said, context) if h.score >= 0.85]
    if not heard or act == "undo":
        return one(Reading((act,), slots=slots_named(said)))
    reading = reading_of(("inform", act), heard, said, context)
    return one(replace(reading, slots=slots_named(said)))


def to_json(found: Understanding, context: Context) -> dict[str, Any]:
    """Return an understanding in the form of the contract's section 6."""
    from ..words import readback  # the words are needed here alone

    return {
        "outcome": found.outcome,
        "readings": [
            {
                "acts": list(r.acts),
                "brief": _plain(_told(r).nested()) or None,
                "query": trees.plain(r.query) if r.query else None,
                "read_back": readback(r, context.facts),
                "score": round(r.score, 3),
                "unused": list(r.unused),
            }
            for r in found.readings
        ],
    }


OWN = ("goal.action",)
"""Slots of the conversation alone: the contract's brief has no such key."""


def _told(reading: Reading) -> Reading:
    slots = {path: v for path, v in reading.brief.items() if path not in OWN}
    return replace(reading, brief=slots)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
