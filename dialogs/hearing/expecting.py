"""What a person expects to matter, column by column, and in which direction.

A guess is heard phrase by phrase. Invariant: a phrase that names nothing known, beside
others that do, makes the reading doubtful, so that it is asked and not half taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..facts import Facts, Kind
from .acting import whole_act
from .concepts import sides
from .conditional import guess_of, is_conditional, strange_before
from .hunting import hunt
from .lexicon import denied, find, lexicon
from .lexis import loaded
from .likening import like
from .naming import columns_in, values_in
from .normal import parts, stem, stems, words
from .reading import Context, Heard
from .success import task_of
from .thesaurus import SMALL, meant

_CUT = re.compile(
    r"[,;.!?:]+(?:\s|$)|\b(?:and|or|then|but|plus|also|as well as)\b", re.I
)


@cache
def _form(name: str) -> re.Pattern[str]:
    """Return one of the kinds of phrases of a guess."""
    return re.compile("|".join(loaded("expecting")[name]), re.IGNORECASE)


def drivers_in(text: str, context: Context) -> list[Heard]:
    """Return the columns that a guess names, where a guess was asked for."""
    facts = context.facts
    if context.asking != "expectations.drivers" or facts is None:
        return []
    if _form("asks").match(text):
        return []  # "what would happen if I gave 20 more" guesses nothing
    target = context.brief.get("table.target") or ""
    found: dict[str, Any] = {}
    last, lost, strange, outcome = "", False, False, 0
    # "Maybe the roof? Not sure": the doubt is told twice, and the guess stands.
    hedged = _form("hedged").match(text) is not None
    for phrase in _phrases(text):
        named = _named(phrase, facts, target)
        told = _told(phrase, named, context, outcome)
        if told is not None:
            outcome = told.result or outcome
            lost = lost or told.way is None
            found.update(dict.fromkeys(told.columns, told.way or "matters"))
            last = told.columns[-1]
        elif named:
            named, way = _plain_way(phrase, named, context)
            found.update(dict.fromkeys(named, way))
            last = named[-1]
        elif last and whole_act(phrase) == "unsure":
            # "Roof type, no idea"; but who began with maybe told the doubt already.
            found = found if hedged else {n: w for n, w in found.items() if n != last}
        elif last and whole_act(phrase) == "deny":
            if not strange:
                found[last] = "none"  # "weight? nah"
        elif last and _of_the_last(phrase) and not strange:
            found[last] = "none"  # "square metres, I don't think they do a thing"
        elif last and found[last] == "matters" and _result(phrase):
            # "long membership, less leaving": the second half says which way.
            found[last] = _turned(_way(phrase), text)
        else:
            lost = lost or _says_more(phrase, context)
        strange = not named and whole_act(phrase) is None
    for column in _by_synonym(text, facts, {*found, target}):
        found[column] = _way(text)
        lost = False
    found = _ranked(found, facts, task_of(context) == "multiclass")
    score = 0.4 if lost else 0.85
    return [Heard("expectations.drivers", found, 0, len(text), score)] if found else []


def _plain_way(
    phrase: str, named: list[str], context: Context
) -> tuple[list[str], str]:
    """Return the columns of a phrase without a condition, and the way it says they go."""
    way = "none" if _form("no_matter").search(phrase) else _way(phrase)
    way = _by_example(phrase, context) or way if way == "matters" else way
    way = _of_the_other(way, phrase, context)
    plain = _told(phrase, named, context, 0, whole=False)
    if way == "matters" and plain is not None and plain.way:
        # "Holidays are dead" says of the first thing named what comes of it.
        return list(plain.columns), plain.way
    return named, way


def _ranked(found: dict[str, Any], facts: Facts, multiclass: bool) -> dict[str, Any]:
    """Return the guesses, a way up or down only where there is an order to go along.

    Of kinds of roofs, as of outcomes without an order, none is more than another.
    """
    return {
        n: "matters" if w != "none" and (multiclass or _of_kinds(n, facts)) else w
        for n, w in found.items()
    }


@dataclass(frozen=True)
class _Told:
    """The columns of a condition, the direction, and whether its result is what is hunted."""

    columns: list[str]
    way: str | None
    result: int


def _told(
    phrase: str, named: list[str], context: Context, before: int, *, whole: bool = True
) -> _Told | None:
    """Return what a conditional clause says of its column: "those who live far out don't".

    With ``whole`` false any clause is read so.
    """
    facts = context.facts
    if facts is None or not named or (whole and not is_conditional(phrase)):
        return None
    if _form("no_matter").search(phrase) or task_of(context) == "multiclass":
        return None
    spans = [n for n in columns_in(phrase, facts) if n.column in named]
    best = max((n.score for n in spans), default=0.0)
    spans = [n for n in spans if n.score >= best]
    if spans:
        span, columns = (spans[0].start, spans[0].end), [spans[0].column]
    else:
        span, columns = (0, 0), named
    column = facts.column(columns[0])
    ranked = column is not None and (column.kind.numeric or column.distinct == 2)
    if not (ranked or (column and column.kind == Kind.ORDERED)):
        return None  # of kinds without an order none is more
    if (not phrase[span[1] :].strip()) if whole else strange_before(phrase, span[0]):
        return None
    guess = guess_of(phrase, span, context, before)
    return _Told(columns, guess.way, guess.result)


_GUESSES = {"driver_up": "up", "driver_down": "down", "driver_none": "none",
            "driver_matters": "matters"}  # fmt: skip
_NEAR, _LEAD = 0.22, 0.04


def _of_the_other(way: str, phrase: str, context: Context) -> str:
    """Return a way turned round, where it is told of those who are not hunted."""
    hunted = hunt(context)
    said = {s.bad for s in sides(phrase, hunted.family)} if hunted.family else set()
    if way not in ("up", "down") or len(said) != 1 or hunted.bad in said:
        return way
    return "down" if way == "up" else "up"


def _by_example(phrase: str, context: Context) -> str | None:
    """Return which way the nearest example of a guess goes."""
    if len(phrase.split()) < 4:
        return None  # a bare name says no direction
    ranked = like(phrase, context, frozenset(_GUESSES))
    if not ranked or ranked[0].score < _NEAR:
        return None
    lead = ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    way = _GUESSES[ranked[0].label] if lead >= _LEAD else None
    return None if way == "none" and not _form("denies").search(phrase) else way


def _of_kinds(name: str, facts: Facts) -> bool:
    """Return whether a column holds several kinds: none of them is more than another."""
    column = facts.column(name)
    if column is None or column.kind.numeric or column.kind is Kind.DATE:
        return False
    return column.distinct > 2


def _phrases(text: str) -> list[str]:
    return [p.strip() for p in _CUT.split(text) if p and p.strip()]


def _named(phrase: str, facts: Facts, target: str) -> list[str]:
    """Return the columns of a phrase: by header, by a cell's words, by near-synonyms."""
    ids = {c.name for c in facts.columns if c.kind in (Kind.ID, Kind.DATE)}
    without = {target, *ids}
    named = [n for n in columns_in(phrase, facts) if n.column not in without]
    exact = {v.column for v in values_in(phrase, facts)} - without
    if len(exact) == 1 and all(n.score < 0.9 for n in named):
        return list(exact)  # a cell's own word says more than a part of a header
    by_header = [n.column for n in named]
    if by_header:
        return list(dict.fromkeys(by_header))
    by_value = {v.column for v in values_in(phrase, facts)} - without
    by_value = by_value or _by_part_of_value(phrase, facts, without)
    if len(by_value) == 1:
        return list(by_value)
    close = meant(phrase, facts, without)
    return close if len(close) == 1 else []


