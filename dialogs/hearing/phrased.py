"""Quantities that whole phrases make: '1h30', 'once in ten', 'one or two in twenty'.

They are found before the grammar of single numbers and blanked out, so that no part of
them is read again. Years of the calendar ('since 1998') are blanked and count nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from .numerals import (
    fraction_words,
    share_of,
    spelled,
    value_of,
    vocabulary,
    without_pronoun,
)  # fmt: skip
from .quantity import Quantity, made

_CLOCK = re.compile(
    r"(?<![\w.,])(?P<h>\d{1,2})\s?h(?:rs?|ours?)?\s?(?P<m>[0-5]\d)(?:\s?m(?:ins?)?)?(?!\w)",
    re.IGNORECASE,
)
_UNIT_AND_PART = re.compile(
    rf"\b(?P<n>{spelled()}) (?P<unit>hour|minute|day|week|month|year)s?"
    r" and (?:an? )?(?P<part>half|quarter)\b(?! (?:of|an?)\b)",
    re.IGNORECASE,
)
"""A number of units and a part of one more: "one hour and a half"."""
_YEAR = re.compile(
    r"\b(?:(?:back )?in|since|until|till|from) (?P<year>(?:19|20)\d\d)"
    r"(?=\s*(?:[.,;:!?)]|$|\b(?:and|but|he|she|it|we|they|when|i|my|so)\b))",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:half|(?:a )?quarter|five|ten|twenty|\d{1,2}) past(?: (?:\d{1,2}|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve))?\b",
    re.IGNORECASE,
)
"""A time on the clock: no number of anything."""
_EVERY_OTHER = re.compile(
    r"\bevery (?:(?P<half>other|second)|(?P<third>third)|(?P<fourth>fourth)|(?P<fifth>fifth)"
    r"|(?P<sixth>sixth)|(?P<eighth>eighth)|(?P<tenth>tenth)|(?P<twelfth>twelfth)|(?P<twentieth>twentieth)"
    r"|(?P<fiftieth>fiftieth)|(?P<hundredth>hundredth))\b(?! (?:day|week|month|year|hour|night|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday)\b)",
    re.IGNORECASE,
)
_PARTS = {"half": 0.5, "third": 1 / 3, "fourth": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1,
          "twelfth": 1 / 12, "twentieth": 0.05, "fiftieth": 0.02, "hundredth": 0.01}  # fmt: skip


_PART_OF_WHAT = re.compile(
    rf"\b(?P<part>(?:(?:an?|one|two|three) )?{fraction_words()})"
    r"(?: of)? (?:what(?= (?:too|an?|the|a) \w)|as (?:bad|much|dear|costly|expensive|painful)(?: as)?)",
    re.IGNORECASE,
)
"""A part of another price: "half of what too little does"."""


@cache
def _rare() -> re.Pattern[str]:
    """Return the pattern of 'once in ten', 'one or two in twenty'."""
    number = spelled()
    return re.compile(
        rf"\b(?:(?P<times>once|twice)(?: (?:times?|calls?|cases?))?"
        rf"|(?P<low>{number})(?: or |-| to )(?P<high>{number}))"
        rf" (?:in|out of|of)(?: every)? (?P<of>{number})(?![\w%])"
        rf"(?! ?(?:%|percent|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b)",
        re.IGNORECASE,
    )


def phrased(text: str) -> tuple[str, list[Quantity]]:
    """Return a text with the phrases that make one quantity blanked out, and those.

    Examples
    --------
    >>> [(q.kind, q.value) for q in phrased("1h30, no more than once in ten")[1]]
    [('duration', 5400.0), ('percent', 0.1)]
    >>> phrased("in 1974 he began")[0].split()
    ['he', 'began']
    """
    text = without_pronoun(text)
    found = []
    for match in _CLOCK.finditer(text):
        seconds = 3600.0 * int(match["h"]) + 60.0 * int(match["m"])
        found.append(made("duration", seconds, *match.span(), text))
    for match in _UNIT_AND_PART.finditer(text):
        count = value_of(match["n"])
        if count is not None:
            whole = count + _PARTS.get(match["part"].casefold(), 0.25)
            unit = float(vocabulary()["durations"][match["unit"].casefold()])
            found.append(made("duration", whole * unit, *match.span(), text))
    for match in _PART_OF_WHAT.finditer(text):
        part = share_of(match["part"])
        found.append(made("ratio", part, *match.span(), text, second=1.0))
    for match in _EVERY_OTHER.finditer(text):
        share = _PARTS[str(match.lastgroup)]
        found.append(made("percent", share, *match.span(), text))
    for match in _rare().finditer(text):
        part = 1.0 if match["times"] == "once" else 2.0
        if not match["times"]:
            part = value_of(match["high"]) or 0.0
        whole = value_of(match["of"]) or 0.0
        if 0 < part < whole:
            found.append(made("percent", part / whole, *match.span(), text))
    blank = [(q.start, q.end) for q in found] + [
        m.span() for form in (_YEAR, _PAST) for m in form.finditer(text)
    ]
    for start, end in blank:
        text = text[:start] + " " * (end - start) + text[end:]
    return text, found


_RATE = re.compile(
    r"[$€£]?[\d.,]+\s?(?:[a-z€£$]+\s)?(?:an|per|a|/)\s?hour", re.IGNORECASE
)


_AT = re.compile(r"\s(?:(?:of|for) (?:\w+ ){1,3})?(?:at|@|times|x)\s$", re.IGNORECASE)
"""Between hours and what one of them costs: "two hours at 60"."""
_HOURLY = re.compile(
    r"\s?(?:€|\$|£|euros?|eur|pounds?|dollars?|bucks)?\s?(?:/|per |an |a )\s?h(?:ou)?r?\b",
    re.I,
)
_EACH_HOUR = re.compile(
    r"\b(?:each|every|per|an|the|one) hour (?:is |costs? |at |for )?$", re.I
)


def _wage(last: Quantity, q: Quantity, text: str) -> bool:
    """Return whether a number is what an hour of the time before costs."""
    if q.per == "hour":
        return _RATE.fullmatch(q.text) is not None
    between = text[last.end : q.start]
    if _HOURLY.match(text, q.end):
        return _AT.match(between) is not None  # "2 min of a clerk at 30/h"
    hours = last.text.rstrip(" ").casefold().endswith(("hour", "hours", "hrs", "hr"))
    told = _AT.match(between) and hours
    return not q.per and bool(told or _EACH_HOUR.search(between))


def labour(found: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Return quantities with working time at so much an hour as the sum it is.

    "Ten minutes at 15 an hour" is 2.50. Only a rate with no noun of its own counts:
    "20 calls an hour" is no wage.
    """
    kept: list[Quantity] = []
    for q in found:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.kind == "duration"
            and q.kind in ("number", "money")
            and _wage(last, q, text)
            and last.value <= 86_400
            and q.start - last.end < 60
            and not re.search(r"[.;!?]", text[last.end : q.start])
        ):
            span = (last.start, q.end)
            value = round(q.value * last.value / 3600, 9)
            whole = replace(q, kind="money", value=value, start=span[0], end=span[1])
            kept[-1] = replace(whole, text=text[slice(*span)], per="", whole=False)
            continue
        kept.append(q)
    return tuple(kept)
