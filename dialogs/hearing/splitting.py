"""Which column tells the order in time, and which says what belongs together."""

from __future__ import annotations

import re

from ..facts import ColumnFacts, Kind
from .lexis import loaded
from .naming import columns_in, values_in
from .normal import parts, stem, words
from .reading import Context
from .thesaurus import alike, meant

_KEY = re.compile(
    r"(?:^|_|\b|(?<=[a-z]))(?:id|no|nr|num|number|code|ref|key|tag)\W*$", re.IGNORECASE
)


def dated(said: str, context: Context) -> str | None:
    """Return the column of dates that is meant: the one named, or the only one."""
    columns = context.facts.columns if context.facts else ()
    dates = [c for c in columns if c.kind is Kind.DATE]
    years = [
        c.name for c in columns
        if c.kind.numeric and {"year", "season", "vintage"} & set(parts(c.name)) and c.integers
    ]  # fmt: skip
    told = [y for y in years if y in _named(said, context)]
    if len(told) == 1 and not any(c.name in _named(said, context) for c in dates):
        return told[0]
    named = [c for c in dates if c.name in _named(said, context)]
    chosen = named or dates
    return chosen[0].name if len(chosen) == 1 else None


def repeated(said: str, context: Context) -> str | None:
    """Return the column of what comes several times: the one named, or the only key."""
    target = context.brief.get("table.target")
    columns = context.facts.columns if context.facts else ()
    others = [c for c in columns if c.name != target and c.kind is not Kind.DATE]
    several = [c for c in others if _comes_again(c, context)]
    same = _same(said, several)
    if same is not None:
        return same
    keys = [c for c in several if c.kind in (Kind.ID, Kind.CODE) or _keyed(c)]
    said_of = _named(said, context, values=not keys)
    people = [c.name for c in keys if _of_people(c)]
    unnamed = not said_of & {c.name for c in keys}
    if len(people) == 1 and unnamed and (_PERSON.search(said) or _HE.search(said)):
        return people[0]
    if unnamed and not people and _PERSON.search(said):
        keys = []  # "the same person": what numbers something else tells no one apart
    named = next((found for some in (keys, several)
                  if (found := [c for c in some if c.name in said_of])), [])  # fmt: skip
    if not named and len(keys) != 1:
        whole = {stem(w) for w in words(said)}
        named = [
            c
            for c in others
            if c.name in said_of
            and (not c.kind.numeric or {stem(p) for p in parts(c.name)} <= whole)
        ]
    chosen = named or keys
    return chosen[0].name if len(chosen) == 1 or named else None


_SAME = (
    re.compile(
        r"\bsame (?:(?:old|little|poor|dear|young|nice|exact|very|one|few|two|good) )?(?P<what>[^\W\d_]+)", re.IGNORECASE
    ),
    re.compile(
        r"\b(?P<what>[^\W\d_]+) (?:that |which |who )?(?:you|it|we|the model)(?: have|'ve|has|'s)?(?: not|n't| never)"
        r" (?:yet |ever )?(?:been )?(?:seen|met|known)", re.IGNORECASE,
    ),
    re.compile(r"\b(?:whole|entire) (?P<what>[^\W\d_]+)", re.IGNORECASE),
    re.compile(r"\b(?:new|unseen|unknown|other) (?P<what>[^\W\d_]+)", re.IGNORECASE),
)  # fmt: skip
"""Ways to speak of what comes several times: "the same title", "yards you haven't seen"."""


def _same(said: str, several: list[ColumnFacts]) -> str | None:
    """Return the one column of the thing that is spoken of so, by name or near-synonym."""
    for form in _SAME:
        match = form.search(said)
        if match is None:
            continue
        fits = {
            c.name: max((alike(match["what"], p) for p in parts(c.name)), default=0.0)
            for c in several
        }
        best = max(fits.values(), default=0.0)
        named = [n for n, fit in fits.items() if fit == best and best > 0]
        if len(named) == 1:
            return named[0]
    return None


def _comes_again(column: ColumnFacts, context: Context) -> bool:
    rows = context.facts.rows if context.facts else 0
    number = column.kind.numeric and not _keyed(column)
    return not number and column.kind is not Kind.DATE and 2 <= column.distinct < rows


def _keyed(column: ColumnFacts) -> bool:
    return bool(_KEY.search(column.name)) and column.distinct > 2


_PERSON = re.compile(
    r"\b(?:person|people|somebody|someone|guys?|fellas?|fellows?|lad(?:y|ies)|gentlem[ae]n|m[ae]n|wom[ae]n|chaps?|blokes?"
    r"|souls?|individuals?|folks?|human|granny|grandpa|boy|girl|kid)\b",
    re.IGNORECASE,
)
_HE = re.compile(r"\b(?:he|she|him|her)\b", re.IGNORECASE)


def _of_people(column: ColumnFacts) -> bool:
    """Return whether a key numbers people: borrower_id, client_no."""
    people = loaded("measures")["rows"]["people"]
    nouns = [p for p in parts(column.name) if len(p) > 2 and not _KEY.search(p)]
    return any(n in people or _ONE_WHO.search(n) for n in nouns)


_ONE_WHO = re.compile(r"\w{3,}(?:er|or|ee|ist|ian)$")


def other_group(said: str, context: Context) -> str | None:
    """Return the column that takes the place of the one that rows belong together by.

    Examples
    --------
    "By reader I meant, not by branch" where branch was agreed.
    """
    known = context.brief.get("split.column")
    if known is None or context.facts is None:
        return None
    rest = _NOT_BY.sub(" ", said)
    several = [
        c for c in context.facts.columns
        if c.name not in (known, context.brief.get("table.target")) and _comes_again(c, context)
    ]  # fmt: skip
    found = set[str]()
    for match in _BY.finditer(rest):
        fits = {
            c.name: max((alike(match["what"], p) for p in parts(c.name)), default=0.0)
            for c in several
        }
        best = max(fits.values(), default=0.0)
        found |= {n for n, fit in fits.items() if fit == best and best > 0}
    return found.pop() if len(found) == 1 else None


_NOT_BY = re.compile(
    r"\b(?:not|never|instead of|rather than|no longer) (?:by|per|on|with|for each)?\s?(?:the |each |every )?[^\W\d_]+",
    re.I,
)
_BY = re.compile(
    r"\b(?:by|per|for each|for every|whole|same|each|every)\s+(?:the |each |every )?(?P<what>[^\W\d_]+)",
    re.I,
)


def _named(said: str, context: Context, *, values: bool = True) -> set[str]:
    facts = context.facts
    if facts is None:
        return set()
    named = {
        n.column
        for n in columns_in(said, facts)
        if n.score >= 0.8 and not re.search(r"\d ?$", said[: n.start])
    }
    stems = {stem(w) for w in words(said)}
    for column in facts.columns:
        # "Every client in one piece": who is numbered by a key, said without the key.
        nouns = {stem(p) for p in parts(column.name) if not _KEY.search(p)}
        if _keyed(column) and nouns and nouns <= stems:
            named.add(column.name)
    if values:
        named |= {v.column for v in values_in(said, facts)}
    return named or set(meant(said, facts))
