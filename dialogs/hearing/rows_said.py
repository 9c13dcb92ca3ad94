"""What one row of the table is, in the person's word."""

from __future__ import annotations

import re

from .reading import Heard

_ROW_IS = re.compile(
    r"\b(?:row|line|record|entry|each|every|one|it)\b[\w ]{0,12}?"
    r"(?:'s|\bis|=|\bmeans|\bstands for)\s+"
    r"(?:an?|one|the)?\s*(?P<w>[^\W\d_][\w '-]{1,40}?)"
    r"(?=\s+(?:not|and|with|that|which|who|of)\b|[,.;(]|$)",
    re.IGNORECASE,
)


_LINE_OF = re.compile(
    r"\b(?:row|line|record|entry)\b[\s,:=-]*(?:is|stands? for|means|holds|shows|stands|has)?\s*"
    r"(?:for\s+)?(?:an?|one|the)\s+(?P<w>[a-z][\w-]*(?:\s(?!at\b|on\b|of\b|in\b|with\b|by\b|from\b|per\b|not\b|and\b"
    r"|that\b|which\b|who\b|what\b|whom\b|whose\b|out\b|for\b|\w+ed\b|knocked\b|made\b|sent\b)[a-z][\w-]*)?)",
    re.IGNORECASE,
)


_ONE_PER = re.compile(
    r"\bone (?:row|line|record|entry) (?:per|for (?:each|every)|each for an?) (?P<w>[a-z][\w-]*)",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"^(?:(?:it'?s|that'?s)\s+)?(?:an?|one|each|every)\s+(?P<w>[a-z][\w-]+(?:\s[a-z][\w-]+)?)"
    r"(?=,?\s+not\b|\s*[.;,]|$)",
    re.IGNORECASE,
)


def row_said(text: str) -> list[Heard]:
    """Return what one row is, as an answer to that question says it."""
    text = re.sub(
        r"^\W*(?:what'?s )?(?:a|one|each|the) (?:row|line)\s*\?\s*",
        "",
        text,
        flags=re.I,
    )
    equal = _EQUALS.match(text)
    if equal:
        return [Heard("table.row", equal["w"].casefold(), 0, len(text), 0.9)]
    thing = _A_THING.match(text)
    if thing and not re.match(r"(?:row|line|record|entry)\b", thing["w"], re.I):
        return [Heard("table.row", thing["w"].casefold(), 0, len(text), 0.85)]
    for form in (_ONE_PER, _LINE_OF, _NOT_THAT):
        line = form.search(text)
        if line and not re.match(r"(?:of|in|on|for|at)\b", line["w"], re.IGNORECASE):
            return [Heard("table.row", line["w"].casefold().strip(), 0, len(text), 0.9)]
    match = _ROW_IS.search(text)
    if match:
        return [
            Heard("table.row", match.group("w").casefold().strip(), 0, len(text), 0.9)
        ]
    if 0 < len(text.split()) <= 4:
        return [Heard("table.row", _thing(text), 0, len(text), 0.8)]
    return []


_EQUALS = re.compile(
    r"^\W*(?:1|one|an?|each|every) (?P<w>[^\W\d_][\w -]{1,24}?)\s*(?:=|is|per|makes?|gets?)\s*(?:1|one|an?|each|its own) "
    r"(?:row|line|record|entry)\W*$",
    re.IGNORECASE,
)
_A_THING = re.compile(
    r"^(?:(?:it'?s|it is|is|that'?s|well|just)\s+)*(?:an?|one|each|every)\s+(?P<w>[^\W\d_][\w-]*(?: [\w-]+)?)"
    r"(?:,\sone|\s(?:at|of|on|in|per|for|from|with|by|that|which|who))\b",
    re.IGNORECASE,
)


def _thing(text: str) -> str:
    words = text.casefold().strip(" .!").split()
    while words and words[0] in ("a", "an", "one", "each", "the", "it's", "its", "is"):
        words = words[1:]
    return " ".join(words) or text
