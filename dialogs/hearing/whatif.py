"""What-ifs: which column is changed, by how much or to what.

Invariant: where a message names an amount and no direction, it is set, not moved.
"""

from __future__ import annotations

import re
from typing import Any

from ..facts import Facts
from .costs import tidy
from .filters import number_in, numeric_named
from .naming import Named, columns_in, values_in
from .normal import parts
from .quantities import Quantity, quantities
from .thesaurus import groups_of

_UP = r"increas\w*|rais\w*|ris\w*|rose|add\w*|plus|grow\w*|grew|gain\w*|went up|goes? up|go up|boost\w*"
_DOWN = (
    r"decreas\w*|reduc\w*|lower(?:s|ed|ing)?|drop\w*|minus|cut|cuts|shrink\w*|fell|falls?|lost?|lose"
    r"|eliminat\w*|went down|goes? down|go down|subtract\w*|take away|remov\w*"
)
_MORE = r"more|higher|older|longer|greater|larger|bigger|heavier|taller|prepared|aged"
_LESS = r"less|fewer|younger|shorter|smaller|lower|lighter"
_SET = r"\b(?:set|were|was|is|had|became|becomes?|equal(?:s|ed)?|changed? to|instead)\b"
_CUE = re.compile(
    rf"\b(?:what if|if|suppose|imagine|assum\w+|when|set|chang\w+|doubl\w+|halv\w+|after|would|who"
    rf"|that|have|enduring|during|{_UP}|{_DOWN})\b|\bwith\b.{{0,40}}\b(?:{_MORE}|{_LESS})\b"
    rf"|\b(?:{_MORE}|{_LESS})\b",
    re.IGNORECASE,
)


def change_in(
    text: str, facts: Facts
) -> tuple[dict[str, Any], list[tuple[int, int]]] | None:
    """Return a change step and the places that it uses, or None."""
    if not _CUE.search(text):
        return None
    moved = _moved(text, facts)
    if moved:
        return moved
    suppose = re.search(
        r"\b(?:what if|what (?:happens|would happen|changes|would change) if|suppose|imagine"
        r"|set|if (?:they|it|he|she|that|this|the|we|i|row|\w+ \d+"
        r"|\w+ (?:were|was|became|had been)))\b",
        text, re.I,
    )  # fmt: skip
    return _set_to(text, facts, suppose.start()) if suppose else None


def _moved(
    text: str, facts: Facts
) -> tuple[dict[str, Any], list[tuple[int, int]]] | None:
    named = numeric_named(text, facts)
    factor = re.search(
        r"\b(?:doubl\w+|twice as|halv\w+|half as|tripl\w+)\b", text, re.I
    )
    if factor and named:
        near = min(named, key=lambda n: abs(n.start - factor.start()))
        low = factor.group().casefold()
        value = 2 if low[:2] in ("do", "tw") else 3 if low[:2] == "tr" else 0.5
        return {"op": "change", "column": near.column, "factor": value}, [factor.span()]
    for q in quantities(text):
        if q.kind not in ("number", "money", "percent", "duration"):
            continue
        sign = _sign(text, q.start, q.end)
        if not sign:
            continue
        column = _moving(text, q.start, q.end, facts)
        if column is None:
            continue
        step: dict[str, Any] = {"op": "change", "column": column}
        if q.kind == "percent":
            step["factor"] = tidy(1 + sign * q.value)
        else:
            step["by"] = tidy(sign * number_in(q))
        return step, [(q.start, q.end)]
    return None


def _sign(text: str, start: int, end: int) -> int:
    """Return which way a number moves a column: 1, -1, or 0 where it does not."""
    before, after = text[:start].casefold(), text[end : end + 26].casefold()
    if re.search(
        r"(?:\bthan|\bover|\bunder|\bbelow|\babove|\bat least|\bat most|=|<|>)\s*$",
        before,
    ):
        return 0
    if re.search(r"\bto\s*$", before):
        return 0
    clause = re.split(r"[.;?!]|\bfor\b(?! all)|\bwith an?\b", before)[-1][-48:]
    by = re.search(r"\b(?:by|down|up)\s+(?:about )?$", before)
    verb_up, verb_down = _last(_UP, clause), _last(_DOWN, clause)
    if by or verb_up >= 0 or verb_down >= 0:
        far = re.search(
            r"\b(?:than|of|with|for|over|under|above|below)\b",
            clause[max(verb_up, verb_down, 0) :],
        )
        if by or not far or re.search(r"\bby\b", clause):
            if max(verb_up, verb_down) < 0:
                whole = before[-90:]
                verb_up, verb_down = _last(_UP, whole), _last(_DOWN, whole)
            if max(verb_up, verb_down) >= 0:
                return 1 if verb_up > verb_down else -1
    unit = r"\s*(?:(?!or\b|and\b|to\b|for\b|if\b)[a-z]+\s)?"
    unit += r"(?:points?|years?|units?|days?|months?|hours?|%|percent)?\s*(?:of\s)?"
    if re.match(rf"{unit}(?:{_MORE})\b(?! than)", after):
        return 1
    return -1 if re.match(rf"{unit}(?:{_LESS})\b(?! than)", after) else 0


