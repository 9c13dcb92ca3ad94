"""Looks that are tables: what was tried, the rounds, and the columns of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from .facts import ColumnFacts, Facts, Kind
from .looks import Look, Step, made, words
from .message import Picture
from .tabular import number

_LEVELS = (5, 25, 50, 75, 95)


def board(trials: Sequence[Mapping[str, Any]], result: Mapping[str, Any]) -> Look:
    """Return every model that was tried, best first."""
    said = words()["board"]
    done = [t for t in trials if t.get("score") is not None]
    rest = [t for t in trials if t.get("score") is None]
    ranked = [*sorted(done, key=lambda t: float(t["score"])), *rest]
    rows, steps = [], []
    for trial in ranked:
        score = trial.get("score")
        rows.append([
            str(trial.get("name", "")), str(trial.get("family", "")),
            str(trial.get("status", "")), None if score is None else round(score, 4),
            _rounded(trial.get("seconds"), 1), _rounded(trial.get("latency_ms"), 2),
            _rounded(trial.get("size_mb"), 2),
        ])  # fmt: skip
        note = said["reused"] if trial.get("reused") else ""
        if trial.get("reason"):
            note = said["failed"].format(reason=trial["reason"])
        params = ", ".join(f"{k} {v}" for k, v in (trial.get("params") or {}).items())
        parts = [str(trial.get("name", "")), params, note]
        steps.append(Step(": ".join(p for p in parts if p)))
    loss = str((result.get("plan") or {}).get("loss", "")).replace("_", " ")
    summary = Picture(
        "table", "", {"headers": words()["headers"]["board"], "rows": rows}
    )
    return made("board", steps, 0, summary, loss=loss or "loss")


def rounds_look(rounds: Sequence[tuple[int, str, Mapping[str, Any]]]) -> Look:
    """Return what each round reached."""
    rows, steps = [], []
    for round_, status, result in rounds:
        objective = result.get("objective") or {}
        measure = str(objective.get("name", "")).replace("_", " ")
        model = str((result.get("winner") or {}).get("description", ""))
        rows.append([
            round_, status, measure, _rounded(objective.get("value"), 4),
            _rounded(objective.get("low"), 4), _rounded(objective.get("high"), 4),
            model, _rounded(result.get("seconds"), 1),
        ])  # fmt: skip
        met = [str(c.get("text", "")) for c in result.get("contract") or ()]
        steps.append(Step("; ".join([model, *met])))
    headers = words()["headers"]["rounds"]
    summary = Picture("table", "", {"headers": headers, "rows": rows})
    return made("rounds", steps, max(0, len(steps) - 1), summary)


def table(facts: Facts | None) -> Look:
    """Return the columns of a table as they were read."""
    columns = facts.columns if facts is not None else ()
    rows = [_profile(c) for c in columns]
    headers = words()["headers"]["table"]
    summary = Picture("table", "", {"headers": headers, "rows": rows})
    return made("table", [_column(c) for c in columns], 0, summary)


def _rounded(value: Any, digits: int) -> Any:
    return None if value is None else round(float(value), digits)


def _profile(column: ColumnFacts) -> list[Any]:
    kind = words()["kinds"].get(str(column.kind), str(column.kind))
    low: Any = column.minimum
    middle: Any = column.quantiles[2] if len(column.quantiles) == 5 else None
    high: Any = column.maximum
    if column.kind is Kind.DATE:
        low, high = column.first, column.last
    elif column.top and not column.kind.numeric:
        low, middle, high = None, column.top[0][0], None
    return [column.name, kind, column.missing, column.distinct, low, middle, high]


def _column(column: ColumnFacts) -> Step:
    said = words()["table"]
    kind = words()["kinds"].get(str(column.kind), str(column.kind))
    spread = column.quantiles
    if column.kind.numeric and len(spread) == 5 and column.minimum is not None:
        text = said["number"].format(
            column=column.name, low=number(column.minimum),
            high=number(column.maximum or 0.0), q25=number(spread[1]),
            q75=number(spread[3]),
        )  # fmt: skip
        picture = _spread(column)
    elif column.kind is Kind.DATE:
        text = said["dates"].format(
            column=column.name, first=column.first, last=column.last
        )
        picture = None
    elif column.top and not column.kind.numeric:
        top = ", ".join(f"“{v}” ({number(n)})" for v, n in column.top[:3])
        text = said["words"].format(
            column=column.name, distinct=number(column.distinct), top=top
        )
        picture = Picture("bars", "", {
            "labels": [v for v, _ in column.top[:8]],
            "values": [n for _, n in column.top[:8]],
        })  # fmt: skip
    else:
        text, picture = said["other"].format(column=column.name, kind=kind), None
    empty = said["missing" if column.missing else "full"].format(
        missing=number(column.missing), rows=number(column.rows)
    )
    return Step(text + empty, picture)


def _spread(column: ColumnFacts) -> Picture:
    """Return where the values lie: as a curve of how many are below."""
    ends = [float(column.minimum or 0.0), *column.quantiles, float(column.maximum or 0)]
    points = list(zip(ends, (0, *_LEVELS, 100), strict=True))
    # Equal values make a step: the last of them says how many are at or below it.
    kept = [p for p, q in pairwise(points) if p[0] != q[0]] + points[-1:]
    data = {
        "x": [x for x, _ in kept], "y": [y for _, y in kept],
        "x_title": column.name, "y_title": words()["table"]["quantiles"],
    }  # fmt: skip
    return Picture("curve", "", data)