def _by_part_of_value(phrase: str, facts: Facts, without: set[str]) -> set[str]:
    said = {stem(w) for w in words(phrase) if len(w) > 3 and w not in SMALL}
    return {
        c.name
        for c in facts.columns
        if c.name not in without and not c.kind.numeric and c.distinct <= 60
        and any(said & {stem(p) for p in parts(v) if len(p) > 3} for v in c.values)
    }  # fmt: skip


def _result(phrase: str) -> bool:
    """Return whether a phrase says only which way something goes."""
    return _way(phrase) != "matters" and len(phrase.split()) <= 5


def _of_the_last(phrase: str) -> bool:
    """Return whether a phrase says of the column before that it does not matter."""
    of_it = _form("of_it").match(phrase) is not None
    return of_it and _form("no_matter").search(phrase) is not None


def _says_more(phrase: str, context: Context) -> bool:
    """Return whether a phrase holds a word of its own that no column explains."""
    if _form("no_matter").search(phrase) or _form("remark").match(phrase):
        return False
    left = _form("chatter").sub(" ", phrase)
    name = str(context.brief.get("table.target") or "")
    column = context.facts.column(name) if context.facts and name else None
    outcomes = column.values if column and column.distinct <= _MOST_OUTCOMES else ()
    target = {stem(p) for said in (name, *outcomes) for p in parts(said)}
    return any(
        len(w) > 2 and w not in SMALL and stem(w) not in target for w in words(left)
    )


_MOST_OUTCOMES = 12
"""Different values up to which a target holds outcomes, named beside a guess."""


def _way(clause: str) -> str:
    sense = lexicon()["directions"]
    up, down = find(sense["up"], clause), find(sense["down"], clause)
    comparative = re.search(r"\bthe (\w+er|more|less)\b.*\bthe (more|less|fewer|\w+er)\b",
                            clause, re.IGNORECASE)  # fmt: skip
    if comparative:
        ways = [_pole(w) for w in comparative.groups()]
        return "up" if ways[0] == ways[1] else "down"
    if bool(up) == bool(down):
        return "matters"
    return _turned("up" if up else "down", clause)


def _pole(word: str) -> bool:
    """Return whether a comparative is the greater end."""
    sense = lexicon()["directions"]
    return find([*sense["down"], *sense["low"]], word) is None


def _turned(way: str, clause: str) -> str:
    """Return the way of the column where its low end was named: 'cold days push it up'."""
    low = find(lexicon()["directions"]["low"], clause)
    if low is None or way not in ("up", "down") or denied(clause, low.start()):
        return way
    return {"up": "down", "down": "up"}[way]


def _by_synonym(text: str, facts: Facts, known: set[str]) -> list[str]:
    said = set(stems(text))
    found = []
    for forms in (lexicon()["concepts"]["price"],):
        if not find(forms, text):
            continue
        near = [c.name for c in facts.columns if find(forms, " ".join(parts(c.name)))]
        exact = [n for n in near if {stem(p) for p in parts(n)} & said]
        fit = exact or near
        if len(fit) == 1 and fit[0] not in known:
            found.append(fit[0])
    return found
