"""A message as the answer to the question that is open: bound to the slot's own type."""

from __future__ import annotations

import re
from typing import Any

from ..facts import Facts, Kind
from ..schema import slots
from .acting import whole_act
from .costs import by_column, mistakes
from .labelling import target_labelled
from .lexicon import denied, find
from .naming import column_for, columns_in
from .quantities import Quantity, quantities
from .reading import Context, Heard
from .thesaurus import meant

_COLUMNS = ("table.target", "split.column", "compare.column")
_MONEY = ("number", "money")


def option_picked(text: str, context: Context) -> str | None:
    """Return the id of the offered option that a message picks, or None.

    A number picks by position; words pick where they are the label, or fit one alone.
    """
    bare = text.strip().rstrip(".)!").strip()
    if bare.isdigit() and 1 <= int(bare) <= len(context.options):
        return context.options[int(bare) - 1].id
    lowered = bare.casefold()
    if not lowered:
        return None
    exact = [o.id for o in context.options if o.label.casefold().rstrip(".") == lowered]
    if exact:
        return exact[0]
    if len(lowered) < 4 or len(lowered.split()) > 6:
        return None
    within = [o.id for o in context.options if lowered in o.label.casefold()]
    return within[0] if len(within) == 1 else None


def answer_to(text: str, context: Context) -> list[Heard]:
    """Return the value that a message gives to the slot just asked for.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
        ``asking`` says which slot.
    """
    slot = slots().get(context.asking or "")
    if slot is None:
        return []
    span = (0, len(text))
    if slot.path in _COLUMNS and context.facts:
        # "20 a day" is a number of something, and names no column called days.
        if slot.path == "table.target":
            labelled = target_labelled(text, context.facts)
            if labelled is not None:
                return [labelled]
        rate = any(q.per for q in quantities(text))
        column = None if rate else column_for(text, context.facts)
        if slot.path == "table.target" and not _in_full(column, text, context.facts):
            return []  # part of a header: weighed against what else may be meant
        return [Heard(slot.path, column, *span, 0.95)] if column else []
    if slot.type == "texts" and context.facts:
        return _columns(slot.path, text, context)
    if slot.type == "yes_no":
        act = whole_act(text)
        if act in ("affirm", "deny"):
            return [Heard(slot.path, act == "affirm", *span, 0.95)]
        return []
    if slot.type in ("number", "whole", "cost"):
        return _number(slot.path, slot.type, text, context)
    if slot.path == "table.row":
        return _row(text)
    if slot.path == "goal.task":
        return _task(text)
    return []


PER = re.compile(
    r"\b(?:per|for (?:each|every|a)|by|from|of (?:each|every)|in (?:each|every)) (?:the )?$",
    re.I,
)
"""Before a word that says of what, and not what: "tonnes per plot"."""


def _in_full(column: str | None, text: str, facts: Facts) -> bool:
    about = facts.column(column or "")
    if about is None or about.kind in (Kind.ID, Kind.DATE):
        return False
    return any(
        n.score >= 0.9 and n.column == column and not PER.search(text[: n.start])
        for n in columns_in(text, facts)
    )


_ROW_IS = re.compile(
    r"\b(?:row|line|record|entry|each|every|one|it)\b[\w ]{0,12}?"
    r"(?:'s|\bis|=|\bmeans|\bstands for)\s+"
    r"(?:an?|one|the)?\s*(?P<w>[^\W\d_][\w '-]{1,40}?)"
    r"(?=\s+(?:not|and|with|that|which|who|of)\b|[,.;(]|$)",
    re.IGNORECASE,
)


def _row(text: str) -> list[Heard]:
    match = _ROW_IS.search(text)
    if match:
        return [
            Heard("table.row", match.group("w").casefold().strip(), 0, len(text), 0.9)
        ]
    match = _A_THING.match(text)
    if match:
        return [Heard("table.row", match.group("w").casefold(), 0, len(text), 0.8)]
    if 0 < len(text.split()) <= 4:
        return [Heard("table.row", _thing(text), 0, len(text), 0.8)]
    return []


_A_THING = re.compile(
    r"^(?:(?:it'?s|it is|that'?s|well|just)\s+)*(?:an?|one|each|every)\s+(?P<w>[^\W\d_][\w-]*(?: [\w-]+)?)"
    r"\s(?:at|of|on|in|per|for|from|with|by|that|which|who)\b",
    re.IGNORECASE,
)
_TASKS = (
    ("regression", r"\b(?:number|how much|how many|amount|figure|quantity)\b"),
    ("forecast", r"\b(?:forecast|next (?:month|week|year)|over time|ahead)\b"),
    (
        "ordinal",
        r"\b(?:ordered|order|levels?|low.{0,6}medium.{0,6}high|ranks?|grades?)\b",
    ),
    (
        "multiclass",
        r"\b(?:which (?:one|kind|class|group)|several|kinds|categories|classes)\b",
    ),
    ("binary", r"\b(?:yes or no|yes/no|whether|either or|two (?:classes|outcomes))\b"),
)


