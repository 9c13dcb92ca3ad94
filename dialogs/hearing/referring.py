"""What 'those', 'they', 'it' point to: the rows asked about before, or the model."""

from __future__ import annotations

import re

from .lexis import forms_of, row_nouns
from .thesaurus import SMALL

_THOSE = re.compile(
    r"\b(?:those|these|them|they|their|that (?:one|row|group|subset|case)|this (?:one|row|group"
    r"|sub-?set|case)|the same (?:ones|rows|group)|it|him|her|he|she)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:everyone|everybody|anyone|anybody|all|people|someone|somebody|individuals|folks|customers|patients|clients|persons|members"
    r"|applicants|employees|students)\b",
    re.IGNORECASE,
)

_EMPTY = re.compile(
    r"\b(?:likely|probable|possible|certain|true|sure|common|usual) (?:is|was|would)\s+$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:that|to|for)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:in|of|from|across|throughout) (?:this|the|our|your|my) (?:whole |entire |full )?"
    r"(?:data ?(?:set|base)?|table|file|sheet)\b", re.IGNORECASE,
)  # fmt: skip
"""All rows, spoken of in the same message: "they" are those."""
_EACH = re.compile(r"\b(?:each|every|any|an?)\s+[^\W\d_]{3,}\b", re.IGNORECASE)
"""A thing spoken of in the same message, which 'it' then is."""
_ABOUT_MODEL = frozenset(
    {
        "score",
        "stability",
        "importance",
        "interaction",
        "model",
        "fairness",
        "mistakes",
        "columns",
    }
)


def of_the_model(names: list[str], text: str) -> bool:
    """Return whether 'it' is the model, as in 'how good is it?'."""
    said = {m.group().casefold() for m in _THOSE.finditer(text)}
    return said == {"it"} and bool(names) and set(names) <= _ABOUT_MODEL


def among(text: str, first: int) -> bool:
    """Return whether some of the rows before are meant: 'how many of them ...'.

    Where rows are named ahead of "them", they are meant.
    """
    if _ONLY.match(text) or _OF_THOSE.match(text):
        return True
    found = _AMONG.search(text)
    if (
        found is None
        or found.start() < first
        or re.match(r"\W*(?:and|but)\b", text, re.I)
    ):
        return found is not None
    return not re.search(r"[,.;]|\band\b", text[first : found.start()], re.IGNORECASE)


def more_of(text: str) -> bool:
    """Return whether a message only adds a change to the rows before: "and with 2 fewer?"."""
    return forms_of("others")["more"].match(text) is not None


def to_the_others(text: str) -> bool:
    """Return whether all rows but those before are meant: "and for the others?"."""
    return forms_of("others")["those"].search(text) is not None


_ONLY = re.compile(
    r"\W*(?:(?:and|but|ok|now|then|so|what about|how about)\W+)*(?:only|just)\b",
    re.IGNORECASE,
)
"""Some of the rows before: "only the women"."""
_OF_THOSE = re.compile(
    r"\W*(?:(?:and|but|ok|now|then|so)\W+)+(?:of|among|amongst|out of) (?:those|them|these)\b",
    re.IGNORECASE,
)
"""Some of the rows before, whatever follows: "and of those without a deposit?"."""
_AMONG = re.compile(
    r"\b(?:of|among|amongst|within|out of|from) (?:them|these|those|this (?:group|subset|set))\b"
    r"(?! (?:who|with|that|over|under))", re.IGNORECASE,
)  # fmt: skip
_THIS = re.compile(
    r"\bthis (?:particular|specific|very|same|exact) (?:data ?(?:set)?|information|sample|selection|part)\b",
    re.IGNORECASE,
)
_POINTED = re.compile(
    r"\b(?:this|that|the same) ([^\W\d_]+)(?: ([^\W\d_]+))?\b", re.IGNORECASE
)
_SETS = frozenset("subset set lot selection group row case bunch crowd batch".split())
_OF_DATA = frozenset("data test training whole entire full complete first".split())
"""Words with which a set is no set of rows spoken of: "this data set"."""
_ONE = re.compile(
    r"\b(?:that|this) (?:one|guy|prediction|result)\b|\b(?:him|her)\b", re.IGNORECASE
)
_SO = re.compile(r"\b(?:why|how|is|so) (?:is |was )?(?:that|this)\W*$", re.IGNORECASE)


def points_at(noun: str) -> bool:
    """Return whether a word, after "this" or "that", is one of the things in the rows."""
    word = noun.casefold()
    return word in row_nouns() and not (word.endswith("s") and word[:-1] in row_nouns())


def points_at_one(text: str) -> bool:
    """Return whether one thing of the rows is pointed at: 'this cow', 'that one', 'her'."""
    if _ONE.search(text):
        return True
    return any(points_at(m[1]) or (m[2] and points_at(m[2])) for m in _POINTED.finditer(text)
               if m[1].casefold() not in SMALL)  # fmt: skip


def refers(text: str) -> bool:
    """Return whether 'those', 'they', 'this subset' point to an earlier question."""
    for match in _THOSE.finditer(text):
        word, after = match.group().casefold(), text[match.end() :]
        if word in ("these", "those") and re.match(
            r"\s+(?:data\b(?! (?:points?|rows?|subset))|predict|mistak|error|results?|numbers?|columns?|features?|one is)",
            after, re.IGNORECASE,
        ):  # fmt: skip
            continue
        before = text[: match.start()]
        own = word in ("they", "their", "them", "it") and (
            _ALL.search(before)
            or _WITHIN.search(before)
            or (word == "it" and _EACH.search(before))
        )
        if word == "it" and _EMPTY.search(before) and _CLAUSE.search(after):
            continue  # "how likely is it that they come"
        if not own and not (word == "it" and re.search(r"\bmodel\b", text, re.I)):
            return True
    if _SO.search(text) or _THIS.search(text):
        return True
    pointed = [
        w for m in _POINTED.finditer(text) if m[1].casefold() not in SMALL
        for w in m.groups() if w and not (w == m[2] == "set" and m[1].casefold() in _OF_DATA)
    ]  # fmt: skip
    return any(w.casefold() in _SETS or points_at(w) for w in pointed)
