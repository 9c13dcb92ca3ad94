"""From what a message was understood as to what is done about it."""

from __future__ import annotations

from dataclasses import replace

from ..agenda import next_question, question
from ..facts import ColumnFacts
from ..hearing import DOUBT, Context, Reading, Understanding, understand
from ..hearing.concepts import event_value, family_of, sides
from ..offering import options_of
from ..state import Phase, Prompt
from ..tasks import likely_event
from ..words import clauses
from . import growing
from .acting import known, perform
from .asking import go_on
from .choosing import choose
from .completing import ASIDE
from .filling import fill
from .forms import form
from .insisting import ask_what_counts
from .questioning import keeps, stand_by
from .repairing import not_understood, offer_readings
from .rounds import go_again
from .settling import repairs_answered
from .telling import tell_why
from .terms import answered_by_terms, tell_terms
from .turn import Turn


def context_of(turn: Turn) -> Context:
    """Return what hearing needs to know."""
    state = turn.state
    prompt = state.prompt
    return Context(
        facts=state.facts,
        brief=state.brief,
        asking=_slot_asked(prompt),
        options=prompt.options if prompt else (),
        has_model=any(r.status == "done" for r in state.rounds),
        previous=state.query,
        listed=state.listed,
    )


UNBOUND = ("repairs", "leak", "oddity", "dialect")
"""Questions that options and a yes or no answer: beside them all else is heard freely."""


def _slot_asked(prompt: Prompt | None) -> str | None:
    return prompt.slot if prompt and prompt.question not in UNBOUND else None


def act_on(turn: Turn, found: Understanding, text: str) -> None:
    """Do what a message was understood as."""
    from .setting import settings_of, with_settings

    found = with_settings(found, settings_of(turn, text), text, context_of(turn))
    found = _behind(turn, found, text)
    best = found.best
    growing.note_reading(turn, best, text)
    nearest = tell_terms(turn, found)
    if answered_by_terms(turn, found):
        return
    if found.outcome == "not_understood" or best is None or found.supposed:
        if _passes_repairs(turn, text) or _passes_readings(turn, text):
            act_on(turn, understand(text, context_of(turn)), text)
            return
        not_understood(turn, text)
    elif found.outcome == "clarify":
        _clarify(turn, found, text, nearest)
    elif best.chosen is not None and turn.state.prompt is not None:
        choose(turn, turn.state.prompt, best.chosen)
    elif best.brief:
        inform(turn, best, text)
    else:
        perform(turn, best)


def _behind(turn: Turn, found: Understanding, text: str) -> Understanding:
    """Return what a message says to the question behind one that only a yes or no answers.

    "We would ring them" is no answer to whether a column is known in time, and is one to
    what will be done; what nobody asked about is less sure than that.
    """
    prompt, best = turn.state.prompt, found.best
    counted = prompt is not None and prompt.question in ("period", "period_rows")
    if best is None or (counted and form("questioning.asks").match(text)):
        found = _of_the_model(turn, text) or found
    if prompt is None or prompt.question != "leak":
        return found
    if found.outcome == "understood" and best is not None:
        return found
    settled = replace(turn.state, probes=())
    asked = next_question(settled)
    if not asked.slot or asked.slot in turn.state.brief:
        return found
    context = replace(context_of(turn), asking=asked.slot, options=())
    later = understand(text, context)
    told = later.best is not None and asked.slot in later.best.brief
    return later if later.outcome == "understood" and told else found


def _of_the_model(turn: Turn, text: str) -> Understanding | None:
    """Return the question about the model that stands in place of an answer, if it is one."""
    context = context_of(turn)
    if not context.has_model or context.asking is None:
        return None
    found = understand(text, replace(context, asking=None, options=()))
    return found if found.best and found.best.acts == ("query",) else None


A_SENTENCE = 4
"""Words from which on a message beside the repairs says what is wanted."""


def _passes_repairs(turn: Turn, text: str) -> bool:
    """Take the repairs for granted where a person goes on to what they want to know.

    They are done unless refused, and can still be; the sentence is then heard once more,
    as an answer to the question that comes next.
    """
    prompt, asked = turn.state.prompt, question("target")
    words = [w for w in text.split() if w.strip(".,;:!?").isalpha()]
    if prompt is None or prompt.question != "repairs" or asked is None:
        return False
    if "table.target" in turn.state.brief or len(words) < A_SENTENCE:
        return False
    repairs_answered(turn, accepted=True)
    offers = options_of(asked, turn.state)
    turn.set(prompt=turn.new_prompt("target", slot=asked.slot, options=offers))
    return True


def _passes_readings(turn: Turn, text: str) -> bool:
    """Put two readings aside where the message is about something else altogether.

    The question behind them stands open then, and the message is heard beside it.
    """
    before = turn.state
    prompt = before.prompt
    if prompt is None or prompt.question != "clarify" or before.phase != Phase.TALKING:
        return False
    asked = next_question(before)
    open_again = turn.new_prompt(
        asked.id, slot=asked.slot or None, options=options_of(asked, before),
        rung=prompt.rung,
    )  # fmt: skip
    turn.set(readings=(), prompt=open_again)
    if understand(text, context_of(turn)).outcome == "understood":
        return True
    turn.state = before
    return False