def _last(pattern: str, text: str) -> int:
    return max(
        (m.start() for m in re.finditer(rf"\b(?:{pattern})\b", text)), default=-1
    )


def _moving(text: str, start: int, end: int, facts: Facts) -> str | None:
    """Return the column that an amount of change belongs to."""
    tail = text[end : end + 26].casefold()
    if re.match(
        r"\s*(?:years?\s+)?(?:more\s+)?(?:older|younger|aged|prepared)\b", tail
    ):
        ages = [c.name for c in facts.columns if c.kind.numeric
                and any("age" in groups_of(p) for p in parts(c.name))]  # fmt: skip
        if len(ages) == 1:
            return ages[0]
    named = numeric_named(text, facts)
    verbs = [m.end() for m in re.finditer(rf"\b(?:{_UP}|{_DOWN})\b", text, re.I)]
    verb = min(verbs, key=lambda v: abs(v - start)) if verbs else start
    best: tuple[int, str] | None = None
    for one in named:
        gap = min(
            abs(one.start - verb),
            abs(one.end - verb),
            abs(start - one.end),
            abs(one.start - end),
        )
        if _compared(text, one.end):
            gap += 30
        if best is None or gap < best[0]:
            best = gap, one.column
    return best[1] if best and best[0] < 60 else None


def _compared(text: str, end: int) -> bool:
    after = text[end : end + 24].casefold()
    return bool(re.match(
        r"\s*(?:levels?|values?)?\s*(?:is|are|of)?\s*(?:over|under|above|below|of|greater|less|more|at|higher) ?"
        r"(?:than )?\d", after,
    ))  # fmt: skip


def _had(span: str, one: Named, between: str) -> bool:
    """Return whether a number is what something had: 'had a load of 2', 'had load 2'."""
    before = re.search(r"\b(?:had|has|have|with)\s+(?:an? |the )?$", span[: one.start])
    return before is not None and re.fullmatch(r"\s*(?:of|at)?\s*", between) is not None


def _counted_before(span: str, one: Named, q: Quantity) -> bool:
    """Return whether a number right before a column is what it had: 'had 3 visits'."""
    if re.search(r"\bthey\b", span, re.IGNORECASE):
        return False  # several that have it are rows to look at, and no change
    before = re.search(r"\b(?:had|has|have|with)\s+(?:only )?$", span[: q.start])
    return before is not None and span[q.end : one.start].strip() == ""


def _set_to(
    text: str, facts: Facts, start: int
) -> tuple[dict[str, Any], list[tuple[int, int]]] | None:
    rest = text[start:]
    stop = re.search(r",|\bwould\b|\bwhat\b(?! if)|\bwill\b|\bthen\b", rest[8:])
    span = rest[: stop.start() + 8] if stop else rest
    asked = re.match(r"what if|suppose|imagine", span, re.I)
    for one in numeric_named(span, facts):
        for q in quantities(span):
            between = span[one.end : q.start]
            if (
                q.start >= one.end
                and len(between) < 22
                and (
                    re.search(_SET, between)
                    or re.search(r"\bto\b|=", between)
                    or (asked and _had(span, one, between))
                )
                and not re.search(
                    r"\b(?:than|over|under|above|below|at least|at most)\b", between
                )
            ):
                place = (start + q.start, start + q.end)
                return {"op": "change", "column": one.column, "set": number_in(q)}, [
                    place
                ]
            if asked and q.end <= one.start and _counted_before(span, one, q):
                place = (start + q.start, start + q.end)
                return {"op": "change", "column": one.column, "set": number_in(q)}, [
                    place
                ]
    for value in values_in(span, facts):
        own = [n for n in columns_in(span, facts) if n.column == value.column]
        if own or len(value.value or "") > 3:
            place = (start + value.start, start + value.end)
            return {"op": "change", "column": value.column, "set": value.value}, [place]
    return None
