"""What Tandem takes for a slot when the choice is left to it, and why.

The pure rules behind "you choose" and behind a brief file that says little. Invariant:
the target is never chosen; everything else that is chosen is marked as delegated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .brief import Brief, Source, Value
from .domain import guess
from .facts import Facts, Kind
from .success import fallback_of
from .tasks import likely_event, task_of
from .toml_data import toml_data

Default = tuple[Any, str]
"""A value, or None to leave the slot empty, and the reason."""


def _entries() -> Mapping[str, Mapping[str, Any]]:
    return toml_data("delegating.toml")


def default_for(slot: str, brief: Brief, facts: Facts) -> Default | None:
    """Return what is taken for a slot where the person says "you choose".

    Parameters
    ----------
    slot : str
        A path such as ``goal.event``.
    brief : Brief
    facts : Facts

    Returns
    -------
    tuple of (value, reason), or None
        A value of None leaves the slot empty. None in all where no choice is safe:
        the target, the file, and what only the person can know.
    """
    maker = _COMPUTED.get(slot)
    if maker is not None:
        return maker(brief, facts)
    entry = _entries().get(slot)
    if entry is None:
        return None
    return entry.get("value"), entry["why"]


def completed(brief: Brief, facts: Facts) -> Brief:
    """Return the brief with what the Constraints cannot do without, as delegated.

    Parameters
    ----------
    brief : Brief
        As in a brief file: a target, and perhaps little else.
    facts : Facts
    """
    for slot in NEEDED:
        if slot in brief or not _asked_for(slot, brief, facts):
            continue
        found = default_for(slot, brief, facts)
        if found is not None and found[0] is not None:
            value = Value(found[0], Source.DELEGATED, why=found[1])
            brief = brief.with_value(slot, value)
    return brief


NEEDED = ("goal.task", "goal.event", "success.miss_cost", "success.false_alarm_cost")


def _asked_for(slot: str, brief: Brief, facts: Facts) -> bool:
    if slot == "goal.task":
        return task_of(brief, facts) is None
    if task_of(brief, facts) != "binary":
        return False
    if slot == "goal.event":
        return True
    costs = ("success.miss_cost", "success.false_alarm_cost", "success.hit_cost")
    return brief.get("success.objective") == "expected_cost" or any(
        c in brief for c in costs
    )


def _event(brief: Brief, facts: Facts) -> Default | None:
    column = facts.column(brief.get("table.target") or "")
    event = likely_event(column) if column else None
    if column is None or event is None or column.distinct != 2:
        return None
    rarer = min(column.top[:2], key=lambda pair: pair[1])[0]
    if event == rarer:
        return event, "It is the rarer outcome, which is mostly the one to catch."
    return event, "Its name says that it is the one to catch."


ROWS_A_CLASS = 5
"""Fewer rows for each of many names are too few to learn them from."""


def _task(brief: Brief, facts: Facts) -> Default | None:
    task = task_of(brief, facts)
    if task:
        return task, "It follows from what the column holds."
    column = facts.column(brief.get("table.target") or "")
    known = column.rows - column.missing if column else 0
    if column and not column.kind.numeric and known >= ROWS_A_CLASS * column.distinct:
        return "multiclass", "It holds many names, each of them often enough to learn."
    return None


def _objective(brief: Brief, facts: Facts) -> Default | None:
    task = task_of(brief, facts)
    return fallback_of(task) if task else None


def _other_cost(other: str) -> Callable[[Brief, Facts], Default]:
    def make(brief: Brief, _: Facts) -> Default:
        known = brief.get(other)
        usable = isinstance(known, int | float) and known > 0
        return (known if usable else 1), "Without a price I count both mistakes alike."

    return make


def _tolerance(brief: Brief, facts: Facts) -> Default | None:
    """Take a tenth of the middle half's width, rounded to one digit."""
    column = facts.column(brief.get("table.target") or "")
    if column is None or len(column.quantiles) < 5:
        return None
    width = column.quantiles[3] - column.quantiles[1]
    if width <= 0:
        return None
    return float(f"{width / 10:.1g}"), "It is a tenth of how far usual values differ."


def _split(_: Brief, facts: Facts) -> Default:
    if any(c.kind == Kind.DATE for c in facts.columns):
        return "time", "There are dates, and a test on later rows never flatters."
    if any(s.repair == "group" for s in facts.suspicions):
        return "group", "Some rows belong together, and must not be on both sides."
    return "random", "I see no order in time and no rows that belong together."


def _split_column(brief: Brief, facts: Facts) -> Default:
    dates = [c.name for c in facts.columns if c.kind == Kind.DATE]
    groups = [s.columns[0] for s in facts.suspicions
              if s.repair == "group" and s.columns]  # fmt: skip
    kind = brief.get("split.kind")
    found = {"time": dates, "group": groups}.get(kind, [*dates, *groups])
    if not found:
        return None, "No column tells an order in time or which rows belong together."
    return found[0], "It is the first that fits."


def _domain(brief: Brief, facts: Facts) -> Default:
    found = guess(facts, str(brief.get("table.target", "")))
    return found.id, "It only gives me the words; the search is the same."


def _row(brief: Brief, facts: Facts) -> Default:
    found = guess(facts, str(brief.get("table.target", "")))
    return found.row, "It is what a row mostly is in such a table."


_COMPUTED: Mapping[str, Callable[[Brief, Facts], Default | None]] = {
    "goal.event": _event,
    "goal.task": _task,
    "goal.domain": _domain,
    "table.row": _row,
    "success.objective": _objective,
    "success.miss_cost": _other_cost("success.false_alarm_cost"),
    "success.false_alarm_cost": _other_cost("success.miss_cost"),
    "success.tolerance": _tolerance,
    "split.kind": _split,
    "split.column": _split_column,
}
