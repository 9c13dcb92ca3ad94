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
from .answering import answer_to, keeps_all, option_picked
from .bank import bank
from .by_example import act_at_last, act_like, wants_round
from .choosing import chosen
from .doubting import doubted
from .framing import framed
from .gathering import heard_in
from .goals import exact_column
from .making import DOUBT, MOST_OFFERED, grouped, reading_of
from .measuring import measured as measures_meant
from .normal import normal
from .outcomes import exact_event
from .proposing import outcomes_offered
from .queries import query_in
from .reading import CLARIFY, NOT, Context, Heard, Reading, Understanding, one
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

__all__ = [
    "DOUBT", "Context", "Reading", "Understanding", "prime", "to_json", "understand",
]  # fmt: skip


def prime() -> None:
    """Read the bank of examples, which the first message would else wait for."""
    bank()
    respelled("prmie")


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
    if _prices_tried(said, context):
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
    changed = _changed_to(said, context)
    if changed is not None:
        return changed
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


_CHANGE_TO = re.compile(
    r"^(?:(?:no|wait|actually|sorry|please|ok)[, ]+)*(?:i(?:'d| would)? (?:want|like) to |let'?s |can you )?"
    r"(?:change|set|make|correct|switch)\s+(?:my |the |your )?(?P<what>[\w .'/-]{2,40}?)\s+(?:to|into|be)\s+(?P<value>.+)$",
    re.IGNORECASE,
)


def _changed_to(said: str, context: Context) -> Understanding | None:
    """Return what "change the target to X" sets: X as an answer to that question."""
    match = _CHANGE_TO.match(said)
    named = slots_named(match["what"]) if match else ()
    if match is None or not named:
        return None
    asked = replace(context, asking=named[0], options=())
    value = match["value"].strip(" .!")
    exact = exact_column(value, asked) or exact_event(value, asked)
    heard = (
        [exact] if exact else [h for h in heard_in(value, asked) if h.slot == named[0]]
    )
    if len(heard) != 1:
        return None
    return one(
        reading_of(
            ("correct",), [replace(heard[0], start=0, end=len(said))], said, context
        )
    )


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
    if keeps_all(said, context.asking) and not heard_in(said, context):
        return one(Reading(("deny",)))
    digression = _digression(said, context)
    if digression is not None:
        return digression
    heard = heard_in(said, context)
    example = None if _firm(heard) else _by_example(said, context, heard)
    if example is not None:
        return example
    heard, rivals = chosen(said, context, heard)
    heard = doubted(heard, said, context)
    if rivals and not (context.asking is None and is_question(said)):
        return _offered(rivals, heard, said, context)
    asked = _question(said, context)
    if asked is not None:
        return asked
    return _set(heard, said, context) if heard else _nothing_set(said, context)


def _set(heard: list[Heard], said: str, context: Context) -> Understanding:
    """Return the reading of what was heard; a question for prices is asked back."""
    free = context.asking is None
    another = "round" in acts_within(said) or (free and wants_round(said, context))
    found = grouped(heard, said, context, another)
    asked_back = free and is_question(said) and not _REQUEST.match(said)
    prices = any(h.slot.startswith("success.") for h in heard)
    if asked_back and prices and not context.brief.get("success.objective"):
        return Understanding(CLARIFY, found.readings)
    return found


def _nothing_set(said: str, context: Context) -> Understanding:
    """Return what a message in which no value was heard may be: an act, a guess."""
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
    query = query_in(said, context) if context.asking is None else None
    asks = context.asking is None and (is_question(said) or query is not None)
    example = None if asks else framed(said, context)
    if example is not None:
        return example
    offers = _leanings(said, context)
    if query is not None and not offers:
        return asked_of(query, said, 0.7)
    offers = offers or _guesses(said, context)
    return Understanding(CLARIFY, offers) if offers else _at_last(said, context)


def _at_last(said: str, context: Context) -> Understanding:
    again = restated(said, context)
    last = None if again else act_at_last(said, context)
    return again or (one(last) if last else Understanding(NOT))


_NEVER_ANSWERS = re.compile(
    r"^(?:(?:and|so|but|ok|oh|hm+|well|hang on|hold on|wait|sorry)[, ]+)*(?:what(?:'s| is| does| do you mean| difference)"
    r"|why|how (?:come|did|do you|does (?:it|this|that))|do you|does (?:it|this)|is it (?:true|too late|safe|possible)"
    r"|are you|should i|can i|could i|may i|who (?:are you|told))\b.*\?\s*$",
    re.IGNORECASE,
)


def _digression(said: str, context: Context) -> Understanding | None:
    """Return a question asked in place of an answer: it never fills a slot."""
    if not context.asking or context.has_model or not _NEVER_ANSWERS.match(said):
        return None
    if _prices_tried(said, context):
        return None
    act = act_at_last(said, context)
    if act is not None and act.acts[0] in (
        "ask_what",
        "ask_why",
        "ask_how",
        "help",
        "out_of_scope",
    ):
        return one(act)
    query = query_in(said, context)
    if query is not None and query.get("rows") is not None:
        return asked_of(query, said, 0.7)
    return one(Reading(("ask_what",), term=said.strip(" ?"), score=0.7))


def _offered(
    rivals: list[list[Heard]], heard: list[Heard], said: str, context: Context
) -> Understanding:
    readings = [reading_of(("inform",), [*r, *heard], said, context) for r in rivals]
    return Understanding(CLARIFY, tuple(replace(r, score=0.5) for r in readings))


def _by_example(
    said: str, context: Context, heard: list[Heard]
) -> Understanding | None:
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
    return framing


_OVER_QUERIES = frozenset({"stop", "restart", "undo", "round", "affirm", "deny"})
_BESIDE_FACTS = frozenset({"round", "affirm", "deny", "undo", "out_of_scope"})
_SURE_ACT = 0.7
"""Score of an act from which it counts more than what the grammar half heard."""
_STRONGER = 0.78
"""Score from which an example counts more than a single word of the grammar."""


def _guesses(said: str, context: Context) -> tuple[Reading, ...]:
    """Return the likeliest answers to offer, where a sentence answers in no known way."""
    if len(said.split()) < _A_SENTENCE or act_at_last(said, context):
        return ()
    return outcomes_offered(context) if context.asking == "goal.event" else ()


_A_SENTENCE = 4
"""Words from which a message is no mere slip."""


def _firm(heard: list[Heard]) -> bool:
    """Return whether something was heard that is more than a word's own meaning."""
    return any(h.score >= 0.9 for h in heard)


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
    if (
        context.asking == "success.objective"
        and "?" not in said
        and measures_meant(said, context)
    ):
        return None  # "how many steps we are out" is a measure, and no question
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


_MISTAKE = re.compile(
    r"\b(?:miss(?:es|ed|ing)?|false (?:alarms?|positives?|negatives?)|wasted|needless|wrong)\b",
    re.I,
)


def _prices_tried(said: str, context: Context) -> bool:
    """Return whether "what if a false alarm cost 8" tries another price."""
    if not _TRY.match(said) or not _MISTAKE.search(said):
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
