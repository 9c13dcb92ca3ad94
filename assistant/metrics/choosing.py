"""Choosing the decision rule that a contract implies, on out-of-fold predictions.

Invariant: nothing here sees a held-back row, and a cut is tuned only where there are
events enough for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dialogs.constraints import Constraints, Success

from .bounds import cut_for, with_musts
from .capacity import list_rows
from .case import Floats
from .costs import prices_of, usual_prices
from .rules import Rule, saving

FEWEST_EVENTS = 100
"""Below this many events to learn from, a cut tuned on them is mostly luck."""


def choose_rule(
    constraints: Constraints,
    y: NDArray[Any],
    score: Floats,
    frame: pd.DataFrame,
    classes: tuple[str, ...],
    out_of: float,
    ahead: int = 0,
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
    out_of : float
        Rows that k is out of: those of the whole file, or of a period
        (`capacity.list_rows`).
    ahead : int
        New rows on which what must hold shall hold too: as many as are held back.
    """
    success = constraints.success
    if constraints.task in ("regression", "forecast"):
        return Rule("value", why="the predicted number itself")
    if constraints.task != "binary":
        return _several(success, classes, y)
    if constraints.threshold is not None:
        return Rule("cut", constraints.threshold, why="the cut that you set")
    seen = _Evidence(success, y, score, frame, classes, out_of, ahead)
    rule = _CHOICES.get(success.objective, _default)(seen)
    return with_musts(rule, success, y, score, frame, ahead)


def rule_for(
    constraints: Constraints,
    y: NDArray[Any],
    score: Floats,
    frame: pd.DataFrame,
    classes: tuple[str, ...],
    whole: pd.DataFrame,
    ahead: int = 0,
) -> Rule:
    """Choose the rule as `choose_rule` does; k is out of what the whole file tells.

    Parameters
    ----------
    whole : DataFrame
        All usable rows of the file; the others as for `choose_rule`.
    """
    out_of, basis = list_rows(constraints, whole)
    rule = choose_rule(constraints, y, score, frame, classes, out_of, ahead)
    return rule if rule.share is None else replace(rule, basis=basis)


@dataclass(frozen=True)
class _Evidence:
    success: Success
    y: NDArray[Any]
    p: Floats
    frame: pd.DataFrame
    classes: tuple[str, ...]
    out_of: float
    ahead: int

    @property
    def few(self) -> bool:
        return int((self.y == 1).sum()) < FEWEST_EVENTS


def _several(success: Success, classes: tuple[str, ...], y: NDArray[Any]) -> Rule:
    if success.objective == "expected_cost" and success.cost_matrix:
        return Rule(
            "min_cost", success=prices_of(success), classes=classes,
            why="the class whose mistakes would cost least",
        )  # fmt: skip
    if success.objective == "balanced_accuracy":
        return Rule(
            "min_cost", success={"cost_matrix": _alike(classes, y)}, classes=classes,
            why="the class that is likelier than usual by most: each counts alike",
        )  # fmt: skip
    return Rule("argmax", classes=classes, why="the likeliest class")


def _alike(classes: tuple[str, ...], y: NDArray[Any]) -> dict[str, dict[str, float]]:
    """Return prices under which a mistake about a class costs the more, the rarer it is.

    By the likeliest class alone a common one would be named for nearly every row.
    """
    counts = np.bincount(y.astype(int), minlength=len(classes))
    price = counts.sum() / np.maximum(counts, 1)
    return {
        true: {told: float(price[i]) for told in classes if told != true}
        for i, true in enumerate(classes)
    }


def _by_cost(seen: _Evidence) -> Rule:
    # On calibrated probabilities the formula is the best rule there is, for any number
    # of rows, so nothing is tuned.
    why = "act where the expected cost of acting is below that of leaving it"
    asked = seen.success
    fill = {n: v for n, (v, _) in usual_prices(prices_of(asked), seen.frame).items()}
    rule = Rule("bayes", success=prices_of(asked), why=why, fill=fill)
    if asked.k is None and asked.share is None:
        return rule
    share = _share(seen)
    saved = saving(seen.p, rule.costs(seen.frame))
    return replace(
        rule, share=share, alone=_at(saved, share),
        why=f"{why}, those first where it saves most, as many as you can handle; "
        "a row by itself counts where it would be among them",
    )  # fmt: skip


def _by_count(seen: _Evidence) -> Rule:
    share = _share(seen)
    why = (
        "the top of the list, as many as you can; a row by itself is named where its "
        "chance would put it there"
    )
    return Rule("top_share", share=share, alone=_at(seen.p, share), why=why)


def _at(values: Floats, share: float) -> float:
    """Return the value that this share of rows lies at or above."""
    count = min(len(values), max(1, round(len(values) * share)))
    return float(np.sort(values)[::-1][count - 1])


def _share(seen: _Evidence) -> float:
    """Return the part of a list that can be acted on."""
    if seen.success.share is not None:
        return seen.success.share
    return min(1.0, (seen.success.k or 1) / max(seen.out_of, 1.0))


def _by_recall(seen: _Evidence) -> Rule:
    return cut_for("recall", seen.success.recall or 0.9, seen.y, seen.p, seen.ahead)


def _by_precision(seen: _Evidence) -> Rule:
    return cut_for(
        "precision", seen.success.precision or 0.9, seen.y, seen.p, seen.ahead
    )


def _by_fpr(seen: _Evidence) -> Rule:
    return cut_for("fpr", seen.success.fpr or 0.05, seen.y, seen.p, seen.ahead)


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
