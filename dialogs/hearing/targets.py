"""The column to predict, met by name first, then by what it records.

A family of words that both the message and a column's name or values belong to tells which
column a goal is about. Invariant: two columns that fit alike are both returned with the same
score, so that the choice is asked, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..facts import Facts, Kind
from .answering import EXACT, PER
from .asked_unit import by_unit_asked
from .by_class import MOST_OUTCOMES, by_class, classes_said
from .by_place import column_at
from .concepts import PAST, amount_columns, family_of, outcome_columns
from .indexing import index_of
from .labelling import target_labelled
from .lexicon import find
from .naming import columns_in
from .normal import parts, stem
from .purposes import without_purpose
from .reading import Context, Heard
from .spoken_of import (
    deed_done,
    explained,
    heads_of,
    how_much,
    moment_told,
    of_somebody,
    rows_asked,
    subject_of,
)
from .thesaurus import paraphrased

_PREDICT = re.compile(
    r"\b(?:predict(?:ed|ing|ions? (?:of|for|on))?|forecast(?:ed|ing)?|estimated?|guess(?:ed)?"
    r"|know|find out|tell|learn|target is|look for|looking for"
    r"|find|identify|which|who|whether|how (?:much|many|long)|what will|will)\b",
    re.IGNORECASE,
)


_SAID_SO = re.compile(
    r"\b(?:predict(?:ed|ing)?|forecast(?:ed|ing)?|estimat(?:e|ed|ing)|(?:want|like|need) to (?:know|find out|learn)"
    r"|target is|the target)\b",
    re.IGNORECASE,
)
"""What names a target while something else is asked."""


_OBJECT = re.compile(
    r"\s+(?:(?:on|of|from|with|for|out of|at)\s+)?(?:(?:their|his|her|its|the|our|a|an|my|any|"
    r"this|that)\s+)?",
    re.IGNORECASE,
)
"""What stands between a verb and what it is about."""


_NOT_IT = re.compile(
    r"\b(?:not|(?:don't|do not|didn't) mean|and not|instead of|rather than|but not)(?: the| a| that)?\s+[\"'“]?$",
    re.I,
)
"""Before a column that is not the one: "state, not failure"."""


def target_in(text: str, context: Context) -> list[Heard]:
    """Return the columns that a message may want predicted, best first."""
    wish = without_purpose(text)
    if wish != text and (meant := target_in(wish, context)):
        return meant
    facts = context.facts
    if facts is None:
        return []
    labelled = target_labelled(text, facts)
    if labelled is not None:
        return [labelled]
    counted = by_unit_asked(text, facts)
    if counted:
        return counted
    asked = context.asking == "table.target"
    text = paraphrased(text) if asked else text
    wanted = _PREDICT if context.asking in (None, "goal.action") else _SAID_SO
    if not asked and not wanted.search(text):
        return _named_first(text, context)
    found = _spoken_of(text, facts, asked=asked)
    if not wanted.search(text):
        found = {n: h for n, h in found.items() if not of_somebody(text, h, facts)}
    # Once it is agreed, only a column called by its name takes its place.
    agreed = context.asking is None and "table.target" in context.brief
    sure = 0.85 if agreed and not _SAID_SO.search(text) else 0.0
    return sorted(
        (h for h in found.values() if h.score >= sure and not _a_name(h, text, facts)),
        key=lambda h: -h.score,
    )


def _spoken_of(text: str, facts: Facts, *, asked: bool) -> dict[str, Heard]:
    """Return the columns that a message speaks of: by name, meaning or class."""
    concepts = _by_concept(text, facts)
    # "Who cancels their contract": the column of contracts is what the verb is
    # about; what one wants to know is whether it happens.
    ends = [end for column, _, end, _ in concepts if _few(facts, column)]
    found = {
        n: replace(h, score=min(h.score, 0.7))
        if any(_OBJECT.fullmatch(text[end : h.start]) for end in ends)
        else h
        for n, h in _by_name(text, facts, asked).items()
    }
    if asked and not found and not concepts:
        found = {
            h.value: h for h in _by_one_word(text, facts) if not rows_asked(text, h)
        }
    for column, start, end, score in [
        *concepts, *by_class(text, facts, asked=asked),
    ]:  # fmt: skip
        known = found.get(column)
        if known is None or known.score < score:
            found[column] = Heard("table.target", column, start, end, score)
    return heads_of(text, found)


_FEW_WORDS = 4


def _named_first(text: str, context: Context) -> list[Heard]:
    """Return the column that a short message begins with, while none is to be predicted."""
    facts = context.facts
    if (
        facts is None
        or "table.target" in context.brief
        or len(text.split()) > _FEW_WORDS
    ):
        return []
    return [
        Heard("table.target", n.column, n.start, n.end, 0.95)
        for n in columns_in(text, facts)
        if n.score >= 0.98 and n.start == 0 and (c := facts.column(n.column))
        and c.kind not in (Kind.ID, Kind.DATE)
    ][:1]  # fmt: skip


def _by_name(text: str, facts: Facts, asked: bool) -> dict[str, Heard]:
    """Return the columns that a message names, but those of what, and those of rows."""
    found: dict[str, Heard] = {}
    rows = {c.name for c in facts.columns if c.kind in (Kind.ID, Kind.DATE)}
    rows |= explained(text, facts)
    for named in columns_in(text, facts):
        score = named.score if asked else named.score - 0.05
        heard = Heard("table.target", named.column, named.start, named.end, score)
        found.setdefault(named.column, heard)
    found = heads_of(text, found)
    return {
        n: h for n, h in found.items()
        if n not in rows and not (h.score < 0.9 and _BEFORE & set(parts(n)))
        and (h.score < 0.85 or not PER.search(text[: h.start]))
        and not (len(found) > 1 and _NOT_IT.search(text[: h.start]))
        and not (h.score < 0.9 and "name" in parts(n))
        and not (h.score < (EXACT if asked else EXACT - 0.05) and rows_asked(text, h))
        and not subject_of(text, h)
        and not (h.score < 0.9 and (deed_done(text, h) or how_much(text, h)))
        and not (len(found) > 1 and _EACH.search(text[: h.start]))
        and not (h.score < 0.9 and moment_told(text, h))
    }  # fmt: skip


_EACH = re.compile(r"\b(?:each|every)\s+$", re.IGNORECASE)
"""Before what a number is of: "how many parcels each point needs"."""
_BEFORE = PAST | {"last"}
_SHARED = 3
"""Columns that may share a word of which one alone was said, so that the choice is asked."""


def _by_one_word(text: str, facts: Facts) -> list[Heard]:
    """Return the few columns that hold the one word said: 'milk' of two columns."""
    index, found = index_of(facts), list[Heard]()
    for match in re.finditer(r"[^\W_]{3,}", text):
        owners = [
            o for o in index.by_stem.get(stem(match.group()), ())
            if (c := facts.column(o)) and c.kind not in (Kind.ID, Kind.DATE)
        ]  # fmt: skip
        if 2 <= len(owners) <= _SHARED:
            found += [Heard("table.target", o, *match.span(), 0.75) for o in owners]
    return found


_STAYING = ("leave", "donate", "buy")
"""Families of outcomes that doing something again belongs to."""


def _by_concept(text: str, facts: Facts) -> list[tuple[str, int, int, float]]:
    """Return columns that record what a message wants to know, with a score."""
    either = re.search(r"\b(?:or not|whether|if (?:it|they|he|she|we))\b", text, re.I)
    hits = [
        (c, s.start, s.end, (0.88 if either else 0.78) if _few(facts, c) else 0.7)
        for c, s in outcome_columns(text, facts)
    ]
    if not hits and re.search(r"\bagain\b", text, re.IGNORECASE):
        staying = [
            c.name
            for c in facts.columns
            if c.distinct == 2 and family_of(c) in _STAYING
        ]
        hits = [(staying[0], 0, len(text), 0.72)] if len(staying) == 1 else []
    several = classes_said(text, facts)
    hits += [(c, 0, len(text), 0.85) for c in several]
    if not hits:
        amounts = amount_columns(text, facts)
        said = [n.column for n in columns_in(text, facts)]
        for column, start, end in amounts:
            more = 0.03 if column in said else 0.0
            hits.append((column, start, end, 0.7 + more + _size(column, text)))
    return hits


_ASKED_BY_NAME = re.compile(
    r"\b(?:which|what|whose|predict|target|guess|class)\s+(?:the |our |my )?$", re.I
)


def _a_name(h: Heard, text: str, facts: Facts) -> bool:
    """Return whether a column of many different words was only spoken of: the client, a machine."""
    column = facts.column(h.value)
    if column is None or column.kind.numeric or column.distinct <= MOST_OUTCOMES:
        return False
    return len(text.split()) > _FEW_WORDS and not _ASKED_BY_NAME.search(text[: h.start])


def _size(column: str, text: str) -> float:
    """Prefer the column whose header says total where both or all are asked for."""
    all_of_it = re.search(
        r"\b(?:together|all|total|both|overall)\b", text, re.IGNORECASE
    )
    total = find(("total", "count", "cnt", "all", "sum"), " ".join(parts(column)))
    return 0.06 if all_of_it and total else 0.0


def _few(facts: Facts, name: str) -> bool:
    column = facts.column(name)
    return column is not None and column.distinct == 2


def column_first(text: str, context: Context) -> Heard | None:
    """Return the column that a message begins with, letter for letter, before more of it.

    "Output, 20 seconds" answers what to predict; "output, price and fee matter" lists.
    """
    facts = context.facts
    head, cut, rest = text.partition(",")
    if context.asking != "table.target" or facts is None or not cut:
        return None
    bare = head.strip(" .!\"'`").casefold()
    name = next((n for n in facts.names if n.casefold() == bare), None)
    after = rest.partition(",")[0].strip().casefold()
    if name is None or any(after.startswith(n.casefold()) for n in facts.names):
        return None
    return Heard("table.target", name, 0, len(head), 0.95)


def exact_column(text: str, context: Context) -> Heard | None:
    """Return the column that a message is, letter for letter, when a target was asked.

    Comes before yes and no: a column may be called "y".
    """
    facts = context.facts
    bare = text.strip(" .!\"'`")
    if context.asking != "table.target" or facts is None:
        return None
    name = bare if bare in facts.names else column_at(text, facts)
    return Heard("table.target", name, 0, len(text), 1.0) if name else None
