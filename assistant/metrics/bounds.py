"""Cuts that keep a promised share, with a margin for what rows can show.

A must ("catch at least 95 of 100") is held to two bounds, not to the share itself: that
one is wrong half of the time. The one-sided bound of Clopper and Pearson (1934) is for
the share among all rows there will ever be. As many new rows as were held back scatter
around that too: they keep the promise where their beta-binomial bound does (Jeffreys'
prior; Hahn and Meeker 1991, Statistical Intervals).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import betabinom

from dialogs.constraints import Requirement, Success

from .case import Floats
from .intervals import clopper_pearson
from .rules import Rule

CONFIDENCE = 0.95
"""Of the bounds that a 'must' is held to."""

WORDS = {"recall": "caught", "precision": "right", "fpr": "falsely named"}


def promised(hits: int, n: int, asked: float, ahead: int = 0) -> bool:
    """Return whether a share of at least so much can be promised.

    Parameters
    ----------
    hits, n : int
        Seen on out-of-fold rows.
    asked : float
        The least share.
    ahead : int
        New rows among which it shall hold too; 0 asks for the share in the long run.

    Examples
    --------
    >>> promised(1017, 1058, 0.95), promised(1017, 1058, 0.95, 350)
    (True, False)
    """
    if clopper_pearson(hits, n, CONFIDENCE)[0] < asked:
        return False
    fewest = math.ceil(asked * ahead - 1e-9)
    if fewest < 1:
        return True
    return bool(
        betabinom.sf(fewest - 1, ahead, hits + 0.5, n - hits + 0.5) >= CONFIDENCE
    )


def cut_for(
    metric: str, asked: float, y: NDArray[Any], score: Floats, ahead: int = 0
) -> Rule:
    """Return the cut at which a share can be promised.

    Parameters
    ----------
    metric : str
        ``recall`` (the highest such cut), ``precision`` or ``fpr`` (the lowest).
    asked : float
        At least, or for ``fpr`` at most.
    y, score : arrays, shape (n,)
        1 = event; anything to sort by.
    ahead : int
        New rows on which the promise shall hold too, where there is such a cut.
    """
    per_row = ahead / max(1, len(y))
    find = _recall if metric == "recall" else _upwards(metric)
    found = find(asked, y, score, per_row)
    if not found.reachable and ahead:
        found = find(asked, y, score, 0.0)
    return replace(found, kept={metric: share(metric, y, score, found.cut or 0.0)})


def share(metric: str, y: NDArray[Any], score: Floats, cut: float) -> float:
    """Return a share at a cut: of the events caught, the named right, others named."""
    act, event = score >= cut, y == 1
    part, whole = {
        "recall": (act & event, event),
        "precision": (act & event, act),
        "fpr": (act & ~event, ~event),
    }[metric]
    return float(part.sum() / max(1, whole.sum()))


_Find = Callable[[float, NDArray[Any], Floats, float], Rule]


def _upwards(metric: str) -> _Find:
    def find(asked: float, y: NDArray[Any], score: Floats, per_row: float) -> Rule:
        order = np.argsort(-score, kind="stable")
        hits = np.cumsum(y[order] == 1)
        cuts = score[order]
        others = int((y == 0).sum())
        # A cut takes all rows of equal probability, so only the last of each counts.
        ends = np.flatnonzero(np.append(cuts[1:] != cuts[:-1], True))
        # Few hundred steps are enough: between them the share moves by less than its
        # error.
        for end in ends[:: -max(1, len(ends) // 400)]:
            hit, named = int(hits[end]), int(end) + 1
            if metric == "precision":
                held = promised(hit, named, asked, round(per_row * named))
            else:
                spared = others - (named - hit)
                held = promised(spared, others, 1 - asked, round(per_row * others))
            if held:
                return Rule("cut", float(cuts[end]), why=_why(metric, "lowest"))
        return Rule("cut", float(cuts[0]), why="no cut reaches it; this is the nearest",
                    reachable=False)  # fmt: skip

    return find


def _recall(asked: float, y: NDArray[Any], score: Floats, per_row: float) -> Rule:
    events = np.sort(score[y == 1])[::-1]
    n = len(events)
    ahead = round(per_row * n)
    # The more are caught, the more can be promised: the fewest are found by halving.
    caught = bisect_left(
        range(1, n + 1), True, key=lambda k: promised(k, n, asked, ahead)
    )
    if caught < n:
        return Rule("cut", float(events[caught]), why=_why("recall", "highest"))
    lowest = float(events[-1]) if n else 0.0
    return Rule("cut", lowest, why="as many caught as these rows allow",
                reachable=False)  # fmt: skip


def _why(metric: str, which: str) -> str:
    return (
        f"the {which} cut at which the share {WORDS[metric]} is as agreed, with 95% "
        "confidence"
    )


def with_musts(
    rule: Rule,
    success: Success,
    y: NDArray[Any],
    p: Floats,
    frame: pd.DataFrame,
    ahead: int = 0,
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
        kept = cut_for(metric, bound, y, score, ahead)
        reachable &= kept.reachable
        cut = kept.cut or 0.0
        found = min(found, cut) if metric == "recall" else max(found, cut)
    # What is caught comes first where both cannot be had.
    for metric, bound in asked:
        if metric == "recall":
            cut = cut_for(metric, bound, y, score, ahead).cut or 0.0
            reachable &= found <= cut
            found = min(found, cut)
    shares = {metric: share(metric, y, score, found) for metric, _ in asked}
    rule = replace(rule, reachable=reachable, kept=shares)
    if found == place:
        return rule
    why = f"{rule.why}; moved so that what must hold does, with 95% confidence"
    if rule.kind == "cut":
        return replace(rule, cut=found, why=why)
    return replace(rule, lean=_lean(found), why=why)


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
