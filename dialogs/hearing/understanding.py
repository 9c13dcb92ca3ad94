"""Text to meaning: `understand` returns the readings of one message.

Order of interpretation: an offered option, a whole-message act, a question about a
term, a correction, an answer to the open question, volunteered facts, a query, else not
understood. Invariant: a number that the chosen reading leaves unused lowers the outcome
to ``clarify``; free text never fills a slot of another type.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from .acting import acts_within, is_question, whole_act
from .after_result import asked_of_result
from .answering import option_picked
from .asked_instead import REQUEST, digression, prices_tried, question_asked
from .asked_unit import by_unit_asked
from .bank import bank
from .by_example import wants_round
from .choosing import chosen
from .doubting import doubted
from .filters import plain_rows
from .form import Form, form_of, supposes
from .gathering import heard_in
from .in_terms import in_terms
from .indexing import words_held
from .listing_columns import keeps_all
from .making import grouped, reading_of
from .nearest import by_nearest
from .no_value import nothing_set
from .normal import normal
from .of_the_list import rows_of_list
from .queries import query_in
from .reading import CLARIFY, NOT, Context, Heard, Reading, Understanding, one
from .repairing import last_version, untagged
from .retargeting import retargeted
from .spelling import respelled
from .teaching import lesson_asked
from .terms import in_full
from .whole_message import act_as_a_whole
from .wishes import wish_in
from .wondering import asked_of
from .working import work_asked


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
    held = words_held(context.facts) if context.facts else frozenset()
    typed = in_full(normal(text, names), context)
    said = untagged(last_version(respelled(typed, names, held)))
    if not said:
        return Understanding(NOT)
    picked = option_picked(said, context)
    if picked is not None:
        return one(Reading(("inform",), chosen=picked))
    if context.has_model and context.asking is None:
        said = rows_of_list(said, context.listed, _lists(context))
    # A term of the field is no slip of an everyday word: it is looked for as typed.
    found = in_terms(
        untagged(last_version(typed)), context,
        lambda rest: _meant(respelled(rest, names, held), context),
    )  # fmt: skip
    return found or _meant(said, context)


def _meant(said: str, context: Context) -> Understanding:
    return (
        retargeted(said, context)
        or wish_in(said, context)
        or lesson_asked(said, context)
        or asked_of_result(said, context)
        or _about_rows(said, context)
        or act_as_a_whole(said, context)
        or _facts(said, context)
    )


def _lists(context: Context) -> bool:
    """Return whether several rows are those of a list: not of a question on others."""
    before = context.previous or {}
    shown = {"show", "mistakes"} & {s.get("op") for s in before.get("do") or ()}
    rows = before.get("rows") or {}
    return bool(shown) or rows.get("column") == "row"


def _about_rows(said: str, context: Context) -> Understanding | None:
    """Return a question about certain rows of a model, with no other question open."""
    if context.asking is not None or form_of(said) is Form.STATES:
        return None
    if not (context.has_model or is_question(said) or supposes(said)):
        return None
    if prices_tried(said, context) or _wants_number(said, context):
        return None
    how = whole_act(said) == "ask_how"
    at_work = None if how else work_asked(said, context)
    if at_work is not None:
        return asked_of(at_work, said, 0.9)
    query = query_in(said, context)
    if query is None or query.get("rows") is None:
        return None
    if how and not _tells_rows(query["rows"]):
        return None  # "how did you get to 7 percent" asks of a number, and of no rows
    return asked_of(query, said, 0.9)


def _tells_rows(rows: Any) -> bool:
    """Return whether rows are told apart by more than a number that something is."""
    return any(
        not isinstance(test.get("is", ""), int | float) or test["column"] == "row"
        for test in plain_rows(rows)
    )


def _wants_number(said: str, context: Context) -> bool:
    """Return whether "how many tonnes a hectare" says what to predict, as nothing does yet."""
    facts = context.facts
    return (
        facts is not None
        and "table.target" not in context.brief
        and bool(by_unit_asked(said, facts))
    )


def _facts(said: str, context: Context) -> Understanding:
    if keeps_all(said, context.asking) and not heard_in(said, context):
        return one(Reading(("deny",)))
    aside = digression(said, context)
    if aside is not None:
        return aside
    heard = heard_in(said, context)
    example = None if _firm(heard) else by_nearest(said, context, heard)
    if example is not None:
        return example
    heard, rivals = chosen(said, context, heard)
    heard = doubted(heard, said, context)
    if rivals and not (context.asking is None and is_question(said)):
        return _offered(rivals, heard, said, context)
    asked = None if _wants_number(said, context) else question_asked(said, context)
    if asked is not None:
        return asked
    return _set(heard, said, context) if heard else nothing_set(said, context)


_WHAT_IF = re.compile(r"\W*(?:(?:and|but|so|hm+)\W+)?what if\b", re.IGNORECASE)


def _set(heard: list[Heard], said: str, context: Context) -> Understanding:
    """Return the reading of what was heard; a question for prices is asked back."""
    free = context.asking is None
    another = "round" in acts_within(said) or (free and wants_round(said, context))
    found = grouped(heard, said, context, another)
    if not any(r.brief for r in found.readings):
        return nothing_set(said, context)  # what was heard fits nothing after all
    asked_back = free and is_question(said) and not REQUEST.match(said)
    prices = any(h.slot.startswith("success.") for h in heard)
    agreed = context.brief.get("success.objective")
    if prices and asked_back and (not agreed or _WHAT_IF.match(said)):
        return Understanding(CLARIFY, found.readings)
    return found


def _offered(
    rivals: list[list[Heard]], heard: list[Heard], said: str, context: Context
) -> Understanding:
    readings = [reading_of(("inform",), [*r, *heard], said, context) for r in rivals]
    return Understanding(CLARIFY, tuple(replace(r, score=0.5) for r in readings))


def _firm(heard: list[Heard]) -> bool:
    """Return whether something was heard that is more than a word's own meaning."""
    return any(h.score >= 0.9 for h in heard)
