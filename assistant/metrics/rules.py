"""Decision rules: from a calibrated answer to what is done about a row.

Candidates are ranked by a proper score; the decision is a separate step, chosen on
out-of-fold predictions alone. Cuts by cost follow Elkan (2001): act when the expected
cost of acting is below that of leaving.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dialogs.constraints import Constraints, Success

from .case import Case, Floats
from .costs import cost_columns
from .intervals import clopper_pearson

FEWEST_EVENTS = 100
"""Below this many events to learn from, a cut tuned on them is mostly luck."""

CONFIDENCE = 0.95
"""Of the bound that a 'must' is held to."""

DECIDED = ("pass", "act", "review")
"""What a decision's code is called; 'review' hands the row to a person."""


@dataclass(frozen=True)
class Rule:
    """How a decision is made, as plain data.

    Parameters
    ----------
    kind : str
        ``cut``, ``bayes`` (by each row's own costs), ``top_share``, ``argmax``,
        ``min_cost`` (several classes), or ``value`` (a number is its own decision).
    cut : float, optional
        Act from this probability on.
    share : float, optional
        Of a list, the part from the top that is acted on; for ``bayes`` the most.
    success : mapping
        The costs that ``bayes`` and ``min_cost`` weigh, encoded.
    why : str
        In words.
    reachable : bool
        False where no cut does what was asked; the cut is then the nearest.
    """

    kind: str
    cut: float | None = None
    share: float | None = None
    success: Mapping[str, Any] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    why: str = ""
    reachable: bool = True

    def decide(self, score: Floats, frame: pd.DataFrame) -> NDArray[Any]:
        """Return the decisions for these rows.

        Parameters
        ----------
        score : array, shape (n,) or (n, k)
            Calibrated probabilities, or numbers.
        frame : DataFrame, n rows
            Holds the cost columns, where costs differ by row.
        """
        match self.kind:
            case "cut":
                return (score >= (self.cut or 0.0)).astype(np.int64)
            case "bayes":
                costs = cost_columns(self.success, frame, self.classes)
                if self.share is None:
                    return bayes(score, costs)
                return capped(score, costs, round(len(score) * self.share))
            case "top_share":
                return top(score, round(len(score) * (self.share or 0.0)))
            case "min_cost":
                cells = cost_columns(self.success, frame, self.classes)["matrix"]
                return min_cost(score, cells)
            case "argmax":
                return np.asarray(score.argmax(axis=1))
        return score


def bayes(p: Floats, costs: Mapping[str, Floats]) -> NDArray[np.int64]:
    """Return the decision of least expected cost for each row, shape (n,).

    1 acts, 0 leaves, 2 hands the row to a person where that has a price.
    """
    act, leave = _expected(p, costs)
    best = (act < leave).astype(np.int64)
    if "review" in costs:
        best = np.where(costs["review"] < np.minimum(act, leave), 2, best)
    return best


def capped(p: Floats, costs: Mapping[str, Floats], count: int) -> NDArray[np.int64]:
    """Return as `bayes` does, but act on at most ``count`` rows, shape (n,).

    Those where acting saves most are kept; ties go to the earlier row.
    """
    act, leave = _expected(p, costs)
    best = bayes(p, costs)
    worth = np.flatnonzero(best == 1)
    spare = worth[np.argsort((act - leave)[worth], kind="stable")[count:]]
    best[spare] = 0
    if "review" in costs:
        best[spare[(costs["review"] < leave)[spare]]] = 2
    return best


