"""What a stricter wish would take: the list of prices beside the one that was agreed.

Read off the places for the line, which are counted on rows no model had seen when it
answered; so a share that can only be had by naming nearly everyone is seen to be dear.
A share counts as reached where its 95% bound is, as it does for the line itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.message import Level

from .phrases import say
from .units import listed

RECALLS: tuple[float, ...] = (0.8, 0.9, 0.95, 0.99)
PRECISIONS: tuple[float, ...] = (0.5, 0.7, 0.8, 0.9, 0.95)
SHOWN = 3


def price_lines(
    result: Mapping[str, Any], brief: Mapping[str, Any], level: Level
) -> list[str]:
    """Return what finding more, or being right more often, would take.

    Parameters
    ----------
    result : mapping
        In the form of `tandem run --json`.
    brief : mapping
        Nested tables.
    level : Level

    Returns
    -------
    list of str
        A line where a share to find, or to be right, was agreed; else none.
    """
    table = result.get("cuts") or {}
    cuts = list(table.get("cuts") or ())
    success = brief.get("success") or {}
    objective = str((result.get("objective") or {}).get("name", ""))
    if not cuts:
        return []
    if objective == "precision_at_recall":
        own, steps, key = float(success.get("recall") or 0.9), RECALLS, "recall"
    elif objective == "recall_at_precision":
        own, steps, key = (
            float(success.get("precision") or 0.8),
            PRECISIONS,
            "precision",
        )
    else:
        return []
    told = []
    for share in _around(steps, own):
        # Of the agreed one the check itself says more than the places for the line.
        known = _here(result, key) if share == own else None
        told.append(
            _to_find(cuts, table, share, known, level)
            if key == "recall"
            else _to_be_right(cuts, share, known, level)
        )
    return [say(f"price.{key}", level, list=listed(told))]


def _here(result: Mapping[str, Any], key: str) -> float | None:
    """Return the share named, or found, where the line is now; None if not counted."""
    counts = result.get("counts") or {}
    if key == "recall":
        rows, part = counts.get("rows"), counts.get("named")
    else:
        rows, part = counts.get("events"), counts.get("hits")
    return part / rows if rows and part is not None else None


def _around(steps: Sequence[float], wanted: float) -> list[float]:
    """Return the agreed share between its neighbours among the usual ones."""
    known = sorted({*steps, wanted})
    at = min(max(0, known.index(wanted) - 1), len(known) - SHOWN)
    return known[at : at + SHOWN]


def _to_find(
    cuts: Sequence[Mapping[str, Any]],
    table: Mapping[str, Any],
    recall: float,
    known: float | None,
    level: Level,
) -> str:
    reaching = (float(c["named"]) for c in cuts if float(c["low"]) >= recall)
    named = next(reaching, 1.0) if known is None else known
    rows, per = int(table.get("rows") or 0), str(table.get("per") or "")
    key = "price.find_per" if per else "price.find"
    return say(
        key, level, share=_hundred(recall), n=f"{round(named * rows):,}",
        rows=f"{rows:,}", per=per,
    )  # fmt: skip


def _to_be_right(
    cuts: Sequence[Mapping[str, Any]],
    precision: float,
    known: float | None,
    level: Level,
) -> str:
    found = (
        [known]
        if known
        else [
            float(c["found"])
            for c in cuts
            if float(c.get("right_low", c["right"])) >= precision
        ]
    )
    if not found:
        return say("price.right_none", level, share=_hundred(precision))
    return say(
        "price.right", level, share=_hundred(precision), found=_hundred(max(found))
    )


def _hundred(share: float) -> str:
    return f"{round(100 * share):g}"
