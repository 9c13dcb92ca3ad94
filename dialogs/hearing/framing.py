"""What a message sets, by the example it is nearest to among those of the open question.

Where no question is open, an example must be nearer. Invariant: columns and outcomes come
from the message and the table, never from an example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from .bank import Likeness
from .by_example import meanings
from .likening import like
from .listing_columns import columns_listed
from .naming import columns_in
from .outcomes import outcome_named
from .reading import CLARIFY, Context, Reading, Understanding, one
from .splitting import dated, repeated
from .thesaurus import meant

NEAR = 0.2
"""Likeness from which an example answers the question it belongs to."""
FREE = 0.3
"""The same where no question, or another one, is open."""
UNASKED = 0.42
"""Likeness up to which what nobody asked about is offered, and not set."""
LEAD = 0.03
"""How much nearer than an example of another meaning."""
OFFERED = 0.13
"""Likeness from which a meaning is offered."""


def framed(said: str, context: Context) -> Understanding | None:
    """Return what the nearest examples mean here, or None where none is near.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
    """
    asked = frozenset(meanings()["asked"].get(context.asking or "", ()))
    if context.asking and not asked:
        return None
    labels = asked or frozenset(meanings()["values"])
    ranked = like(said, context, labels)
    if ranked and ranked[0].label not in meanings()["values"]:
        return None
    enough = NEAR if asked else FREE
    readings = [(k, r) for k in ranked[:4] if (r := _reading(k, said, context))]
    if not readings or readings[0][0].score < enough:
        return _offers(readings) if asked else None
    first, best = readings[0]
    if (
        first.label in _WITHOUT_TARGET
        and context.asking == "table.target"
        and first.score < NEAR
    ):
        return None  # too far off to offer that nothing be predicted
    narrow = context.asking in _NARROW
    if narrow and (len(said.split()) == 1 or _ASKS.match(said)):
        enough = ALONE
    if context.asking == "table.target" and first.label in _WITHOUT_TARGET:
        enough = FREE  # it gives up that there is anything to predict
    rivals = [k.score for k, r in readings[1:] if _other(r, best)]
    if first.score < enough or first.score - max(rivals, default=0.0) < LEAD:
        return _offers(readings)
    if context.asking is None and first.score < UNASKED:
        return Understanding(CLARIFY, (replace(best, score=OFFERED),))
    if meanings()["values"][first.label].get("doubt"):
        return Understanding(CLARIFY, (best,))
    return one(best)


ALONE = 0.5
"""The same for a single word, which may be the name of anything, and for a question."""
_ASKS = re.compile(r"\W*(?:what|why|how|who|which|when|where)\b", re.IGNORECASE)
_NARROW = ("split.kind", "split.column", "limits.glass_box", "preferences.simple")
_WITHOUT_TARGET = ("task_clustering", "task_anomaly")


def _other(one_: Reading, other: Reading) -> bool:
    return (one_.acts, dict(one_.brief)) != (other.acts, dict(other.brief))


def _offers(readings: list[tuple[Likeness, Reading]]) -> Understanding | None:
    kept: list[Reading] = []
    for near, reading in readings:
        if near.score >= OFFERED and all(_other(reading, k) for k in kept):
            kept.append(reading)
    return Understanding(CLARIFY, tuple(kept[:3])) if kept else None


def _reading(near: Likeness, said: str, context: Context) -> Reading | None:
    """Return the reading of a label, or None where the message lacks what it needs."""
    meaning = meanings()["values"].get(near.label)
    if meaning is None:
        return None
    score = round(min(0.9, 0.5 + near.score), 3)
    by = meaning.get("by")
    if by is None:
        return _plain(meaning, said, context, score)
    slots = _BY[by](meaning, said, context)
    if not slots:
        return None
    spans = dict.fromkeys(slots, said)
    return Reading(("inform",), slots, score=score, spans=spans)


def _plain(
    meaning: Mapping[str, Any], said: str, context: Context, score: float
) -> Reading | None:
    slot = meaning["slot"]
    if meaning.get("value") == "random" and _DENIED.search(said):
        return None  # "no shuffling" asks for anything but that
    if slot == "limits.seconds" and context.asking != slot and _OF_MODELS.search(said):
        return None  # "no limit on the kinds of models" is no time
    agreed = context.brief.get(slot)
    if "act" in meaning and context.asking == slot:
        return Reading((meaning["act"],), score=score)
    if "value" not in meaning or (meaning["value"] is False and not agreed):
        return None
    return Reading(
        ("inform",), {slot: meaning["value"]}, score=score, spans={slot: said}
    )


_OF_MODELS = re.compile(
    r"\b(?:models?|kinds?|famil(?:y|ies)|columns?)\b", re.IGNORECASE
)


def _columns(meaning: Mapping[str, Any], said: str, context: Context) -> dict[str, Any]:
    slot = context.asking if context.asking in _LISTS else meaning["slot"]
    heard = columns_listed(str(slot), said, context)
    return {h.slot: h.value for h in heard}


_LISTS = ("table.ignore", "limits.never_columns")


def _back(_: Mapping[str, Any], said: str, context: Context) -> dict[str, Any]:
    facts = context.facts
    for slot in _LISTS:
        before = tuple(context.brief.get(slot, ()))
        if not before or facts is None:
            continue
        named = {n.column for n in columns_in(said, facts)} & set(before)
        named = named or set(meant(said, facts)) & set(before)
        if named:
            return {slot: tuple(n for n in before if n not in named)}
    return {}


def _dated(meaning: Mapping[str, Any], said: str, context: Context) -> dict[str, Any]:
    column = dated(said, context)
    found = {meaning["slot"]: meaning["value"]}
    return {**found, "split.column": column} if column else found


def _repeated(
    meaning: Mapping[str, Any], said: str, context: Context
) -> dict[str, Any]:
    column = repeated(said, context)
    found = {meaning["slot"]: meaning["value"]}
    return {**found, "split.column": column} if column else found


_DENIED = re.compile(
    r"\b(?:not|never|no|don't|doesn't|aren't|isn't|nobody|couldn't|least)\b|n't\b", re.I
)


def _this(meaning: Mapping[str, Any], said: str, context: Context) -> dict[str, Any]:
    """Return the outcome named, or the other where it is named to be denied."""
    value, clause = outcome_named(said, context), re.split(r"[,;.]", said)[0]
    if value is not None and _DENIED.search(clause) and outcome_named(clause, context):
        return _opposite(meaning["slot"], value, context)
    return {meaning["slot"]: value} if value is not None else {}


def _flip(meaning: Mapping[str, Any], said: str, context: Context) -> dict[str, Any]:
    named, known = outcome_named(said, context), context.brief.get("goal.event")
    if named is not None and named != known:
        return {meaning["slot"]: named}
    return _opposite(meaning["slot"], known, context)


def _opposite(slot: str, value: str | None, context: Context) -> dict[str, Any]:
    target = context.brief.get("table.target")
    column = context.facts.column(target) if context.facts and target else None
    if column is None or value is None or column.distinct != 2:
        return {}
    others = [v for v in column.values if v != value]
    return {slot: others[0]} if len(others) == 1 else {}


_BY: Mapping[str, Callable[[Mapping[str, Any], str, Context], dict[str, Any]]] = {
    "columns": _columns, "back": _back, "dated": _dated, "repeated": _repeated,
    "this": _this, "flip": _flip,
}  # fmt: skip
