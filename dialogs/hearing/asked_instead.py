"""A question asked where an answer was due: it is answered, and fills no slot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .acting import HOW_DID, acts_within, is_question
from .by_example import act_at_last
from .families import family_asked
from .gathering import heard_in
from .making import reading_of
from .measuring import measured as measures_meant
from .quantities import quantities
from .queries import query_in
from .reading import Context, Reading, Understanding, one
from .slots import slots_named
from .success import success_in
from .wondering import asked_of


def _idle(query: Mapping[str, Any]) -> bool:
    """Return whether a question asks of a model what none can answer yet."""
    ops = {"mistakes", "score", "explain", "counterfactual", "probability", "predict"}
    return query["rows"] is None and {s["op"] for s in query["do"]} <= ops


_NEVER_ANSWERS = re.compile(
    r"^(?:(?:and|so|but|ok|oh|hm+|well|hang on|hold on|wait|sorry)[, ]+)*(?:what(?:'?s| is| does| do you mean| difference)"
    r"|why|how (?:come|did|do you|does (?:it|this|that))|do you|does (?:it|this)|is it (?:true|too late|safe|possible)"
    r"|are you|should i|can i|could i|may i|who (?:are you|told))\b.*\?\s*$",
    re.IGNORECASE,
)


_OF_THE_OTHERS = re.compile(
    r"^(?:and |but )?(?:do|does|did|are|is|have|has) (?:other|others|most|many|people|they|all|normal|any)\b.*\?$",
    re.IGNORECASE,
)
"""A question about what others do answers none about oneself."""
_LEADING = re.compile(
    r"^(?P<w>yes|yeah|yep|ok(?:ay)?|sure|fine|no|nope|nah)\b[\s,.;!-]+(?:and |but )?(?=what|how|why)",
    re.IGNORECASE,
)
"""Yes or no, with a question behind it."""
_OF_A_COLUMN = re.compile(
    r"^(?:is|are|does|do) .{1,40}\b(?:the one|the ones|the column|the same as|means?|stands? for|values?)\b.{0,30}\?$",
    re.I,
)
"""A question about a column, and no choice of it."""
_SAID_BY_OTHERS = re.compile(
    r"\b(?:says?|said|told|reckons?|thinks?|claims?|swears?|read|heard)\b.{6,}[,.;]\s*(?:so )?(?:is|are|was|were)"
    r" (?:he|she|they|it|that|this) (?:right|true|correct|so|wrong|nonsense)\b.{0,12}\?",
    re.IGNORECASE,
)
"""What others say, put to us as a question."""


def digression(said: str, context: Context) -> Understanding | None:
    """Return a question asked in place of an answer: it never fills a slot."""
    kind = None if context.has_model else family_asked(said)
    if kind is not None:
        return one(Reading(("ask_what",), term=kind, score=0.8))
    if not context.asking or context.has_model:
        return None
    both = _LEADING.match(said)
    if both and _NEVER_ANSWERS.match(said[both.end() :]):
        word = "deny" if both["w"].casefold()[0] == "n" else "affirm"
        term = said[both.end() :].strip(" ?")
        return one(Reading((word, "ask_what"), term=term, score=0.7))
    if HOW_DID.match(said):
        return one(Reading(("ask_how",), score=0.8))
    column = context.asking == "table.target" and _OF_A_COLUMN.match(said)
    if column or _OF_THE_OTHERS.match(said) or _SAID_BY_OTHERS.search(said):
        return one(Reading(("ask_what",), term=said.strip(" ?"), score=0.7))
    if not _NEVER_ANSWERS.match(said) and not yes_or_no_asked(said, context):
        return None
    if prices_tried(said, context):
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


_SUBJECT = r"(?:it|that|this|these|those|he|she|they|we|you|i|the|an?|our|my|your|their|there|any|all|each|every|both)\b"
_INVERTED = re.compile(
    r"^(?:(?:and|so|but|ok|oh|hm+|well|hang on|hold on|wait|sorry)[, ]+)*"
    rf"(?:(?:is|are|was|were)\s+(?:{_SUBJECT}|[^\W\d_]+(?:\s[^\W\d_]+)?\s(?:the same|like|included|counted|meant|also|part"
    r"|more|less|better|worse|faster|slower|an?)\b)"
    r"|(?:does|did)\s+(?!not\b|no\b|none\b|nothing\b|never\b|matter\b|the job\b|the trick\b|well\b|fine\b|so\b|count\b)"
    r"|(?:do|have)\s(?:you|we|they|i|these|those|all|other)\b)",
    re.IGNORECASE,
)
"""Verb before subject: a question, with a mark behind it or without."""
_PROPOSED = re.compile(
    r"\b(?:ok(?:ay)?|fine|good|all ?right|enough|possible|allowed|alright|what you (?:need|want|mean))\b[\s?.!]*$",
    re.IGNORECASE,
)
"""What is put forward as an answer: "is half an hour fine"."""
_GIVEN_SO = ("table.target", "goal.action", "goal.event", "goal.task", "table.row")
"""What may be told in the form of a question: "is it late"."""


def yes_or_no_asked(said: str, context: Context) -> bool:
    """Return whether a message is a question for yes or no, and gives no answer."""
    if context.asking in _GIVEN_SO or len(said.split()) < _A_QUESTION:
        return False
    return bool(
        _INVERTED.match(said) and not _PROPOSED.search(said) and not quantities(said)
    )


_A_QUESTION = 4
"""Words from which verb and subject make a question."""


def question_asked(said: str, context: Context) -> Understanding | None:
    """Return the reading of a question, unless it answers what was asked."""
    goal_asked = context.asking in ("table.target", "goal.action")
    within = acts_within(said)
    meta = [a for a in within if a not in ("delegate", "unsure", "round", "stop")]
    if meta and meta[0] in ("ask_why", "undo"):
        return _with_facts(meta[0], said, context)
    if context.asking in _LISTS and "?" not in said:
        return None
    if context.asking and "?" not in said and _RELATIVE.match(said):
        return None
    if (
        context.asking == "success.objective"
        and "?" not in said
        and measures_meant(said, context)
    ):
        return None  # "how many steps we are out" is a measure, and no question
    if not is_question(said) or goal_asked or _answers(said, context):
        return None
    if prices_tried(said, context):
        return None
    if meta:
        return one(Reading((meta[0],)))
    if context.asking and "?" not in said and _answered(said, context):
        return None
    query = query_in(said, context)
    free = context.asking is None and not REQUEST.match(said)
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


def prices_tried(said: str, context: Context) -> bool:
    """Return whether "what if a false alarm cost 8" tries another price."""
    if not _TRY.match(said) or not _MISTAKE.search(said):
        return False
    return any(h.slot.endswith("_cost") for h in success_in(said, context))


_RELATIVE = re.compile(
    r"\W*(?:what|who|whom|which) (?:nobody|no one|everyone|everybody|someone|anyone|they|we|i|he|she|people"
    r"|(?:the |our |my )?(?!is|are|was|does|has)[a-z]+s|(?:never|always|just|only|still) \w+"
    r"|(?!is\b|are\b|was\b|were\b|do\b|did\b|does\b|can\b|would\b|will\b|should\b|has\b|have\b|on\b|if\b|about\b"
    r"|for\b|a\b|an\b|the\b|kind\b|sort\b|difference\b|what\b)[a-z]+s) ?\b",
    re.IGNORECASE,
)
"""What is no question but a thing: "what nobody picks up", "who pays late"."""
_LISTS = ("table.ignore", "limits.never_columns", "split.column")
"""What is answered with columns: "where they live" is one of them, and no question."""


def _answered(said: str, context: Context) -> bool:
    """Return whether words in the form of a question give what the open one is about."""
    section = (context.asking or "").split(".")[0]
    return any(h.slot.startswith(section) for h in heard_in(said, context))


REQUEST = re.compile(r"(?:please )?(?:can|could|would|will) (?:you|we|i)\b", re.I)


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
