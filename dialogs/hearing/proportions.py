"""A share of whom: of those hunted, of the others, or of those acted on.

"80 % of the frauds" is about catching, "2 % of the honest customers" about leaving alone,
"3 of 4 alarms" about being right. Invariant: no share is placed that is of nobody named.
"""

from __future__ import annotations

import re

from .concepts import sides
from .denominators import of_whom
from .hunting import Hunt, named_side
from .lexicon import find, lexicon
from .mistakes import has, mistakes
from .quantities import Quantity
from .reading import Heard

SURE = 0.92
"""Score of a share that says of whom it is."""

_OF = re.compile(
    r"\s*(?:of|out of)?\s*(?:all|the|our|my|your|these|those|actual|real)?\s*", re.I
)
_SPARED = re.compile(
    r"\b(?:alone|in peace|undisturbed|untouched|not (?:be )?(?:\w+ly )?(?:flag|block|bother|call|stop"
    r"|disturb|annoy|touch|check|suspect|accus|refus|reject)\w*|(?:let|get) through|pass)\b",
    re.IGNORECASE,
)
_HIT = re.compile(
    r"\b(?:x-?ray|examin|test|ring|phone|visit|write|mail|flag|block|bother|call|stop|disturb|annoy|check|suspect|accus|refus|reject|alarm|alert"
    r"|turn(?:ed)? (?:away|down)|contact|hit|inspect|stripp?|pull)\w*",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"\b(?:miss\w*|slip\w*|overlook\w*|escap\w*|unnoticed|undetected|unseen|(?:get|gets|getting"
    r"|go|goes|got) (?:past|away|by|through|undetected|unnoticed)|lost|los(?:e|es|ing)(?: sight of)?|forg[eo]t\w*"
    r"|let(?:ting)? (?:\w+ )?(?:go|slip|pass))\b",
    re.IGNORECASE,
)


def proportions_in(text: str, found: tuple[Quantity, ...], hunted: Hunt) -> list[Heard]:
    """Return recall, precision or fpr from whom a share is of.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    found : tuple of Quantity
        Of the text.
    hunted : Hunt
        What is to be found, by the brief.
    """
    heard: list[Heard] = []
    for q in found:
        if q.kind != "percent" or not 0 < q.value <= 1:
            continue
        named = of_whom(text, q, hunted) or _whom(text, q, hunted)
        if named is None:
            continue
        slot, share = named
        heard.append(Heard(f"success.{slot}", round(share, 9), q.start, q.end, SURE))
    return heard[:2] if len({h.slot for h in heard}) == len(heard) else heard[:1]


_ARE_REAL = re.compile(
    r"\b(?:be|are|is|turn out|being)\b.{0,20}\b(?:real(?:ly)?|right|true|genuine|actual(?:ly)?|correct|"
    r"in fact|indeed)\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?:\d+|\w+)\s(?=.*\s(?:\d+|\w+)$)(?!.*\b(?:out of|in|of)\s\S+$)", re.I
)
"""'ten alarms at least six': the whole comes first."""


_FALSE = re.compile(
    r"\b(?:false|wrong|needless|useless|wasted|mistaken|unnecessary|empty)\b",
    re.IGNORECASE,
)


def _whom(text: str, q: Quantity, hunted: Hunt) -> tuple[str, float] | None:
    opening = _OF.match(text, q.end)
    at = opening.end() if opening else q.end
    inverted = _INVERTED.match(q.text)
    inside = re.match(r"\S+\s(?P<noun>(?!out\b)\D+?)\s(?:in|out of|of)\s", q.text)
    if inside and _FALSE.search(inside["noun"]):
        return "precision", 1 - q.value  # "one false warning in five"
    if inside:
        at = q.start + inside.start("noun")
    elif inverted:
        at = q.start + inverted.end()
    elif not re.search(r"\bof\b|\bin\b|\bout\b", text[q.start : at]):
        return None
    rest = re.split(r"[,.;!?](?=\s|$)|\b(?:but|while)\b", text[at:])[0]
    before = re.split(r"[,.;!?]\s|\b(?:but|while)\b", text[: q.start])[-1]
    noun = " ".join(rest.split()[:3])
    if re.match(r"(?:them|those|these)\b", noun, re.IGNORECASE):
        noun = text[max(0, q.start - 70) : q.start]  # said before: "..., 98 % of them"
        before = noun
    if find(lexicon()["precise"]["words"], f"{before} {rest}"):
        return None  # a measure named by its own name says more
    around = f"{before} {rest}"
    most = q.bound == "at_most" or re.search(r"\bonly\b", before[-12:], re.IGNORECASE)
    acted = find(mistakes()["act"], " ".join(rest.split()[:5]))
    if acted and not most and _ARE_REAL.search(rest[acted.end() :]):
        return "precision", q.value
    side = _side(noun, hunted)
    if side is None:
        return None
    if side:
        missed = _MISSED.search(around)
        if missed:
            return ("recall", 1 - q.value) if most else None
        rare = q.value < 0.3 and q.bound != "at_least"  # it tells how things are
        return None if most or rare else ("recall", q.value)
    if _SPARED.search(around):
        return ("fpr", 1 - q.value) if q.value >= 0.5 else None
    return ("fpr", q.value) if _HIT.search(around) and q.value <= 0.5 else None


def _side(noun: str, hunted: Hunt) -> bool | None:
    """Return True for those hunted, False for the others, None where neither is named."""
    acts = [find(f, noun) for f in (lexicon()["catch"]["named"], mistakes()["refuse"],
                                    mistakes()["accept"])]  # fmt: skip
    acted = min((m.start() for m in acts if m), default=len(noun))
    noun = noun[:acted]
    if has("good", noun) != has("bad", noun):
        return has("bad", noun) == hunted.bad
    own = named_side(noun, hunted)
    if own is not None:
        return own
    said = (hunted.family and sides(noun, hunted.family)) or sides(noun)
    bads = {s.bad for s in said or ()}
    return bads.pop() == hunted.bad if len(bads) == 1 else None