def _task(text: str) -> list[Heard]:
    for name, cue in _TASKS:
        match = re.search(cue, text, re.IGNORECASE)
        if match and not denied(text, match.start()):
            return [Heard("goal.task", name, 0, len(text), 0.9)]
    return []


PERMITTED = re.compile(
    r"\b(?:you (?:can|may|could) use|is (?:fine|ok|okay|allowed)|are (?:fine|ok|okay|allowed)"
    r"|keep|allowed)\b",
    re.IGNORECASE,
)


def _columns(slot: str, text: str, context: Context) -> list[Heard]:
    """Return the columns of a list, phrase by phrase, without those permitted."""
    facts = context.facts
    target = context.brief.get("table.target")
    if facts is None:
        return []
    names: dict[str, None] = {}
    for phrase in re.split(r"[,;:.]|\b(?:and|or|nor|neither|but)\b", text):
        if not PERMITTED.search(phrase):
            names.update(dict.fromkeys(_phrase(phrase, facts, target or "")))
    whole = [n.column for n in columns_in(text, facts) if n.score >= 0.98]
    if not PERMITTED.search(text):
        names.update(dict.fromkeys(n for n in whole if n != target))
    before = context.brief.get(slot, ())
    both = tuple(dict.fromkeys([*before, *names]))
    return [Heard(slot, both, 0, len(text))] if names else []


def _phrase(phrase: str, facts: Facts, target: str) -> list[str]:
    exact = [n.column for n in columns_in(phrase, facts) if n.score >= 0.8]
    exact = [n for n in dict.fromkeys(exact) if n != target]
    if exact:
        close = meant(phrase, facts, (target,))
        more = [n for n in close if set(close) > set(exact)]
        return more or exact
    return meant(phrase, facts, (target,))


def _thing(text: str) -> str:
    words = text.casefold().strip(" .!").split()
    while words and words[0] in ("a", "an", "one", "each", "the", "it's", "its", "is"):
        words = words[1:]
    return " ".join(words) or text


def _number(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    found = [q for q in quantities(text) if _fits(slot, kind, q)]
    share = [q for q in quantities(text) if q.kind == "percent" and 0 < q.value < 1]
    if slot == "success.k" and not found and len(share) == 1:
        return [
            Heard("success.share", share[0].value, share[0].start, share[0].end, 0.9)
        ]
    if len(found) != 1:
        return _without_number(slot, kind, text, context) if not found else []
    if re.search(
        r"\blast (?:year|month|week|time)\b|\bused to\b|\btoo many\b", text, re.I
    ):
        q = found[0]  # what was, is not what shall be: it is offered
        was = int(q.value) if q.whole else q.value
        return [Heard(slot, was, q.start, q.end, 0.4)]
    q = found[0]
    value: Any = q.value
    if slot == "limits.seconds" and q.kind == "number":
        return []  # seconds or minutes? the unit is asked, not guessed
    if kind == "number" and slots()[slot].maximum == 1 and q.value > 1:
        value = q.value / 100
    if kind == "whole" or (value == int(value) and kind == "cost"):
        value = int(value)
    heard = [Heard(slot, value, q.start, q.end, 0.95)]
    if slot == "success.tolerance":
        heard.append(
            Heard("success.relative", q.kind == "percent", q.start, q.end, 0.95)
        )
    if slot == "success.k" and q.per:
        heard.append(Heard("success.per", q.per, q.start, q.end, 0.95))
    return heard


def _fits(slot: str, kind: str, q: Quantity) -> bool:
    if slot == "limits.seconds":
        return q.kind in ("duration", "number")
    if kind == "cost":
        return q.kind in _MONEY
    if kind == "whole":
        return q.kind == "number" and q.whole
    return q.kind in ("number", "percent", "money")


def _without_number(slot: str, kind: str, text: str, context: Context) -> list[Heard]:
    if kind != "cost":
        return []
    if find(mistakes()["free"], text):
        return [Heard(slot, 0, 0, len(text), 0.9)]
    if re.search(r"\b(?:why|how come|asking)\b", text, re.IGNORECASE):
        return []
    column = by_column(text, context.facts, context.brief.get("table.target"))
    if column is None and context.facts:
        named = column_for(text, context.facts)
        facts = context.facts.column(named) if named else None
        column = named if facts and facts.kind.numeric else None
    return [Heard(slot, column, 0, len(text), 0.85)] if column else []
