"""Which outcome of the target a message is after: the one to find, catch or avoid."""

from __future__ import annotations

import re

from ..facts import ColumnFacts
from .concepts import TRUE, event_value, family_of, sides
from .costs import mistakes, tidy
from .hunting import hunt_of, named_side
from .lexicon import find
from .naming import best_value, values_in
from .normal import normal
from .quantities import quantities
from .reading import Context, Heard, elsewhere


def event_in(text: str, context: Context, target: str | None) -> list[Heard]:
    """Return the outcome of the target that a message names."""
    facts = context.facts
    column = facts.column(target) if facts and target else None
    if column is None or not 2 <= column.distinct <= 12:
        return []
    if context.asking == "goal.event":
        labelled = _event_labelled(text, column)
        if labelled:
            return labelled
        value = best_value(text, column)
        # "no limit" does not name the outcome "No": a short value must stand alone.
        if value is not None and (len(value) > 3 or len(text.split()) <= 2):
            return [Heard("goal.event", value, 0, len(text), 0.95)]
        own = _by_own_word(text, column)
        if own:
            return [Heard("goal.event", own, 0, len(text), 0.9)]
        side = [x for x in sides(text) if x.family == family_of(column)]
        bad = find(mistakes()["bad"], text)
        good = find(mistakes()["good"], text)
        wanted = side[0].bad if side else bool(bad) if bool(bad) != bool(good) else None
        other = event_value(column, wanted) if wanted is not None else None
        digit = [tidy(q.value) for q in quantities(text) if q.kind == "number"]
        named = [v for v in column.values if len(digit) == 1 and v == str(digit[0])]
        if named:
            return [Heard("goal.event", named[0], 0, len(text), 0.9)]
        return [Heard("goal.event", other, 0, len(text), 0.85)] if other else []
    return _event_said(text, context, column)


def _by_own_word(text: str, column: ColumnFacts) -> str | None:
    """Return the outcome that the header's own word names: 'the cracked ones'."""
    true = [v for v in column.values if v.strip().casefold() in TRUE]
    if column.distinct != 2 or len(true) != 1:
        return None
    side = named_side(text, hunt_of(column, true[0]))
    other = [v for v in column.values if v != true[0]]
    return None if side is None else true[0] if side else other[0] if other else None


_FIND = re.compile(
    r"\b(?:find|catch|spot|look for|looking for|want|predict|identify|interested in)\b",
    re.I,
)


def _event_said(text: str, context: Context, column: ColumnFacts) -> list[Heard]:
    """Return the outcome to find, where a message says so by itself."""
    labelled = _event_labelled(text, column)
    if labelled:
        return labelled
    facts, target = context.facts, column.name
    if elsewhere(context) or not _FIND.search(text) or column.distinct != 2:
        return []
    if context.asking is None and "goal.event" in context.brief:
        family = family_of(column)
        side = [x for x in sides(text) if x.family == family]
        value = event_value(column, side[0].bad) if side else None
        return [Heard("goal.event", value, 0, len(text), 0.85)] if value else []
    for named in values_in(text, facts) if facts else ():
        if named.column == target and named.value is not None:
            return [Heard("goal.event", named.value, named.start, named.end, 0.8)]
    return []


def _event_labelled(text: str, column: ColumnFacts) -> list[Heard]:
    """Return the outcome that stands after its label: "event Yes", "outcome = late"."""
    for value in sorted(column.values, key=len, reverse=True):
        form = rf"\b(?:event|outcome|positive(?: class)?|class)\s*(?:is|=|:)?\s*[\"'“]?{re.escape(value)}(?!\w)"
        own = rf"(?<![\w.])[\"'“]?{re.escape(column.name)}[\"'”]?\s*==?\s*[\"'“]?{re.escape(value)}(?!\w)"
        match = re.search(form, text, re.IGNORECASE) or re.match(own, text, re.I)
        if match:
            return [Heard("goal.event", value, match.start(), match.end(), 0.9)]
    return []


_EQUAL = re.compile(
    r"(?:(?:the )?(?:ones?|rows?|those|cases?) )?(?:with |where |whose |having )?"
    r"(?P<name>.+?)\s*(?:==?|\bis\b|\bequals\b)\s*(?P<value>.+)"
)


def exact_event(text: str, context: Context) -> Heard | None:
    """Return the outcome that a message is, word for word, when it was asked for.

    Comes before yes and no: "yes" may be the name of an outcome. "The ones with
    <target> = <value>" is one at any time, and its value no number of something else.
    """
    facts = context.facts
    column = facts.column(context.brief.get("table.target") or "") if facts else None
    if column is None:
        return None
    bare = text.strip(" .!\"'").casefold()
    equal = _EQUAL.match(bare)
    if equal and normal(equal["name"]) == normal(column.name.casefold().strip(" ?.!")):
        bare = equal["value"].strip(" .!\"'“”")
    elif context.asking != "goal.event":
        return None
    for value in column.values:
        if value.casefold().strip() == bare:
            return Heard("goal.event", value, 0, len(text), 1.0)
    return None
