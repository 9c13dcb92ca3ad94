"""Quantities in free text: numbers, money, shares, ratios, durations, rates, bounds.

A closed grammar of kinds of expression, never of cases. Invariant: every quantity says
which characters it came from, so that what a reading left unused can be seen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Quantity:
    """One quantity."""

    kind: str
    """number | percent | money | ratio | duration | milliseconds | size."""
    value: float
    start: int
    end: int
    text: str
    per: str = ""
    """A period: 'day' in '50 a day'."""
    bound: str = ""
    """at_least | at_most | about, where said."""
    second: float | None = None
    """The other side of a ratio: 1 in 5:1."""
    whole: bool = False
    """A count: no fraction, no unit."""


@cache
def _words() -> Mapping[str, Any]:
    text = files("dialogs.hearing").joinpath("quantities.toml").read_text("utf-8")
    return tomllib.loads(text)


def _any(names: Any) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(n) for n in ordered)


@cache
def _grammar() -> re.Pattern[str]:
    w = _words()
    units, scales = _any(w["units"]), _any(w["scales"])
    long_scales = _any([s for s in w["scales"] if len(s) > 2])
    digits = r"(?:\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
    number = (
        rf"(?:{digits}(?:\s?(?:{scales})\b)?"
        rf"|(?:(?:{units})(?:[- ](?:{units}))?(?:[ -](?:and )?(?:{long_scales}))?"
        rf"(?:[ -](?:and )?(?:{units})(?:[- ](?:{units}))?)?)\b"
        rf"|an? (?:{long_scales}|dozen|couple)\b(?: of)?)"
    )
    currency = _any(w["currencies"]["words"])
    cents = _any(w["currencies"]["cents"])
    return re.compile(
        rf"(?P<sign>[-+−]\s?(?=[\d$€£]))?"
        rf"(?:(?P<symbol>[$€£¥])\s?|\b(?P<before>{currency})\s)?"
        rf"(?<![\w.])(?P<number>{number})"
        rf"(?:\s?(?P<percent>%|per ?cent\b|pct\b)"
        rf"|\s?(?P<after>[$€£¥]|\b(?:{currency})\b)"
        rf"|\s(?P<cents>{cents})\b"
        rf"|\s?(?P<ms>{_any(w['milliseconds'])})\b"
        rf"|\s?(?P<size>{_any(w['sizes'])})\b"
        rf"|\s?-?(?P<unit>{_any(w['durations'])})\b(?!\s*(?:call|visit|list)s?\b)"
        rf"|\s?(?:times )?(?:in|out of(?: every)?|of every|/)\s?(?P<of>(?:{number}))(?![\w%])"
        rf"|\s?(?::|to)\s?(?P<against>{number})(?![\w%:])"
        rf"|\s?(?P<times>x\b|times\b|-fold\b|fold\b))?",
        re.IGNORECASE,
    )


_FRACTION = re.compile(
    r"\b(?:(?P<count>an?|one|two|three|four)[ -])?(?P<name>half|halves|thirds?|quarters?"
    r"|fifths?|tenths?)\b(?:\s(?P<of>an? (?P<unit>hour|minute|day|week|year|million)))?",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\s*(?:[\w']+\s){0,2}?(?:a|an|per|each|every|/)\s?(?P<period>hour|day|night|shift|week"
    r"|month|quarter|year|annum)\b|\s*(?:[\w']+\s)?(?P<adverb>hourly|daily|weekly|monthly"
    r"|yearly)\b",
    re.IGNORECASE,
)
_AN_HOUR = re.compile(
    r"\b(an? (?P<unit>hour|minute|second|day|week)|overnight)\b", re.I
)


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text, in order, none overlapping another.

    Parameters
    ----------
    text : str
        As `normal` returns it.

    Examples
    --------
    >>> [(q.kind, q.value) for q in quantities("at most 50 calls a day, $1.2k each")]
    [('number', 50.0), ('money', 1200.0)]
    >>> [(q.kind, q.value, q.bound) for q in quantities("at least 95 out of 100")]
    [('percent', 0.95, 'at_least')]
    """
    found = [q for m in _grammar().finditer(text) if (q := _read(m, text))]
    taken = [(q.start, q.end) for q in found]
    for match in _FRACTION.finditer(text):
        if not any(s < match.end() and match.start() < e for s, e in taken):
            found.append(_fraction(match, text))
            taken.append(match.span())
    for match in _AN_HOUR.finditer(text):
        if not any(s < match.end() and match.start() < e for s, e in taken):
            found += _single(match, text, found)
    return tuple(sorted(found, key=lambda q: q.start))


def _single(match: re.Match[str], text: str, found: list[Quantity]) -> list[Quantity]:
    # "50 a day" is a rate, and its "a day" is part of it; "an hour" alone is a time.
    if any(q.per and q.start < match.start() < q.end + 40 for q in found):
        return []
    unit = (match.group("unit") or "").casefold()
    seconds = float(_words()["durations"].get(unit, 8 * 3600))
    return [_made("duration", seconds, match.start(), match.end(), text)]