def _expected(p: Floats, costs: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return what acting and leaving are expected to cost, shape (n,) each."""
    act = p * costs["hit"] + (1 - p) * costs["false_alarm"]
    leave = p * costs["miss"] + (1 - p) * costs["pass"]
    return act, leave


def min_cost(proba: Floats, matrix: Floats) -> NDArray[np.int64]:
    """Return the class whose expected cost is least, shape (n,)."""
    classes = proba.shape[1]
    cells = matrix[0].reshape(classes, classes)
    return np.asarray((proba @ cells).argmin(axis=1))


def top(score: Floats, count: int) -> NDArray[np.int64]:
    """Return 1 for the ``count`` highest scores; ties go to the earlier row."""
    act = np.zeros(len(score), dtype=np.int64)
    act[np.argsort(-score, kind="stable")[:count]] = 1
    return act


def choose_rule(
    constraints: Constraints,
    y: NDArray[Any],
    score: Floats,
    frame: pd.DataFrame,
    classes: tuple[str, ...],
    table_rows: int,
) -> Rule:
    """Choose the rule that the contract implies, on out-of-fold predictions.

    Parameters
    ----------
    constraints : Constraints
        The contract.
    y, score : arrays, n rows
        Truths and calibrated out-of-fold answers of the rows to learn from.
    frame : DataFrame
        The same rows, with the cost columns.
    classes : tuple of str
        Class labels; for two, the event last.
    table_rows : int
        Rows of the whole file: what k is out of.
    """
    success = constraints.success
    if constraints.task in ("regression", "forecast"):
        return Rule("value", why="the predicted number itself")
    if constraints.task != "binary":
        return _several(success, classes)
    if constraints.threshold is not None:
        return Rule("cut", constraints.threshold, why="the cut that you set")
    chosen = _CHOICES.get(success.objective, _default)
    return chosen(_Evidence(success, y, score, frame, classes, table_rows))


@dataclass(frozen=True)
class _Evidence:
    success: Success
    y: NDArray[Any]
    p: Floats
    frame: pd.DataFrame
    classes: tuple[str, ...]
    table_rows: int

    @property
    def few(self) -> bool:
        return int((self.y == 1).sum()) < FEWEST_EVENTS


def _several(success: Success, classes: tuple[str, ...]) -> Rule:
    if success.objective == "expected_cost" and success.cost_matrix:
        return Rule(
            "min_cost", success=_plain(success), classes=classes,
            why="the class whose mistakes would cost least",
        )  # fmt: skip
    return Rule("argmax", classes=classes, why="the likeliest class")


def _plain(success: Success) -> dict[str, Any]:
    names = ("miss_cost", "false_alarm_cost", "hit_cost", "pass_cost", "review_cost",
             "cost_matrix")  # fmt: skip
    return {n: getattr(success, n) for n in names}


def _by_cost(seen: _Evidence) -> Rule:
    # On calibrated probabilities the formula is the best rule there is, for any number
    # of rows, so nothing is tuned.
    why = "act where the expected cost of acting is below that of leaving it"
    asked = seen.success
    if asked.k is None and asked.share is None:
        return Rule("bayes", success=_plain(asked), why=why)
    return Rule(
        "bayes", share=_share(seen), success=_plain(asked),
        why=f"{why}, those first where it saves most, as many as you can handle",
    )  # fmt: skip


def _by_count(seen: _Evidence) -> Rule:
    why = "the top of the list, as many as you can"
    return Rule("top_share", share=_share(seen), why=why)


def _share(seen: _Evidence) -> float:
    """Return the part of a list that can be acted on."""
    if seen.success.share is not None:
        return seen.success.share
    return min(1.0, (seen.success.k or 1) / max(seen.table_rows, 1))


def _by_recall(seen: _Evidence) -> Rule:
    asked = seen.success.recall or 0.9
    events = np.sort(seen.p[seen.y == 1])[::-1]
    for caught in range(1, len(events) + 1):
        if clopper_pearson(caught, len(events), CONFIDENCE)[0] >= asked:
            return Rule("cut", float(events[caught - 1]), why=_bound_words("caught"))
    lowest = float(events[-1]) if len(events) else 0.0
    return Rule("cut", lowest, why="as many caught as these rows allow",
                reachable=False)  # fmt: skip


def _bound_words(what: str) -> str:
    return (
        f"the highest cut at which the share {what} is as agreed, with 95% confidence"
    )


def _by_precision(seen: _Evidence) -> Rule:
    asked = seen.success.precision or 0.9
    return _lowest_cut(
        seen, lambda hits, flagged, _: clopper_pearson(hits, flagged, CONFIDENCE)[0]
        >= asked, "right",
    )  # fmt: skip


def _by_fpr(seen: _Evidence) -> Rule:
    allowed = seen.success.fpr or 0.05
    others = int((seen.y == 0).sum())
    return _lowest_cut(
        seen, lambda hits, flagged, _: clopper_pearson(
            flagged - hits, others, CONFIDENCE
        )[1] <= allowed, "falsely named",
    )  # fmt: skip


def _lowest_cut(
    seen: _Evidence, holds: Callable[[int, int, int], bool], what: str
) -> Rule:
    order = np.argsort(-seen.p, kind="stable")
    hits = np.cumsum(seen.y[order] == 1)
    cuts = seen.p[order]
    # A cut takes all rows of equal probability, so only the last of each counts.
    ends = np.flatnonzero(np.append(cuts[1:] != cuts[:-1], True))
    # Few hundred steps are enough: between them the share moves by less than its error.
    for end in ends[:: -max(1, len(ends) // 400)]:
        if holds(int(hits[end]), int(end) + 1, len(order)):
            return Rule("cut", float(cuts[end]), why=_bound_words(what))
    return Rule("cut", float(cuts[0]), why="no cut reaches it; this is the nearest",
                reachable=False)  # fmt: skip


def _by_f1(seen: _Evidence) -> Rule:
    return _best_cut(seen, lambda hit, flagged, events: 2 * hit / (flagged + events))


def _by_balance(seen: _Evidence) -> Rule:
    # Equal weight to both classes: the cut is the event's own share.
    return Rule("cut", float((seen.y == 1).mean()),
                why="both outcomes count alike")  # fmt: skip


def _best_cut(seen: _Evidence, worth: Callable[[Any, Any, int], Any]) -> Rule:
    if seen.few:
        return Rule("cut", 0.5, why="too few events to tune a cut; the middle is taken")
    order = np.argsort(-seen.p, kind="stable")
    hits = np.cumsum(seen.y[order] == 1)
    flagged = np.arange(1, len(order) + 1)
    value = worth(hits, flagged, int((seen.y == 1).sum()))
    return Rule("cut", float(seen.p[order][int(np.argmax(value))]),
                why="the best cut on rows the models had not seen")  # fmt: skip


def _default(_: _Evidence) -> Rule:
    return Rule("cut", 0.5, why="named when it is more likely than not")


_CHOICES: Mapping[str, Callable[[_Evidence], Rule]] = {
    "expected_cost": _by_cost,
    "precision_at_k": _by_count,
    "precision_at_recall": _by_recall,
    "recall_at_precision": _by_precision,
    "recall_at_fpr": _by_fpr,
    "f1": _by_f1,
    "balanced_accuracy": _by_balance,
}


def act_of(rule: Rule, score: Floats, frame: pd.DataFrame) -> NDArray[Any]:
    """Return a rule's decisions; kept apart so that a baseline may pass its own."""
    return rule.decide(score, frame)


def everyone(case: Case, act: int) -> Case:
    """Return the case in which every row is decided alike."""
    return case.deciding(np.full(len(case.y), act, dtype=np.int64))
