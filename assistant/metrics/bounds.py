"""Cuts that keep a promised share, at the exact bound of what rows can show.

A must ("catch at least 95 of 100") is held to the one-sided bound of Clopper and Pearson
(1934) on out-of-fold rows, not to the share itself: that one is wrong half of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dialogs.constraints import Requirement, Success

from .case import Floats
from .intervals import clopper_pearson
from .rules import Rule

CONFIDENCE = 0.95
"""Of the bound that a 'must' is held to."""

WORDS = {"recall": "caught", "precision": "right", "fpr": "falsely named"}


def cut_for(metric: str, asked: float, y: NDArray[Any], score: Floats) -> Rule:
    """Return the cut at which a share is as asked, with 95 % confidence.

    Parameters
    ----------
    metric : str
        ``recall`` (the highest such cut), ``precision`` or ``fpr`` (the lowest).
    asked : float
        At least, or for ``fpr`` at most.
    y, score : arrays, shape (n,)
        1 = event; anything to sort by.
    """
    if metric == "recall":
        return _recall(asked, y, score)
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(y[order] == 1)
    cuts = score[order]
    others = int((y == 0).sum())
    # A cut takes all rows of equal probability, so only the last of each counts.
    ends = np.flatnonzero(np.append(cuts[1:] != cuts[:-1], True))
    # Few hundred steps are enough: between them the share moves by less than its error.
    for end in ends[:: -max(1, len(ends) // 400)]:
        hit, named = int(hits[end]), int(end) + 1
        if metric == "precision":
            held = clopper_pearson(hit, named, CONFIDENCE)[0] >= asked
        else:
            held = clopper_pearson(named - hit, others, CONFIDENCE)[1] <= asked
        if held:
            return Rule("cut", float(cuts[end]), why=_why(metric, "lowest"))
    return Rule("cut", float(cuts[0]), why="no cut reaches it; this is the nearest",
                reachable=False)  # fmt: skip


def _recall(asked: float, y: NDArray[Any], score: Floats) -> Rule:
    events = np.sort(score[y == 1])[::-1]
    for caught in range(1, len(events) + 1):
        if clopper_pearson(caught, len(events), CONFIDENCE)[0] >= asked:
            cut = float(events[caught - 1])
            return Rule("cut", cut, why=_why("recall", "highest"))
    lowest = float(events[-1]) if len(events) else 0.0
    return Rule("cut", lowest, why="as many caught as these rows allow",
                reachable=False)  # fmt: skip


def _why(metric: str, which: str) -> str:
    return (
        f"the {which} cut at which the share {WORDS[metric]} is as agreed, with 95% "
        "confidence"
    )


def with_musts(
    rule: Rule, success: Success, y: NDArray[Any], p: Floats, frame: pd.DataFrame
) -> Rule:
    """Return the rule moved as little as the musts beside the objective ask.

    A cut moves to the nearest one that keeps them; a rule by costs leans, as if the
    odds of the event were higher or lower. A list of fixed length cannot move.
    """
    musts = [b for b in map(_bound, success.requirements) if b is not None]
    asked = [*_own(success), *musts] if musts else []
    if not asked or rule.kind not in ("cut", "bayes") or rule.share is not None:
        return rule
    score = p
    if rule.kind == "bayes":
        score = _worth(rule, p, frame)
        if not np.isfinite(score).all():
            return rule  # acting is free, or never pays: no odds change that
    place = rule.cut or 0.0 if rule.kind == "cut" else 1.0
    found = place
    reachable = rule.reachable
    for metric, bound in asked:
        kept = cut_for(metric, bound, y, score)
        reachable &= kept.reachable
        cut = kept.cut or 0.0
        found = min(found, cut) if metric == "recall" else max(found, cut)
    # What is caught comes first where both cannot be had.
    for metric, bound in asked:
        if metric == "recall":
            cut = cut_for(metric, bound, y, score).cut or 0.0
            reachable &= found <= cut
            found = min(found, cut)
    if found == place:
        return replace(rule, reachable=reachable)
    why = f"{rule.why}; moved so that what must hold does, with 95% confidence"
    if rule.kind == "cut":
        return replace(rule, cut=found, why=why, reachable=reachable)
    return replace(rule, lean=_lean(found), why=why, reachable=reachable)


def _lean(worth: float) -> float:
    # A hair more, so that the row at the cut itself is acted on.
    return float((1 + 1e-9) / worth) if worth > 0 else 1.0


def _own(success: Success) -> list[tuple[str, float]]:
    """Return the share that the objective itself promises."""
    match success.objective:
        case "precision_at_recall":
            return [("recall", success.recall or 0.9)]
        case "recall_at_precision":
            return [("precision", success.precision or 0.9)]
        case "recall_at_fpr":
            return [("fpr", success.fpr or 0.05)]
    return []


def steers(asked: Requirement) -> bool:
    """Return whether a cut can be chosen so that a requirement holds."""
    return _bound(asked) is not None


def _bound(asked: Requirement) -> tuple[str, float] | None:
    """Return what a requirement asks of the cut, where it does."""
    if asked.metric in ("recall", "precision") and asked.at_least is not None:
        return asked.metric, asked.at_least
    if asked.metric == "fpr" and asked.at_most is not None:
        return "fpr", asked.at_most
    if asked.metric == "specificity" and asked.at_least is not None:
        return "fpr", 1 - asked.at_least
    return None


def _worth(rule: Rule, p: Floats, frame: pd.DataFrame) -> Floats:
    """Return each row's odds-weighted gain over waste; a rule by costs acts above 1."""
    costs: Mapping[str, Floats] = rule.costs(frame)
    gain = costs["miss"] - costs["hit"]
    waste = costs["false_alarm"] - costs["pass"]
    if (gain <= 0).any() or (waste <= 0).any():
        return np.full(len(p), np.nan)
    inside = np.clip(p, 1e-12, 1 - 1e-12)
    return np.asarray(inside * gain / ((1 - inside) * waste))
