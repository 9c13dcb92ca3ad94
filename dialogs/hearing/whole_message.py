"""What a message does as a whole: an act, a correction, a question for a meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .acting import HOW_DID, act_in_parts, change_asked, term_asked, whole_act
from .answering import answer_to
from .asked_instead import yes_or_no_asked
from .expecting import drivers_in
from .gathering import heard_in
from .making import reading_of
from .meaning_asked import slot_again, term_meant
from .outcomes import exact_event
from .queries import query_in
from .reading import Context, Reading, Understanding, one
from .slots import slots_named
from .targets import exact_column
from .wondering import asked_of


def act_as_a_whole(said: str, context: Context) -> Understanding | None:
    """Return the reading of a message that is an act, or asks for a meaning; else None."""
    event = exact_event(said, context) or exact_column(said, context)
    if event is not None:
        return one(reading_of(("inform",), [event], said, context))
    both = _answered_and(said, context) or _yes_and_a_word(said, context)
    if both is not None:
        return both
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
    if act == "more_detail" and _sets_it(said, context):
        act = None  # a statistician may name a measure
    if act == "out_of_scope" and (
        "table.target" not in context.brief
        or (context.asking and _sets_it(said, context))
    ):
        act = None  # while the table is spoken of, a sentence may name what is wanted
    if act == "unsure" and drivers_in(said, context):
        return None  # "the fee up, the rest ... no idea" is a guess all the same
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
    return _about_a_word(said, context)


_ANSWERED = re.compile(
    r"(?P<w>yes|yeah|yep|yup|aye|no|nope|nah)\b[\s,.;!-]*(?:but|and|only)\b[\s,]*"
    r"|(?P<ok>ok(?:ay)?|fine|sure|right)\b[\s,.;!-]*(?:but|and)\b[\s,]*",
    re.IGNORECASE,
)
"""Yes or no to what is open, with more behind it."""
_ASKED_TOO = frozenset(
    "summary help repeat simpler more_detail ask_how revisit".split()
)


def _answered_and(said: str, context: Context) -> Understanding | None:
    """Return yes or no to the open question with the act behind it, or how we got there."""
    if not context.has_model and context.asking is None and HOW_DID.match(said):
        return one(Reading(("ask_how",), score=0.8))
    lead = _ANSWERED.match(said) if context.asking else None
    if lead is None:
        return None
    rest = said[lead.end() :].strip(" ,")
    again = () if context.has_model else slot_again(rest)
    act = whole_act(rest) or ("revisit" if again else None)
    if act not in _ASKED_TOO:
        return None
    word = "deny" if (lead["w"] or "y").casefold()[0] == "n" else "affirm"
    return one(Reading((word, act), slots=again or slots_named(rest)))


_AND_A_WORD = re.compile(
    r"(?P<lead>[^,.;!?]{2,24}?)\s?(?:[,.;!-]\s?(?:and |but |just |only |first )*|\s(?:and|but)\s)"
    r"(?=(?:what|whats|define|explain|tell me what|meaning of|how do you mean)\b)",
    re.IGNORECASE,
)


_WELL = re.compile(
    r"(?:ok(?:ay)?|right|alright|all right|fine|sure)\s?[,.;!-]", re.IGNORECASE
)
"""With which a question may only begin: "ok, what is a false alarm" agrees to nothing."""


def _yes_and_a_word(said: str, context: Context) -> Understanding | None:
    """Return yes, no or go ahead, with the question for a meaning behind it."""
    match = _AND_A_WORD.match(said)
    lead = whole_act(match["lead"].strip()) if match else None
    if match is None or lead not in ("affirm", "deny", "round") or _WELL.match(said):
        return None
    asked = _about_a_word(said[match.end() :].strip(), context)
    best = asked.best if asked else None
    if best is None or best.acts != ("ask_what",):
        return None
    return one(replace(best, acts=(lead, "ask_what")))


def _about_a_word(said: str, context: Context) -> Understanding | None:
    """Return the wish to talk of something again, or a question for a meaning."""
    again = (
        () if context.has_model or yes_or_no_asked(said, context) else slot_again(said)
    )
    if again and not _sets_it(said, context):
        return one(Reading(("revisit",), slots=again))
    meant = term_meant(said)
    quoted = meant is not None and re.search(rf"[\"']{re.escape(meant)}[\"']", said)
    if meant is not None and (quoted or known_term(meant)):
        return one(Reading(("ask_what",), term=meant))
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


def _sets_it(said: str, context: Context) -> bool:
    """Return whether a message says what something shall be: "let's go back to accuracy"."""
    return any(h.score >= 0.9 for h in heard_in(said, context))


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


def _of_model(query: Mapping[str, Any]) -> bool:
    """Return whether a question can be about nothing but a model's answers."""
    return {s["op"] for s in query["do"]} <= _ONLY_A_MODEL


_ONLY_A_MODEL = frozenset({"mistakes", "fairness", "interaction", "importance"})
_YES_BUT = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok(?:ay)?|fine|no|nope|nah)\b[\s,.;-]*(?:but|and|only)?\b",
    re.IGNORECASE,
)
