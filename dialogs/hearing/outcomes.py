"""Which outcome of the target a message is after: the one to find, catch or avoid."""

from __future__ import annotations

import re

from ..facts import ColumnFacts
from .concepts import FALSE, TRUE, event_value, family_of, sides
from .either_side import side_meant, side_spelled
from .flags import flag_values
from .hunting import hunt_of, named_side
from .lexicon import denied, find
from .mistakes import mistakes
from .naming import best_value, values_in
from .normal import normal, parts, stem, words
from .quantities import quantities
from .reading import Context, Heard, elsewhere
from .reckoning import of_prices
from .repairing import after_repair
from .spoken_event import spoken_event
from .spoken_of import tells_deed
from .sums import tidy


def event_in(text: str, context: Context, target: str | None) -> list[Heard]:
    """Return the outcome of the target that a message names."""
    facts = context.facts
    column = facts.column(target) if facts and target else None
    if column is None or not 2 <= column.distinct <= 12:
        return []
    held = context.brief.get("goal.event")
    turned = _TURNED.search(text) if held in column.values else None
    if turned and of_prices(text, context):
        turned = None  # "other way round, 15 for a miss and 180 for a false alarm"
    if turned and context.asking in (None, "goal.event") and column.distinct == 2:
        other = next(v for v in column.values if v != held)
        return [Heard("goal.event", other, *turned.span(), 0.92)]
    if context.asking == "goal.event":
        found = _answered(text, column)
        return [Heard("goal.event", found[0], 0, len(text), found[1])] if found else []
    rather = _rather(text, context, column)
    return [rather] if rather else _event_said(text, context, column)


_RATHER = re.compile(
    r"\b(?:rather|instead|after all|on second thoughts?|change of (?:plan|mind)|changed my mind|i'?m after|we'?re after"
    r"|should be (?:hunting|looking|searching|after)"
    r"|it'?s the .{2,40} (?:i|we) (?:want|need|mean)|turn (?:it|that|this|things) (?:round|around)|no wait|actually)\b",
    re.IGNORECASE,
)
"""A wish that takes the place of one agreed before."""


_WANTED = re.compile(
    r"\b(?:i|we)(?:'d like| would like|'ll| (?:only |really |just )?(?:want|wanted|need|needed|mean|meant))"
    r"(?: you)? (?:to )?(?:catch|find|spot|see|know|hunt|look for|identify|name)? ?"
    r"(?:the |those |these |whoever |who |people )"
    r"|\b(?:i'?m|we'?re|i am|we are) (?:only |really )?(?:after|looking for|hunting|interested in)"
    r" (?:the |those |these |who)",
    re.IGNORECASE,
)
"""Who is to be found, said in so many words whatever is asked."""


_POINTS = re.compile(
    r"\b(?:ones|those|find|hunt\w*|search\w*|look(?:ing)? for|after|catch|spot|want to (?:find|see|know|catch))\b",
    re.I,
)


def _rather(text: str, context: Context, column: ColumnFacts) -> Heard | None:
    """Return the other of two outcomes, where a change of mind speaks of that side."""
    held = context.brief.get("goal.event")
    if held not in column.values or column.distinct != 2 or quantities(text):
        return None
    free = context.asking is None and _RATHER.search(text) and _POINTS.search(text)
    if not free and not _WANTED.search(text):
        return None
    bad, good = find(mistakes()["bad"], text), find(mistakes()["good"], text)
    said = _by_side(text, column) or _by_own_word(text, column)
    if said is not None:
        return Heard("goal.event", said, 0, len(text), 0.9) if said != held else None
    if bool(bad) == bool(good):
        return None
    flags = flag_values(column)
    side = flags[good is None] if flags else None  # yes is what one fears, mostly
    return (
        Heard("goal.event", side, 0, len(text), 0.85)
        if side not in (None, held)
        else None
    )


