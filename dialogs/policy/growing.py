"""Skill in the conversation: evidence from each message, settings that unfold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..events import Remember
from ..evidence import weighed
from ..hearing import Reading
from ..knobs import Knob, knob_of, knobs, next_to_open
from ..message import KnobsChanged, Level
from ..skill import PINS, Skill, concepts, constant
from ..words import say, value_text
from .forms import form
from .turn import Turn

LONGEST_CLAIM = 12
"""Words of a message that says no more than who its writer is."""

TECHNICAL = ("search.", "limits.families", "limits.never_families", "compare.estimator")
"""Slots whose setting shows that one knows what they rest on; prices and wishes do not."""


def next_turn(turn: Turn) -> None:
    """Count a turn of the person: what was shown fades a little."""
    turn.set(turn=turn.state.turn + 1, skill=turn.state.skill.decayed())


def meta_said(turn: Turn, text: str) -> bool:
    """Handle what is about the person or the settings; return whether it was."""
    if form("growing.list").match(text):
        list_knobs(turn)
        return True
    if form("growing.what_known").search(text):
        tell_known(turn)
        return True
    if form("growing.forget").search(text):
        _forget(turn)
        return True
    if form("growing.another").search(text):
        turn.set(skill=Skill(), knobs=_used(turn), level=Level.PLAIN, stranger=True)
        turn.say("skill.another")
        _changed(turn)
        return True
    said = [
        (match.end(), kind)
        for kind in PINS
        if (match := form(f"growing.pin_{kind}").search(text))
    ]
    if said:
        # Of what contradicts itself the last word counts.
        _pin(turn, max(said)[1])
    elif form("growing.claim").search(text) and len(text.split()) <= LONGEST_CLAIM:
        # A claim is believed in words; settings open when it shows.
        turn.set(skill=turn.state.skill.pin("expert"), level=Level.NAMED)
        turn.say("skill.claimed")
        remember(turn)
        return True
    return bool(said)


def _pin(turn: Turn, kind: str) -> None:
    turn.set(skill=turn.state.skill.pin(kind))
    if kind == "novice":
        # What was used stays: nothing is taken away from under a hand.
        turn.set(level=Level.PLAIN, knobs=_used(turn))
        turn.say("skill.pinned_novice")
    elif kind == "everything":
        turn.set(knobs=tuple(k.slot for k in knobs()))
        turn.say("knob.all")
    else:
        turn.set(knobs=tuple(k.slot for k in knobs()), level=Level.NAMED)
        turn.say("skill.pinned_expert")
    _changed(turn)
    remember(turn)


def _used(turn: Turn) -> tuple[str, ...]:
    return tuple(k.slot for k in knobs() if k.slot in turn.state.brief)


def _forget(turn: Turn) -> None:
    turn.set(skill=Skill(), knobs=_used(turn), level=Level.PLAIN)
    turn.say("skill.forgotten")
    _changed(turn)
    if not turn.state.stranger:
        turn.do(Remember({}))


def remember(turn: Turn) -> None:
    """Keep the estimate for the next conversation, unless another person has come."""
    if not turn.state.stranger:
        turn.do(Remember(turn.state.skill.to_dict()))


def note_reading(turn: Turn, best: Reading | None, text: str) -> None:
    """Take a message as evidence of what its writer knows.

    Parameters
    ----------
    turn : Turn
    best : Reading or None
        What the message was understood as: what set something was used, a question for
        a meaning was asked; a picked option and all else shows nothing.
    text : str
    """
    act = best.acts[0] if best is not None and best.acts else ""
    if best is not None and best.brief:
        kind = "used"
    else:
        kind = "asked" if act == "ask_what" else ""
    before = turn.state.skill
    named = _concepts_of(best.brief if best is not None else {})
    skill, found = weighed(before, text, kind, _lately(turn), named)
    if act == "delegate":
        skill = _delegated(turn, skill)
    turn.set(skill=skill)
    if skill != before:
        remember(turn)
    if _claim_fails(turn):
        turn.set(level=Level.PLAIN)
        turn.say("skill.doubted")
    if found and kind == "used":
        _unfold(turn, found)


def _claim_fails(turn: Turn) -> bool:
    """Return whether what was claimed has been spoken against since."""
    skill = turn.state.skill
    return (
        skill.pinned == "expert"
        and turn.state.level != Level.PLAIN
        and sum(skill.p(c) < constant("fold") for c in concepts()) > len(concepts()) / 2
    )


def _concepts_of(values: Mapping[str, object]) -> tuple[str, ...]:
    found: list[str] = []
    for slot in values:
        knob = knob_of(slot)
        if knob is not None and slot.startswith(TECHNICAL):
            found += knob.concepts
    return tuple(found)


def _lately(turn: Turn) -> tuple[str, ...]:
    last = turn.state.turn - constant("parrot_turns")
    return tuple(word for word, at in turn.state.spoken.items() if at >= last)


def _delegated(turn: Turn, skill: Skill) -> Skill:
    from ..agenda import question

    prompt = turn.state.prompt
    asked = question(prompt.question) if prompt is not None else None
    for concept in asked.concepts if asked is not None else ():
        skill = skill.with_evidence("delegated", concept)
    return skill


def heard_again(turn: Turn, kind: str, about: Iterable[str]) -> None:
    """Count a wish for plainer words or more detail, for what the last message said."""
    skill = turn.state.skill
    for concept in set(about) & set(concepts()):
        skill = skill.with_evidence(kind, concept)
    turn.set(skill=skill)
    remember(turn)


def _unfold(turn: Turn, found: Mapping[str, str]) -> None:
    """Open at most one setting: said aloud, in its time, never taken away unasked."""
    state = turn.state
    part = _part(turn)
    early = state.turn - state.knob_turn < constant("knob_turns")
    if (early and state.knob_turn) or part == state.knob_part:
        return
    knob = next_to_open(
        state.skill,
        (*state.knobs, *_used(turn)),
        state.brief,
        state.facts,
        tuple(found),
    )
    if knob is None or not set(knob.concepts) & set(found):
        return
    turn.set(knobs=(*state.knobs, knob.slot), knob_turn=state.turn, knob_part=part)
    turn.say("knob.open", term=_term(knob, found), knob=knob.name, what=knob.what,
             value=_value(turn, knob))  # fmt: skip
    _changed(turn)


def _term(knob: Knob, found: Mapping[str, str]) -> str:
    return next(found[c] for c in knob.concepts if c in found)


def _part(turn: Turn) -> str:
    """Return the part of the conversation: the phase, and what it is about."""
    prompt = turn.state.prompt
    section = (prompt.slot or prompt.question).split(".")[0] if prompt else ""
    return f"{turn.state.phase}:{section}"


def opened_by_name(turn: Turn, slots: tuple[str, ...]) -> None:
    """Keep a setting open that was set by name."""
    named = [
        k.slot for k in knobs() if k.slot in slots and k.slot not in turn.state.knobs
    ]
    if named:
        turn.set(knobs=(*turn.state.knobs, *named))
        _changed(turn)


def _changed(turn: Turn) -> None:
    shown = turn.state.knobs
    folded = tuple(k.slot for k in knobs() if k.slot not in shown)
    turn.messages.append(KnobsChanged(shown, folded))


def _value(turn: Turn, knob: Knob) -> str:
    value = turn.state.brief.get(knob.slot)
    return knob.default if value is None else value_text(knob.slot, value)


def list_knobs(turn: Turn) -> None:
    """List every setting with what it does and how it stands: the open ones first."""
    shown = {*turn.state.knobs, *_used(turn)}
    lines = []
    for head, chosen in (
        ("knobs.open", [k for k in knobs() if k.slot in shown]),
        ("knobs.head", [k for k in knobs() if k.slot not in shown]),
    ):
        if chosen:
            lines.append(say(head))
        for knob in chosen:
            now = _value(turn, knob)
            lines.append(say("knobs.line", name=knob.name, what=knob.what, value=now))
    turn.tell("\n".join(lines), "knobs")


def tell_known(turn: Turn) -> None:
    """Say what the person is taken to know, and from which sentences."""
    skill = turn.state.skill
    lines = []
    for concept in concepts():
        likely = concept in skill.known
        reason = (skill.because if likely else skill.doubts).get(concept)
        reason = reason or skill.because.get(concept)
        if likely:
            key = "skill.known" if reason else "skill.known_claim"
        elif concept in skill.doubts:
            key = "skill.unknown"
        else:
            key = "skill.perhaps"
        if likely or reason:
            told = say(key, words=reason or "")
            lines.append(say("skill.line", concept=concept, text=told))
    if skill.pinned:
        lines.append(say(f"skill.told_{skill.pinned}"))
    head = say("skill.head" if lines else "skill.none")
    turn.tell("\n".join([head, *lines, say("skill.foot")]), "skill")
