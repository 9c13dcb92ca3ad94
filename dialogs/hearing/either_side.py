"""Which of two outcomes a phrase points at without naming it: "the rare ones", "not the zeros".

Invariant: a word that only sounds bad or good is offered and not done, since an event
taken the wrong way round turns everything round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..facts import ColumnFacts
from .concepts import FALSE, TRUE
from .flags import flag_values
from .lexicon import find
from .mistakes import mistakes

_SURE = 0.88
_PERHAPS = 0.45
_WORDS: Mapping[str, frozenset[str]] = {
    "one": frozenset({"1"}),
    "zero": frozenset({"0"}),
    "nought": frozenset({"0"}),
    "yes": TRUE,
    "no": FALSE,
}
_NOT = re.compile(
    r"\b(?:not|anything but|all but|everything but|other than|isn'?t|aren'?t|opposite of|except(?: for)?)"
    r" (?:a |an |the |those |with )?[\"'“]?(?P<v>[\w.-]+)", re.IGNORECASE,
)  # fmt: skip
_ALONE = re.compile(
    r"^\W*(?:the |all (?:the )?|only (?:the )?|those )?(?P<v>[\w.]+?)(?:'?s)\W*$", re.IGNORECASE
)  # fmt: skip
_ARE = re.compile(
    r"^\W*(?:the |all )?(?P<v>[\w.]+?)(?:'?s)? (?:are|is|means?|stands? for) (?:the |a |my |our )?(?:\w+ )?"
    r"(?:bad|ones? (?:i|we)|days|cases|problem|failures?|trouble|what (?:i|we)|it\b|those|event|hit)", re.IGNORECASE,
)  # fmt: skip
_THE_ONES = re.compile(
    r"^\W*(?:the )?(?P<v>[\w.]+) ones(?:\W*$|\s*,|\s+(?:obviously|of course|please|i guess)\b)",
    re.I,
)
_RARE = re.compile(
    r"\b(?:rare|rarer|rarest|minority|scarce|fewer|fewest|smaller|smallest|less (?:common|frequent)|uncommon"
    r"|unusual|the few)\b", re.IGNORECASE,
)  # fmt: skip
_COMMON = re.compile(
    r"\b(?:common|commoner|commonest|majority|most of them|bigger|biggest|larger|largest|frequent|usual)\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\bpositives?\b|\b(?:when|if|where|that|whether) it (?:does|did|happens?|happened|comes|came|occurs?|occurred)\b"
    r"|\bit (?:happening|occurring)\b|\b(?:which|that|who|ones|those|they) (?:do|does|did|will)\b(?! ?n[o']t)"
    r"|\b(?:has|have|had|gets?|got|with|having|getting) (?:it|that|this)\b|^\W*(?:it|that) does\W*$",
    re.IGNORECASE,
)
_DOES_NOT = re.compile(
    r"\bnegatives?\b|\bit (?:does|did) ?n[o']t\b|\b(?:which|that|who|ones|those|they) (?:do|does|did|wo)(?: not|n'?t)\b"
    r"|\bwithout (?:it|that|this)\b|\b(?:do|does|did)(?: not|n'?t) (?:have|get) it\b|\bnever (?:get|got|had|have) it\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"^\W*(?:(?:i (?:want|need|would like|'d like)|give me|find|catch|spot|show)(?: to (?:find|catch|see))? )?"
    r"(?:the|those|these|any|all(?: the)?) (?P<kind>[^\W\d_]+)(?: ones?| cases?| rows?)?\W*$", re.IGNORECASE,
)  # fmt: skip


def side_meant(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    """Return the outcome that an answer points at, and how surely.

    Parameters
    ----------
    text : str
        As `normal` returns it, said where the event was asked for.
    column : ColumnFacts
        The target, of two outcomes; of more, nothing is pointed at.
    """
    if column.distinct != 2 or len(column.values) < 2:
        return None
    for rule in _RULES:
        found = rule(text, column)
        if found is not None:
            return found
    return None


def _other(value: str, column: ColumnFacts) -> str:
    return next(v for v in column.values[:2] if v != value)


def _value(word: str, column: ColumnFacts) -> str | None:
    """Return the outcome that a word spells, in the plural or as a number word."""
    low = word.casefold().strip(".")
    forms = [low, low.removesuffix("s"), low.removesuffix("es")]
    said = {*forms, *(v for f in forms for v in _WORDS.get(f, ()))}
    hits = [v for v in column.values[:2] if v.strip().casefold() in said]
    return hits[0] if len(hits) == 1 else None


def _negated(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    match = _NOT.search(text)
    value = _value(match["v"], column) if match else None
    return (_other(value, column), _SURE) if value else None


def _plural(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    match = _ALONE.match(text)
    value = _value(match["v"], column) if match else None
    return (value, _SURE) if value else None


def _by_count(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    rare, common = bool(_RARE.search(text)), bool(_COMMON.search(text))
    counts = dict(column.top[:2])
    if rare == common or len(set(counts.values())) < 2:
        return None
    pick = min if rare else max
    return pick(counts, key=lambda v: counts[v]), _SURE


def _by_doing(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    flags = flag_values(column)
    if flags is None:
        return None
    if _DOES_NOT.search(text):
        return flags[False], _SURE
    return (flags[True], _SURE) if _DOES.search(text) else None


def _by_sound(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    flags, kind = flag_values(column), _KIND.match(text)
    if flags is None or kind is None:
        return None
    good = find(mistakes()["good"], kind["kind"]) is not None
    return flags[not good], _PERHAPS


def side_spelled(text: str, column: ColumnFacts) -> str | None:
    """Return the outcome that an answer spells in the plural, or whose other it refuses.

    Comes before whole acts: "not the zeros" refuses nothing, "yes ones" agrees to nothing.
    """
    if column.distinct != 2 or len(column.values) < 2:
        return None
    found = _negated(text, column) or _plural(text, column) or _ones(text, column)
    told = _ARE.match(text) if found is None else None
    if told:
        return _value(told["v"], column)
    return found[0] if found else None


def _ones(text: str, column: ColumnFacts) -> tuple[str, float] | None:
    match = _THE_ONES.match(text)
    value = _value(match["v"], column) if match else None
    return (value, _SURE) if value else None


_Rule = Callable[[str, ColumnFacts], tuple[str, float] | None]
_RULES: tuple[_Rule, ...] = (_by_count, _by_doing, _by_sound)
