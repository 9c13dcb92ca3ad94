"""Quantities said in two places: small change after a sum, a whole before its part."""

from __future__ import annotations

import re
from dataclasses import replace

from .numerals import value_of
from .quantity import Quantity

_SMALL_CHANGE = re.compile(
    r"\s(?:and\s)?(?P<coins>\d{2}|(?!(?:hundred|thousand)\b)[a-z]+(?:[ -][a-z]+)??)"
    r"(?:\s(?:cents?|pence|p)\b|(?=\s*(?:[.,;!?]|$|more\b)))",
    re.IGNORECASE,
)


def with_coins(q: Quantity, text: str) -> Quantity:
    """Return a sum with its small change: '15 dollars 50', 'two pounds and five pence'."""
    match = _SMALL_CHANGE.match(text, q.end)
    said = match.group("coins") if match else ""
    coins = value_of(said) if said and not q.text.rstrip()[-1:].isdigit() else None
    if match is None or coins is None or not 0 < coins < 100 or q.value != int(q.value):
        return q
    return replace(q, value=q.value + coins / 100, end=match.end(),
                   text=text[q.start : match.end()])  # fmt: skip


_OUT_OF = re.compile(
    r"\b(?:out of|of|among)\s+(?:every |each |any |all |the )?$", re.IGNORECASE
)


_FROM = re.compile(r"\bfrom\s+(?:every |each |any )?$", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?:when|if|whenever)\s+(?:you |we |i )?(?:\w+ )?$", re.IGNORECASE
)
_MUST = re.compile(r"\s(?:have to|has to|must|should|need to|ought|had better)\b", re.I)
_ROUND = (10, 20, 50, 100, 1000)
"""A whole that a share is told by: "from ten we mark, nine must be right"."""


def turned_round(found: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Read "of ten alarms at least six" as the share it is: six out of ten."""
    made: list[Quantity] = []
    for q in found:
        last = made[-1] if made else None
        if last is not None and _counts(last, q) and (
            _whole_first(last, q, text) or _of_them(last, q, text)
        ):  # fmt: skip
            place = (last.start, q.end, text[last.start : q.end])
            made[-1] = Quantity("percent", q.value / last.value, *place, bound=q.bound)
            continue
        made.append(q)
    return tuple(made)


def _counts(whole: Quantity, part: Quantity) -> bool:
    return (
        whole.kind == part.kind == "number"
        and whole.whole and part.whole and 0 <= part.value < whole.value
        and not whole.per and not part.per
    )  # fmt: skip


def _whole_first(whole: Quantity, part: Quantity, text: str) -> bool:
    before, between = text[: whole.start], text[whole.end : part.start]
    opened = _OUT_OF.search(before) or (
        whole.value in _ROUND
        and (_FROM.search(before)
             or (_WHEN.search(before) and _MUST.match(text, part.end)))
    )  # fmt: skip
    return bool(
        opened and whole.value >= 3
        and not re.search(r"[.;!?]", between)
        and re.match(r"\s(?!and\b|or\b|to\b|but\b|is\b|with\b)[a-z]", between, re.I)
        and 2 < len(between) < 60
    )  # fmt: skip


def _of_them(whole: Quantity, part: Quantity, text: str) -> bool:
    after = re.match(r"\sof (?:them|those|these)\b", text[part.end :], re.I)
    between = text[whole.end : part.start]
    return bool(after) and len(between) < 60 and not re.search(r"[.;!?]", between)