def _read(match: re.Match[str], text: str) -> Quantity | None:
    g = match.groupdict()
    value = number_of(g["number"])
    if value is None:
        return None
    if g["sign"]:
        value = value if g["sign"].strip() == "+" else -value
    start, end = match.span()
    w = _words()
    if g["percent"]:
        return _made("percent", value / 100, start, end, text)
    if g["of"]:
        whole = number_of(g["of"]) or 0.0
        return _made("percent", value / whole, start, end, text) if whole else None
    if g["against"]:
        other = number_of(g["against"]) or 0.0
        return _made("ratio", value, start, end, text, second=other)
    if g["times"]:
        return _made("ratio", value, start, end, text, second=1.0)
    if g["cents"]:
        return _made("money", value / 100, start, end, text)
    if g["symbol"] or g["before"] or g["after"]:
        return _made("money", value, start, end, text)
    if g["ms"]:
        return _made("milliseconds", value, start, end, text)
    if g["size"]:
        return _made("size", value * w["sizes"][g["size"].casefold()], start, end, text)
    if g["unit"]:
        seconds = value * w["durations"][g["unit"].casefold()]
        return _made("duration", seconds, start, end, text)
    whole_number = value == int(value)
    return _made("number", value, start, end, text, whole=whole_number)


def _made(
    kind: str, value: float, start: int, end: int, text: str, **more: Any
) -> Quantity:
    per = ""
    rate = _PER.match(text, end) if kind in ("number", "money") else None
    if rate:
        said = (rate.group("period") or rate.group("adverb")).casefold()
        per = _words()["periods"][said]
        end = rate.end()
    return Quantity(
        kind, value, start, end, text[start:end], per, _bound(text, start, end), **more
    )


def _bound(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 24) : start].casefold(), text[end : end + 14]
    for name in ("at_most", "at_least", "about"):
        for phrase in sorted(_words()["bounds"][name], key=len, reverse=True):
            if phrase.startswith(("or ", "and ", "tops", "at the")):
                if after.casefold().lstrip().startswith(phrase):
                    return name
            elif re.search(rf"(?<!\w){re.escape(phrase)}\s*$", before):
                return _flipped(before, phrase, name)
    return ""


def _flipped(before: str, phrase: str, name: str) -> str:
    negated = re.search(rf"\b(?:not|never|no)\s+{re.escape(phrase)}\s*$", before)
    if not negated or phrase.startswith(("no ", "not ", "never ")):
        return name
    return {"at_least": "at_most", "at_most": "at_least"}.get(name, name)


def _fraction(match: re.Match[str], text: str) -> Quantity:
    w = _words()
    count = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
    times = count.get((match.group("count") or "one").casefold(), 1)
    share = times * float(w["fractions"][match.group("name").casefold()])
    unit = (match.group("unit") or "").casefold()
    if unit == "million":
        return _made("number", share * 1e6, match.start(), match.end(), text)
    if unit:
        seconds = share * w["durations"].get(unit, 31_536_000)
        return _made("duration", seconds, match.start(), match.end(), text)
    return _made("percent", share, match.start(), match.end(), text)


def number_of(text: str) -> float | None:
    """Return the value of one number as written in digits or words."""
    said = text.strip().casefold()
    digits = re.match(r"[\d.,' ]*\d", said)
    if digits:
        value = _digits(digits.group())
        scale = said[digits.end() :].strip()
        return value * float(_words()["scales"].get(scale, 1)) if scale else value
    return _spoken(said)


def _digits(text: str) -> float:
    body = text.replace(" ", "").replace("'", "")
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        decimal = "." if body.rfind(".") > body.rfind(",") else ","
    elif dots + commas == 0:
        return float(body)
    else:
        mark = "." if dots else ","
        # One mark before exactly three digits groups thousands in a comma's case
        # ("1,500"), and in a dot's case only where it repeats ("1.500.000").
        groups = len(body.rsplit(mark, 1)[1]) == 3 and (mark == "," or dots > 1)
        decimal = "" if groups else mark
    for mark in ".,":
        if mark != decimal:
            body = body.replace(mark, "")
    return float(body.replace(decimal, ".") if decimal else body)


def _spoken(text: str) -> float | None:
    w = _words()
    total, current, known = 0.0, 0.0, False
    for word in re.split(r"[\s-]+", text):
        if word in ("and", "of"):
            continue
        if word in ("a", "an"):
            current, known = 1.0, True
        elif word in ("dozen", "couple"):
            current, known = max(current, 1.0) * w["units"][word], True
        elif word in w["units"]:
            current, known = current + w["units"][word], True
        elif word in w["scales"]:
            scale = float(w["scales"][word])
            current, known = max(current, 1.0) * scale, True
            if scale >= 1000:
                total, current = total + current, 0.0
        else:
            return None
    return total + current if known else None
