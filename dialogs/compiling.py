"""Brief + Facts -> Constraints: a pure function, each part with its reason.

Skill has no part in it, and nothing is asked of the person here: what lacks is returned
as `Missing`. Invariant: the same brief and facts always give the same Constraints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .brief import Brief
from .constraints import Constraints, Limits, Missing, Split
from .facts import Facts, Kind, Suspicion
from .rules import RuleUnclear, columns_of, rule_filter
from .success import compile_success
from .suspicions import why_out
from .tasks import likely_event, same_value, task_of

__all__ = ["compile_constraints", "likely_event", "task_of"]

GLASS_BOX_FAMILIES = ("linear", "spline", "ebm", "tree")
"""Families whose whole model a person can read."""

LEAN = 3.0
"""Weight of a family that the person would like; 1 is neutral."""

LEAN_SIMPLE = 2.0
DEFAULT_SECONDS = 120.0

UNSUPPORTED = ("clustering", "anomaly")
"""Kinds that need no target, and that no search exists for yet."""

_SEARCH = """folds ensemble calibrate threshold test_share seed threads memory repeats
    sampler impute encode ranges start""".split()
_AS_SAID = {
    "repairs": "table.repairs",
    "compare_column": "compare.column",
    "compare_rule": "compare.rule",
    "compare_estimator": "compare.estimator",
    **{name: f"search.{name}" for name in _SEARCH},
}
"""Parts of the Constraints that are slots of the brief, as they were said."""

_ALWAYS_OUT = (Kind.ID, Kind.CONSTANT, Kind.EMPTY)


@dataclass
class _Draft:
    brief: Brief
    facts: Facts
    suspicions: tuple[Suspicion, ...]
    reasons: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def get(self, slot: str, default: Any = None) -> Any:
        return self.brief.get(slot, default)


def compile_constraints(
    brief: Brief, facts: Facts, probe_suspicions: tuple[Suspicion, ...] = ()
) -> Constraints | Missing:
    """Return what the search must do, or what is lacking for that.

    Parameters
    ----------
    brief : Brief
        What the person wants.
    facts : Facts
        What is known about the table.
    probe_suspicions : tuple of Suspicion
        What the table says about the target: columns that give it away and the like.

    Returns
    -------
    Constraints or Missing
    """
    draft = _Draft(brief, facts, (*facts.suspicions, *probe_suspicions))
    if draft.get("goal.task") in UNSUPPORTED:
        return Missing({"goal.task": "without a column to predict I cannot search yet"})
    target = draft.get("table.target")
    if not target or target not in facts.names:
        return Missing({"table.target": "the search has to know what to predict"})
    task = task_of(brief, facts)
    if task is None:
        return Missing({"goal.task": f"{target} fits more than one kind of prediction"})
    event = _event(draft, task, target)
    success = compile_success(brief, facts, task, draft.reasons)
    if isinstance(success, Missing):
        draft.missing.update(success.slots)
    if draft.missing or isinstance(success, Missing):
        return Missing(draft.missing)
    return Constraints(
        task=task,
        target=target,
        success=success,
        event=event,
        order=tuple(draft.get("goal.order", ())),
        ignore=_ignored(draft, target),
        audit_columns=tuple(draft.get("limits.never_columns", ())),
        split=_split(draft, task),
        limits=_limits(draft),
        priors=_priors(draft),
        simple=bool(draft.get("preferences.simple", False)),
        compare_filter=_own_rule(draft, target),
        reasons=draft.reasons,
        **{n: draft.get(slot) for n, slot in _AS_SAID.items() if slot in brief},
    )


def _event(draft: _Draft, task: str, target: str) -> str | None:
    if task != "binary":
        return None
    event = draft.get("goal.event")
    if event is None:
        draft.missing["goal.event"] = "the search has to know which outcome to catch"
        return None
    column = draft.facts.column(target)
    known = column.values if column else ()
    # "1.0" in a brief and "1" in the file are the same outcome.
    found = next((v for v in known if same_value(v, str(event))), None)
    if found is None and column is not None and 0 < column.distinct <= len(known):
        draft.missing["goal.event"] = _no_such(target, str(event), known)
    return found or str(event)


def _no_such(target: str, event: str, known: tuple[str, ...]) -> str:
    shown = ", ".join(repr(v) for v in known[:6])
    return f"no row of {target} says {event!r}; it says {shown}"


def _ignored(draft: _Draft, target: str) -> tuple[str, ...]:
    out: dict[str, str] = {}
    for name in draft.get("table.ignore", ()):
        out[name] = "you set it aside"
    for name in draft.get("limits.never_columns", ()):
        out[name] = "you forbade it as an input"
    compared = draft.get("compare.column")
    if compared:
        out[compared] = "it is what I compare with"
    repairs: Mapping[str, Any] = draft.get("table.repairs", {})
    for column in draft.facts.columns:
        if column.kind in _ALWAYS_OUT and not _kept(column.name, draft, repairs):
            out.setdefault(column.name, _OUT_WORDS[column.kind])
    for suspicion in draft.suspicions:
        if suspicion.repair == "ignore" and _applies(suspicion, repairs):
            for name in suspicion.columns:
                out.setdefault(name, why_out(suspicion))
    out.pop(target, None)
    kept = {n: w for n, w in out.items() if n in draft.facts.names}
    if kept:
        words = "; ".join(f"{name} ({why})" for name, why in kept.items())
        draft.reasons["ignore"] = f"I do not learn from {words}."
    return tuple(n for n in draft.facts.names if n in kept)


def left_out(
    brief: Brief, facts: Facts, probe_suspicions: tuple[Suspicion, ...] = ()
) -> str:
    """Return which columns would not be learned from and why, as a sentence; else nothing."""
    draft = _Draft(brief, facts, (*facts.suspicions, *probe_suspicions))
    _ignored(draft, str(draft.get("table.target") or ""))
    return draft.reasons.get("ignore", "")


def _own_rule(draft: _Draft, target: str) -> Mapping[str, Any]:
    """Return the person's own rule as a filter; empty, with a reason, where unclear."""
    said = draft.get("compare.rule")
    if not said:
        return {}
    try:
        found = rule_filter(said, draft.facts)
    except RuleUnclear as unclear:
        draft.reasons["compare"] = str(unclear)
        return {}
    if target in columns_of(found):
        draft.reasons["compare"] = f"It names {target}, which is what I predict."
        return {}
    return found


