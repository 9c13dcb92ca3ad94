"""What a row is or has: values of categories, and yes/no columns with or without.

"Acme disks", "no trainer", "outside a raid", "not in Mitte", "cancelled orders".
Invariant: a yes/no column named without such a word filters nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..facts import Facts
from .concepts import FALSE, TRUE
from .flags import flag_values, said_beside, unlike
from .lexis import any_of, loaded, row_nouns
from .mentions import Cue, cues, tokens
from .naming import Named, columns_in, values_in
from .normal import parts, stem
from .value_forms import in_other_form, misspelt

Span = tuple[int, int]


@dataclass(frozen=True)
class Having:
    """A test of what a row is or has, with its place."""

    column: str
    value: str | int
    start: int
    end: int
    denied: bool = False
    key: str = "is"

    @property
    def test(self) -> dict[str, Any]:
        """As a filter."""
        plain = {"column": self.column, self.key: self.value}
        return {"not": plain} if self.denied else plain


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    w = loaded("queries")["having"]
    step = r"(?:\s+(?:an?|the|any|their|his|her|its|some|at|in|on|of|own|to|such|part|even)\b)*\s*"
    return {
        "not": re.compile(
            rf"(?:{any_of(w['denied'], plain=False)})(?:\s+[^\W\d_]+){{0,2}}?{step}-?$"
            rf"|(?:{any_of(w['left_out'], plain=False)})(?:\s+[^\W\d_]+){{0,4}}?{step}-?$",
            re.I,
        ),
        "with": re.compile(rf"(?:{any_of(w['having'], plain=False)}){step}$", re.I),
    }


_KIND = re.compile(
    r"\w*(?:ed|en|ost|old|aid|ept|ate|ive|al|ent|ant|ick)\W*$", re.IGNORECASE
)
"""Ends of words that say what something is: cancelled, broken, late, active."""
_NOUN = re.compile(r"\W?\s*(?P<noun>ones?|rows?|cases?|[a-z]{3,})\b", re.IGNORECASE)
_OF_ROWS = re.compile(
    r"\b(?:the|all|those|these|many|of|for|which|any|among)\s+$", re.IGNORECASE
)
_AGENT = re.compile(r"(?:.*\s)?\w+(?:er|or|ist|ee)s?$", re.IGNORECASE)


_LOOSE = frozenset(
    stem(w) for w in "flag is has status indicator ind yn bool type number".split()
)
"""Words of headers that say nothing of what the column holds."""


def havings(
    text: str, facts: Facts, taken: Iterable[Span] = (), without: Iterable[str] = (),
    target: str | None = None,
) -> list[Having]:  # fmt: skip
    """Return the tests on values of categories and on yes/no columns.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    facts : Facts
        Of the table.
    taken : iterable of (int, int)
        Places already used by something else.
    without : iterable of str
        Columns that are changed or tested already.
    target : str, optional
        The column predicted: only 'late orders' and 'late = yes' are said of rows.
    """
    left, used = set(without), list(taken)
    found = [h for h in _values(text, facts, used, left)
             if h.column != target or _plainly(text, h, facts)]  # fmt: skip
    left |= {h.column for h in found}
    used += [(h.start, h.end) for h in found]
    for cue in unlike(text, facts, left):
        lacking = flag_values(facts.column(cue.column)) or {}
        left.add(cue.column)
        found.append(Having(cue.column, lacking[False], cue.start, cue.end))
    for cue in _flags(text, facts, used, left):
        column = facts.column(cue.column)
        flags = flag_values(column) if column else None
        beside = said_beside(text, cue.start, cue.end) if flags else None
        if flags and beside and cue.column not in left and cue.weight >= 0.75:
            left.add(cue.column)
            found.append(Having(cue.column, flags[beside[0]], *beside[1:]))
            continue
        said = _said_of(text, cue) if flags else None
        if cue.column == target and flags is not None:
            noun = _NOUN.match(text, cue.end)
            said = None if noun is None else said
            if (
                noun
                and _OF_ROWS.search(text[: cue.start])
                and noun["noun"].endswith("s")
            ):
                said = True
            if _WAS.search(text[: cue.start]):
                said = not re.search(
                    r"\b(?:not|never)\s|n't\s", text[: cue.start][-12:]
                )
        if cue.column == target and (
            _forms()["with"].search(text[: cue.start])
            or _BECAME.search(text[: cue.start])
        ):
            said = None
        if said is not None and flags is not None and cue.column not in left:
            left.add(cue.column)
            found.append(Having(cue.column, flags[said], cue.start, cue.end))
    found += _none(text, facts, used, left)
    return sorted(found, key=lambda h: h.start)


_WAS = re.compile(
    r"\b(?:was|were|got|ended up|turned out(?: to be)?|came(?: in)?)(?: not| never|n't)?\s+$",
    re.I,
)
"""Before the outcome that a thing had: "how many of them were late"."""
_NONE = re.compile(
    r"\b(?:no|without|without any|zero|not any|lacking|never (?:yet )?(?:had|got|won|received|made|filed|held|published"
    r"|taken)(?: an?| any| one)?)\s+$",
    re.IGNORECASE,
)


_NOTHING = re.compile(
    r"(?:ed)?\s+(?:nothing|none|not (?:once|any)|zero|no (?!more|less|fewer|later)[a-z]+)\b(?! (?:but|more))", re.IGNORECASE
)  # fmt: skip
"""Behind what is counted from 0: "returned nothing"."""


def _none(text: str, facts: Facts, used: list[Span], left: set[str]) -> list[Having]:
    """Return the tests of 'no children' on columns that count from 0."""
    found = []
    for cue in _flags(text, facts, used, left):
        column = facts.column(cue.column)
        counts = column is not None and column.kind.numeric and column.minimum == 0
        if (
            counts
            and cue.weight >= 0.6
            and (_NONE.search(text[: cue.start]) or _NOTHING.match(text, cue.end))
        ):
            left.add(cue.column)
            found.append(Having(cue.column, 0, cue.start, cue.end))
    return found


def _flags(text: str, facts: Facts, used: list[Span], left: set[str]) -> list[Cue]:
    near = [
        c for c in cues(text, facts)
        if c.weight >= 0.5 and c.column not in left and c.kind != "verb"
        and not any(s < c.end and c.start < e for s, e in used)
    ]  # fmt: skip
    return sorted(near, key=lambda c: -c.weight)


def _said_of(text: str, cue: Cue) -> bool | None:
    """Return whether a row is said to have what a column tells, or None where neither."""
    before, word = text[: cue.start], text[cue.start : cue.end]
    if re.search(
        r"\b(?:does|do|is|would|will|that) (?:having|being|owning|using|getting)\s+(?:an?\s|the\s)?$",
        before,
        re.I,
    ):
        return None  # "does having a garden matter" asks of the column
    lacks = re.match(r"-?(?:free|less)\b", text[cue.end :], re.IGNORECASE)
    if lacks or lacking(text, cue.start):
        return False
    if _forms()["with"].search(before):
        return True
    noun = _NOUN.match(text, cue.end)
    said = noun["noun"].casefold() if noun else ""
    whole = {stem(p) for p in parts(cue.column)} - _LOOSE <= {
        stem(w) for w in re.findall(r"[^\W_]+", word)
    }
    if not whole or re.search(
        r"\b(?:you|it|they|we|i|model|did|to)\s+$", before, re.IGNORECASE
    ):
        return None
    pair = len(parts(cue.column)) > 1 and len(word.split()) > 1
    if said in row_nouns() or (said.endswith("s") and (pair or _KIND.fullmatch(word))):
        return not re.search(r"\b(?:not|non|never|un)[ -]?$", before, re.IGNORECASE)
    if (
        noun
        and _AGENT.fullmatch(said)
        and stem(said) in {stem(p) for p in parts(cue.column)}
    ):
        return not re.search(r"\b(?:not|non|never|no)[ -]?$", before, re.IGNORECASE)
    plural = word.casefold().endswith("s") and _AGENT.fullmatch(word)
    if plural:
        return not re.search(r"\b(?:not|non|never|no)[ -]?$", before, re.IGNORECASE)
    return None


def lacking(text: str, at: int, others: Iterable[Cue] = ()) -> bool:
    """Return whether what stands at a place is denied, and nothing else before it."""
    found = _forms()["not"].search(text[:at])
    if found is None:
        return False
    return not any(
        found.start() < c.start and c.end <= at and c.weight >= 0.6 for c in others
    )


_BECAME = re.compile(
    r"\b(?:an?|be|as|become|becoming|to|predicted)\s+(?:an?\s+)?$", re.IGNORECASE
)


def _plainly(text: str, one: Having, facts: Facts) -> bool:
    """Return whether a value of the column predicted is said of rows: 'late = yes'."""
    named = Named(one.column, one.start, one.end, 1.0, str(one.value))
    noun = _NOUN.match(text, one.end)
    became = _BECAME.search(text[: one.start])
    before = bool(not became and noun and noun["noun"].casefold() in row_nouns())
    return _beside(text, named, facts) or (before and not one.denied)


def _values(text: str, facts: Facts, used: list[Span], left: set[str]) -> list[Having]:
    named = {n.column for n in columns_in(text, facts)}
    wide = [
        (c.start, c.end)
        for c in cues(text, facts)
        if c.weight >= 0.9 and c.kind == "name"
    ]
    every = [*values_in(text, facts), *in_other_form(text, facts)]
    every += misspelt(text, facts)
    found: list[Having] = []
    for value in every:
        if value.column in left or any(
            s < value.end and value.start < e for s, e in used
        ):
            continue
        if any(
            a <= value.start and value.end <= b and b - a > value.end - value.start
            for a, b in wide
        ):
            continue  # "home" within "home owners" is no value
        shared = len({v.column for v in every if v.start == value.start}) > 1
        if (len(value.value or "") <= 2 or _flag(value) or shared) and not _beside(
            text, value, facts
        ):
            continue
        if shared and value.column not in named:
            continue
        others = [c for c in cues(text, facts) if c.column != value.column]
        denied = lacking(text, value.start, others)
        one = Having(value.column, value.value or "", value.start, value.end, denied)
        found.append(one)
        used.append((value.start, value.end))
    return found


def _flag(value: Named) -> bool:
    return (value.value or "").strip().casefold() in TRUE | FALSE


def _beside(text: str, value: Named, facts: Facts) -> bool:
    """Return whether a short value stands beside its column's name: 'raid = no'."""
    for n in columns_in(text, facts):
        if n.column != value.column:
            continue
        if n.end <= value.start and _tie(text[n.end : value.start]):
            return True
        if value.end <= n.start and not text[value.end : n.start].strip():
            return not _flag(value)
    return False


_TIES = frozenset("is are was of equal equals to being set value the a in".split())


def _tie(between: str) -> bool:
    loose = [t.text for t in tokens(between)]
    return all(w in _TIES for w in loose) and len(loose) <= 4
