"""What makes the numbers less sure than they look, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dialogs.constraints import Constraints

from .case import Case
from .held_doubts import held_doubts
from .objectives import value_of
from .rivals import Held, Learned
from .rules import Rule, everyone

FEWEST_TEST_EVENTS = 30
FEWEST_TRAIN_EVENTS = 100

SAME = 0.02
"""A decision that changes for fewer rows than this is the same decision."""

FACTORS = {0.5: "half", 2.0: "twice"}


@dataclass(frozen=True)
class Doubts:
    """Looks at what was agreed, decided and held back.

    Parameters
    ----------
    constraints : Constraints
    rule : Rule
        The deployed decision.
    case : Case
        Its decisions on the held-back rows.
    held, learned
        Rows held back, and rows learned from.
    """

    constraints: Constraints
    rule: Rule
    case: Case
    held: Held
    learned: Learned

    def sensitivity(self) -> list[dict[str, Any]]:
        """Decide again with the cost of a miss halved and doubled."""
        success = self.constraints.success
        if success.objective != "expected_cost" or "miss" not in self.case.costs:
            return []
        found = []
        for factor, word in FACTORS.items():
            costs = {**self.case.costs, "miss": self.case.costs["miss"] * factor}
            act = self.rule.by_cost(self.case.score, costs)
            changed = float((act != self.case.act).mean())
            case = replace(self.case, act=act, costs=costs)
            nothing = value_of("expected_cost", everyone(case, 0), success)
            # On a list of limited length nobody can act on everyone.
            treat = (
                nothing
                if self.rule.share is not None
                else value_of("expected_cost", everyone(case, 1), success)
            )
            value = value_of("expected_cost", case, success)
            pays = value < min(nothing, treat)
            found.append({
                "miss_cost": factor, "changed": changed, "value": value, "pays": pays,
                "same": changed <= SAME, "text": _told(word, changed, pays),
            })  # fmt: skip
        return found

    def warnings(self) -> list[dict[str, Any]]:
        """Return each doubt as a warning: kind, column, text."""
        return [
            {"kind": kind, "column": column, "text": text}
            for kind, column, text in self._found()
        ]

    def _found(self) -> Iterator[tuple[str, str, str]]:
        if self.constraints.task == "binary":
            yield from self._few()
            yield from self._rule()
            yield from self._flat()
            yield from self._own_rule()
        yield from held_doubts(self.constraints, self.held, self.learned)
        yield from self._gaps()

    def _few(self) -> Iterator[tuple[str, str, str]]:
        test = int((self.held.y == 1).sum())
        train = int((self.learned.y == 1).sum())
        if test < FEWEST_TEST_EVENTS or train < FEWEST_TRAIN_EVENTS:
            yield "few_events", "", (
                f"There are only {train} such cases to learn from and {test} to check "
                "on: read the ranges, not the single numbers."
            )  # fmt: skip

    def _rule(self) -> Iterator[tuple[str, str, str]]:
        if not self.rule.reachable:
            yield "out_of_reach", "", (
                "What was asked cannot be promised with 95% confidence on these rows. I "
                "took the nearest that can be had; the agreement above says how near."
            )  # fmt: skip
        if self.rule.basis:
            yield "list_basis", "", self.rule.basis
        if self.rule.share is not None and self.rule.share >= 1:
            yield "list_longer_than_table", "", (
                "The list has room for every row, so there is nothing to choose: all "
                "could be taken."
            )  # fmt: skip

    def _flat(self) -> Iterator[tuple[str, str, str]]:
        """Yield a doubt where the prices decide by themselves."""
        if not {"miss", "false_alarm"} <= set(self.case.costs):
            return
        costs = self.case.costs
        gain = costs["miss"] - costs["hit"]
        waste = costs["false_alarm"] - costs["pass"]
        if (waste <= 0).all():
            yield "always_act", "", (
                "With these prices a false alarm costs nothing, so acting on everybody "
                "is always right and the model decides nothing."
            )  # fmt: skip
        elif (gain <= 0).all():
            yield "never_act", "", (
                "With these prices a miss costs nothing, so leaving everybody alone is "
                "always right and the model decides nothing."
            )  # fmt: skip
        elif (odd := int((gain < 0).sum() + (waste < 0).sum())) > 0:
            yield "odd_prices", "", (
                f"In {odd:,} of {len(gain):,} rows held back a price is below zero, so "
                "that a mistake there earns something. Is that meant?"
            )  # fmt: skip

    def _own_rule(self) -> Iterator[tuple[str, str, str]]:
        said = self.constraints.compare_rule
        if said and not self.constraints.compare_filter:
            why = self.constraints.reasons.get("compare", "")
            text = f"I could not compare with your rule, {said!r}. {why}"
            yield "rule_unclear", "", text.strip()

    def _gaps(self) -> Iterator[tuple[str, str, str]]:
        for name, middle in self.rule.fill.items():
            numbers = pd.to_numeric(self.held.frame[name], errors="coerce")
            gaps = int(np.isnan(numbers.to_numpy(dtype=float)).sum())
            yield "cost_gaps", name, (
                f"{name} gives the price of a mistake and is empty in some rows ({gaps:,} "
                f"of {len(numbers):,} held back). There I took the middle value, "
                f"{middle:,.6g}."
            )  # fmt: skip


def _told(word: str, changed: float, pays: bool) -> str:
    if changed <= SAME:
        start = f"If a miss cost {word} as much, I would decide the same"
    else:
        start = (
            f"If a miss cost {word} as much, I would decide otherwise for "
            f"{100 * changed:.2g} of 100"
        )
    end = "the model would still pay" if pays else "the model would no longer pay"
    return f"{start}, and {end}."
