"""Which question is next: what the Constraints still lack, and only what matters.

A checklist run again at every turn, never a flow chart: order comes from the questions'
file, need from predicates over brief, facts and what is settled.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .compiling import likely_event, task_of
from .facts import Facts, Kind, Suspicion
from .message import Level, Option
from .state import State
from .words import option as option_label
from .words import wording

MOST_OPTIONS = 5
RAISED = 3
"""Oddities that are raised unasked."""

LISTS = ("contact", "review")
"""Actions for which there may be a limit to how many can be handled."""

STAKES = ("block", "price")
"""Actions after which a person may have to answer for the model."""


@dataclass(frozen=True)
class Question:
    """One question, as data."""

    id: str
    slot: str
    needed: str
    say: str
    short: str
    why: str
    example: str
    concepts: tuple[str, ...] = ()


@cache
def questions() -> tuple[Question, ...]:
    """Return the interview in its order."""
    text = files("dialogs").joinpath("questions/interview.toml").read_text("utf-8")
    entries = tomllib.loads(text)["question"]
    return tuple(
        Question(**{**e, "concepts": tuple(e.get("concepts", ()))}) for e in entries
    )


@cache
def _options() -> Mapping[str, list[Mapping[str, Any]]]:
    text = files("dialogs").joinpath("questions/options.toml").read_text("utf-8")
    return tomllib.loads(text)


def question(identity: str) -> Question | None:
    """Return a question by its id."""
    return next((q for q in questions() if q.id == identity), None)


def question_for(slot: str) -> Question | None:
    """Return the question that fills a slot."""
    return next((q for q in questions() if q.slot == slot), None)


def next_question(state: State) -> Question:
    """Return the first question that is needed now."""
    return next(q for q in questions() if _NEEDED[q.needed](state))


def raised(state: State) -> tuple[Suspicion, ...]:
    """Return the oddities of the table to raise unasked, gravest first."""
    facts = state.facts
    if facts is None:
        return ()
    grave = [s for s in facts.suspicions if s.severity >= 2]
    return tuple(sorted(grave, key=lambda s: -s.severity)[:RAISED])


def proposed(state: State) -> tuple[Suspicion, ...]:
    """Return the raised oddities with a repair that is proposed."""
    return tuple(
        s for s in raised(state)
        if s.default and s.repair not in ("", "keep", "ignore")
    )  # fmt: skip


def open_leak(state: State) -> Suspicion | None:
    """Return the next column that seems to give the answer away, not yet settled."""
    repairs = state.brief.get("table.repairs", {})
    ignored = {
        *state.brief.get("table.ignore", ()),
        *state.brief.get("limits.never_columns", ()),
    }
    for suspicion in state.probes:
        if suspicion.severity < 3 or suspicion.repair != "ignore":
            continue
        if suspicion.id not in repairs and not set(suspicion.columns) <= ignored:
            return suspicion
    return None


# --- predicates: whether a question is needed ---------------------------------------


def _task(state: State) -> str:
    return (task_of(state.brief, state.facts) or "") if state.facts else ""


def _has(state: State, *slots: str) -> bool:
    return any(slot in state.brief for slot in slots)


def _no_event(state: State) -> bool:
    return _task(state) == "binary" and "goal.event" not in state.brief


def _repairs_open(state: State) -> bool:
    return "repairs" not in state.done and bool(proposed(state))


def _measured(state: State) -> bool:
    return _has(
        state, "success.objective", "success.k", "success.miss_cost", "success.recall",
        "success.precision", "success.fpr", "success.share", "success.cost_matrix",
        "success.false_alarm_cost",
    )  # fmt: skip


def _no_capacity(state: State) -> bool:
    return (
        _task(state) == "binary"
        and state.brief.get("goal.action") in LISTS
        and "capacity" not in state.done
        and not _measured(state)
    )


def _no_objective(state: State) -> bool:
    return _task(state) == "binary" and not _measured(state)


def _costs_agreed(state: State) -> bool:
    objective = state.brief.get("success.objective")
    return objective == "expected_cost" and "success.cost_matrix" not in state.brief


def _binary_costs(state: State) -> bool:
    return _costs_agreed(state) and _task(state) == "binary"


def _no_action(state: State) -> bool:
    if _has(state, "goal.action") or "action" in state.done:
        return False
    return not _measured(state)


def _split_open(state: State) -> bool:
    if _has(state, "split.kind", "split.column") or state.facts is None:
        return False
    if "split" in state.done:
        return False
    dates = [c for c in state.facts.columns if c.kind == Kind.DATE and c.distinct > 10]
    target = state.brief.get("table.target")
    return any(not c.ascending for c in dates if c.name != target)


def _readable_open(state: State) -> bool:
    if _has(state, "limits.glass_box", "limits.families", "preferences.simple"):
        return False
    return "readable" not in state.done and state.brief.get("goal.action") in STAKES


_NEEDED: Mapping[str, Callable[[State], bool]] = {
    "no_table": lambda s: s.facts is None,
    "repairs_open": _repairs_open,
    "no_target": lambda s: not _has(s, "table.target"),
    "no_event": _no_event,
    "leak_open": lambda s: open_leak(s) is not None,
    "no_action": _no_action,
    "no_capacity": _no_capacity,
    "no_objective": _no_objective,
    "no_miss_cost": lambda s: (
        _binary_costs(s) and not _has(s, "success.miss_cost", "success.hit_cost")
    ),
    "no_false_alarm_cost": lambda s: (
        _binary_costs(s) and not _has(s, "success.false_alarm_cost")
    ),
    "no_error": lambda s: (
        _task(s) in ("regression", "forecast")
        and not _has(s, "success.objective", "success.tolerance", "success.quantile")
    ),
    "no_classes": lambda s: (
        _task(s) in ("multiclass", "ordinal") and not _has(s, "success.objective")
    ),
    "split_open": _split_open,
    "readable_open": _readable_open,
    "drivers_open": lambda s: (
        not _has(s, "expectations.drivers") and "drivers" not in s.done
    ),
    "always": lambda _: True,
}


# --- options and words --------------------------------------------------------------


def options_of(asked: Question, state: State) -> tuple[Option, ...]:
    """Return the answers to offer for a question."""
    makers: Mapping[str, Callable[[State], list[Option]]] = {
        "file": _file_options,
        "repairs": _repair_options,
        "target": _target_options,
        "event": _event_options,
        "action": _action_options,
        "confirm": _confirm_options,
    }
    maker = makers.get(asked.id)
    found = maker(state) if maker else _fixed(asked.id)
    if asked.id not in ("file", "repairs", "confirm"):
        found = [*found, Option("unsure", option_label("unsure"))]
    return tuple(found)


def _fixed(name: str) -> list[Option]:
    return [Option(o["id"], o["label"]) for o in _options().get(name, ())]


def settings_of(asked: str, option: str, state: State) -> Mapping[str, Any] | None:
    """Return the slots that an option sets, or None where it is no such option."""
    names = (asked, f"action_{_form(state)}") if asked == "action" else (asked,)
    for name in names:
        for entry in _options().get(name, ()):
            if entry["id"] == option:
                settings: Mapping[str, Any] = entry.get("set", {})
                return settings
    return None


def _form(state: State) -> str:
    return "numbers" if _task(state) in ("regression", "forecast") else "classes"


def _file_options(state: State) -> list[Option]:
    found = [Option(f"table:{name}", name) for name in state.tables[:3]]
    if not found:
        found = [Option("file", option_label("file"))]
    found.append(Option("example", option_label("example")))
    found += [
        Option(f"resume:{s.id}", option_label("resume", goal=s.goal), s.when)
        for s in state.earlier[:1]
    ]
    return [*found, Option("what", option_label("what_can_you_do"))]


def _repair_options(_: State) -> list[Option]:
    return [Option(name, option_label(name)) for name in ("fine", "show", "later")]


def _target_options(state: State) -> list[Option]:
    return [Option(f"column:{n}", n) for n in candidates(state.facts)]


def candidates(facts: Facts | None) -> tuple[str, ...]:
    """Return columns that one may want predicted: two-valued ones, then the last."""
    if facts is None:
        return ()
    usable = [
        c for c in facts.columns
        if c.kind not in (Kind.ID, Kind.CONSTANT, Kind.EMPTY, Kind.TEXT, Kind.DATE)
        and not c.sensitive
    ]  # fmt: skip
    # Most tables keep the outcome in their last column, else in the first.
    ends = [c for c in (facts.columns[-1], facts.columns[0]) if c in usable]
    two = [c for c in usable if c.distinct == 2]
    ordered = [*ends, *two, *usable]
    return tuple(dict.fromkeys(c.name for c in ordered))[: MOST_OPTIONS - 1]


def _event_options(state: State) -> list[Option]:
    facts = state.facts
    column = facts.column(state.brief.get("table.target")) if facts else None
    if column is None:
        return []
    rows = max(sum(n for _, n in column.top), 1)
    rare = likely_event(column)
    pairs = sorted(column.top[:MOST_OPTIONS], key=lambda p: (p[0] != rare, p[1]))
    return [
        Option(f"value:{v}", f"{v} ({100 * n / rows:.0f} in 100)") for v, n in pairs
    ]


def _action_options(state: State) -> list[Option]:
    return _fixed(f"action_{_form(state)}")


def _confirm_options(_: State) -> list[Option]:
    return [Option(name, option_label(name)) for name in ("go", "longer", "change")]


def words_of(asked: Question, state: State, form: str) -> str:
    """Return a question's words: ``say``, ``short``, ``why`` or ``example``."""
    leak = open_leak(state)
    column = leak.columns[0] if leak and leak.columns else ""
    text = wording(getattr(asked, form), Level(state.level), state.turn)
    return text.replace("{event}", str(state.brief.get("goal.event", ""))).replace(
        "{column}", column
    )
