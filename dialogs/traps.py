"""Wishes that the data, or arithmetic, will not grant as they were said.

Each is a key with its numbers; the words are in ``traps.toml``. Pure: the conversation
raises each once and takes no for an answer. Sources of the rules: Metrics Reloaded
(Nature Methods 2024) for metrics at rare events; Hanley & Lippman-Hand (1983) for the
rule of three.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from .brief import Brief
from .facts import ColumnFacts, Facts, Kind
from .message import Level
from .success import COSTS, IN_UNITS, SHARES, objective_of
from .tasks import same_value, task_of

RARE = 0.10
"""Events in fewer rows than this make plain accuracy mislead."""

VERY_RARE = 0.05
CERTAIN = 0.995
"""A share from here on means 'always'."""

FEW_EVENTS = 100
"""Below this no cut is tuned."""

MOSTLY = 0.5
"""A target that is missing in more rows than this is worth a word."""

READABLE = frozenset({"linear", "spline", "ebm", "tree"})
PERIODS = ("hour", "day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Trap:
    """One wish to question."""

    key: str
    slots: tuple[str, ...]
    """The slots of the brief that it is about."""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Under this name the conversation remembers that it was raised."""
        return f"trap:{self.key}"

    @property
    def offer(self) -> Mapping[str, Any]:
        """Slots and values that are proposed instead; may be empty."""
        found: Mapping[str, Any] = _entries()[self.key].get("offer", {})
        return found

    def text(self, level: Level | str = Level.PLAIN) -> str:
        """Return what is said about it, at a level of language."""
        entry = _entries()[self.key]
        technical = Level(str(level)) == Level.TECHNICAL
        words = entry["technical"] if technical else entry["plain"]
        return str(words).format_map(self.data)


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("dialogs").joinpath("traps.toml").read_text("utf-8"))


@dataclass(frozen=True)
class _Case:
    brief: Brief
    facts: Facts
    task: str
    objective: str | None
    target: ColumnFacts

    def get(self, slot: str) -> Any:
        return self.brief.get(f"success.{slot}")

    def number(self, slot: str) -> float | None:
        value = self.get(slot)
        return float(value) if isinstance(value, int | float) else None

    def must(self, metric: str, side: str) -> float | None:
        """Return the bound of the first such requirement."""
        return next(
            (float(r[side]) for r in self.get("require") or ()
             if r["metric"] == metric and r.get(side) is not None),
            None,
        )  # fmt: skip

    @property
    def events(self) -> int | None:
        event = self.brief.get("goal.event")
        if event is None or self.task != "binary":
            return None
        return next((n for v, n in self.target.top if same_value(v, str(event))), None)

    @property
    def rate(self) -> float | None:
        known = self.target.rows - self.target.missing
        return None if self.events is None or known <= 0 else self.events / known


def traps(brief: Brief, facts: Facts, raised: tuple[str, ...] = ()) -> tuple[Trap, ...]:
    """Return what to question in a brief, gravest first.

    Parameters
    ----------
    brief : Brief
    facts : Facts
    raised : tuple of str
        Ids of traps that were raised before; they are left out.
    """
    target = facts.column(brief.get("table.target") or "")
    task = task_of(brief, facts)
    if target is None or task is None:
        return ()
    case = _Case(brief, facts, task, objective_of(brief, task), target)
    found = (trap for rule in _RULES for trap in rule(case))
    return tuple(t for t in found if t.id not in raised)


def _certain(case: _Case) -> Iterator[Trap]:
    recall = max(case.number("recall") or 0, case.must("recall", "at_least") or 0)
    precision = max(
        case.number("precision") or 0, case.must("precision", "at_least") or 0
    )
    alarms = [case.number("fpr"), case.must("fpr", "at_most")]
    silent = precision >= CERTAIN or any(
        a is not None and a <= 1 - CERTAIN for a in alarms
    )
    if recall >= CERTAIN and silent:
        yield Trap("both_certain", ("success.recall", "success.precision"))
    elif recall >= CERTAIN:
        events = f"{case.events:,}" if case.events else "all"
        yield Trap("certain_catch", ("success.recall",), {"events": events})
    elif silent:
        yield Trap("certain_alarm", ("success.precision",))


def _rare(case: _Case) -> Iterator[Trap]:
    if case.rate is None:
        return
    asked = case.must("accuracy", "at_least")
    data = {
        "rare": f"{100 * case.rate:.2g}",
        "majority": f"{100 * (1 - case.rate):.3g}",
        "event": case.brief.get("goal.event"),
    }
    on_accuracy = case.objective == "accuracy" or asked is not None
    if on_accuracy and case.rate <= RARE:
        yield Trap("accuracy_rare", ("success.objective",), data)
    if case.objective == "roc_auc" and case.rate <= VERY_RARE:
        yield Trap("rank_rare", ("success.objective",), data)


def _few(case: _Case) -> Iterator[Trap]:
    if case.events is not None and case.events < FEW_EVENTS:
        data = {"events": case.events, "event": case.brief.get("goal.event")}
        yield Trap("few_events", ("goal.event",), data)


def _near_zero(case: _Case) -> bool:
    low, high = case.target.minimum, case.target.maximum
    if low is None or high is None:
        return False
    middle = case.target.quantiles[2] if len(case.target.quantiles) > 2 else high
    # Values at or below 5 in 100 of the median make a percentage meaningless.
    return low <= 0 or abs(low) < 0.05 * abs(middle)


def _percentages(case: _Case) -> Iterator[Trap]:
    if not _near_zero(case):
        return
    data = {"target": case.target.name}
    if case.objective == "mean_absolute_percentage_error":
        yield Trap("percentage_zeros", ("success.objective",), data)
    if case.objective == "within_tolerance" and case.get("relative"):
        share = f"{100 * (case.number('tolerance') or 0):g}"
        yield Trap(
            "relative_zeros", ("success.tolerance",), {**data, "tolerance": share}
        )


