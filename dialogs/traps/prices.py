"""Prices by which one would always act, or never, or that have gaps."""

from __future__ import annotations

from collections.abc import Iterator

from ..success import COSTS
from .case import Case
from .trap import Trap


def odd_prices(case: Case) -> Iterator[Trap]:
    """Yield prices that leave nothing to decide, and columns of prices with gaps."""
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
