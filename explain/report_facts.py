"""The rows and lines of the report and the card: what was measured, assumed, repaired."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dialogs.mending import done_words
from dialogs.message import Level
from dialogs.sanitise import safe

from .metric_words import name_of, value_text
from .phrases import say

Result = Mapping[str, Any]


def metric_rows(result: Result) -> list[list[str]]:
    """Return metric, value and range, the objective first."""
    objective = result.get("objective") or {}
    metrics = dict(result.get("metrics") or {})
    if objective.get("name"):
        metrics = {str(objective["name"]): objective, **metrics}
    rows = []
    for name, body in metrics.items():
        value = body.get("value") if isinstance(body, Mapping) else body
        if value is None:
            continue
        rows.append([name_of(name), _value(name, value), _range(name, body)])
    return rows


def _value(name: str, value: float) -> str:
    return value_text(name, float(value), Level.TECHNICAL)


def _range(name: str, body: Any) -> str:
    if (
        not isinstance(body, Mapping)
        or body.get("low") is None
        or body.get("high") is None
    ):
        return ""
    return f"{_value(name, body['low'])} to {_value(name, body['high'])}"


def trial_rows(result: Result) -> list[list[str]]:
    """Return how many trials were done, failed and stopped."""
    trials = result.get("trials") or {}
    return [[str(name), str(count)] for name, count in trials.items()]


def assumption_rows(result: Result) -> list[list[str]]:
    """Return each part of the agreement with the reason it is so."""
    return [
        [safe(str(part), 60), safe(str(why), 400)]
        for part, why in (result.get("reasons") or {}).items()
        if why
    ]


def repair_lines(brief: Mapping[str, Any], papers: Mapping[str, Any]) -> list[str]:
    """Return what was done to the table before anything was learned."""
    table = brief.get("table") or {}
    lines = [
        safe(done_words(str(k), v), 160)
        for k, v in (table.get("repairs") or {}).items()
    ]
    if table.get("ignore"):
        names = ", ".join(safe(str(c), 60) for c in table["ignore"])
        lines.append(say("report.ignored", names=names))
    dropped = (papers.get("rows") or {}).get("dropped")
    if dropped:
        lines.append(say("report.dropped", n=f"{int(dropped):,}"))
    return lines


def reproduce_rows(result: Result, papers: Mapping[str, Any]) -> list[list[str]]:
    """Return what one needs to get the same model again."""
    table = papers.get("table") or {}
    rows = [
        ["seed", str(result.get("seed", ""))],
        ["seconds", str(result.get("seconds", ""))],
        ["table", safe(str(table.get("name", "")), 120)],
        ["SHA-256 of the table", safe(str(table.get("digest", "")), 80)],
    ]
    rows += [
        [str(name), str(version)]
        for name, version in (papers.get("versions") or {}).items()
    ]
    return [row for row in rows if row[1]]


def brief_toml(brief: Mapping[str, Any]) -> str:
    """Return the brief in the form of a brief file."""
    lines: list[str] = []
    for section, values in brief.items():
        if not isinstance(values, Mapping):
            continue
        lines.append(f"[{section}]")
        lines += [
            f"{key} = {_toml(value)}"
            for key, value in values.items()
            if value is not None and key != "require"
        ]
        lines.append("")
        for required in values.get("require") or ():
            lines.append(f"[[{section}.require]]")
            lines += [f"{k} = {_toml(v)}" for k, v in required.items() if v is not None]
            lines.append("")
    return safe("\n".join(lines).rstrip() + "\n", keep="\n")


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(
            f"{json.dumps(str(k))} = {_toml(v)}" for k, v in value.items()
        )
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(v) for v in value)}]"
    # JSON's strings, numbers and booleans are TOML's.
    return json.dumps(value, ensure_ascii=False, default=str)
