"""A message as the answer to the question that is open: bound to the slot's own type."""

from __future__ import annotations

import re

from ..facts import Facts, Kind
from ..schema import slots
from .acting import whole_act
from .asked_unit import by_unit_asked
from .labelling import target_labelled
from .lexicon import denied
from .listing_columns import columns_listed
from .naming import Named, column_for, columns_in
from .numbering import number_answered
from .quantities import quantities
from .reading import Context, Heard
from .rows_said import row_said
from .spoken_of import explained, rows_asked, subject_of

_COLUMNS = ("table.target", "split.column", "compare.column")


_NTH = ("first", "second", "third", "fourth", "fifth")
_PLACE = re.compile(
    r"(?:i(?:'d| would)? (?:take|go for|say) |i'd take |take )?"
    r"the (?P<nth>first|second|third|fourth|fifth|last)(?: one| option| of these)?"
)
"""A choice by where it stands; of columns it is the column's own place that counts."""


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
    place = _PLACE.fullmatch(lowered) if context.asking != "table.target" else None
    if place and context.options:
        at = (
            _NTH.index(place["nth"])
            if place["nth"] in _NTH
            else len(context.options) - 1
        )
        return context.options[at].id if at < len(context.options) else None
    exact = [o.id for o in context.options if o.label.casefold().rstrip(".") == lowered]
    if exact:
        return exact[0]
    if len(lowered) < 4 or len(lowered.split()) > 6 or whole_act(lowered) == "help":
        return None  # "help" asks for help, also where an option offers some
    within = [o.id for o in context.options if lowered in o.label.casefold()]
    if len(within) != 1:
        return None
    names = context.facts.names if context.facts else ()
    alike = [n for n in names if lowered in n.casefold()]
    # A part of one offered column's name may be part of another that is not offered.
    shared = within[0].startswith("column:") and len(alike) > 1
    return None if shared else within[0]


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
            counted = by_unit_asked(text, context.facts)
            if labelled is not None or counted:
                return [labelled] if labelled is not None else counted
        rate = any(q.per for q in quantities(text))
        column = None if rate else column_for(text, context.facts)
        if slot.path == "table.target" and not _in_full(column, text, context.facts):
            return []  # part of a header: weighed against what else may be meant
        return [Heard(slot.path, column, *span, 0.95)] if column else []
    if slot.type == "texts" and context.facts:
        return columns_listed(slot.path, text, context)
    if slot.type == "yes_no":
        act = whole_act(text)
        if act in ("affirm", "deny"):
            return [Heard(slot.path, act == "affirm", *span, 0.95)]
        return []
    if slot.type in ("number", "whole", "cost"):
        return number_answered(slot.path, slot.type, text, context)
    if slot.path == "table.row":
        return row_said(text)
    if slot.path == "goal.task":
        return _task(text)
    return []


PER = re.compile(
    r"\b(?:per|(?:off|out of|on|at|with|to|of|in) (?:each|every)|for (?:each|every|a)|by|from) (?:the )?$",
    re.I,
)
"""Before a word that says of what, and not what: "tonnes per plot"."""


def _in_full(column: str | None, text: str, facts: Facts) -> bool:
    about = facts.column(column or "")
    if about is None or about.kind in (Kind.ID, Kind.DATE):
        return False
    if column in explained(text, facts):
        return False
    return any(
        n.score >= 0.9 and n.column == column and not PER.search(text[: n.start])
        and not _OF_THE.search(text[: n.start])
        and not (n.score < EXACT and rows_asked(text, _heard(n)))
        and not subject_of(text, _heard(n))
        for n in columns_in(text, facts)
    )  # fmt: skip


EXACT = 0.98
"""Score of a header said as it stands."""


def _heard(named: Named) -> Heard:
    return Heard("table.target", named.column, named.start, named.end, named.score)


_OF_THE = re.compile(r"[^\W\d_]{3,} of (?:the|our|my|your|their|a|an|its)\s+$", re.I)
"""Before what something else is of: "the grade of the pen" may mean another column."""


_TASKS = (
    (
        "multiclass",
        r"\bno (?:natural |real |particular )?(?:order|ranking)\b"
        r"|\b(?:just|only|simply) different (?:kinds|ways|types|sorts)\b",
    ),
    ("regression", r"\b(?:number|how much|how many|amount|figure|quantity)\b"),
    ("forecast", r"\b(?:forecast|next (?:month|week|year)|over time|ahead)\b"),
    (
        "ordinal",
        r"\b(?:ordered|order|levels?|low.{0,6}medium.{0,6}high|ranks?|grades?|marks|stars?|ratings?|on a scale|beats)\b",
    ),
    (
        "multiclass",
        r"\b(?:which (?:one|kind|class|group)|several|kinds|categories|classes)\b",
    ),
    (
        "multiclass",
        r"\b(?:three|four|five|six|seven|eight|nine|ten|[3-9]|1\d|several|many|more than two) (?:\w+ )?(?:of (?:them|those)"
        r"|of it|kinds?|classes|sorts?|types?|outcomes?|categor(?:y|ies)|answers?|options?|groups?|values?|possib\w+"
        r"|different|ways|names|labels|choices|results)\b",
    ),
    ("binary", r"\b(?:yes or no|yes/no|whether|either or|two (?:classes|outcomes))\b"),
)


def _task(text: str) -> list[Heard]:
    for name, cue in _TASKS:
        match = re.search(cue, text, re.IGNORECASE)
        if match and not denied(text, match.start()):
            return [Heard("goal.task", name, 0, len(text), 0.9)]
    return []
