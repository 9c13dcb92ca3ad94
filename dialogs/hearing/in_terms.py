"""A message in the terms of the field: what it sets, offers, and what is told about it.

Invariant: a term that no slot holds is answered and never dropped, nor taken for another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .acting import is_question
from .held_rates import held_rate
from .lexicon import denied
from .limits import limits_in
from .making import MOST_OFFERED, reading_of
from .measure_names import behind, given_up, measure_named
from .monotone import signed_in
from .quantities import quantities
from .reading import (
    CLARIFY,
    NOT,
    UNDERSTOOD,
    Context,
    Heard,
    Reading,
    Told,
    Understanding,
)
from .settings import settings_in
from .success import MANY, task_of
from .terms import Term, blanked, covered, terms_in

_MEANING = re.compile(
    r"^\W*(?:(?:and|so|but|ok|sorry|wait)[, ]+)*(?:what(?:'?s| is| are| does| do|s)\b|define\b|explain\b|meaning of\b"
    r"|how (?:is|does|do|are)\b|tell me (?:what|about)\b)",
    re.IGNORECASE,
)
"""A question for what a term means: the glossary's."""

Meant = Callable[[str], Understanding]


def in_terms(said: str, context: Context, understand: Meant) -> Understanding | None:
    """Return what a message in terms of the field means; None where it has none.

    Parameters
    ----------
    said : str
        As `normal` returns it.
    context : Context
    understand : callable
        For what stands beside the terms.
    """
    terms = [t for t in terms_in(said, context) if not _refused(t, said)]
    if _MEANING.match(said) or (context.has_model and is_question(said)):
        return None
    if is_question(said) or said.endswith("?"):
        return _answered(terms, said)
    rest = blanked(said, [(t.start, t.end) for t in terms])
    own = [h for t in terms for h in _heard(t, said, context)]
    strict = [h for h in _strict(said, rest, context, own) if not _part(h, terms)]
    spans = [*((t.start, t.end) for t in terms), *((h.start, h.end) for h in own)]
    signed = signed_in(said, context)
    placed = [
        h for h in strict if h in signed or h.end - h.start < len(said) or _set(h)
    ]
    spans += [(h.start, h.end) for h in placed]
    named = terms or signed or any(_set(h) for h in strict)
    if named and covered(said, spans):
        return _together(terms, _distinct([*strict, *own]), said, context)
    firm = [t for t in terms if not t.alone]
    return _beside(firm, said, context, understand) if firm else None


_CHANCES = "search.calibrate"


def _set(h: Heard) -> bool:
    return h.slot.startswith(("search.", "split."))


def _refused(term: Term, said: str) -> bool:
    """Return whether a measure is named to be given up: "forget KS"."""
    if not (term.sets or term.offers) or "success.objective" not in {
        *term.sets, *(s for o in term.offers for s in o)
    }:  # fmt: skip
        return False
    match = re.compile(re.escape(said[term.start : term.end])).search(said, term.start)
    return match is not None and given_up(said, match)


def _answered(terms: list[Term], said: str) -> Understanding | None:
    """Return the answer to "can you do SMOTE?": it sets nothing."""
    told = _told(terms, said)
    return (
        Understanding(UNDERSTOOD, (Reading(("out_of_scope",)),), told) if told else None
    )


def _told(terms: list[Term], said: str) -> tuple[Told, ...]:
    found = {t.key: Told(t.key, said[t.start : t.end].strip(), bool(t.offers))
             for t in terms if t.tell}  # fmt: skip
    return tuple(found.values())


def _heard(term: Term, said: str, context: Context) -> list[Heard]:
    """Return what a term sets, and what the number behind it shall reach."""
    no = denied(said, term.start)
    heard = [
        Heard(s, not no if v is True else v, term.start, term.end, 0.95)
        for s, v in term.sets.items()
    ]
    if "success.objective" not in term.sets or term.goal == "none":
        return heard
    goal = behind(
        said, term.end, quantities(said), str(term.sets["success.objective"]), context
    )
    return [*heard, _turned(goal, term.goal)] if goal else heard


def _turned(goal: Heard, how: str) -> Heard:
    """Return the value to reach in the unit of the measure that is searched by."""
    x = float(goal.value)
    value = {"rest": 1 - x, "gini": (x + 1) / 2, "root": x**0.5}.get(how)
    return goal if value is None else replace(goal, value=round(value, 9))