def _clarify(turn: Turn, found: Understanding, text: str, why: str = "") -> None:
    best = found.best
    readings = _distinct([_without_clash(dict(r.brief)) for r in found.readings])
    if best is not None and best.query is not None:
        left = ", ".join(f"“{u}”" for u in best.unused)
        turn.say("query.left", left=left)
        perform(turn, best)
    elif not readings or best is None:
        not_understood(turn, text)
    elif len(readings) == 1 and not best.unused and best.score >= DOUBT and not why:
        inform(turn, replace(best, brief=readings[0]), text)
    else:
        offer_readings(turn, readings, best.unused, why)


def _without_clash(values: dict[str, object]) -> dict[str, object]:
    """Return a reading without a target that it sets aside at the same time."""
    aside: list[object] = []
    for slot in ASIDE:
        columns = values.get(slot)
        aside += columns if isinstance(columns, list | tuple) else []
    clash = values.get("table.target") in aside
    return {s: v for s, v in values.items() if not (clash and s == "table.target")}


def _distinct(readings: list[dict[str, object]]) -> tuple[dict[str, object], ...]:
    found: list[dict[str, object]] = []
    for reading in readings:
        if reading and reading not in found:
            found.append(reading)
    return tuple(found)


def inform(turn: Turn, reading: Reading, text: str) -> None:
    """Take what a message says into the brief, and go on from there."""
    before = turn.state
    values = dict(reading.brief)
    seen = _event_from_words(turn, values, text)
    prompt = before.prompt
    if "table.target" in values and prompt and prompt.question == "repairs":
        # Who says what they want to know has gone past the repairs.
        repairs_answered(turn, accepted=True)
    changed = fill(turn, values, raw=reading.spans, seen=seen)
    growing.opened_by_name(turn, tuple(values))
    if before.phase == Phase.SEARCHING:
        turn.say("search.queued" if changed else "search.agreed")
        return
    if not changed and _said_again(turn, values):
        return
    rest = [a for a in reading.acts[1:] if known(a)]
    if "round" in reading.acts or (before.phase == Phase.RESULT and changed):
        go_again(turn)
    elif rest and rest[0] == "ask_why":
        # "..., about 50 a day. Why do you ask?" is about what was just asked.
        tell_why(turn, Reading(("ask_why",)), before.prompt)
        go_on(turn)
    elif rest:
        perform(turn, Reading(tuple(rest), slots=reading.slots, term=reading.term))
    else:
        go_on(turn)


def left_out(turn: Turn, text: str) -> bool:
    """Take a column that is to be left out while the one to predict is asked for.

    Where that question is open a column's name answers it; but who would say without it
    that a column is to be left out does not name it as the answer.
    """
    prompt = turn.state.prompt
    if prompt is None or prompt.question != "target":
        return False
    whole = understand(text, context_of(turn)).best
    if whole is not None and "table.target" in whole.brief:
        return False  # it says what to predict as well
    free = replace(context_of(turn), asking=None, options=())
    found = understand(text, free)
    best = found.best
    if found.outcome != "understood" or best is None or best.unused:
        return False
    if not best.brief or not set(best.brief) <= set(ASIDE):
        return False
    act_on(turn, found, text)
    return True


def _said_again(turn: Turn, values: dict[str, object]) -> bool:
    """Answer what stands already; return whether a question was put for it."""
    prompt, brief = turn.state.prompt, turn.state.brief
    if prompt is not None and prompt.question == "trap" and prompt.slot in values:
        stand_by(turn, prompt.slot)
        return False
    held = {s: brief.get(s) for s in values if s in brief}
    if ask_what_counts(turn, held):
        return True
    if held:
        target = brief.get("table.target")
        turn.say("noted.before", what=clauses(held, turn.state.facts, target))
    return False


_YES_WORDS = ("yes", "y", "true", "t", "1")
_NO_WORDS = ("no", "n", "false", "f", "0")


def _event_from_words(
    turn: Turn, values: dict[str, object], text: str
) -> dict[str, tuple[object, str]]:
    """Return the yes of a yes/no column where the words say that something happens.

    "Who is going to leave" speaks of those who do; a bare column name does not.
    """
    facts = turn.state.facts
    target = values.get("table.target")
    column = facts.column(str(target)) if facts and target else None
    if column is None or "goal.event" in values or column.distinct != 2:
        return {}
    feared = _feared(column, text)
    if feared is not None:
        return {"goal.event": (feared, "You named that outcome.")}
    named = {v.strip().casefold(): v for v in column.values[:2]}
    yes = next((named[w] for w in _YES_WORDS if w in named), None)
    pair = yes is not None and any(w in named for w in _NO_WORDS)
    bare = len(text.split()) < 3 or not form("understood.who").search(text)
    if not pair or bare or likely_event(column) != yes:
        return {}
    return {"goal.event": (yes, "You spoke of those to whom it happens.")}


def _feared(column: ColumnFacts, text: str) -> str | None:
    """Return the outcome that is named as such: "no shows" of those who come or not."""
    said = [s for s in sides(text) if s.family == family_of(column)]
    bare = text.strip(" .!?").casefold() == column.name.strip().casefold()
    if bare or not said or not all(s.bad for s in said):
        return None
    return event_value(column, bad=True)


def stands_by(turn: Turn, text: str) -> bool:
    """Take 'keep it' while a wish is questioned."""
    prompt = turn.state.prompt
    if prompt is None or prompt.question != "trap" or not keeps(text):
        return False
    choose(turn, prompt, "keep")
    return True
