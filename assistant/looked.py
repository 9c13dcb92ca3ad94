"""The views of a result that are tables, as pictures of the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dialogs.codec import decode
from dialogs.facts import ColumnFacts, Facts
from dialogs.looking import looks_of
from dialogs.message import Picture

from .search import TrialRecord

_SHOWN = ("cuts", "gains", "calibration", "board", "table")
_KEPT = ("name", "family", "status", "reason", "score", "seconds", "latency_ms",
         "size_mb", "reused")  # fmt: skip
MOST_COLUMNS = 200
"""Of a table, in the report."""


def tried(trials: Iterable[TrialRecord]) -> list[dict[str, Any]]:
    """Return what a model's papers keep of each trial."""
    bodies = (trial.to_dict() for trial in trials)
    return [{name: body[name] for name in _KEPT} for body in bodies]


def report_pictures(papers: Mapping[str, Any]) -> tuple[Picture, ...]:
    """Return the views that the report has not drawn itself, from the papers."""
    kept = (papers.get("columns") or [])[:MOST_COLUMNS]
    columns = decode(tuple[ColumnFacts, ...], kept)
    table = papers.get("table") or {}
    name, rows = str(table.get("name", "")), int(table.get("rows") or 0)
    looks = looks_of(
        Facts(name, name, rows, columns), papers, papers.get("board") or (), ()
    )
    shown: list[Picture] = []
    for look in looks:
        if look.name not in _SHOWN or look.summary is None:
            continue
        first = look.steps[look.at].picture
        if look.name == "cuts" and first is not None:
            shown.append(replace(first, title=look.title))
        title = "" if look.name == "cuts" else look.title
        shown.append(replace(look.summary, title=title))
    return tuple(shown)
