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


def turned_round(found: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Read "of ten alarms at least six" as the share it is: six out of ten."""
    made: list[Quantity] = []
    for q in found:
        last = made[-1] if made else None
        if (
            last is not None
            and last.kind == q.kind == "number"
            and last.whole and q.whole and 0 <= q.value < last.value >= 3
            and not last.per and not q.per
            and _OUT_OF.search(text[: last.start])
            and not re.search(r"[.;!?]", text[last.end : q.start])
            and re.match(r"\s(?!and\b|or\b|to\b|but\b|is\b|with\b)[a-z]", text[last.end :], re.I)
            and 2 < q.start - last.end < 60
        ) or (
            last is not None
            and last.kind == q.kind == "number"
            and last.whole and q.whole and 0 <= q.value < last.value
            and not last.per and not q.per
            and re.match(r"\sof (?:them|those|these)\b", text[q.end :], re.I)
            and q.start - last.end < 30
        ):  # fmt: skip
            share = q.value / last.value
            place = (last.start, q.end, text[last.start : q.end])
            made[-1] = Quantity("percent", share, *place, bound=q.bound)
            continue
        made.append(q)
    return tuple(made)