def _lists(case: _Case) -> Iterator[Trap]:
    k, per = case.get("k"), case.get("per")
    share = case.number("share") or 0
    if case.objective != "precision_at_k" or not (k or share >= 1):
        return
    rows = case.facts.rows
    if share >= 1:
        data = {"k": "all of them", "rows": f"{rows:,}"}
        yield Trap("list_longer_than_table", ("success.share",), data)
        return
    data = {"k": f"{k:,}", "per": per or "", "rows": f"{rows:,}"}
    if per in PERIODS and not any(c.kind == Kind.DATE for c in case.facts.columns):
        yield Trap("period_without_date", ("success.k", "success.per"), data)
    each = rows_per(case.facts, per) if per in PERIODS else None
    if each is not None and k >= each:
        data |= {"each": f"{each:,.2g}", "column": _dated(case.facts)[0].name}
        yield Trap("list_holds_period", ("success.k", "success.per"), data)
    if k >= rows and not per:
        yield Trap("list_longer_than_table", ("success.k",), data)


_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.44, "quarter": 91.3,
         "year": 365.25}  # fmt: skip


def _dated(facts: Facts) -> list[ColumnFacts]:
    return [c for c in facts.columns if c.kind == Kind.DATE and c.first and c.last]


def rows_per(facts: Facts, per: str) -> float | None:
    """Return about how many rows of the table come in a period, where it tells."""
    dated = _dated(facts)
    if not dated:
        return None
    column = next((c for c in dated if c.ascending), dated[0])
    first, last = (datetime.fromisoformat(m) for m in (column.first, column.last))
    spans = (last - first).total_seconds() / 86400 / _DAYS[per] + 1
    return facts.rows / max(1.0, min(spans, float(column.distinct)))


def _prices(case: _Case) -> Iterator[Trap]:
    if case.objective != "expected_cost" or case.task != "binary":
        return
    cost = {name: case.number(name) for name in COSTS}
    shown = {"miss": f"{cost['miss_cost'] or 0:g}",
             "false_alarm": f"{cost['false_alarm_cost'] or 0:g}"}  # fmt: skip
    numbers = not any(isinstance(case.get(name), str) for name in COSTS)
    alarm, miss = cost["false_alarm_cost"], cost["miss_cost"]
    if numbers and alarm is not None and alarm <= (cost["pass_cost"] or 0):
        yield Trap("always_act", ("success.false_alarm_cost",), shown)
    elif numbers and miss is not None and miss <= (cost["hit_cost"] or 0):
        yield Trap("never_act", ("success.miss_cost",), shown)
    for name in COSTS:
        column = case.facts.column(str(case.get(name)))
        if isinstance(case.get(name), str) and column and column.missing:
            data = {"column": column.name, "missing": f"{column.missing:,}"}
            yield Trap("cost_gaps", (f"success.{name}",), data)


def _perfect(case: _Case) -> Iterator[Trap]:
    goal = case.number("target_value")
    shares = [case.must(m, "at_least") for m in (*sorted(SHARES), "specificity")]
    wanted = [goal] if case.objective in SHARES else []
    if any(v is not None and v >= 1 for v in (*wanted, *shares)):
        yield Trap("perfect", ("success.target_value",))
    if case.objective == "interval" and (case.number("coverage") or 0) >= CERTAIN:
        yield Trap("sure_range", ("success.coverage",))


def _units(case: _Case) -> Iterator[Trap]:
    low, high = case.target.minimum, case.target.maximum
    if case.task not in ("regression", "forecast") or low is None or high is None:
        return
    wanted: dict[str, float | None] = {}
    if not case.get("relative"):
        wanted["success.tolerance"] = case.number("tolerance")
    if case.objective in IN_UNITS:
        wanted["success.target_value"] = case.number("target_value")
    wanted["success.require"] = max(
        (v for m in sorted(IN_UNITS) if (v := case.must(m, "at_most"))), default=None
    )
    for slot, value in wanted.items():
        if value is not None and high > low and value >= high - low:
            data = {"target": case.target.name, "low": f"{low:g}", "high": f"{high:g}",
                    "tolerance": f"{value:g}"}  # fmt: skip
            yield Trap("unit_mismatch", (slot,), data)
            return


def _gaps(case: _Case) -> Iterator[Trap]:
    rows, missing = case.target.rows, case.target.missing
    if rows and missing >= MOSTLY * rows:
        data = {"target": case.target.name, "missing": f"{missing:,}",
                "rows": f"{rows:,}", "left": f"{rows - missing:,}"}  # fmt: skip
        yield Trap("target_gaps", ("table.target",), data)


def _families(case: _Case) -> Iterator[Trap]:
    only = set(case.brief.get("limits.families", ()))
    never = set(case.brief.get("limits.never_families", ()))
    if only and only <= never:
        yield Trap("no_family_left", ("limits.families", "limits.never_families"))
    elif case.brief.get("limits.glass_box") and only and not only & READABLE:
        yield Trap("unreadable_families", ("limits.families", "limits.glass_box"))


def _directions(case: _Case) -> Iterator[Trap]:
    out = {*case.brief.get("table.ignore", ()),
           *case.brief.get("limits.never_columns", ())}  # fmt: skip
    for name in case.brief.get("limits.monotonic", {}):
        if name in out:
            yield Trap("unsure_column", ("limits.monotonic",), {"column": name})
            return


_RULES: tuple[Callable[[_Case], Iterator[Trap]], ...] = (
    _gaps, _certain, _prices, _lists, _rare, _percentages, _units, _perfect, _families,
    _directions, _few,
)  # fmt: skip
