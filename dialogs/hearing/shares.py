"""Shares and capacities: how many must be caught, how many alarms must be real, k a day."""

from __future__ import annotations

import re

from .clauses import clauses
from .concepts import sides
from .lexicon import find, lexicon
from .listing import period_in
from .mistakes import has, mistakes
from .quantities import Quantity
from .reading import Heard

_PAST = re.compile(
    r"\b(?:get(?:s|ting)? past|slip\w*|miss\w*|escape\w*|overlook\w*|go(?:es)? (?:undetected|"
    r"unnoticed)|get(?:s)? away|unnoticed|undetected)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:wrong\w*|false\w*|mistaken\w*|in vain|for nothing|needless\w*|innocent|unjust\w*)\b",
    re.IGNORECASE,
)
_TRUE = re.compile(
    r"\b(?:it|that|this|you|they)(?:'s|'re| is| are| was| has to be| have to be| must be| should be| needs to be)"
    r" (?:really |also |then )?(?:true|right|correct|so)\b", re.IGNORECASE,
)  # fmt: skip
"""What was announced is so: "it is true 7 times in 10"."""
_SURE = re.compile(r"\b(?:sure|certain|confident|positive that)\b", re.IGNORECASE)
_FEW = re.compile(
    r"\b(?:budget|postage|stamps|paper|room|staff|capacity|time|money|hands|people|enough|afford|manage|handle|"
    r"able|can|only|left|max|maximum|limit\w*|get to|slots?)\b",
    re.IGNORECASE,
)


BORNE = re.compile(
    r"\b(?:live with|accept\w*|tolerate|stand|put up with|afford|bear|(?:ok(?:ay)?|fine|happy) with|mind)\b.{0,40}"
    r"\b(?:nothing|false|wrong|harmless|vain|innocent|duds?|wasted|mistaken|needless|fine|misfires?)\b",
    re.IGNORECASE,
)
"""What one can live with is the share that comes to nothing."""


def shares_in(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return recall, precision or fpr where a share has one of these meanings."""
    heard: list[Heard] = []
    parts = [q for q in found if q.kind == "percent"]
    bare = [
        q for q in found if q.kind == "number" and 0.4 < q.value <= 100 and not q.per
    ]
    named = re.search(
        r"\b(?:recall|precision|sensitivity|specificity|fpr)\b", text, re.I
    )
    for q in parts or (bare if named else []):
        value = q.value if q.kind == "percent" or q.value <= 1 else q.value / 100
        slot, turned = _slot(_clause(text, q), q)
        rare = value < 0.3 and q.bound != "at_least" and not (turned or named)
        if rare and slot in ("recall", "precision"):
            continue  # so few of them tell how things are, or what is borne
        if slot and 0 < value <= 1:
            share = round(1 - value if turned else value, 9)
            sure = 0.92 if slot == "precision" and not turned else 0.9
            heard.append(Heard(f"success.{slot}", share, q.start, q.end, sure))
    return heard[:2] if len({h.slot for h in heard}) == len(heard) else heard[:1]


def _clause(text: str, q: Quantity) -> str:
    spans = [(a, b) for a, b in clauses(text) if a <= q.start < b]
    return text[slice(*spans[0])] if spans else text


def _slot(clause: str, q: Quantity) -> tuple[str | None, bool]:
    """Return which share is meant, and whether one minus it was said."""
    low = clause.casefold()
    most = q.bound == "at_most"
    named = _nearest_metric(low, q.text.casefold())
    if named:
        return named, False
    if re.search(r"\bfalse (?:alarms?|positives?)\b", low):
        return "fpr", False
    if _SURE.search(low):
        return "precision", False
    if _TRUE.search(low):
        return "precision", False
    if most and _PAST.search(low):
        return "recall", True
    if most and _WRONG.search(low):
        return "precision", True
    words = lexicon()["catch"]
    flagged = find(words["named"], clause) or has("refuse", clause)
    if flagged and (find(words["real"], clause) or sides(clause) or has("bad", clause)):
        return "precision", bool(BORNE.search(clause))
    if find(words["words"], clause) and not most:
        return "recall", False
    return None, False


_METRICS = (
    ("precision", r"\bprecision\b"),
    ("recall", r"\b(?:recall|sensitivity)\b"),
    ("fpr", r"\b(?:fpr|false.positive rate)\b"),
)


def _nearest_metric(clause: str, said: str) -> str | None:
    """Return the metric named next to a share: 'recall at an fpr of 5%' is about fpr."""
    at = clause.find(said)
    gaps = [
        (max(at - m.end(), m.start() - at - len(said)), name)
        for name, cue in _METRICS
        for m in re.finditer(cue, clause)
    ]
    return min(gaps)[1] if gaps else None


_ARE = re.compile(
    r"\s?of (?:the|those|these|them|all|people|what)\b[^,.;]*\b(?:be|turn out|being|were|was|are|is)\b",
    re.IGNORECASE,
)
_ON_TOP = re.compile(r"\b(?:on|at the|the very) top\b", re.IGNORECASE)
"""What comes on top of a sum is no head of a list."""


def capacity_in(text: str, found: tuple[Quantity, ...]) -> list[Heard]:
    """Return how many cases can be handled, and in which period."""
    for q in found:
        near = text[max(0, q.start - 45) : q.end + 45]
        noun = find(lexicon()["capacity"]["words"], near) or find(
            mistakes()["act"], near
        )
        span = (q.start, q.end)
        if q.kind == "percent" and 0 < q.value < 1:
            top = find(lexicon()["capacity"]["top"], _ON_TOP.sub("", near))
            if _ARE.match(text, q.end):
                continue  # "1 in 4 of those you flag to be fine" is no head of a list
            if (noun and q.value <= 0.5 and _FEW.search(near)) or top:
                return [Heard("success.share", q.value, *span)]
        if q.kind != "number" or not q.whole or q.value < 1:
            continue
        limited = q.per or q.bound == "at_most" or _FEW.search(near)
        ranked = find(
            lexicon()["capacity"]["top"], text[max(0, q.start - 20) : q.end + 4]
        )
        if (limited and noun) or ranked or q.per:
            heard = [Heard("success.k", int(q.value), *span)]
            per = q.per or period_in(text)
            return [*heard, Heard("success.per", per, *span)] if per else heard
    return []