_OUT_WORDS = {
    Kind.ID: "it only names the row",
    Kind.CONSTANT: "it is the same in every row",
    Kind.EMPTY: "it is empty",
}


def _kept(name: str, draft: _Draft, repairs: Mapping[str, Any]) -> bool:
    return any(
        repairs.get(s.id) in ("refused", False)
        for s in draft.suspicions
        if name in s.columns
    )


def _applies(suspicion: Suspicion, repairs: Mapping[str, Any]) -> bool:
    answer = repairs.get(suspicion.id)
    if answer is None:
        return suspicion.default
    return answer not in ("refused", False)


def _split(draft: _Draft, task: str) -> Split:
    kind, column = draft.get("split.kind"), draft.get("split.column", "")
    if kind is not None:
        if kind == "time" and not column:
            column = _time_column(draft.facts)
        timed = kind == "random" and _time_column(draft.facts)
        words = _SPLIT_WORDS["untimed" if timed else kind]
        draft.reasons["split"] = words.format(column=column or "the file")
        return Split(kind, column)
    if column:
        found = draft.facts.column(column)
        kind = "time" if found and found.kind == Kind.DATE else "group"
        draft.reasons["split"] = _SPLIT_WORDS[kind].format(column=column)
        return Split(kind, column)
    ordered = _time_column(draft.facts, ascending=True)
    if ordered or task == "forecast" or draft.get("goal.horizon"):
        column = ordered or _time_column(draft.facts)
        draft.reasons["split"] = _SPLIT_WORDS["time"].format(
            column=column or "the file"
        )
        return Split("time", column)
    group = _group_column(draft)
    if group:
        draft.reasons["split"] = _SPLIT_WORDS["group"].format(column=group)
        return Split("group", group)
    draft.reasons["split"] = _SPLIT_WORDS["random"]
    return Split()


_SPLIT_WORDS = {
    "time": "I check on later rows than those I learn from, in the order of {column}.",
    "group": "I check on a {column} I have never met: its rows stay on one side.",
    "random": "I check on rows drawn at random: I saw no order in time and no repeats.",
    "untimed": "I check on rows drawn at random, whatever their date.",
}


def _time_column(facts: Facts, ascending: bool = False) -> str:
    dates = [c for c in facts.columns if c.kind == Kind.DATE]
    if ascending:
        dates = [c for c in dates if c.ascending and c.distinct > 2]
    return dates[0].name if dates else ""


def _group_column(draft: _Draft) -> str:
    repairs = draft.get("table.repairs", {})
    for suspicion in draft.suspicions:
        if suspicion.repair == "group" and _applies(suspicion, repairs):
            return suspicion.columns[0] if suspicion.columns else ""
    return ""


def _limits(draft: _Draft) -> Limits:
    families = tuple(draft.get("limits.families", ()))
    glass_box = bool(draft.get("limits.glass_box", False))
    if glass_box:
        readable = [f for f in GLASS_BOX_FAMILIES if not families or f in families]
        families = tuple(readable or GLASS_BOX_FAMILIES)
        draft.reasons["families"] = "Only models that a person can read in full."
    return Limits(
        seconds=float(draft.get("limits.seconds", DEFAULT_SECONDS)),
        families=families,
        never_families=tuple(draft.get("limits.never_families", ())),
        glass_box=glass_box,
        latency_ms=draft.get("limits.latency_ms"),
        size_mb=draft.get("limits.size_mb"),
        memory_mb=draft.get("limits.memory_mb"),
        monotonic=_monotonic(draft),
        trials=draft.get("limits.trials"),
    )


def _monotonic(draft: _Draft) -> dict[str, str]:
    """Return the directions that can bind: those of columns of the table."""
    said: Mapping[str, str] = draft.get("limits.monotonic", {})
    known = {c: d for c, d in said.items() if c in draft.facts.names}
    unknown = [c for c in said if c not in known]
    if unknown:
        names = ", ".join(unknown)
        draft.reasons["monotonic"] = f"No such column, so no direction: {names}."
    return known


def _priors(draft: _Draft) -> dict[str, float]:
    priors: dict[str, float] = {}
    if draft.get("preferences.simple"):
        priors.update(dict.fromkeys(GLASS_BOX_FAMILIES, LEAN_SIMPLE))
    for family in draft.get("preferences.families", ()):
        priors[family] = LEAN
    if priors:
        draft.reasons["priors"] = (
            "Leaning to what you would like; the rest is tried too."
        )
    return priors
