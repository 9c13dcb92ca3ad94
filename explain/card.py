"""The model card: the report's facts as Markdown, after Mitchell et al. (2019)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.message import Level
from dialogs.sanitise import safe

from .driving_told import reason_lines
from .phrases import say
from .report_facts import (
    assumption_rows,
    metric_rows,
    repair_lines,
    reproduce_rows,
    trial_rows,
)
from .telling import contract_text


def markdown(
    result: Mapping[str, Any], metadata: Mapping[str, Any] | None = None
) -> str:
    """Return the model card.

    Parameters
    ----------
    result : mapping
        In the form of `tandem run --json`.
    metadata : mapping, optional
        The model's papers.

    Returns
    -------
    str
        Markdown; strings from data cannot start markup of their own.
    """
    papers = metadata or {}
    brief = result.get("brief") or papers.get("brief") or {}
    table = brief.get("table") or {}
    target = _mark(str(table.get("target") or "the target"))
    source = _mark(
        str((papers.get("table") or {}).get("name") or table.get("path") or "")
    )
    parts = [
        f"# Model card: {say('report.title', target=target, table=source)}",
        _section("card.intended", [_winner(result), *_purpose(brief)]),
        _section("report.agreement", contract_text(result, brief, Level.NAMED)),
        _section(
            "report.metrics",
            _table(["metric", "value", "95% range"], metric_rows(result)),
        ),
        _section("report.reasons", reason_lines(result, Level.NAMED)[1:]),
        _section("report.fair", _fair(result)),
        _section("card.limits", _limits(result)),
        _section("report.assumed", _table(["part", "why"], assumption_rows(result))),
        _section(
            "report.repairs", [f"- {line}" for line in repair_lines(brief, papers)]
        ),
        _section("report.search", _table(["trials", "count"], trial_rows(result))),
        _section(
            "report.again", _table(["what", "value"], reproduce_rows(result, papers))
        ),
    ]
    return "\n\n".join(p for p in parts if p) + "\n"


def _section(key: str, lines: Sequence[str]) -> str:
    shown = [line for line in lines if line]
    if not shown:
        return ""
    body = "\n".join(
        line if line.startswith(("-", "|")) else f"- {line}" for line in shown
    )
    return f"## {say(key)}\n\n{body}"


def _winner(result: Mapping[str, Any]) -> str:
    winner = result.get("winner") or {}
    return safe(str(winner.get("description") or winner.get("family") or ""), 300)


def _purpose(brief: Mapping[str, Any]) -> list[str]:
    goal = brief.get("goal") or {}
    return [
        f"{name}: {_mark(str(goal[name]))}"
        for name in ("task", "event", "domain", "purpose")
        if goal.get(name)
    ]


def _fair(result: Mapping[str, Any]) -> list[str]:
    return [
        safe(str(line), 400)
        for group in result.get("fairness") or []
        for line in group["lines"]
    ]


def _limits(result: Mapping[str, Any]) -> list[str]:
    texts = [safe(str(w["text"]), 400) for w in result.get("warnings") or []]
    return [*texts, say("report.use_where"), say("result.not_cause")]


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    lines = [" | ".join(headers), " | ".join("---" for _ in headers)]
    lines += [" | ".join(_mark(str(c)) for c in row) for row in rows]
    return [f"| {line} |" for line in lines]


def _mark(value: str) -> str:
    """Return a string from data with Markdown's own signs made harmless."""
    shown = safe(value, 300)
    for sign in "\\`*_[]<>|#":
        shown = shown.replace(sign, f"\\{sign}")
    return shown
