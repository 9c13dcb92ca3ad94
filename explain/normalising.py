"""A text and a column's name in one form, before anything in them is recognised."""

from __future__ import annotations

import re
from typing import Any

from .units import cell

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


_NAMES = "|".join(_WORDS)
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"


def normal(text: str) -> str:
    """Return a text in one form: lower case, plain signs, digits for number words."""
    text = _of_hundred(_rates(_digits(_values(_plain_signs(text.lower())))))
    return re.sub(
        rf"\b(in|out of|per) ({_NAMES})\b", lambda m: f"in {_WORDS[m[2]]}", text
    )


def _plain_signs(text: str) -> str:
    """Write every minus, quote and dash in one way, and no marks of emphasis."""
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    text = re.sub(r"[*_`]{2,}", "  ", text)
    return re.sub(r"\s*\u2014\s*|(?<=\S) - (?=\S)", ", ", text)


_SIGNS = {
    "−": "-", "–": "-", "‑": "-", "’": "'", "“": '"', "”": '"', "\u202f": " ",
}  # fmt: skip


def _values(text: str) -> str:
    """Write 'tenure, whose value of 24 ...' and 'tenure (value 24)' as 'tenure of 24'."""
    text = re.sub(
        r"\((?:with )?(?:an? |the |its )?value(?: of| is|:| =)? ", "(= ", text
    )
    return re.sub(
        r",? (?:with|at|having|has|whose|and its|with its) (?:an? |the )?value"
        r"(?: of| is| being|:| =)? ",
        " of ",
        text,
    )


def _digits(text: str) -> str:
    """Write number words as digits where they can be nothing but numbers."""
    text = re.sub(
        rf"\b({_TENS})[- ]({_UNITS})\b",
        lambda m: str(_WORDS[m[1]] + _WORDS[m[2]]),
        text,
    )
    # 'one' alone is more often a pronoun: it counts only before 'in' or a unit.
    text = re.sub(
        rf"\b({_NAMES})(?= (?:in|out of|per) (?:a |one )?(?:\d|hundred|ten|thousand|five|four|three|two|{_TENS}))",
        lambda m: str(_WORDS[m[1]]),
        text,
    )
    text = re.sub(
        rf"\b({_NAMES})(?=(?: percent| per cent| percentage| points?|-point|%))",
        lambda m: str(_WORDS[m[1]]),
        text,
    )
    return re.sub(
        rf"(?<=by )({_NAMES})\b|(?<=about )({_NAMES})\b",
        lambda m: str(_WORDS[m[1] or m[2]]),
        text,
    )


def _rates(text: str) -> str:
    """Write 'out of a hundred' as 'in 100', and its like."""
    text = re.sub(
        r"\b(in|out of|per) (?:a|one) hundred\b|\b(in|out of|per) hundred\b",
        "in 100",
        text,
    )
    text = re.sub(r"\b(in|out of|per) (?:a|one) thousand\b", "in 1000", text)
    return re.sub(r"\b(?:in|out of) every (?=\d)", "in ", text)


def variants(column: str) -> list[str]:
    """Return ways a column may be written, exact first."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", column)
    spaced = re.sub(r"[_\-./\s]+", " ", split).strip().lower()
    return list(dict.fromkeys([column.lower(), spaced, spaced.replace(" ", "-")]))


_PEOPLE = re.compile(
    r"\b(?:imagine|picture|take|suppose|among|of|out of) (?:a )?(100|1000) (?:such |like |of )?"
    r"(?:people|persons|customers|cases|rows|clients|patients|them|those|these|others|such)\b"
)


def _of_hundred(text: str) -> str:
    """Read 'of 100 such people ... 9 more of them' as '9 more in 100'."""
    found = _PEOPLE.search(text)
    if found is None:
        return text
    text = text[: found.start()] + text[found.end() :]
    return re.sub(
        r"(\d+(?:\.\d+)?) (more|fewer|less) of (?:them|those|these)\b",
        lambda m: f"{m[1]} {m[2]} in {found[1]}",
        text,
    )


def value_text(value: Any) -> str:
    """Return a reason's value as it may stand in a text, in one form."""
    if value is None:
        return "missing"
    return normal(cell(value)).strip()


def with_names(text: str, columns: list[str]) -> str:
    """Put names for 'the first' and 'the second' after a sentence that names two."""
    found = re.search(r"[.;]\s+The (?:first|former)\b", text)
    if found is None:
        return text
    start = max(text.rfind(". ", 0, found.start()) + 1, 0)
    lead = text[start : found.start()]
    spans = {
        c: m.start()
        for c in columns
        for v in variants(c)
        if (m := re.search(rf"(?<!\w){re.escape(v)}(?!\w)", lead.lower()))
    }
    named = sorted(spans, key=lambda c: spans[c])
    if len(named) != 2:
        return text
    rest = re.sub(r"\b[Tt]he (?:first|former)\b", named[0], text[found.start() :])
    rest = re.sub(r"\b[Tt]he (?:second|latter)\b", named[1], rest)
    return text[: found.start()] + rest
