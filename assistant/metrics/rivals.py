"""The rows beside the model: what else could be done about the same cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dialogs.constraints import Constraints, Success
from explain.filters import NotComparable, UnknownColumn, select
from explain.units import number

from .baselines import SimpleRule, constant_case
from .case import Case, Floats
from .plain_model import plain_answers
from .rules import Rule, everyone, top


@dataclass(frozen=True)
class Held:
    """Rows that were held back, and what the model says of them."""

    frame: pd.DataFrame
    """All columns, cost and group columns included."""
    y: NDArray[Any]
    score: Floats
    groups: NDArray[Any] | None = None
    low: Floats | None = None
    high: Floats | None = None


@dataclass(frozen=True)
class Learned:
    """The rows learned from, for the baselines."""

    X: pd.DataFrame
    y: NDArray[Any]


@dataclass(frozen=True)
class Rival:
    """Another way to answer: its name, its answers and decisions, and its words."""

    name: str
    case: Case
    text: str


@dataclass(frozen=True)
class Rivals:
    """Makes the rivals of a model on its held-back rows.

    Parameters
    ----------
    constraints : Constraints
    rule : Rule
        The deployed decision.
    case : Case
        The model's own answers and decisions.
    held, learned
        Rows held back, and rows learned from.
    classes : tuple of str
    simple : SimpleRule or None
        The best one-line rule.
    seed : int
        Of blind choices.
    """

    constraints: Constraints
    rule: Rule
    case: Case
    held: Held
    learned: Learned
    classes: tuple[str, ...]
    simple: SimpleRule | None
    seed: int = 0

    @property
    def _of_numbers(self) -> bool:
        return self.constraints.task in ("regression", "forecast")

    def all(self) -> list[Rival]:
        """Return every rival that these rows allow, doing nothing first."""
        if self.constraints.task == "binary":
            return self._binary()
        if self._of_numbers:
            return self._numbers()
        share = np.bincount(self.learned.y.astype(int), minlength=len(self.classes))
        most = int(share.argmax())
        case = constant_case(self.case, share / share.sum(), most)
        text = f"always saying {self.classes[most]}"
        return [Rival("do_nothing", case, text), *self._plain()]

    # --- two outcomes -----------------------------------------------------------------

    def _binary(self) -> list[Rival]:
        rate = float((self.learned.y == 1).mean())
        nothing = constant_case(self.case, rate, 0)
        found = [
            Rival("do_nothing", nothing, "acting on nobody"),
            self._blind(nothing),
        ]
        if self.simple is not None:
            score = self.simple.answer(self.held.frame)
            act = self._simple_act(self.simple, score)
            case = replace(self.case, score=score, act=act)
            found.append(Rival("simple_rule", case, self.simple.text))
        return [*found, *self._own_rule(), *self._own_decisions(), *self._plain()]

    def _blind(self, nothing: Case) -> Rival:
        if self.constraints.success.objective == "precision_at_k":
            # With room for k only, "everyone" is k taken blindly.
            return Rival("at_random", everyone(nothing, 1), "as many at random")
        if self.rule.share is None or self.rule.share >= 1:
            return Rival("treat_everyone", everyone(nothing, 1), "acting on everybody")
        act = self._fitting(np.ones(len(nothing.y), dtype=bool))
        return Rival("at_random", nothing.deciding(act), "as many at random")

    def _fitting(self, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return as many of the wanted rows as can be handled, picked blindly."""
        act = np.zeros(len(wanted), dtype=np.int64)
        rows = np.random.default_rng(self.seed).permutation(len(wanted))
        act[rows[wanted[rows]][: self.rule.most(len(wanted))]] = 1
        return act

    def _simple_act(self, simple: SimpleRule, score: Floats) -> NDArray[Any]:
        if self.rule.kind == "top_share":
            return top(score, int((self.case.act == 1).sum()))
        if self.rule.kind == "bayes":
            return self.rule.by_cost(score, self.case.costs)
        return simple.holds(self.held.frame).astype(np.int64)

    def _own_rule(self) -> list[Rival]:
        tree = self.constraints.compare_filter
        if not tree:
            return []
        try:
            holds = select(tree, self.held.frame, {})
        except (UnknownColumn, NotComparable):
            return []
        act = self._fitting(holds)
        case = replace(self.case, score=act.astype(float), act=act)
        return [
            Rival("your_rule", case, f"your rule ({self.constraints.compare_rule})")
        ]

    def _own_decisions(self) -> list[Rival]:
        column = self.constraints.compare_column
        if not column or column not in self.held.frame.columns:
            return []
        values = self.held.frame[column]
        said = values.astype(str).str.strip()
        event = self.constraints.event or ""
        if event in set(said):
            act = (said == event).to_numpy().astype(np.int64)
            score = act.astype(float)
        else:
            score, act = self._own_scores(pd.to_numeric(values, errors="coerce"))
        case = replace(self.case, score=score, act=act)
        return [Rival("your_decisions", case, f"the column {column}")]

    def _own_scores(self, values: pd.Series[Any]) -> tuple[Floats, NDArray[np.int64]]:
        """Return a column of numbers as chances, and the decisions that follow."""
        numbers: Floats = values.fillna(values.min()).to_numpy(dtype=float)
        if len(np.unique(numbers)) <= 2:
            act = (values.to_numpy(dtype=float) > 0.5).astype(np.int64)
            return act.astype(float), act
        chances = bool((numbers >= 0).all() and (numbers <= 1).all())
        if not chances:
            # Points on a scale of their own say who comes first, and nothing else.
            numbers = np.asarray(pd.Series(numbers).rank(pct=True), dtype=np.float64)
        if chances and self.rule.kind == "bayes":
            return numbers, self.rule.by_cost(numbers, self.case.costs)
        # As many as the model names: a cut of its own was never chosen for it.
        return numbers, top(numbers, int((self.case.act == 1).sum()))

    # --- numbers ----------------------------------------------------------------------

    def _numbers(self) -> list[Rival]:
        typical = _typical(self.learned.y, self.constraints.success)
        case = constant_case(self.case, typical)
        found = [Rival("do_nothing", case, f"always saying {number(typical)}")]
        if self.simple is not None:
            score = self.simple.answer(self.held.frame)
            rule = self.simple
            text = f"{number(rule.inside)} if {rule.text}, else {number(rule.outside)}"
            case = replace(self.case, score=score, act=score)
            found.append(Rival("simple_rule", case, text))
        column = self.constraints.compare_column
        if column and column in self.held.frame.columns:
            own = pd.to_numeric(self.held.frame[column], errors="coerce")
            score = own.fillna(typical).to_numpy(float)
            case = replace(self.case, score=score, act=score)
            found.append(Rival("your_predictions", case, f"the column {column}"))
        return [*found, *self._plain()]

    # --- a straight line --------------------------------------------------------------

    def _plain(self) -> list[Rival]:
        X, y = self.learned.X, self.learned.y
        numbers = self._of_numbers
        if not numbers and len(np.unique(y)) < 2:
            return []
        held = self.held.frame[list(X.columns)]
        classes = 0 if numbers else len(self.classes)
        score = plain_answers(X, y, held, classes, self.seed)
        if self.constraints.task == "binary":
            score = score[:, 1]
        if numbers:
            act: NDArray[Any] = score
        elif self.constraints.task != "binary":
            act = self.rule.decide(score, self.held.frame)
        elif self.rule.kind == "bayes":
            act = self.rule.by_cost(score, self.case.costs)
        else:
            # As many as the model names: a cut of its own was never chosen for it.
            act = top(score, int((self.case.act == 1).sum()))
        case = replace(self.case, score=score, act=act)
        return [Rival("plain_model", case, "a straight line through all columns")]


def _typical(y: NDArray[Any], success: Success) -> float:
    if success.objective in (
        "root_mean_squared_error",
        "bias",
        "r2",
        "poisson_deviance",
    ):
        return float(y.mean())
    level = success.quantile if success.objective == "pinball" else None
    return float(np.quantile(y, 0.5 if level is None else level))
