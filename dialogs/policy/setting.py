"""Settings named in a message are taken whatever question is open.

"7 folds" beside a question for a number answers no question: it sets the folds.
Invariant: a number that belongs to no named setting is left to the open question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..hearing import DOUBT, Context, Reading, Understanding, understand
from ..hearing.acting import is_question
from ..hearing.normal import normal
from ..hearing.quantities import quantities
from ..hearing.reading import Heard
from ..hearing.settings import settings_in
from ..hearing.terms import in_full, terms_in
from ..knobs import knobs
from ..state import Phase
from .forms import form
from .turn import Turn
from .understood import act_on, context_of

FIRST = 8
"""A setting that a message begins with is no part of a question about rows."""


def settings_alone(turn: Turn, text: str) -> bool:
    """Take a message that only sets things by name; return whether it did."""
    state = turn.state
    if state.facts is None or state.phase == Phase.READING:
        return False
    offered = state.prompt is not None and state.prompt.question == "clarify"
    if offered and form("several.yes_first").match(text):
        return False  # it takes the reading that was offered as well
    heard = settings_of(turn, text)
    asked = state.prompt.slot if state.prompt else None
    free = replace(context_of(turn), asking=None, options=())
    said = normal(text)
    timed = [q for q in quantities(said) if q.kind == "duration" and not q.per]
    if not (heard or timed) or any(h.slot == asked for h in heard):
        return False
    found = with_settings(understand(text, free), heard, text, free)
    best = found.best
    if found.outcome != "understood" or best is None:
        return False
    if not heard and set(best.brief) != {"limits.seconds"}:
        return False
    names = {k.slot for k in knobs()} | {"split.kind", "success.objective"}
    if not best.brief or not set(best.brief) <= names or _answers_too(turn, text):
        return False
    act_on(turn, found, text)
    return True


def _answers_too(turn: Turn, text: str) -> bool:
    """Return whether a message answers the open question as well, or says so in a part."""
    asked = turn.state.prompt.slot if turn.state.prompt else None
    best = understand(text, context_of(turn)).best
    if asked and best is not None and asked in best.brief:
        return True
    match = form("several.opening").match(text)
    lead = understand(match["lead"], context_of(turn)).best if match else None
    return lead is not None and (
        lead.chosen is not None or bool(asked and asked in lead.brief)
    )


def terms_taken(turn: Turn, text: str) -> bool:
    """Take a message with terms of the field that are answered, whatever is asked."""
    if turn.state.facts is None or turn.state.phase == Phase.READING:
        return False
    context = context_of(turn)
    if not terms_in(in_full(normal(text, turn.state.facts.names), context), context):
        return False  # most messages hold none: they are understood once, and not here
    found = understand(text, context)
    if found.told:
        act_on(turn, found, text)
    return bool(found.told)


def settings_of(turn: Turn, text: str) -> list[Heard]:
    """Return the settings that a message names, none where it is a question."""
    said = normal(text)
    if said.endswith("?") and not is_question(said):
        # "Grouped by field, does that matter?": what is asked of it sets nothing.
        cut = max(said.rfind(mark) for mark in ",;.")
        said = said[:cut] if cut > 0 else said
    if is_question(said) or said.endswith("?"):
        return []
    return settings_in(said, turn.state.facts)


def with_settings(
    found: Understanding, heard: list[Heard], text: str, context: Context
) -> Understanding:
    """Return an understanding with the settings of a message in it.

    Parameters
    ----------
    found : Understanding
        Of hearing, which may have taken a setting's number for something else.
    heard : list of Heard
        From `settings_of`.
    text : str
    context : Context
        What `found` was heard in.
    """
    if not heard:
        return found
    best = found.best
    said = normal(text)
    first = min(h.start for h in heard)
    if best is not None and (best.chosen or "ask_what" in best.acts):
        return found
    if best is not None and best.query and first > FIRST:
        return found
    before = dict(best.brief) if best is not None else {}
    if best is not None and best.score < DOUBT:
        before = {}  # what was half heard beside it says nothing of its own
    taken = {h.slot: h for h in heard}
    kept = {
        slot: value for slot, value in before.items()
        if slot not in taken and not _same_words(slot, best, heard, said)
    }  # fmt: skip
    values = {**kept, **{h.slot: _merged(h, context) for h in heard}}
    spans = {h.slot: said[h.start : h.end] for h in heard}
    unused = tuple(q.text for q in quantities(said) if not _inside(q, heard))
    left = tuple(u for u in (best.unused if best else ()) if u in unused)
    if best is None and unused:
        return found
    acts = best.acts if best is not None and best.brief else ("inform",)
    reading = Reading(
        acts, values, score=0.9, unused=left,
        spans={**(best.spans if best else {}), **spans},
        slots=best.slots if best else (),
    )  # fmt: skip
    outcome = found.outcome if left else "understood"
    return Understanding(outcome, (reading,), found.told)


def _merged(heard: Heard, context: Context) -> Any:
    # Bounds of one dial stand beside those of another.
    held = context.brief.get(heard.slot)
    if heard.slot == "success.require":
        named = {must["metric"] for must in heard.value}
        kept = tuple(must for must in held or () if must["metric"] not in named)
        return (*kept, *heard.value)
    if isinstance(heard.value, Mapping) and isinstance(held, Mapping):
        return {**held, **heard.value}
    return heard.value


def _inside(quantity: Any, heard: list[Heard]) -> bool:
    return any(h.start <= quantity.start and quantity.end <= h.end + 1 for h in heard)


def _same_words(slot: str, best: Reading | None, heard: list[Heard], said: str) -> bool:
    """Return whether hearing made another slot from the words of a setting."""
    words = best.spans.get(slot, "") if best is not None else ""
    if words:
        at = said.find(words)
        return any(h.start < at + len(words) and at < h.end for h in heard)
    # What follows from a slot goes with it: the objective that a number implied.
    implied = slot == "success.objective" and best is not None
    rest = [s for s in (best.brief if best else {}) if s.startswith("success.")]
    return (
        implied
        and len(rest) > 1
        and all(_same_words(s, best, heard, said) for s in rest if s != slot)
    )
