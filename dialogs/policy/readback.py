"""The agreement read back before a search: every setting that somebody said stands in it.

Invariant: two briefs that a person made different by saying something, and that lead to
different Constraints, are read back differently; else nobody could see a misunderstanding.
"""

from __future__ import annotations

from ..agreement import contract_lines, line_in_hundred
from ..constraints import Constraints
from ..message import Level
from ..tabular import brief_number
from ..tasks import same_value
from ..words import clauses, say, seconds_text, value_text
from .turn import Turn

TOLD = ("families", "priors", "split", "ignore", "monotonic")
"""Parts of the Constraints whose reason is read back."""

OWN = (
    "table.path", "table.sheet", "table.target", "table.repairs", "table.ignore", "table.row",
    "goal.task", "goal.event", "goal.action", "goal.domain", "goal.purpose",
    "success.objective", "success.require", "success.target_value", "limits.seconds",
    "limits.glass_box", "limits.never_columns", "split.kind", "split.column",
    "expectations.drivers",
)  # fmt: skip
"""Slots that have a line of their own, or are words alone."""

USED = {
    "expected_cost": ("miss_cost", "false_alarm_cost", "hit_cost", "pass_cost",
                      "review_cost", "cost_matrix"),
    "precision_at_k": ("k", "share", "per"),
    "precision_at_recall": ("recall",),
    "recall_at_precision": ("precision",),
    "recall_at_fpr": ("fpr",),
    "within_tolerance": ("tolerance", "relative"),
    "pinball": ("quantile",),
    "interval": ("coverage",),
    "top_k_accuracy": ("k",),
}  # fmt: skip
"""Objective -> what its own line names of the section on success."""

BESIDE = {"expected_cost": ("k", "share", "per")}
"""Objective -> what binds beside it and has no line."""


def read_back(turn: Turn, found: Constraints) -> None:
    """Read the agreement back, in both languages, with what was assumed."""
    state = turn.state
    if state.facts is None:
        return
    lines = [say("confirm.head", state.level, target=found.target)]
    lines += [
        say("confirm.line", state.level, text=text)
        for text in contract_lines(found, state.facts, Level.PLAIN)
    ]
    technical = "; ".join(contract_lines(found, state.facts, Level.TECHNICAL))
    lines.append(say("confirm.technical", state.level, text=technical))
    lines += _details(turn, found)
    told = _what_is_new(state.agreed, lines, Level(state.level))
    turn.set(agreed=tuple(lines))
    turn.tell("\n".join(told), "confirm")


MOST_NEW = 4
"""Lines that may be new in an agreement that was read before: beyond, it is read whole."""


def _what_is_new(before: tuple[str, ...], now: list[str], level: Level) -> list[str]:
    """Return an agreement as it is read back: of one that was read before, what differs."""
    if not before or before[0] != now[0]:
        return now
    fresh = [line for line in now if line not in before]
    ends = [line for line in before if line not in now]
    gone = [e for e in ends if not any(_begin(f) == _begin(e) for f in fresh)]
    if not fresh and not gone:
        return [say("confirm.same", level)]
    if len(fresh) + len(gone) > MOST_NEW:
        return now
    dropped = [
        say("confirm.gone", level, line=line.removeprefix("✓ ")) for line in gone
    ]
    return [say("confirm.again", level), *fresh, *dropped]


def _begin(line: str) -> list[str]:
    """Return the first words of a line: two that begin alike say the same thing anew."""
    return line.split()[:3]


def _details(turn: Turn, found: Constraints) -> list[str]:
    state = turn.state
    lines = []
    expected = state.brief.get("expectations.drivers")
    if expected:
        what = value_text("expectations.drivers", expected)
        lines.append(say("confirm.drivers", state.level, what=what))
    lines += [found.reasons[part] for part in TOLD if part in found.reasons]
    lines += _further(turn, found)
    lines += _extreme(turn, found)
    assumed = {
        slot: value.v for slot, value in state.brief.values.items()
        if value.source.value in ("assumed", "delegated") and slot != "table.repairs"
    }  # fmt: skip
    if assumed:
        told = clauses(assumed, state.facts, found.target)
        lines.append(say("confirm.assumed", state.level, what=told))
    time = seconds_text(found.limits.seconds)
    lines.append(say("confirm.time", state.level, time=time, share="25"))
    return lines


FAR = 10.0
"""A line so many times below, or above, the usual chance: few rows lie beyond it."""


def _extreme(turn: Turn, found: Constraints) -> list[str]:
    """Return a line where the prices alone name nearly everyone, or hardly anyone."""
    success, state = found.success, turn.state
    column = state.facts.column(found.target) if state.facts else None
    cut = line_in_hundred(success)
    listed = success.k is not None or success.share is not None
    if success.objective != "expected_cost" or column is None or cut is None or listed:
        return []
    rows = sum(n for _, n in column.top)
    events = sum(n for v, n in column.top if same_value(v, str(found.event)))
    if not rows or not 0 < events < rows or not 0 < cut < 100:
        return []
    usual, line = events / (rows - events), cut / (100 - cut)
    key = "nearly_all" if line * FAR <= usual else "nearly_none"
    if usual / FAR < line < usual * FAR:
        return []
    rare = brief_number(100 * events / rows)
    return [say(f"confirm.{key}", state.level, rare=rare, event=found.event)]


def _further(turn: Turn, found: Constraints) -> list[str]:
    """Return what was said and has no line of its own: what binds, and what is idle."""
    brief, objective = turn.state.brief, found.success.objective
    own = {*OWN, *(f"success.{n}" for n in USED.get(objective, ()))}
    rest = {
        slot: value.v for slot, value in brief.values.items()
        if slot not in own and value.source.value in ("said", "corrected")
    }  # fmt: skip
    beside = {f"success.{n}" for n in BESIDE.get(objective, ())}
    idle = {
        s: v for s, v in rest.items() if s.startswith("success.") and s not in beside
    }
    binds = {s: v for s, v in rest.items() if s not in idle}
    lines = []
    for key, values in (("confirm.also", binds), ("confirm.idle", idle)):
        told = clauses(values, turn.state.facts, found.target) if values else ""
        lines += [say(key, turn.state.level, what=told)] if told else []
    return lines
