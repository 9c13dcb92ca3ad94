"""What the rules look at: a brief, the facts of its table, and the column it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..brief import Brief
from ..facts import ColumnFacts, Facts
from ..tasks import same_value


@dataclass(frozen=True)
class Case:
    """A brief and its table, as the rules ask of them."""

    brief: Brief
    facts: Facts
    task: str
    objective: str | None
    target: ColumnFacts

    def get(self, slot: str) -> Any:
        """Return what the brief says of success."""
        return self.brief.get(f"success.{slot}")

    def number(self, slot: str) -> float | None:
        """Return what the brief says of success where it is a number."""
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
        """Return how many rows have the event, where it is known."""
        event = self.brief.get("goal.event")
        if event is None or self.task != "binary":
            return None
        return next((n for v, n in self.target.top if same_value(v, str(event))), None)

    @property
    def rate(self) -> float | None:
        """Return the share of rows that have the event."""
        known = self.target.rows - self.target.missing
        return None if self.events is None or known <= 0 else self.events / known
