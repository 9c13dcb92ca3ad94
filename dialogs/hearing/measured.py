"""Numbers of a question, each with its comparator, unit and what it may do.

A number compares ("over 5"), moves ("5 more", "by 5"), sets ("to 5"), or stands alone.
Invariant: the places of a number and of its comparator are kept, so that nothing is used
twice and nothing is left out unseen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from .counted_noun import of_people, told_once
from .decades import decades
from .lexis import adjectives, any_of, loaded, units
from .measure import COMPARES, GONE, OPPOSITE, SETS, Measure
from .moving import moves_before, rolled
from .normal import stem
from .numerals import spelled, value_of

_COMPARED_WITH = "|".join(
    rf"(?<={w} )"
    for w in "than over under above below least most within past beyond up down by".split()
)
_WHOLE_UNITS = (
    "year|month|week|fortnight|day|night|hour|minute|mile|kilometre|metre|kilo|tonne|ton"
    "|litre|pound|dollar|euro|point|degree|percent"
)
"""What is one where no number is said: 'less than a year old'."""


@cache
def _number() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<money>[$€£]\s?)?(?P<neg>(?<=[<>=] )-\s?|(?<=than )-\s?|(?<=  )-\s?)?"
        rf"(?<![\w.])(?P<n>{spelled()})(?:(?P<pct>\s?%)|\+)?(?![\d])|"
        r"(?P<times>(?:(?<=than )|\b)(?:once|twice|thrice)\b"
        r"(?:(?=\s+(?:a|an|per|each|every|in)\b)|(?<=than once)|(?<=than twice)))|"
        rf"(?:{_COMPARED_WITH})(?P<a>an?)(?=\s+(?:full |whole |single )?(?:{_WHOLE_UNITS})\b)",
        re.IGNORECASE,
    )


_FAR = re.compile(
    r"\b(?:further|farther|nearer|closer|deeper|shallower|higher|lower|longer|wider|taller|away|within|distance|depth"
    r"|deep|altitude|elevation)\b", re.IGNORECASE,
)  # fmt: skip
"""Before "800m": metres, and no million."""
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_PRONOUN = re.compile(
    r"(?:\b(?:this|that|which|the|each|every|any|no|another|in|into|as|last|other|or|a|an)\s+)$",
    re.I,
)
_GIVEN = re.compile(
    r"\b(?:tak(?:e|es|ing)|took|add(?:s|ed|ing)?|g[ai]ve|remov(?:e|es|ed|ing)|drop(?:s|ped)?|had)(?: away| off| them)?\s+$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?=\s+[a-z])", re.IGNORECASE)
_BEYOND = re.compile(
    r"\b(?:above|below|over|under|than|past|beyond|up to)(?: the)?\s+$", re.IGNORECASE
)
"""Before an ordinal that is compared with: "above the 4th storey"."""
_COUNTED = re.compile(
    r"\s+(?:[a-z]+\s){0,2}?(?:more|extra|additional|less|fewer|or more|unit|point)\b",
    re.I,
)
_LOOSE = re.compile(
    r"a (?:few|couple)|couple.*|a couple of|dozens?|hundreds|thousands|millions", re.I
)


@lru_cache(maxsize=512)
def measures(text: str) -> tuple[Measure, ...]:
    """Return the numbers of a question, in order."""
    found = []
    for match in _number().finditer(text):
        one = _measure(match, text)
        if one is not None:
            found.append(of_people(text, one))
    ages = decades(text, found)
    found = [m for m in found if not any(a.start <= m.start < a.end for a in ages)]
    found = told_once(text, found)
    return tuple(sorted((*_ranges(text, found), *ages), key=lambda m: m.start))


def _measure(match: re.Match[str], text: str) -> Measure | None:
    said = (match["n"] or match["times"] or "one").casefold()
    value = _TIMES.get(said) if match["times"] else value_of(said)
    if value is None or _LOOSE.fullmatch(said) or abs(value) > 1e15:
        return None
    before, after = text[: match.start()], text[match.end() :]
    if re.search(r"[\w]-$|#\s?$", before) and not before.endswith("#"):
        return None
    if said == "one" and not match["a"] and not _counts(before, after):
        return None
    if re.search(r"\bor\s+$", before) and said in ("two", "three", "so"):
        return None  # "an example or two"
    nth = _ORDINAL.match(after) if _BEYOND.search(before) else None
    if nth is None and re.match(
        r"(?:st|nd|rd|th)\b|-(?!\s)[a-z]+ (?:data|row)", after, re.I
    ):
        return None
    if match["neg"]:
        value = -value
    end = match.end() + (nth.end() if nth else 0)
    one = Measure(match.start(), end, float(value), opens=match.start(),
                  closes=end, percent=bool(match["pct"]))  # fmt: skip
    metres = re.fullmatch(r"([\d.,]+)\sm", said) or (
        re.fullmatch(r"([\d.,]+)m", said) if _FAR.search(before[-30:]) else None
    )
    if metres and not match["money"]:  # "4 m/s", "30 m": with a space no million
        one = replace(one, value=value_of(metres[1]) or 0.0, unit=stem("metre"))
    if match["money"]:
        one = replace(one, unit="dollar")
    return rolled(_behind(_compared(one, text), text), text)


def _counts(before: str, after: str) -> bool:
    than = re.search(
        r"\b(?:than|least|most|exactly|over|under|by|only|just)\s+$", before
    )
    given = _GIVEN.search(before) is not None and re.match(r"\s+[a-z]{3,}", after)
    return bool(
        given or _COUNTED.match(after) or (than and not _PRONOUN.search(before))
    )


@cache
def _prefixes() -> Mapping[str, re.Pattern[str]]:
    w = loaded("measures")["compare"]
    fill = rf"(?:\s+(?:{any_of(w['fillers'])}))*"
    found = {
        key: re.compile(rf"(?:{any_of(w[key])}){fill}\s*$", re.IGNORECASE)
        for key in ("at_least", "at_most", "above", "below", "is")
    }
    wider = rf"\b(?P<adj>{'|'.join(adjectives())})\s+than{fill}\s*$"
    found["adjective"] = re.compile(wider, re.IGNORECASE)
    found["any"] = re.compile(
        rf"\b(?!rather|other|whether|never)[^\W\d_]{{3,}}er\s+than{fill}\s*$", re.I
    )
    found["more"] = re.compile(rf"\bmore\s+(?:\w+\s+)?than{fill}\s*$", re.IGNORECASE)
    found["less"] = re.compile(rf"\bless\s+(?:\w+\s+)?than{fill}\s*$", re.IGNORECASE)
    return found


_DENIED = re.compile(
    r"(?:\bnot|n't|\bnever|\bno|\bnor|\bneither)\s+(?:be\s+|being\s+)?$", re.IGNORECASE
)


def _compared(one: Measure, text: str) -> Measure:
    """Return a number with the comparator in front of it."""
    before = text[: one.start]
    adjective = _prefixes()["adjective"].search(before)
    if adjective:
        word = adjective["adj"].casefold()
        key = "above" if adjectives()[word][0] > 0 else "below"
        one = replace(one, key=key, opens=adjective.start(), adjective=word)
    else:
        hits = [(p.search(before), k) for k, p in _prefixes().items()]
        found = [(m.start(), k) for m, k in hits if m and k != "any"]
        found = found or [(m.start(), k) for m, k in hits if m]
        if not found:
            return one
        start, key = min(found, key=lambda f: (f[0], not f[1].startswith("at_")))
        key = {"more": "above", "any": "above", "less": "below"}.get(key, key)
        one = replace(one, key=key, opens=start)
    denied = _DENIED.search(text[: one.opens]) or _left_out().search(text[: one.opens])
    if denied and one.key != "is":
        return replace(one, key=OPPOSITE[one.key], opens=denied.start())
    return replace(one, denied=bool(denied))


@cache
def _left_out() -> re.Pattern[str]:
    """Return what leaves rows out: "all but those who are over 70"."""
    words = any_of(loaded("queries")["having"]["left_out"], plain=False)
    rows = r"(?:the |those |these |any |all |ones |people |[a-z]+s )"
    is_so = r"(?:(?:who|that|which) (?:are |is |have |has |had |were |was )?|aged |with |of |at )?"
    return re.compile(rf"(?:{words}) (?:for )?{rows}{{1,3}}{is_so}$", re.IGNORECASE)


def across_name(one: Measure, text: str, at: int) -> Measure:
    """Return a number with the comparator in front of the name before it, if there is one."""
    found = _compared(replace(one, start=at, key="is", adjective=""), text)
    if found.key == "is":
        return one
    return replace(found, start=one.start, role=COMPARES)


@cache
def _suffixes() -> Mapping[str, re.Pattern[str]]:
    w = loaded("measures")["compare"]
    return {
        "at_least": re.compile(rf"\s*(?:{any_of(w['more_after'])})", re.IGNORECASE),
        "at_most": re.compile(rf"\s*(?:{any_of(w['less_after'])})", re.IGNORECASE),
    }


_PER = re.compile(
    r"\s*(?:[^\W\d_]+\s){0,2}?(?:a|an|per|each|every|/)\s?(?P<p>hour|day|night|week|month|quarter|year|annum)\b"
    r"|\s*(?:[^\W\d_]+\s)?(?P<adverb>hour|dai|night|week|month|quarter|year|annual)ly\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[\s-]?(?P<unit>[^\W\d_]+|%)", re.IGNORECASE)


_OR_EQUAL = {"above": "at_least", "below": "at_most"}


def _behind(one: Measure, text: str) -> Measure:
    """Return a number with its unit and the comparator behind it."""
    if text[one.end - 1] == "+":
        one = replace(one, key="at_least")
    for _ in range(2):
        for key, pattern in _suffixes().items():
            found = pattern.match(text, one.closes)
            # "Above 1000 and below 1500" compares two numbers.
            if found and not re.match(r"\s*(?:than\b|[$€£]?\d)", text[found.end() :]):
                one = replace(one, key=key, closes=found.end())
        unit = _UNIT.match(text, one.closes)
        word = stem(unit["unit"]) if unit else ""
        if unit and not one.unit and (word in units() or word == "point"):
            one = replace(one, unit=word, closes=unit.end())
            one = replace(one, percent=one.percent or word == stem("percent"))
    equal = re.match(
        r"\s*or equal(?: to (?:it|that))?(?=[\s.,;?!]|$)", text[one.closes :], re.I
    )
    if (
        equal
        and one.key in _OR_EQUAL
        and not re.match(r"\s+to\s+\d", text[one.closes + equal.end() :])
    ):
        one = replace(one, key=_OR_EQUAL[one.key], closes=one.closes + equal.end())
    slashed = re.match(r"/[a-z]+\b", text[one.closes :])
    if slashed and one.unit:
        one = replace(one, closes=one.closes + slashed.end())
    per = _PER.match(text, one.closes)
    if per:
        said = (per["p"] or {"dai": "day", "annual": "year"}.get(
            per["adverb"].casefold(), per["adverb"])).casefold()  # fmt: skip
        one = replace(one, per=said)
    old = re.match(r"\s*(?:years? )?(?:old|of age)\b", text[one.closes :])
    return replace(one, adjective=one.adjective or "older") if old else one


def ended(one: Measure, text: str, at: int) -> Measure:
    """Return a number with the comparator behind its column: '30 sectors or more'."""
    for key, pattern in _suffixes().items():
        found = pattern.match(text, at)
        if (
            found
            and one.key == "is"
            and not re.match(r"\s*than\b", text[found.end() :])
        ):
            return replace(one, key=key, role=COMPARES, closes=found.end())
    return one


_FROM = re.compile(
    r"\b(?:between|from|range (?:of )?|within|ranging from)\s*[$€£]?$", re.I
)
_TO = re.compile(r"\s*(?:[^\W\d_]+\s+)?(?:and|to|through|until|till|-)\s*[$€£]?", re.I)


_UP_TO = re.compile(r"\s+(?:up to|to|through|thru)\s+", re.IGNORECASE)


def _ranges(text: str, found: list[Measure]) -> tuple[Measure, ...]:
    """Return the numbers, those of 'between 2 and 5' as the two ends of a range."""
    made = list(found)
    for i, (one, two) in enumerate(pairwise(found)):
        between = text[one.end : two.start]
        opened = _FROM.search(text[: one.start])
        dashed = re.fullmatch(r"\s?-\s?", between)
        bare = _UP_TO.fullmatch(between) and not moves_before(text, one)
        if not (dashed or bare or (opened and _TO.fullmatch(between))):
            continue
        if (
            opened
            and opened.group().casefold().startswith("from")
            and moves_before(text, replace(one, start=opened.start()))
        ):
            # "Went from 3 to 5": what it was does nothing.
            made[i] = replace(one, role=GONE)
            made[i + 1] = replace(two, role=SETS, opens=opened.start())
            continue
        opens = opened.start() if opened else one.start
        made[i] = replace(
            one, key="at_least", role=COMPARES, opens=opens, closes=two.start
        )
        made[i + 1] = replace(
            two, key="at_most", role=COMPARES, opens=two.start, paired=True
        )
    return tuple(m for m in made if m.role != GONE)
