"""Directions that must hold: "a higher fee may never lower it", "rain only pushes it down".

Read clause by clause: a column, whether its more or its less is spoken of, which way the
answer goes, and whether that way is demanded or ruled out. Invariant: a direction is heard
only where words demand or rule out, or where the question for directions is open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..facts import Facts
from .lexicon import find, lexicon
from .moved_column import comparatives, moved_column
from .naming import Named, columns_in
from .quantities import quantities
from .reading import Context, Heard
from .retaken import retaken, unguarded
from .success import NUMBERS, task_of
from .worse import poles_told

_CUT = re.compile(
    r"[,;.!?]+\s*(?:and |but )?|\s(?:and|but|while|whereas)\s", re.IGNORECASE
)
_RULED_OUT = re.compile(
    r"\b(?:never|neither|nor|cannot|can not|no way|not ever|under no circumstances)\b"
    r"|\b(?:must|may|should|can|could|shall|will|would|do|does|is|wo|ca)\s?(?:not|n't)\b"
    r"|\bcan't\b|\bwon't\b|n't\b|\bnot\b",
    re.IGNORECASE,
)
_DEMANDED = re.compile(
    r"\b(?:only|always|must|has to|have to|may just|ever)\b", re.IGNORECASE
)
_MORE = (
    "more|stronger|higher|longer|older|bigger|greater|larger|rising|growing|increasing|additional|extra"
    "|rises?|grows?|increases?|goes up|earning more|up|later|heavier|warmer|hotter|wider|taller"
    f"|{comparatives(1)}"
)
_LESS = (
    "less|weaker|lower|fewer|shorter|younger|smaller|falling|shrinking|decreasing|falls?|drops?"
    "|decreases?|goes down|down|cheaper|lighter|colder|earlier"
    f"|{comparatives(-1)}"
)
_UP = (
    "up|rise|rises|raise|raises|raising|increase|increases|more|higher|bigger|greater|larger"
    "|dearer|longer|grow|grows|climb|climbs|lift|lifts|add|adds|riskier|likelier|worse|push up"
    "|boost|boosts|older|better"
)
_DOWN = (
    "down|fall|falls|lower|lowers|lowering|less|fewer|drop|drops|smaller|cheaper|shorter|decrease"
    "|decreases|reduce|reduces|shrink|shrinks|sink|sinks|cut|cuts|safer|dampen|ease|eases|younger"
)


@dataclass(frozen=True)
class _Rule:
    """How the last clause spoke, for one that leaves it out: "..., promos only up"."""

    ruled_out: bool
    demanded: bool


_OPPOSITE = re.compile(
    r"\b(?:the )?(?:opposite|reverse|contrary|other way(?: round| around| about)?)\b|\bvice versa\b",
    re.I,
)
"""Said of a second column: its way is that of the first turned round."""
_LIKEWISE = re.compile(
    r"\b(?:neither|nor) (?:can|may|must|does|do|should|will)\b|\bso (?:does|do|must|should)\b|\blikewise\b"
    r"|\b(?:the )?same (?:for|with|goes for)\b", re.I,
)  # fmt: skip
_HELPS = re.compile(r"\b(?:helps?|good|benefits?|improves?)\b", re.IGNORECASE)
_HURTS = re.compile(r"\b(?:hurts?|harms?|bad|damages?|spoils?)\b", re.IGNORECASE)


def directions_in(text: str, context: Context) -> list[Heard]:
    """Return the directions that a message demands, with those agreed before.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
    """
    facts = context.facts
    if facts is None:
        return []
    strange = context.asking not in (None, "limits.monotonic")
    if strange and not _plain(text, facts):
        return []
    asked = context.asking == "limits.monotonic"
    whole_length = len(text)
    text, known = retaken(text, context)
    retakes = len(known) < len(context.brief.get("limits.monotonic", {}))
    text, guessed = poles_told(text, context)
    text, insists = unguarded(text, context)
    found: dict[str, Any] = {}
    last = _Rule(False, insists)
    whole = _one_rule(text, context)
    if whole is not None:
        found[whole[0]] = whole[1]
    if asked and not whole:
        found.update(_side_by_side(_CUT.split(text), context))
    lost = False
    for clause in [] if whole else _CUT.split(text):
        rule = _Rule(bool(_RULED_OUT.search(clause)), bool(_DEMANDED.search(clause)))
        plain = rule.ruled_out or rule.demanded
        rule = rule if plain else last
        named = moved_column(clause, context)
        way = _told(clause, named, rule, found, context)
        told = asked or retakes or rule.ruled_out or rule.demanded
        if named and way and told:
            found[named.column] = way
        elif named is None or named.column not in found:
            lost = lost or (plain and len(clause.split()) > 1)
        last = rule
    if not found:
        return []
    both = {**known, **found}
    score = 0.4 if lost or guessed else 0.92 if asked or retakes else 0.85
    return [Heard("limits.monotonic", both, 0, whole_length, score)]


def _told(
    clause: str, named: Named | None, rule: _Rule, before: Mapping[str, str],
    context: Context,
) -> str | None:  # fmt: skip
    """Return which way a clause says, also by "the opposite" and by what helps or hurts."""
    if named is None:
        return None
    if before and _OPPOSITE.search(clause):
        return _REVERSED[list(before.values())[-1]]
    way = _way(clause, named, rule)
    if way is None and before and _LIKEWISE.search(clause):
        low = re.search(rf"\b(?:{_LESS})\s+(?:\w+\s)?$", clause[: named.start], re.I)
        last = list(before.values())[-1]
        return _REVERSED[last] if low else last
    if way is None and task_of(context) in NUMBERS:
        after = clause[named.end :]
        helps, hurts = bool(_HELPS.search(after)), bool(_HURTS.search(after))
        if helps != hurts:
            low = re.search(
                rf"\b(?:{_LESS})\s+(?:\w+\s)?$", clause[: named.start], re.I
            )
            up = (helps != rule.ruled_out) != (low is not None)
            way = "up" if up else "down"
    return way


_REVERSED = {"up": "down", "down": "up"}


_TOO = re.compile(r"\b(?:too|also|as well|likewise|same)\b", re.IGNORECASE)


def _side_by_side(pieces: list[str], context: Context) -> dict[str, str]:
    """Return directions told by two halves: "more vibration, more wear; more minutes too"."""
    found: dict[str, str] = {}
    answer: str | None = None
    for clause, following in zip(pieces, [*pieces[1:], ""], strict=True):
        named = moved_column(clause, context)
        opening = re.match(
            rf"\W*(?:the )?(?:(?P<m>{_MORE})|(?P<l>{_LESS}))\b", clause, re.I
        )
        if named is None or opening is None or _sense(clause[named.end :]):
            continue
        apart = moved_column(following, context) is None
        said = _sense(following) if apart else None
        answer = said or (answer if _TOO.search(clause) else None)
        if answer:
            up = (answer == "up") != (opening["l"] is not None)
            found[named.column] = "up" if up else "down"
    return found


_MODAL = re.compile(r"\b(?:must|may|can|should|has to|have to)\b", re.IGNORECASE)


def _plain(text: str, facts: Facts) -> bool:
    """Return whether a rule is said so plainly that it counts beside another question."""
    named = any(n.score >= 0.9 for n in columns_in(text, facts))
    return named and _MODAL.search(text) is not None and not quantities(text)


def _one_rule(text: str, context: Context) -> tuple[str, str] | None:
    """Return the rule of a message that names one column, read in one piece."""
    facts = context.facts
    names = {n.column for n in columns_in(text, facts)} if facts else set()
    target = context.brief.get("table.target")
    rules = [c for c in _CUT.split(text) if _RULED_OUT.search(c) or _DEMANDED.search(c)]
    if len(names - {target}) != 1 or len(rules) > 1:
        return None
    if context.asking != "limits.monotonic" and not any(
        moved_column(c, context) for c in rules
    ):
        return None
    rule = _Rule(bool(_RULED_OUT.search(text)), bool(_DEMANDED.search(text)))
    if not (rule.ruled_out or rule.demanded or context.asking == "limits.monotonic"):
        return None
    named = moved_column(text, context)
    way = _told(text, named, rule, {}, context)
    return (named.column, way) if named and way else None


def _way(clause: str, named: Named, rule: _Rule) -> str | None:
    """Return which way the answer goes as the column rises, or None where untold."""
    before, after = clause[: named.start], clause[named.end :]
    less = _last(_LESS, before[-24:]) is not None
    own = _first(f"{_MORE}|{_LESS}", before[-24:])
    turned = _with_column(clause, named)
    answer: str | None
    if turned is not None:
        answer, less = turned
    elif own is None and (
        moved := re.match(
            rf"\s+(?:(?:is|are|was|gets?|goes|keeps?|starts?)\s)?(?:(?:going|getting|becoming)\s)?"
            rf"(?:(?P<m>{_MORE})|(?P<l>{_LESS}))\b",
            after,
            re.I,
        )
    ):
        less = moved["l"] is not None and not _DEMANDED.search(before[-12:])
        rest = after[moved.end() :]
        answer = _sense(rest) or (_sense(after) if rule.demanded else None)
    else:
        answer = _sense(after)
    if answer is None:
        return None
    up = (answer == "up") != less
    if rule.ruled_out:
        up = not up
    return "up" if up else "down"


def _with_column(clause: str, named: Named) -> tuple[str, bool] | None:
    """Return the sense of "it must rise with the fee", where the column comes last."""
    before = clause[: named.start]
    if not re.search(
        r"\b(?:with|as|when|if|whenever)\b[^,;]{0,30}$", before, re.IGNORECASE
    ):
        return None
    cut = list(re.finditer(r"\b(?:with|as|when|if|whenever)\b", before, re.I))[-1]
    answer = _sense(before[: cut.start()])
    less = (
        _last(_LESS, before[cut.end() :] + clause[named.end : named.end + 14])
        is not None
    )
    return (answer, less) if answer else None


def _sense(text: str) -> str | None:
    """Return the last direction that a stretch of text speaks of."""
    up, down = _last(_UP, text), _last(_DOWN, text)
    if up is None and down is None:
        sense = lexicon()["directions"]
        high, low = find(sense["up"], text), find(sense["down"], text)
        return None if bool(high) == bool(low) else "up" if high else "down"
    return (
        "up"
        if (up if up is not None else -1) > (down if down is not None else -1)
        else "down"
    )


def _last(words: str, text: str) -> int | None:
    found = [m.start() for m in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)]
    return found[-1] if found else None


def _first(words: str, text: str) -> int | None:
    match = re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
    return match.start() if match else None
