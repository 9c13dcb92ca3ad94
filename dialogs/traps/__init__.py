"""Wishes that the data, or arithmetic, will not grant as they were said.

Each is a key with its numbers; the words are in ``traps.toml``. Pure: the conversation
raises each once and takes no for an answer. Sources of the rules: Metrics Reloaded
(Nature Methods 2024) for metrics at rare events; Hanley & Lippman-Hand (1983) for the
rule of three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..brief import Brief
from ..facts import Facts
from ..success import objective_of
from ..tasks import task_of
from .case import Case
from .lists import lists_too_long
from .misleading import few, percentages, rare
from .narrowing import directions, families, gaps
from .out_of_reach import certain, perfect, units
from .prices import odd_prices
from .trap import Trap

__all__ = ["Trap", "traps"]


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
    case = Case(brief, facts, task, objective_of(brief, task), target)
    found = (trap for rule in _RULES for trap in rule(case))
    return tuple(t for t in found if t.id not in raised)


_RULES: tuple[Callable[[Case], Iterator[Trap]], ...] = (
    gaps, certain, odd_prices, lists_too_long, rare, percentages, units, perfect, families,
    directions, few,
)  # fmt: skip
