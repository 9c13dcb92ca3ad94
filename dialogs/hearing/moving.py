"""What a number does: it compares, moves a column, sets one, or stands alone.

Invariant: a number with a comparator in front of it never moves anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from .lexis import adjectives, any_of, loaded
from .measure import COMPARES, MOVES, SETS, Measure


@cache
def _moving() -> Mapping[str, re.Pattern[str]]:
    w = loaded("measures")["moves"]
    found = {k: re.compile(rf"\b(?:{any_of(w[k], plain=False)})\b", re.I) for k in w}
    wide = "|".join([*w["more"], *w["less"], *adjectives()])
    found["behind"] = re.compile(
        r"\s*(?:points?\s|units?\s|of an?\s)?(?:[^\W\d_]+\s){0,2}?"
        rf"(?P<word>{wide})\b(?!\s+(?:likely|important|often|than\s+(?!now|before|today|they|it|he|she|that|usual|current)))",
        re.I,
    )  # fmt: skip
    return found


_STOP = re.compile(
    r"\b(?:than|of|with|over|under|above|below|for|who|whose|which|that|where|at least|at most|and|or)\b"
    r"|[.;?!]", re.IGNORECASE,
)  # fmt: skip
_CLAUSE = re.compile(
    r"[.;?!]\s|,\s+(?=(?:what|how|why|would|will|could|is|are|do|does)\b)", re.I
)


def rolled(one: Measure, text: str) -> Measure:
    """Return a number with what it does.

    Parameters
    ----------
    one : Measure
        With its comparator and its unit.
    text : str
        The message.
    """
    if one.key != "is":
        return replace(one, role=COMPARES)
    before = _CLAUSE.split(text[: one.start])[-1]
    clause = before + _CLAUSE.split(text[one.end :])[0]
    moved = _moved_behind(one, text) or _moved_by(one, before, clause)
    if moved is not None:
        return moved
    if _EQUAL.search(text[one.opens : one.start]):
        return replace(one, role=COMPARES)
    if _TO.search(before):
        set_to = any(_moving()[k].search(before) for k in ("up", "down", "set"))
        return replace(one, role=SETS if set_to else one.role)
    verb = _last_verb(before)
    if (
        verb
        and not _STOP.search(before[verb[1] :])
        and len(before[verb[1] :].split()) <= 5
    ):
        return replace(one, role=MOVES, sign=verb[2])
    return replace(one, role=COMPARES) if one.opens < one.start else one


_BY = re.compile(
    r"\b(?P<by>by|of)\s+(?:about |around |another |an extra |some |a further )?$",
    re.IGNORECASE,
)
_TO = re.compile(r"\b(?:in)?to\s+(?:about |a |an |be )?[$€£]?$", re.IGNORECASE)
_EQUAL = re.compile(r"\b(?:equal|equivalent|that of)\b|=", re.IGNORECASE)


def _moved_behind(one: Measure, text: str) -> Measure | None:
    """Return a number that the word behind it moves: '5 more', '3 years older'."""
    behind = _moving()["behind"].match(text, one.closes)
    if behind is None or _blocked(text[one.closes : behind.start("word")]):
        return None
    word = behind["word"].casefold()
    if word in adjectives():
        sign, known = adjectives()[word][0], word
    else:
        sign, known = (1 if _moving()["more"].fullmatch(word) else -1), one.adjective
    return replace(one, role=MOVES, sign=sign, adjective=known, closes=behind.end())


def _moved_by(one: Measure, before: str, clause: str) -> Measure | None:
    """Return a number that words before it move: 'by 5', 'a rise of 5'."""
    by = _BY.search(before)
    if by is None:
        return None
    if by["by"].casefold() == "of":
        noun = _noun_of_move(before[: by.start()])
        return replace(one, role=MOVES, sign=noun) if noun else None
    sign, adjective = _direction(before, clause)
    if not sign:
        return None
    opens = one.start - len(by.group())
    return replace(one, role=MOVES, sign=sign, adjective=adjective, opens=opens)


def _noun_of_move(before: str) -> int:
    """Return which way 'a rise of' goes: 1, -1, or 0 where it is none."""
    for name, sign in (("up", 1), ("down", -1)):
        of_what = r"(?:\s+in\s+(?:\w+\s?){1,3})?\s*$"
        if re.search(_moving()[name].pattern + of_what, before, re.IGNORECASE):
            return sign
    return 0


def _blocked(between: str) -> bool:
    return bool(
        re.search(
            r"\b(?:or|and|to|for|if|with|who|are|is|have|has|would|will|be|get)\b|[,;]",
            between,
            re.I,
        )
    )


def _last_verb(before: str) -> tuple[int, int, int] | None:
    hits = [
        (m.start(), m.end(), sign)
        for name, sign in (("up", 1), ("down", -1))
        for m in _moving()[name].finditer(before)
    ]
    return max(hits, key=lambda h: (h[1], -h[0])) if hits else None


def _direction(before: str, clause: str) -> tuple[int, str]:
    """Return which way 'by 5' goes: by the verb or the adjective next to it."""
    verb = _last_verb(before)
    words = [(m.start(), m.group().casefold()) for m in
             re.finditer("|".join(rf"\b{a}\b" for a in adjectives()), clause, re.I)]  # fmt: skip
    if verb and not (words and words[-1][0] > verb[0] and words[-1][0] < len(before)):
        return verb[2], ""
    if words:
        return adjectives()[words[-1][1]][0], words[-1][1]
    verb = _last_verb(clause)
    if verb:
        return verb[2], ""
    if _moving()["more"].search(before):
        return 1, ""
    return (-1, "") if _moving()["less"].search(before) else (0, "")


def moves_before(text: str, one: Measure) -> bool:
    """Return whether something is moved or set before a number, in its clause."""
    before = _CLAUSE.split(text[: one.start])[-1]
    return bool(_last_verb(before) or _AWAY.search(before))


_AWAY = re.compile(r"\b(?:from|set|chang\w+|mov\w+|went|goes)\b", re.IGNORECASE)
