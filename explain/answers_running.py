"""How a result was prepared, and how it is put to work on new rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dialogs.sanitise import safe

from .answers_cases import quoted
from .asked import Asked
from .reached import Lines, names_of
from .units import counted, in_hundred, listed, number

MOST = 12
_KINDS = ("number", "category", "date", "text")


def _prepared(asked: Asked) -> Lines:
    plan = asked.result.get("plan") or {}
    lines = []
    if (asked.brief.get("table") or {}).get("repairs"):
        lines.append(asked.say("about.prepared_repairs"))
    roles = dict(plan.get("roles") or {})
    parts = [
        asked.say(f"about.prepared_{kind}", names=names_of(found, MOST))
        for kind in _KINDS
        if (found := [c for c, role in roles.items() if role == kind])
    ]
    if parts:
        lines.append(asked.say("about.prepared_kinds", kinds=listed(parts)))
    reasons = plan.get("reasons") or {}
    lines += [
        safe(str(reasons[k]), 300)
        for k in ("dates", "impute", "encode")
        if k in reasons
    ]
    if "impute" not in reasons:
        lines.append(asked.say("about.prepared_gaps"))
    counts = asked.result.get("counts") or {}
    if counts.get("rows") and asked.output.event:
        share = in_hundred(int(counts["events"]) / int(counts["rows"]))
        event = quoted(asked.output.event)
        lines.append(asked.say("about.prepared_rare", event=event, share=share))
    alike = [listed([safe(c, 60) for c in group]) for group in asked.groups]
    if alike:
        lines.append(asked.say("about.prepared_alike", names="; ".join(alike)))
    return lines


def _running(asked: Asked) -> Lines:
    name = safe(Path(str(asked.result.get("model") or "model.skops")).name, 60)
    where = safe(str(asked.result.get("model") or name), 200)
    lines = [
        asked.say("about.running_file"),
        asked.say("about.running_command", model=name),
    ]
    measured = asked.result.get("measured") or {}
    if measured.get("latency_ms") and measured.get("size_mb"):
        ms, mb = (number(float(measured[k]), 1) for k in ("latency_ms", "size_mb"))
        lines.append(asked.say("about.running_fast", ms=ms, mb=mb))
    return [*lines, asked.say("about.running_model", model=where)]


def _needs(asked: Asked) -> Lines:
    target = safe(str((asked.brief.get("table") or {}).get("target") or ""), 60)
    inputs = list(asked.inputs)
    names = names_of(inputs, MOST) + (" ..." if len(inputs) > MOST else "")
    return [
        asked.say(
            "about.needs_columns", columns=counted(len(inputs), "column"), names=names
        ),
        asked.say("about.needs_target", target=target),
        asked.say("about.needs_missing"),
        asked.say("about.needs_new"),
    ]


TOPICS: dict[str, Callable[[Asked], Lines]] = {
    "prepared": _prepared,
    "running": _running,
    "needs": _needs,
}
