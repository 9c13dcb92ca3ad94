"""Quantities in free text: numbers, money, shares, ratios, durations, rates, bounds.

A closed grammar of kinds of expression, never of cases. Invariant: every quantity says
which characters it came from, so that what a reading left unused can be seen.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from .numerals import (
    alternatives,
    fraction_words,
    share_of,
    spelled,
    value_of,
    vocabulary,
)
from .phrased import labour, phrased
from .piecing import turned_round, with_coins
from .quantity import Quantity, made
from .worked_out import worked_out

__all__ = ["Quantity", "quantities"]


@cache
def _grammar() -> re.Pattern[str]:
    w = vocabulary()
    number = spelled()
    currency = alternatives(w["currencies"]["words"])
    cents = alternatives(w["currencies"]["cents"])
    glue = "with|and|or|for|than|in|to|have|has|is|are|at|over|under|by|of|who|whose|if"
    noun = rf"(?:(?!(?:{glue})\b)[^\W\d_]+\s){{0,3}}?"
    return re.compile(
        rf"(?P<sign>(?<![\w-])(?<!\d )(?<!- )[-+\u2212]\s?(?=[\d$€£.])|(?<!plus )(?<!plus or )(?<!plus-)(?<!plus/)"
        rf"\b(?:minus|(?<!false )(?<!true )negative)\s)?"
        rf"(?:(?:\b(?:{currency}|c|mex|us)\s?)?(?P<symbol>[$€£¥])\s?|\b(?P<before>{currency})\s?(?=[\d])"
        rf"|(?<![\w.]))(?P<number>{number})(?![\d])"
        rf"(?:\s?(?P<percent>%|per ?cents?(?:age)?\b|pct\b)"
        rf"|\s?-?(?:(?:{alternatives(w['currencies']['lands'])})\s)?"
        rf"(?P<after>[$€£¥]|(?:(?<=\d)|\b)(?:{currency})\b)"
        rf"|\s?-?(?P<cents>(?:{cents})\b|¢)"
        rf"|\s?(?P<ms>{alternatives(w['milliseconds'])})\b"
        rf"|\s?(?P<size>{alternatives(w['sizes'])})\b"
        rf"|\s{noun}(?:out\s?of(?:\severy)?|in(?:\severy)?|of(?:\severy)?|from)\s"
        rf"(?P<of>{number})(?![\w%])"
        rf"|\s?/\s?(?P<over>\d+)(?![\w%/])"
        rf"|(?:\s(?:more|extra|further|additional)\s|\s?-?)(?P<unit>{alternatives(w['durations'])})\b(?!\s*(?:call|visit|list)s?\b)"
        rf"|(?:(?<=\d)\s?:\s?(?P<odds>\d+)|\s(?:to|against)\s(?P<against>1|one))(?![\w%:])"
        rf"|(?:\s?(?P<times>x\b|times\b|-?\s?fold\b)))?",
        re.IGNORECASE,
    )


_FRACTION = re.compile(
    r"\b(?:(?P<share>(?:an?|one|two|three|four|five|six|seven|eight|nine)\s?-?\s?"
    rf"{fraction_words()})|(?:(?<=top )|(?<=(?:best|most) )|(?<=worst )|(?<=iest ))(?P<top>{fraction_words()})"
    r"|(?P<name>(?<!the )half(?! (?:empty|full|dead|asleep|way|decent|baked|done|finished|hearted)\b)"
    r"|(?<=the )half(?! (?:i|we|that|which|who)\b)|halves|quarters?))\b"
    r"(?:[\s-](?P<of>(?:of )?(?:an? )?(?P<unit>hour|hr|minute|min|second|sec|day|week|month|year"
    r"|thousand|grand|k|mil|mill|million|billion|lakh|crore|hundred|dozen))\b)?",
    re.IGNORECASE,
)
_AN_HOUR = re.compile(
    r"\b((?:an?|another|one more|(?:all|full|whole|entire)(?: (?:of )?(?:the|a))?|(?<=within )the|(?<=inside )the)[ -]"
    r"(?P<unit>hour|hr|minute|min|second|sec|day|week|month|year)(?P<more> and (?:an? )?(?:half|quarter))?"
    r"|(?P<bare>hour|minute|day|week|month|year) and (?:an? )?(?P<part>half|quarter)|overnight)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
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
    text = _LINK.sub(lambda m: " " * len(m.group()), text)
    text = _LIST.sub(lambda m: m.group().replace(",", ";"), text)
    text, found = phrased(text)
    found += _scanned(text)
    taken = [(q.start, q.end) for q in found]
    for match in _FRACTION.finditer(text):
        free = not any(s < match.end() and match.start() < e for s, e in taken)
        if free and not _UNIT_AND.search(text[: match.start()]):
            found.append(_fraction(match, text))
            taken.append(match.span())
    for match in _AN_HOUR.finditer(text):
        if not any(s < match.end() and match.start() < e for s, e in taken):
            found += _single(match, text, found)
    for match in _multiple().finditer(text):
        if not any(s < match.end() and match.start() < e for s, e in taken):
            value = float(vocabulary()["multiples"][match.group().casefold()])
            found.append(made("ratio", value, *match.span(), text, second=1.0))
    ordered = tuple(_rest(q, text) for q in sorted(found, key=lambda q: q.start))
    return worked_out(labour(turned_round(ordered, text), text), text)


_ALL_BUT = re.compile(
    r"\b(?:all|everything|everyone|every one) (?:but|bar|except|save) (?:for )?$", re.I
)


def _rest(q: Quantity, text: str) -> Quantity:
    """Return 'all but one in twenty' as the nineteen that are meant."""
    match = _ALL_BUT.search(text[: q.start]) if q.kind == "percent" else None
    if match is None:
        return q
    return replace(q, value=round(1 - q.value, 9), start=match.start(),
                   text=text[match.start() : q.end])  # fmt: skip


_LINK = re.compile(r"\b(?:https?://|www\.)\S+")
_LIST = re.compile(
    r"(?<![\w.,])(?!\d{1,3}(?:,\d{3})+(?![\d,]))\d{1,3}(?:,\d{1,3}){2,}(?![\w,]|\.\d)"
)
"""Three numbers or more with commas alone between them: '11,12,13'."""


def _scanned(text: str) -> list[Quantity]:
    """Return the quantities of the grammar; what a match did not need is read again."""
    found: list[Quantity] = []
    at = 0
    while match := _grammar().search(text, at):
        q = _read(match, text)
        if q is None:
            at = max(match.end("number"), match.start() + 1)
            continue
        q = with_coins(q, text) if q.kind == "money" and not q.per else q
        last = found[-1] if found else None
        if (
            last
            and last.kind == q.kind == "duration"
            and text[last.end : q.start] in _JOINED
        ):
            whole = (last.start, q.end, text[last.start : q.end])
            both = last.value + q.value
            found[-1] = Quantity("duration", both, *whole, bound=last.bound)
        else:
            found.append(q)
        at = q.end
    return found


_UNIT_AND = re.compile(r"\b(?:hour|minute|day|week|month|year) and $", re.IGNORECASE)
_SCALED = re.compile(rf"\b{fraction_words()} $", re.IGNORECASE)
_JOINED = (" ", " and ", ", ", ", and ")


@cache
def _multiple() -> re.Pattern[str]:
    forms = alternatives(vocabulary()["multiples"])
    compared = r"(?=.{0,30}\b(?:as|the|bad|worse|what|than)\b)"
    return re.compile(rf"\b(?:{forms})\b{compared}", re.I)


_COUNTS = re.compile(
    r"\s(?:look|opinion|check|pair|person|time|chance|try|round|go|thought|table|file|column"
    r"|list|model|one|half|question|reason)\b",
    re.IGNORECASE,
)
"""Behind "a second": the one after the first, and no time."""


def _single(match: re.Match[str], text: str, found: list[Quantity]) -> list[Quantity]:
    # "50 a day" is a rate, and its "a day" is part of it; "an hour" alone is a time.
    if any(q.per and q.start < match.start() < q.end + 40 for q in found):
        return []
    unit = (match.group("unit") or match.group("bare") or "").casefold()
    if unit == "second" and _COUNTS.match(text, match.end()):
        return []
    seconds = float(vocabulary()["durations"].get(unit, 8 * 3600))
    more = match.group("more") or match.group("part")
    if more:
        seconds *= 1.5 if more.endswith("half") else 1.25
    return [made("duration", seconds, match.start(), match.end(), text)]


def _is_dash(sign: str, match: re.Match[str], text: str) -> bool:
    """Return whether a minus only parts a sentence: "didn't see it coming - 220"."""
    before = text[: match.start()].rstrip()
    dash = (
        sign != sign.rstrip() and not sign[0].isalpha()
    )  # "minus five" is said in full
    return dash and bool(before) and before[-1].isalpha()


def _read(match: re.Match[str], text: str) -> Quantity | None:
    g = match.groupdict()
    value = value_of(g["number"]) if len(g["number"]) < 60 else None
    if value is None or not abs(value) < 1e18:
        return None
    if g["sign"] and g["sign"].strip() != "+" and not _is_dash(g["sign"], match, text):
        value = -value
    start, end = match.span()
    if _no_number(g, match, text):
        return None
    w = vocabulary()
    if g["of"] or g["over"]:
        return _part(g, match, text, value)
    if g["percent"]:
        return made("percent", value / 100, start, end, text)
    if g["against"] or g["odds"]:
        other = value_of(g["against"] or g["odds"]) or 0.0
        return made("ratio", value, start, end, text, second=other)
    if g["times"]:
        return made("ratio", value, start, end, text, second=1.0)
    if g["cents"]:
        return made("money", value / 100, start, end, text)
    if g["symbol"] or g["before"] or g["after"]:
        return made("money", value, start, end, text)
    if g["ms"]:
        return made("milliseconds", value, start, end, text)
    if g["size"]:
        return made("size", value * w["sizes"][g["size"].casefold()], start, end, text)
    if g["unit"]:
        seconds = value * w["durations"][g["unit"].casefold()]
        return made("duration", seconds, start, end, text)
    return made("number", value, start, end, text, whole=value == int(value))


_ONE_UNIT = re.compile(
    r"\s\w+ (?:up|off|either|or so|too (?:high|low|many|few|much))\b", re.IGNORECASE
)


def _no_number(g: dict[str, Any], match: re.Match[str], text: str) -> bool:
    """Return whether a word that looks like a number is a pronoun: 'a lost one'."""
    word = g["number"].casefold()
    scale = word.removeprefix("a ").strip()
    if scale in vocabulary()["scales"] and _SCALED.search(text[: match.start()]):
        return True  # "quarter million" is one number, read by its fraction
    if word == "grand" and re.search(r"\b(?:be|is|was|just)\s$", text[: match.start()]):
        return True  # "that would be grand"
    if word == "one" and not g["sign"] and _ONE_UNIT.match(text[match.end("number") :]):
        return False
    if g["sign"] or word not in ("one", "a couple", "second", "quarter"):
        return False
    known = ("percent", "after", "cents", "unit", "of", "times", "ms", "over", "size")
    if re.search(
        r"\b(?:than|least|most|exactly|only)\s*$", text[: match.start()], re.I
    ):
        return False
    return not any(g[k] for k in known) and match.group().strip() != text.strip(" .!")


def _part(
    g: dict[str, Any], match: re.Match[str], text: str, value: float
) -> Quantity | None:
    """Return 'nine times out of ten' as a share; where it is none, the number alone."""
    whole = value_of(g["of"] or g["over"]) or 0.0
    start, end = match.span()
    told = text[match.end("number") : match.start("of")] if g["of"] else ""
    bare = g["of"] and re.search(r"\bin\b", told) and match.end("of") < len(text) and re.match(
        r"\s?(?:%|percent|per cent|minutes?|seconds?|hours?|days?|weeks?|months?|years?"
        r"|euros?|dollars?)", text[match.end("of") :],
    )  # fmt: skip
    if 0 <= value < whole and not bare:
        return made("percent", value / whole, start, end, text)
    if g["number"].casefold() in ("one", "a couple"):
        return None
    stop = match.end("number")
    if g["symbol"] or g["before"]:
        return made("money", value, start, stop, text)
    return made("number", value, start, stop, text, whole=value == int(value))


def _fraction(match: re.Match[str], text: str) -> Quantity:
    w = vocabulary()
    share = share_of(match.group("share") or match.group("top") or match.group("name"))
    unit = (match.group("unit") or "").casefold()
    scale = w["scales"].get(unit) or (12 if unit == "dozen" else 0)
    if scale:
        lands = alternatives(w["currencies"]["lands"])
        money = re.compile(
            rf"\s(?:(?:{lands})\s)?(?:{alternatives(w['currencies']['words'])})\b", re.I
        ).match(text, match.end())
        kind, end = ("money", money.end()) if money else ("number", match.end())
        return made(kind, share * scale, match.start(), end, text)
    if unit:
        seconds = share * w["durations"].get(unit, 31_536_000)
        return made("duration", seconds, match.start(), match.end(), text)
    whole = re.match(
        r"\s(?:of )?an? (?!time|day|chance|percent)[a-z]+", text[match.end() :], re.I
    )
    kind = "number" if whole else "percent"
    return made(kind, share, match.start(), match.end(), text)