def _answered(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    """Return the outcome that an answer names, and how surely."""
    labelled = _event_labelled(text, column)
    if labelled:
        return labelled[0].value, labelled[0].score
    first = _first_named(text, column)
    if first is not None:
        return first, 0.92
    tail = after_repair(text)
    if tail != text and (meant := _answered(tail, column)):
        return meant
    closing = _CLOSING.search(text)
    if closing and (last := _exact(closing["v"], column)) and len(text.split()) > 2:
        return last, 0.9
    leading = re.match(
        r"\W*(?P<v>\d+(?:\.0)?)(?=\s*(?:[,.;:]|of course|please|obviously|$))", text
    )
    if leading and leading["v"] in column.values:
        return leading["v"], 0.92
    value = best_value(text, column)
    # "no limit" does not name the outcome "No": a short value must stand alone.
    if value is not None and (len(value) > 3 or len(text.split()) <= 2):
        return value, 0.95
    own = _by_own_word(text, column)
    if own:
        return own, 0.9
    digit = [tidy(q.value) for q in quantities(text) if q.kind == "number"]
    named = [v for v in column.values if len(digit) == 1 and v == str(digit[0])]
    if named:
        return named[0], 0.9
    if tells_deed(text) and not _WHOM.search(text):
        return None  # what is done about it, and not whom it is about
    other = _by_side(text, column)
    return (other, 0.85) if other else side_meant(text, column)


_WHOM = re.compile(r"\b(?:who|that|which|ones|if|when)\b", re.IGNORECASE)
"""What tells whom something is done to: "we call those who stay away"."""


_TURNED = re.compile(
    r"^\W*(?:(?:no|sorry|wait|actually|oops|hang on|hm+|oh)[\s,.!]+)*(?:the |it'?s the |that'?s the |i meant the )?"
    r"(?:(?:other|wrong|opposite) way (?:round|around)|opposite|reverse(?: it| that)?"
    r"|(?:the )?other (?:one|side|outcome|lot|ones|group|half)"
    r"|swap (?:it|them)(?: round)?|turn it (?:round|around))\b", re.IGNORECASE,
)  # fmt: skip
"""The outcome that is agreed is the wrong one of two."""
_CLOSING = re.compile(
    r"[,.;:!?]\s*(?:the\s+)?(?P<v>[\w ]{1,30}?)(?:\s+ones?)?(?:\s*(?:please|obviously))?[\s.!]*$",
    re.I,
)
"""What a message ends with: "good question! Yes"."""


def _first_named(text: str, column: ColumnFacts) -> str | None:
    """Return the outcome that the first of several sentences names, where it names one."""
    head, *rest = re.split(r"[.;!]\s+", text)
    if not rest or column.distinct < 3 or re.search(r"\bnot\b|n't\b|\?", head):
        return None
    stems = {stem(w) for w in words(head.replace("-", " "))}
    named = [
        v for v in column.values if parts(v) and {stem(p) for p in parts(v)} <= stems
    ]
    return named[0] if len(named) == 1 else None


def _exact(said: str, column: ColumnFacts) -> str | None:
    low = said.strip().casefold()
    return next((v for v in column.values if v.strip().casefold() == low), None)


_NOT_THESE = re.compile(
    r"^\W*(?:(?:no|nope|god no|sorry|well|oh)[,.! ]+)*(?:definitely |certainly |surely |really )?"
    r"not (?:the|those|these|any|our)\b",
    re.IGNORECASE,
)
"""Before the outcome that is not to be found."""


def _by_side(text: str, column: ColumnFacts) -> str | None:
    said, family = sides(text), family_of(column)
    side = sorted((x for x in said if x.family == family), key=lambda x: x.start)
    if not side and family is not None and len({x.bad for x in said}) == 1:
        side = said  # "the quitters" of those who finish or not
    bad = find(mistakes()["bad"], text)
    good = find(mistakes()["good"], text)
    if bool(bad) != bool(good) and _NOT_THESE.match(text):
        bad, good = good, bad  # "not the good ones"
    wanted = side[0].bad if side else bool(bad) if bool(bad) != bool(good) else None
    return event_value(column, wanted) if wanted is not None else None


_THE = re.compile(r"\b(?:the|a|all|every|those|these|an)\s+[\"'“]?$", re.IGNORECASE)


def outcome_named(text: str, context: Context) -> str | None:
    """Return the outcome of the target that a message speaks of, by value or by word."""
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None or not 2 <= column.distinct <= 12:
        return None
    found = _answered(text, column)
    if found is not None:
        return found[0]
    # "The yes ones", "the no's": a short value counts where it is spoken of as a thing.
    for value in column.values:
        for match in re.finditer(
            rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE
        ):
            if _THE.search(text[: match.start()]):
                return value
    return None


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
    if (
        context.asking == "table.target"
        and column.name in text
        and column.distinct <= 6
    ):
        spoken = spoken_event(text.replace(column.name, " " * len(column.name)), column)
        if spoken is not None:
            return [Heard("goal.event", spoken, 0, 0, 0.85)]
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
            others = [v for v in column.values if v != named.value]
            value = others[0] if denied(text, named.start) else named.value
            return [Heard("goal.event", value, named.start, named.end, 0.8)]
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
    asked = context.asking == "goal.event"
    lead = re.match(r"[\"'“]?(?P<v>[^\s,.;:!\"'”]+)[\"'”]?\s*[,.;:!(]", text)
    plain = TRUE | FALSE
    for value in column.values if asked and lead else ():
        if lead and lead["v"] == value and value.casefold() not in plain - {"1", "0"}:
            return Heard("goal.event", value, 0, len(text), 0.95)
    if asked and _NOT_THESE.match(text) and (left := _by_side(text, column)):
        return Heard("goal.event", left, 0, len(text), 0.9)
    spelled = side_spelled(text, column) if asked else None
    return Heard("goal.event", spelled, 0, len(text), 0.9) if spelled else None