def _strict(said: str, rest: str, context: Context, own: list[Heard]) -> list[Heard]:
    """Return what a text sets by names and notations alone, no likeness asked."""
    found = quantities(rest)
    heard = [
        h for h in settings_in(said, context.facts) if h.slot != "success.objective"
    ]
    if not any(h.slot == _CHANCES for h in own):
        # "Well calibrated" is what a measure asks for, and no setting by its name.
        heard = [h for h in heard if h.slot != _CHANCES or h.value is False]
    heard += signed_in(said, context)
    heard += [h for h in limits_in(rest, context) if h.slot != "expectations.drivers"]
    if not _aims(own):
        many = task_of(context) in MANY
        heard += held_rate(rest, found) or measure_named(rest, found, context, many)
    return [h for h in heard if h.end > h.start]


def _part(h: Heard, terms: list[Term]) -> bool:
    """Return whether what was heard is only a part of a term that means something else."""
    return any(
        t.start <= h.start and h.end <= t.end and h.slot not in t.sets for t in terms
    )


def _distinct(heard: list[Heard]) -> list[Heard]:
    taken: dict[str, Heard] = {}
    for h in heard:
        taken.setdefault(h.slot, h)
    return list(taken.values())


def _together(
    terms: list[Term], heard: list[Heard], said: str, context: Context
) -> Understanding:
    """Return the reading of a message that holds nothing but terms."""
    told = _told(terms, said)
    plain = blanked(said, [(t.start, t.end) for t in terms])
    offers = _offers(terms) if not _aims(heard) else []
    if offers:
        readings = [
            reading_of(("inform",), [*o, *heard], plain, context) for o in offers
        ]
        return Understanding(
            CLARIFY, tuple(replace(r, score=0.5) for r in readings), told
        )
    if not heard:
        return Understanding(UNDERSTOOD, (Reading(("out_of_scope",)),), told)
    reading = reading_of(("inform",), heard, plain, context)
    spans = {h.slot: said[h.start : h.end] for h in heard}
    return Understanding(
        CLARIFY if reading.unused else UNDERSTOOD,
        (replace(reading, spans=spans),),
        told,
    )


def _aims(heard: list[Heard]) -> bool:
    return any(h.slot == "success.objective" for h in heard)


def _offers(terms: list[Term]) -> list[list[Heard]]:
    sets = [o for t in terms for o in t.offers][:MOST_OFFERED]
    return [[Heard(s, v, 0, 0, 0.5) for s, v in o.items()] for o in sets]


def _beside(
    firm: list[Term], said: str, context: Context, understand: Meant
) -> Understanding | None:
    """Return what firm terms set together with what the rest of the message says."""
    heard = [h for t in firm for h in _heard(t, said, context)]
    spans = [*((t.start, t.end) for t in firm), *((h.start, h.end) for h in heard)]
    rest = blanked(said, spans)
    found = understand(rest)
    best = found.best
    told = _told(firm, said)
    aims = any(s == "success.objective" for t in firm for s in t.sets)
    offered = _offers(firm)
    brief = dict(best.brief) if best is not None and found.outcome != NOT else {}
    sure = best is not None and found.outcome == UNDERSTOOD and best.score >= _NAMED
    if aims or (offered and not (sure and "success.objective" in brief)):
        brief = {s: v for s, v in brief.items() if not s.startswith("success.")}
    else:
        offered = []
    own = {h.slot: h.value for h in heard}
    if not own and not offered:
        if best is None or found.outcome == NOT or best.acts[0] in _REMARKS:
            return Understanding(UNDERSTOOD, (Reading(("out_of_scope",)),), told)
        return replace(found, told=told)
    acts = best.acts if best is not None and brief else ("inform",)
    if offered:
        sets = [{**brief, **own, **{h.slot: h.value for h in o}} for o in offered]
        return Understanding(
            CLARIFY, tuple(Reading(acts, s, score=0.5) for s in sets), told
        )
    kept = best.spans if best is not None else {}
    words = {**kept, **{h.slot: said[h.start : h.end] for h in heard}}
    unused = best.unused if best is not None and brief else ()
    reading = Reading(acts, {**brief, **own}, score=0.9, unused=unused, spans=words)
    return Understanding(CLARIFY if unused else UNDERSTOOD, (reading,), told)


_NAMED = 0.9
"""Score from which on a measure was called by its name, and not guessed."""
_REMARKS = ("out_of_scope", "unsure")
