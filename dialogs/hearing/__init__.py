"""Text to meaning: `understand` returns the readings of one message.

Order of interpretation: an offered option, a whole-message act, a question about a
term, a correction, an answer to the open question, volunteered facts, a query, else not
understood. Invariant: a number that the chosen reading leaves unused lowers the outcome
to ``clarify``; free text never fills a slot of another type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .. import query as trees
from .acting import acts_within, change_asked, is_question, term_asked, whole_act
from .answering import answer_to, option_picked
from .goals import event_in, exact_event, goals_in, limits_in, target_in
from .lexicon import find, lexicon
from .normal import normal
from .quantities import quantities
from .queries import query_in
from .reading import Context, Heard, Reading, Understanding
from .repairing import last_version
from .settings import settings_in
from .shares import leaning
from .slots import slots_named
from .spelling import respelled
from .success import success_in, task_of

__all__ = ["Context", "Reading", "Understanding", "to_json", "understand"]

UNDERSTOOD, CLARIFY, NOT = "understood", "clarify", "not_understood"

MOST_OFFERED = 4


def understand(text: str, context: Context) -> Understanding:
    """Return the readings of one message, best first.

    Parameters
    ----------
    text : str
        As typed; only its first 4,000 characters are read.
    context : Context
        What is known and asked.

    Returns
    -------
    Understanding
    """
    names = context.facts.names if context.facts else ()
    said = last_version(respelled(normal(text), names))
    if not said:
        return Understanding(NOT)
    picked = option_picked(said, context)
    if picked is not None:
        return _one(Reading(("inform",), chosen=picked))
    return _about_rows(said, context) or _act(said, context) or _facts(said, context)


def _about_rows(said: str, context: Context) -> Understanding | None:
    """Return a question about certain rows of a model, with no other question open."""
    if context.asking is not None or not context.has_model:
        return None
    query = query_in(said, context)
    if query is None or query.get("rows") is None:
        return None
    return _one(Reading(("query",), query=query, score=0.9))


def _one(reading: Reading) -> Understanding:
    return Understanding(UNDERSTOOD, (reading,))


def _act(said: str, context: Context) -> Understanding | None:
    event = exact_event(said, context)
    if event is not None:
        return _one(_reading(("inform",), [event], said, context))
    act = whole_act(said)
    typed = answer_to(said, context) if act in ("affirm", "deny", None) else []
    if act in ("affirm", "deny") and typed:
        return _one(_reading((act,), typed, said, context))
    if act is not None:
        return _one(Reading((act,)))
    change = change_asked(said)
    if change is not None:
        named = slots_named(change)
        if named:
            return _one(Reading(("revisit",), slots=named))
    term = term_asked(said)
    if term is not None and (known_term(term) or not _about_data(said, context)):
        return _one(Reading(("ask_what",), term=term))
    return None


def known_term(term: str) -> bool:
    """Return whether the glossary has a term: then 'what is X' asks for its meaning."""
    from ..glossary import find as found  # the glossary stems with this package

    return found(term) is not None


def _about_data(said: str, context: Context) -> bool:
    if context.asking == "table.target":
        return False
    return query_in(said, context) is not None and context.has_model


def _facts(said: str, context: Context) -> Understanding:
    asked = _question(said, context)
    if asked is not None:
        return asked
    heard = _heard(said, context)
    within = [a for a in acts_within(said) if a in ("delegate", "unsure", "round")]
    if not heard:
        if within:
            return _one(Reading((within[0],)))
        offers = _leanings(said, context)
        if offers:
            return Understanding(CLARIFY, offers)
        query = query_in(said, context) if context.asking is None else None
        if query is not None:
            return _one(Reading(("query",), query=query, score=0.7))
        return Understanding(NOT)
    return _grouped(heard, said, context, "round" in within)


def _leanings(said: str, context: Context) -> tuple[Reading, ...]:
    """Return objectives to offer where words lean to one but no number says so."""
    if context.asking != "success.objective" or task_of(context) not in ("", "binary"):
        return ()
    return tuple(
        Reading(("inform",), {"success.objective": name}, score=0.5)
        for name in leaning(said)
    )


def _question(said: str, context: Context) -> Understanding | None:
    """Return the reading of a question, unless it answers what was asked."""
    goal_asked = context.asking in ("table.target", "goal.action")
    within = acts_within(said)
    meta = [a for a in within if a not in ("delegate", "unsure", "round", "stop")]
    if meta and meta[0] in ("ask_why", "undo"):
        return _with_facts(meta[0], said, context)
    if not is_question(said) or goal_asked or _answers(said, context):
        return None
    if meta:
        return _one(Reading((meta[0],)))
    query = query_in(said, context)
    if query is not None and (context.has_model or not _heard(said, context)):
        return _one(Reading(("query",), query=query, score=0.9))
    if context.asking is not None and _asks_back(said):
        return _one(Reading(("ask_what",), term=said.strip(" ?"), score=0.7))
    return None


_ASKS_BACK = re.compile(
    r"^(?:which|what|is|are|does|do)\b.{0,80}\b(?:one|ones|those|these|mean|something|better"
    r"|easy|easier|good|readable|read)\b|^[\w -]{2,30}\?+$",
    re.IGNORECASE,
)


def _asks_back(said: str) -> bool:
    return bool(_ASKS_BACK.search(said))


def _answers(said: str, context: Context) -> bool:
    """Return whether words in the form of a question are what was asked for."""
    return context.asking == "expectations.drivers" and not said.rstrip().endswith("?")


def _with_facts(act: str, said: str, context: Context) -> Understanding:
    """Return an act together with what the rest of the message says."""
    heard = [h for h in _heard(said, context) if h.score >= 0.85]
    if not heard or act == "undo":
        return _one(Reading((act,), slots=slots_named(said)))
    reading = _reading(("inform", act), heard, said, context)
    return _one(replace(reading, slots=slots_named(said)))


def _heard(said: str, context: Context) -> list[Heard]:
    found = answer_to(said, context)
    own = {h.slot for h in found}
    targets = [] if "table.target" in own else target_in(said, context)
    target = context.brief.get("table.target")
    if target is None or context.asking == "table.target":
        if found and context.asking == "table.target":
            target = found[0].value
        elif targets:
            target = targets[0].value
    elif not _corrects(said):
        targets = []
    numbers = quantities(said)
    # "20 a day" is a number of something, and names no column called days.
    targets = [
        t for t in targets
        if t.score >= 0.95
        or not any(q.start <= t.start and t.end <= q.end for q in numbers)
    ]  # fmt: skip
    if "table.target" not in own and target is not None and not targets:
        target = context.brief.get("table.target")
    rest = [
        *settings_in(said),
        *event_in(said, context, target),
        *_success(said, context),
        *goals_in(said, context),
        *limits_in(said, context),
    ]
    if any(h.slot.startswith("success.") for h in rest):
        # "a miss costs 200" while a guess was asked for is no guess about a column.
        rest = [h for h in rest if h.slot != "expectations.drivers"]
    taken: dict[str, Heard] = {}
    for heard in [*found, *rest]:
        taken.setdefault(heard.slot, heard)
    return [*taken.values(), *(t for t in targets if "table.target" not in own)]


def _success(said: str, context: Context) -> list[Heard]:
    """Return what a message says of success; beside another question only the sure."""
    heard = success_in(said, context)
    section = (context.asking or "success").split(".")[0]
    if section == "success" or context.asking in ("goal.action", "table.target"):
        return heard
    if section == "expectations":
        # A price put on a mistake is no guess about what matters.
        numbers = quantities(said)
        return [
            h for h in heard
            if h.slot.endswith("_cost")
            and any(q.start < h.end and h.start < q.end for q in numbers)
        ]  # fmt: skip
    sure = [
        q for q in quantities(said) if q.kind in ("money", "percent", "ratio") or q.per
    ]
    return [h for h in heard if any(q.start < h.end and h.start < q.end for q in sure)]


def _corrects(said: str) -> bool:
    return find(lexicon()["corrections"]["cues"], said) is not None


def _grouped(
    heard: list[Heard], said: str, context: Context, another: bool
) -> Understanding:
    targets = [h for h in heard if h.slot == "table.target"]
    rest = [h for h in heard if h.slot != "table.target"]
    known = any(h.slot in context.brief for h in rest)
    act = "correct" if _corrects(said) and known else "inform"
    acts = (act, "round") if another else (act,)
    top = targets[0].score if targets else 0.0
    rivals = [t for t in targets if t.score >= top - 0.05][:MOST_OFFERED]
    if len(rivals) > 1:
        readings = [_reading(acts, [*rest, rival], said, context) for rival in rivals]
        return Understanding(CLARIFY, tuple(readings))
    reading = _reading(acts, [*rest, *targets[:1]], said, context)
    if not targets and reading.unused:
        return Understanding(CLARIFY, (reading,))
    return _one(reading)


def _reading(
    acts: tuple[str, ...], heard: Sequence[Heard], said: str, context: Context
) -> Reading:
    slots: dict[str, Any] = {h.slot: h.value for h in heard}
    spans = {h.slot: said[h.start : h.end] for h in heard}
    used = [(h.start, h.end) for h in heard]
    unused = tuple(
        q.text
        for q in quantities(said)
        if not any(s < q.end and q.start < e for s, e in used)
    )
    score = min((h.score for h in heard), default=1.0) * (0.7 if unused else 1.0)
    return Reading(acts, _completed(slots, context), None, score, unused, spans=spans)


_IMPLIED = {
    "success.recall": "precision_at_recall",
    "success.precision": "recall_at_precision",
    "success.fpr": "recall_at_fpr",
    "success.k": "precision_at_k",
    "success.share": "precision_at_k",
    "success.miss_cost": "expected_cost",
    "success.false_alarm_cost": "expected_cost",
    "success.hit_cost": "expected_cost",
    "success.tolerance": "within_tolerance",
    "success.quantile": "pinball",
    "success.coverage": "interval",
    "success.cost_matrix": "expected_cost",
}
_AS_REQUIREMENT = {
    "success.recall": "recall",
    "success.precision": "precision",
}


def _completed(slots: dict[str, Any], context: Context) -> dict[str, Any]:
    """Add the objective that a value implies; beside an agreed one it is a must."""
    agreed = context.brief.get("success.objective")
    found = dict(slots)
    for slot, objective in _IMPLIED.items():
        if slot not in found or "success.objective" in found:
            continue
        if agreed is None or agreed == objective:
            if agreed is None:
                found["success.objective"] = objective
        elif slot in _AS_REQUIREMENT:
            before = list(context.brief.get("success.require", ()))
            must = {"metric": _AS_REQUIREMENT[slot], "at_least": found.pop(slot)}
            found["success.require"] = (*before, must)
        elif context.asking != slot:
            found["success.objective"] = objective
    return found


def to_json(found: Understanding, context: Context) -> dict[str, Any]:
    """Return an understanding in the form of the contract's section 6."""
    from ..words import readback  # the words are needed here alone

    return {
        "outcome": found.outcome,
        "readings": [
            {
                "acts": list(r.acts),
                "brief": _plain(r.nested()) or None,
                "query": trees.plain(r.query) if r.query else None,
                "read_back": readback(r, context.facts),
                "score": round(r.score, 3),
                "unused": list(r.unused),
            }
            for r in found.readings
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
