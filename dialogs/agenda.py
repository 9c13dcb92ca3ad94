"""Which question is next: what the Constraints still lack, and only what matters.

A checklist run again at every turn, never a flow chart: order comes from the questions'
file, need from predicates over brief, facts and what is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from .compiling import task_of
from .domain import guess
from .facts import Kind, Suspicion
from .oddities import open_dialect, open_oddity, worth
from .state import State
from .toml_data import toml_data

Wording = str | Mapping[str, str]
"""A text, or one a level of language."""

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
    say: Wording
    short: Wording
    why: Wording
    example: str
    narrow: Wording = ""
    """The form for who has not answered three times: a choice between two."""
    goal: str = ""
    """What the answer settles, for "why do you ask?"."""
    hint: str = ""
    """The slot whose usual price is told along."""
    concepts: tuple[str, ...] = ()


@cache
def questions() -> tuple[Question, ...]:
    """Return the interview in its order."""
    entries = toml_data("questions/interview.toml")["question"]
    return tuple(
        Question(**{**e, "concepts": tuple(e.get("concepts", ()))}) for e in entries
    )


def question(identity: str) -> Question | None:
    """Return a question by its id."""
    return next((q for q in questions() if q.id == identity), None)


def question_for(slot: str) -> Question | None:
    """Return the question that fills a slot; none fills the empty one."""
    return next((q for q in questions() if slot and q.slot == slot), None)


def next_question(state: State) -> Question:
    """Return the first question that is needed now."""
    return next(q for q in questions() if _NEEDED[q.needed](state))


def raised(state: State) -> tuple[Suspicion, ...]:
    """Return the oddities of the table to raise unasked, gravest first."""
    facts = state.facts
    if facts is None:
        return ()
    grave = [s for s in facts.suspicions if s.severity >= 2]
    # The ID is told with the size of the table: it takes no other's place.
    names = [s for s in grave if s.kind == "id"][:1]
    rest = sorted((s for s in grave if s not in names), key=lambda s: -s.severity)
    return (*names, *rest[:RAISED])


def proposed(state: State) -> tuple[Suspicion, ...]:
    """Return the raised oddities with a repair that is proposed, not asked about."""
    return tuple(
        s for s in raised(state)
        if s.default and s.repair not in ("", "keep", "ignore") and not worth(s)
    )  # fmt: skip


def likewise(state: State) -> tuple[Suspicion, ...]:
    """Return the repairs of values that an answer to the raised ones settles as well."""
    found = state.facts.suspicions if state.facts else ()
    known = raised(state)
    return tuple(
        s for s in found
        if s.default and s.repair in ("as_missing", "fill_zero") and s not in known
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


def task_now(state: State) -> str:
    """Return the kind of prediction as far as it is known, else nothing."""
    return (task_of(state.brief, state.facts) or "") if state.facts else ""


def _has(state: State, *slots: str) -> bool:
    return any(slot in state.brief for slot in slots)


def _no_event(state: State) -> bool:
    return task_now(state) == "binary" and "goal.event" not in state.brief


def _repairs_open(state: State) -> bool:
    # Who has said what they want to know has gone past them; they can still be refused.
    passed = "repairs" in state.done or "table.target" in state.brief
    return not passed and bool(proposed(state))


def _measured(state: State) -> bool:
    return _has(
        state, "success.objective", "success.k", "success.miss_cost", "success.recall",
        "success.precision", "success.fpr", "success.share", "success.cost_matrix",
        "success.false_alarm_cost",
    )  # fmt: skip


def _share_open(objective: str, slot: str) -> Callable[[State], bool]:
    """Return whether a share that an objective rests on was left open."""
    return lambda state: (
        state.brief.get("success.objective") == objective
        and not _has(state, slot)
        and task_now(state) == "binary"
    )


def _no_capacity(state: State) -> bool:
    return (
        task_now(state) == "binary"
        and state.brief.get("goal.action") in LISTS
        and "capacity" not in state.done
        and not _measured(state)
    )


def _no_objective(state: State) -> bool:
    return task_now(state) == "binary" and not _measured(state)


def _costs_agreed(state: State) -> bool:
    objective = state.brief.get("success.objective")
    return objective == "expected_cost" and "success.cost_matrix" not in state.brief


def _binary_costs(state: State) -> bool:
    return _costs_agreed(state) and task_now(state) == "binary"


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


def sensitive_columns(state: State) -> tuple[str, ...]:
    """Return the columns that speak of protected traits and are still inputs."""
    if state.facts is None:
        return ()
    brief = state.brief
    out = {*brief.get("table.ignore", ()), brief.get("table.target")}
    return tuple(
        c.name for c in state.facts.columns if c.sensitive and c.name not in out
    )


def _fairness_open(state: State) -> bool:
    """Whether people may be judged by who they are: only then it is asked."""
    settled = "fairness" in state.done or "limits.never_columns" in state.brief
    if settled or not sensitive_columns(state):
        return False
    duties = guess(state.facts, str(state.brief.get("table.target") or "")).duties
    return bool(duties) and state.brief.get("goal.action") in (*STAKES, "review")


_NEEDED: Mapping[str, Callable[[State], bool]] = {
    "no_table": lambda s: s.facts is None,
    "repairs_open": _repairs_open,
    "no_target": lambda s: not _has(s, "table.target"),
    "no_task": lambda s: _has(s, "table.target") and not task_now(s),
    "no_event": _no_event,
    "leak_open": lambda s: open_leak(s) is not None,
    "dialect_open": lambda s: open_dialect(s) is not None,
    "oddity_open": lambda s: open_oddity(s) is not None,
    "no_action": _no_action,
    "no_capacity": _no_capacity,
    "no_objective": _no_objective,
    "no_miss_cost": lambda s: (
        _binary_costs(s) and not _has(s, "success.miss_cost", "success.hit_cost")
    ),
    "no_false_alarm_cost": lambda s: (
        _binary_costs(s) and not _has(s, "success.false_alarm_cost")
    ),
    "no_recall": _share_open("precision_at_recall", "success.recall"),
    "no_precision": _share_open("recall_at_precision", "success.precision"),
    "no_error": lambda s: (
        task_now(s) in ("regression", "forecast")
        and not _has(s, "success.objective", "success.tolerance", "success.quantile")
    ),
    "no_classes": lambda s: (
        task_now(s) in ("multiclass", "ordinal") and not _has(s, "success.objective")
    ),
    "split_open": _split_open,
    "readable_open": _readable_open,
    "fairness_open": _fairness_open,
    "drivers_open": lambda s: (
        not _has(s, "expectations.drivers") and "drivers" not in s.done
    ),
    "always": lambda _: True,
}
