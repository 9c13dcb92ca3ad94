"""What somebody wants: slots of the brief and their values, and the words for them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conversing import Conversation

from dialogs.brief import Brief, Value

NEUTRAL = ("table.path", "table.repairs", "goal.action", "goal.task")
"""Slots that a goal leaves open: what becomes of an answer is only words here, repairs
are agreed to, and the kind of prediction follows from the target."""

FORBIDDEN = "limits.never_columns"
"""The other name for a column that is left out: it is not used either way."""

KINDS = ("costs", "list", "share", "ratio")
"""Goals about a yes or no; a number has its own."""

FREE = {
    "number": ("success.relative",),
    # "I want calibrated probabilities" stands in a voice.
    **dict.fromkeys(("costs", "share", "ratio"), ("search.calibrate",)),
}
"""Slots that a sentence for such a goal may say as well."""

SAID = ("said", "corrected")


@dataclass(frozen=True)
class Subject:
    """A table and what one may want of it."""

    path: Path
    target: str
    events: tuple[str, ...] = ()
    """The outcome to catch and the other; none where the target is a number."""
    spare: str = ""
    """A column that somebody may want left out."""
    tolerances: tuple[int, ...] = (5, 10)


@dataclass(frozen=True)
class Goal:
    """What somebody wants of a subject."""

    kind: str
    slots: Mapping[str, Any]
    words: Mapping[str, str]
    wishes: tuple[str, ...] = ()
    """What is wanted beyond the measure: keys of wishes.toml."""
    free: tuple[str, ...] = ()
    """Slots about which it says nothing either way."""


def drawn(kind: str, subject: Subject, rng: random.Random) -> Goal:
    """Return a goal with prices, sizes and further wishes drawn at random."""
    miss, alarm = rng.choice((60, 120, 250, 400, 900)), rng.choice((2, 5, 12, 20))
    k, tol = rng.choice((15, 30, 40)), rng.choice(subject.tolerances)
    share, ratio = rng.choice((80, 90, 95)), rng.choice((3, 5, 10, 20))
    minutes = rng.choice((3, 5, 10))
    event, other = (subject.events or ("", ""))[:2]
    words = {
        "target": subject.target, "event": event, "other": other, "miss": str(miss),
        "alarm": str(alarm), "k": str(k), "tol": str(tol), "share": str(share),
        "rest": str(100 - share), "ratio": str(ratio), "minutes": str(minutes),
        "seconds": str(60 * minutes), "ignore": subject.spare,
        "wrong": {"list": "22", "number": "3"}.get(kind, "77"),
    }  # fmt: skip
    measures: Mapping[str, Mapping[str, Any]] = {
        "costs": {"objective": "expected_cost", "miss_cost": miss,
                  "false_alarm_cost": alarm},
        "ratio": {"objective": "expected_cost", "miss_cost": ratio,
                  "false_alarm_cost": 1},
        "list": {"objective": "precision_at_k", "k": k, "per": "week"},
        "share": {"objective": "precision_at_recall", "recall": share / 100},
        "number": {"objective": "within_tolerance", "tolerance": tol},
    }  # fmt: skip
    slots = {f"success.{name}": value for name, value in measures[kind].items()}
    slots |= {"table.target": subject.target}
    slots |= {"goal.event": event} if event else {}
    wishes = _wishes(subject, rng)
    further = {
        "seconds": {"limits.seconds": 60 * minutes},
        "ignore": {"table.ignore": (subject.spare,)},
        "simple": {"preferences.simple": True},
        "never": {"limits.never_families": ("neural",)},
    }
    for wish in wishes:
        slots |= further[wish]
    return Goal(kind, slots, words, wishes, FREE.get(kind, ()))


def _wishes(subject: Subject, rng: random.Random) -> tuple[str, ...]:
    found = ["seconds"] if rng.random() < 0.4 else []
    if subject.spare and rng.random() < 0.4:
        found.append("ignore")
    lean = rng.random()
    if lean < 0.4:
        found.append("simple" if lean < 0.2 else "never")
    rng.shuffle(found)
    return tuple(found)


def different(chat: Conversation, goal: Goal) -> tuple[str, ...]:
    """Return the slots that are not as in the goal: other, lacking, or never said.

    What was assumed where the goal says nothing is no fault; what was taken as said is.
    """
    brief = chat.state.brief
    wrong = [
        s for s, v in goal.slots.items()
        if not _same(brief.get(s), v) and not (s == "table.ignore" and _same(brief.get(FORBIDDEN), v))
    ]  # fmt: skip
    if goal.kind == "ratio" and {s.rsplit("_", 1)[-1] for s in wrong} == {"cost"}:
        wrong = [] if _ratio(brief) == float(goal.words["ratio"]) else wrong
    open_ones = {*goal.slots, *NEUTRAL, *goal.free}
    more = [
        s for s in brief
        if s not in open_ones and _chosen(brief, s) and not _nothing(brief, s)
    ]  # fmt: skip
    wanted = goal.slots.get("table.ignore")
    if FORBIDDEN in more and wanted and _same(brief.get(FORBIDDEN), wanted):
        more.remove(FORBIDDEN)
    # A must that the measure says already is said twice, and no other wish.
    twice = {"metric": "recall", "at_least": goal.slots.get("success.recall")}
    if all(must == twice for must in brief.get("success.require", ())):
        more = [s for s in more if s != "success.require"]
    return (*wrong, *more)


def _nothing(brief: Brief, slot: str) -> bool:
    """Return whether a price is the one that an unsaid price has: "correct ones free"."""
    right = slot in ("success.hit_cost", "success.pass_cost")
    return right and brief.get(slot) == 0


def _chosen(brief: Brief, slot: str) -> bool:
    return str(brief.source(slot)) in SAID


def _ratio(brief: Brief) -> float | None:
    miss = brief.get("success.miss_cost")
    alarm = brief.get("success.false_alarm_cost")
    numbers = isinstance(miss, int | float) and isinstance(alarm, int | float)
    return miss / alarm if numbers and alarm else None


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple):
        return isinstance(found, list | tuple) and set(found) == set(wanted)
    if isinstance(wanted, str | bool) or found is None:
        return bool(found == wanted) or (found is not None and str(found) == wanted)
    return isinstance(found, int | float) and abs(found - wanted) < 1e-9


def mended(brief: Brief, slot: str, goal: Goal) -> Brief:
    """Return the brief with one slot as the goal has it."""
    if slot in goal.slots:
        return brief.with_value(slot, Value(goal.slots[slot]))
    return brief.without(slot)
