"""One number as written: digits with any separators, words, fractions, powers of ten.

Invariant: `SPELLED` matches exactly what `value_of` can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ..toml_data import toml_data


def vocabulary() -> Mapping[str, Any]:
    """Return the words of quantities."""
    return toml_data("hearing/quantities.toml")


def alternatives(names: Iterable[str]) -> str:
    """Return a pattern of these words, longest first."""
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))


_DIGITS = (
    r"(?:(?<=\d,)\d+(?![.,]?\d)|\d{1,3}(?:[,'\u202f\u00a0 ]\d{3})+(?!\d)(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])(?:,\d+)?"
    r"|\d+(?:\.\d+|,\d+(?!\d*,\d))?|(?<!\d)[.,]\d+)"
)


@cache
def fraction_words() -> str:
    """Return the pattern of the words of parts: half, thirds, eighth."""
    return rf"(?:{alternatives(vocabulary()['fractions'])})"


def share_of(text: str) -> float:
    """Return what a fraction in words is: 'two thirds'."""
    w = vocabulary()
    count, _, name = text.strip().casefold().replace("-", " ").rpartition(" ")
    times = w["units"].get(count.strip(), 1)
    return float(times) * float(w["fractions"].get(name, 0.0))


@cache
def spelled() -> str:
    """Return the pattern of one number, with its scale."""
    w = vocabulary()
    small, large = alternatives(w["units"]), alternatives(w["scales"])
    long_scale = alternatives([s for s in w["scales"] if len(s) > 2])
    word = rf"(?:{small}|{long_scale})"
    # "and" joins within one number after a hundred or more: "ten and fifteen" are two.
    joint = "|".join(rf"(?<={s})\s+and" for s in w["scales"] if len(s) > 4)
    tail = rf"(?:(?:{joint})?[\s-]+{word}\b(?!\s?-?\s?{fraction_words()}\b))*"
    point = rf"(?:\s+point(?:[\s-]+{word})+)"
    power = r"(?:e[+-]?\d+|\s?[x*×]\s?10\^[+-]?\d+)"
    thousand = rf"(?:\s?(?:{large}|dozens?|dozs?)\b(?:\s(?:{long_scale})\b)?)"
    part = fraction_words()
    share = rf"(?:an?|one|two|three|four|five|six|seven|eight|nine)[\s-]+{part}\b"
    mixed = rf"(?:\s+and\s+{share}(?:\s+(?:{long_scale})\b)?)"
    return (
        rf"(?:\d+\s+\d+/\d+(?![\w/])|{_DIGITS}(?:{power}\b|{mixed}|{thousand}(?:[\s-]+(?:and\s+)?"
        rf"(?:\d+\s+(?:{long_scale})\b|{word}\b)|\s+and\s+\d{{1,2}}\b(?![\w.,%]))*)?"
        rf"|\b(?:an?\s+(?:{long_scale}|dozen)\s+and\s+an?\s+(?:half|quarter)\b(?!\s+of)"
        rf"|an?\s+(?:few\s+)?(?:{long_scale}|dozen|couple)\b{tail}(?:\s+of(?=\s))?"
        rf"|couple of(?=\s)"
        rf"|{word}\b(?!\s?-?\s?{part}\b){tail}(?:{point}|{mixed})?|(?:point)(?:[\s-]+{word})+))"
    )


def value_of(text: str) -> float | None:
    """Return the value of one number, or None.

    Examples
    --------
    >>> value_of("1,674,200.5"), value_of("6.000"), value_of("1,3"), value_of("2.5k")
    (1674200.5, 6000.0, 1.3, 2500.0)
    >>> value_of("two hundred and five"), value_of("point seven"), value_of("3 lakh crore")
    (205.0, 0.7, 3000000000000.0)
    """
    said = text.strip().casefold()
    slashed = re.fullmatch(r"(\d+)\s+(\d+)/(\d+)", said)
    if slashed:
        whole, part, of = (float(n) for n in slashed.groups())
        return whole + part / of if of else None
    share = rf"(?P<part>(?:an?|\w+)[\s-]+{fraction_words()})(?:\s+(?P<scale>\w+))?"
    mixed = re.fullmatch(rf"(?P<base>.+?)\s+and\s+{share}", said)
    if mixed:
        return _mixed_with_part(mixed)
    power = re.fullmatch(rf"({_DIGITS})(?:e|\s?[x*×]\s?10\^)([+-]?\d+)", said)
    if power:
        return _digits(power.group(1)) * 10.0 ** min(int(power.group(2)), 300)
    return _mixed(said)


def _mixed_with_part(said: re.Match[str]) -> float | None:
    """Return 'two and a half thousand' and 'a thousand and a half' as what they are."""
    base, part = value_of(said["base"]), share_of(said["part"])
    scales = vocabulary()["scales"]
    if base is None:
        return None
    named = said["base"].removeprefix("an ").removeprefix("a ").strip()
    if named in scales and named != said["base"]:
        return base * (1 + part)
    return (base + part) * float(scales[said["scale"]] if said["scale"] else 1)


def _digits(text: str) -> float:
    body = re.sub(r"[\s']", "", text)
    dots, commas = body.count("."), body.count(",")
    decimal = ""
    if dots and commas:
        decimal = "." if body.rfind(".") > body.rfind(",") else ","
    elif dots + commas:
        mark = "." if dots else ","
        head, tail = body.split(mark, 1)[0], body.rsplit(mark, 1)[1]
        # Exactly three digits after a mark group thousands, unless the head is a zero.
        grouped = dots + commas > 1 or (len(tail) == 3 and 0 < len(head) < 4)
        decimal = "" if grouped and not head.startswith("0") else mark
    for mark in ".,":
        if mark != decimal:
            body = body.replace(mark, "")
    return float(body.replace(decimal, ".") if decimal else body)


def _mixed(said: str) -> float | None:
    whole, _, decimals = said.partition("point")
    base = _sum(whole) if whole.strip() else 0.0
    if base is None or not decimals.strip():
        return base if whole.strip() else None
    return base + _after_point(decimals)


def _after_point(text: str) -> float:
    units = vocabulary()["units"]
    named = [int(units[w]) for w in re.split(r"[\s-]+", text.strip()) if w in units]
    if len(named) == 2 and named[0] >= 20 and named[1] < 10:
        named = [sum(named)]
    return float("0." + "".join(str(n) for n in named)) if named else 0.0


def _sum(text: str) -> float | None:
    w = vocabulary()
    total, current, known = 0.0, 0.0, False
    last = ""
    pieces = re.findall(rf"{_DIGITS}|[^\W\d_]+", text)
    for piece in pieces:
        if piece in ("and", "of", "few"):
            continue
        if piece in w["scales"]:
            scale = float(w["scales"][piece])
            known = True
            if scale == 100:
                current = (current or 1.0) * scale
            elif total and scale > 1000 and current == 0:
                total *= scale
            else:
                total, current = total + (current or 1.0) * scale, 0.0
        elif piece in ("dozen", "dozens", "doz", "dozs", "couple"):
            current, known = (current or 1.0) * float(w["units"][piece]), True
        elif piece in ("a", "an"):
            current, known = current or 1.0, True
        elif piece in w["units"]:
            unit = w["units"][piece]
            # "Three fifty" and "nineteen eighty" leave out their hundred.
            hundreds = unit >= 10 and 0 < current < 100 and last in w["units"]
            current, known = current * (100 if hundreds else 1) + unit, True
        elif piece[0].isdigit() or piece[0] in ".,":
            current, known = current + _digits(piece), True
        else:
            return None
        last = piece
    return total + current if known else None


_KINDS = (
    "late missed overlooked flagged stopped failed botched undetected unnoticed bad good sick healthy"
    " honest wrong false needless sound broken caught found real true"
).split()
_ONE_OF_THEM = re.compile(
    rf"(?:{'|'.join(rf'(?<={k} )' for k in _KINDS)})one"
    r"(?=\s(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand)\b)",
    re.IGNORECASE,
)
"""A one that is a thing before a number: "a missed one fifty" is 50."""


def without_pronoun(text: str) -> str:
    """Return a text with a one that is a thing before a number blanked out."""
    return _ONE_OF_THEM.sub("   ", text)
