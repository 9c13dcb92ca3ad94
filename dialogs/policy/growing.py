"""Skill in the conversation: evidence from each message, settings that unfold."""

from __future__ import annotations

import re

from ..events import Remember
from ..knobs import knobs, next_to_open
from ..message import KnobsChanged, Level
from ..skill import concepts, constant, shown_in
from ..words import say, value_text
from .turn import Turn

_PINS = {
    "expert": r"\b(?:i(?:'m| am) (?:an? )?(?:expert|data scientist|statistician|machine learning"
    r"|ml engineer)|treat me (?:as|like) an? (?:expert|pro\w*))\b",
    "novice": r"\b(?:i(?:'m| am) (?:new|a beginner|no expert|not an expert)|treat me (?:as|like)"
    r" an? (?:beginner|novice|newcomer)|keep it simple)\b",
    "everything": r"\bshow (?:me )?(?:everything|all (?:the )?(?:settings|knobs|options))\b",
}
_WHAT_KNOWN = re.compile(r"\bwhat do you think i know\b", re.IGNORECASE)
_LIST = re.compile(
    r"^\W*(?:the |all |list |show |my )*(?:knobs|settings)\W*$", re.IGNORECASE
)


def meta_said(turn: Turn, text: str) -> bool:
    """Handle what is about the person or the settings; return whether it was."""
    if _LIST.match(text):
        list_knobs(turn)
        return True
    if _WHAT_KNOWN.search(text):
        tell_known(turn)
        return True
    for kind, form in _PINS.items():
        if re.search(form, text, re.IGNORECASE):
            _pin(turn, kind)
            return True
    return False


def _pin(turn: Turn, kind: str) -> None:
    turn.set(skill=turn.state.skill.pin(kind))
    if kind == "novice":
        turn.set(level=Level.PLAIN, knobs=())
        turn.say("skill.pinned_novice")
    else:
        turn.set(knobs=tuple(k.slot for k in knobs()))
        turn.say("knob.all" if kind == "everything" else "skill.pinned_expert")
    if kind == "expert":
        turn.set(level=Level.NAMED)
    _changed(turn)
    turn.do(Remember(turn.state.skill.to_dict()))


def note(turn: Turn, text: str, kind: str, lately: tuple[str, ...]) -> None:
    """Take a message as evidence: ``used`` where it set something, else ``asked``."""
    before = turn.state.skill.decayed()
    found = shown_in(text, lately if kind == "used" else ())
    skill = before
    for concept, words in found.items():
        skill = skill.with_evidence(kind, concept, words)
    turn.set(skill=skill)
    if found:
        turn.do(Remember(skill.to_dict()))
        _unfold(turn, next(iter(found.values())))


def _unfold(turn: Turn, term: str) -> None:
    # At most one new setting at a time, said aloud, and never taken away unasked.
    knob = next_to_open(turn.state.skill, turn.state.knobs)
    if knob is None:
        return
    turn.set(knobs=(*turn.state.knobs, knob.slot))
    turn.say("knob.open", term=term, knob=f"“{knob.name}”")
    _changed(turn)


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


def list_knobs(turn: Turn) -> None:
    """List every setting with what it does and how it stands."""
    brief = turn.state.brief
    lines = [say("knobs.head")]
    for knob in knobs():
        value = brief.get(knob.slot)
        now = knob.default if value is None else value_text(knob.slot, value)
        lines.append(say("knobs.line", name=knob.name, what=knob.what, value=now))
    turn.tell("\n".join(lines), "knobs")


def tell_known(turn: Turn) -> None:
    """Say what the person is taken to know, and from which words."""
    skill = turn.state.skill
    lines = [say("skill.head")]
    for concept in concepts():
        likely = skill.p(concept) >= constant("open")
        reason = skill.because.get(concept)
        key = "skill.known" if likely else "skill.unknown"
        told = say(key, words=reason) if reason else say("skill.no_sign")
        if reason or likely:
            lines.append(say("skill.line", concept=concept, text=told))
    if len(lines) == 1:
        lines.append(say("skill.none"))
    turn.tell("\n".join(lines), "skill")
