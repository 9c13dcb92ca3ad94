"""Answers about the model: what it goes by, what works together, what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dialogs.message import Message, Say
from dialogs.sanitise import safe

from .answers_why import refused_checks, why
from .asked import Asked
from .bars import drivers_picture
from .confirming import unconfirmed
from .driving import overlook, told_driver
from .driving_told import perhaps_lines
from .filters import UnknownColumn, nearest
from .interacting import interactions
from .ranking import Overview
from .telling import model_words
from .units import counted, listed

NAMED = 5


def importance(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what the model goes by, over all rows or some; or where a column stands."""
    if len(asked.rows) == 1 and step.get("column") is None:
        return why(asked, step)
    shown = _drivers(asked)
    if isinstance(shown, Say):
        return (shown,)
    named = step.get("column")
    if named is not None:
        return (asked.tell(_rank(asked, str(named), shown), key="importance"),)
    n = max(1, int(step.get("n") or NAMED))
    if not shown:
        return (asked.tell(asked.say("result.no_drivers"), key="importance"),)
    lines = [
        asked.say("result.driver", x=safe(str(d["column"]), 60), text=f"{d['text']}.")
        for d in shown[:n]
        if d["text"]
    ]
    lines += unconfirmed(sum(not d["text"] for d in shown[:n]), asked.level)
    head = asked.say("importance.head", some=asked.some())
    if asked.tree is None and asked.changed is None:
        lines += perhaps_lines(asked.result, asked.level)
    limits = asked.say("result.not_cause")
    return (
        asked.tell(head, *lines, limits, key="importance"),
        drivers_picture(shown[:n], asked.level),
    )


def _drivers(asked: Asked) -> list[dict[str, Any]] | Say:
    if asked.tree is None and asked.changed is None and asked.result.get("drivers"):
        return [dict(d) for d in asked.result["drivers"]]
    rows = asked.rows if len(asked.rows) > 1 else asked.frame
    overview = overlook(asked.model, rows, seconds=3.0, y=None)
    if not overview.found.ok:
        return refused_checks(asked, overview.found)
    return _as_dicts(asked, overview)


def _as_dicts(asked: Asked, overview: Overview) -> list[dict[str, Any]]:
    output = overview.found.output
    return [
        {
            "column": d.column,
            "size": d.size,
            "chances": output.chances,
            "se": d.se,
            "direction": d.direction,
            "tier": d.tier,
            "shared": list(d.shared),
            "shape": d.shape.kind,
            "text": told_driver(
                d, output, overview.unit, asked.level, overview.drivers[:at]
            ),
        }
        for at, d in enumerate(overview.drivers)
    ]


def _rank(asked: Asked, column: str, shown: list[dict[str, Any]]) -> str:
    if column not in asked.frame.columns:
        names = [str(c) for c in asked.frame.columns]
        raise UnknownColumn(column, nearest(column, names))
    x = safe(column, 60)
    names = [str(d["column"]) for d in shown]
    if column not in names:
        maybe = column in (asked.result.get("perhaps") or ())
        return asked.say("importance.perhaps" if maybe else "importance.weak", x=x)
    at = names.index(column)
    mine = shown[at]
    size = asked.unit.part(float(mine["size"]))
    text = f"{str(mine['text']).rstrip('.')}."
    if mine.get("shape") in ("none", "unclear"):
        text = ""  # its size is all that there is to say
    told_text = asked.say(
        "importance.one", x=x, rank=str(at + 1), n=str(len(shown)), size=size, text=text
    ).rstrip()
    tied = [n for n, d in zip(names, shown, strict=True) if d["tier"] == mine["tier"]]
    others = [safe(n, 60) for n in tied if n != column]
    if others:
        told_text += asked.say("importance.tied", others=listed(others))
    return told_text


def interaction(asked: Asked, step: Mapping[str, Any]) -> tuple[Message, ...]:
    """Which columns work together in the model."""
    wanted = [str(c) for c in step.get("columns") or ()]
    for name in wanted:
        if name not in asked.frame.columns:
            names = [str(c) for c in asked.frame.columns]
            raise UnknownColumn(name, nearest(name, names))
    top = [str(d["column"]) for d in asked.result.get("drivers") or []]
    columns = list(dict.fromkeys([*wanted, *top, *asked.inputs]))
    columns = [c for c in columns if c in asked.inputs][: max(6, len(wanted))]
    found = interactions(asked.output, asked.rows, asked.typical, columns, wanted)
    lines = [
        asked.say(
            "interaction.line",
            a=safe(pair.one, 60),
            b=safe(pair.other, 60),
            size=asked.unit.part(pair.size),
        )
        for pair in found[:4]
        if pair.size >= asked.unit.step / 2 and pair.clear
    ]
    if not lines:
        none = listed([safe(c, 60) for c in (wanted or columns)])
        return (
            asked.tell(asked.say("interaction.none", names=none), key="interaction"),
        )
    head = asked.say("interaction.head", some=asked.some())
    return (asked.tell(head, *lines, key="interaction"),)


def halves(asked: Asked) -> list[str]:
    """Return whether what it goes by would hold on other rows, as sentences."""
    halves = []
    order = np.random.default_rng(0).permutation(len(asked.rows))
    if len(order) < 60:
        text = asked.say("stability.few", n=counted(len(order), asked.word))
        return [text]
    for part in np.array_split(order, 2):
        rows = asked.rows.iloc[np.sort(part)]
        halves.append(overlook(asked.model, rows, seconds=2.0))
    drivers = list(asked.result.get("drivers") or [])
    # What was found to add nothing is no column to speak of here either.
    told = {str(d["column"]) for d in drivers}
    named = [
        [d.column for d in h.drivers if not told or d.column in told][:NAMED]
        for h in halves
    ]
    both = [c for c in named[0] if c in named[1]]
    tiers: dict[Any, list[str]] = {}
    for d in drivers[:NAMED]:
        tiers.setdefault(d.get("tier"), []).append(safe(str(d["column"]), 60))
    ties = "; ".join(listed(t) for t in tiers.values() if len(t) > 1)
    if not both:
        return [asked.say("result.no_drivers")]
    alone = len(both) == len(named[0]) == 1
    lines = [
        asked.say(
            "stability.one" if alone else "stability.text",
            n=str(len(both)),
            of=str(max(len(named[0]), 1)),
            names=listed([safe(c, 60) for c in both]) or "-",
        )
    ]
    if ties:
        lines.append(asked.say("stability.ties", names=ties))
    return [*lines, asked.say("stability.limits")]


def model(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what the model is."""
    told_text = model_words(asked.result, asked.level) or type(asked.model).__name__
    lines = [asked.say("model.text", text=safe(str(told_text), 200).rstrip("."))]
    rows = asked.result.get("rows") or {}
    if rows.get("train") and rows.get("test"):
        lines.append(
            asked.say(
                "model.limits",
                train=counted(int(rows["train"]), asked.word),
                test=counted(int(rows["test"]), asked.word),
            )
        )
    lines.append(asked.say("model.reads", n=counted(len(asked.inputs), "column")))
    return (asked.tell(*lines, key="model"),)


def history(asked: Asked, _: Mapping[str, Any]) -> tuple[Message, ...]:
    """Tell what was tried."""
    trials = asked.result.get("trials") or {}
    if not trials:
        return (asked.tell(asked.say("history.none"), key="history"),)
    best = model_words(asked.result, asked.level) or "-"
    text = asked.say(
        "history.text",
        done=counted(int(trials.get("done", 0)), "model"),
        failed=str(trials.get("failed", 0)),
        stopped=str(trials.get("stopped", 0)),
        winner=safe(str(best), 200).rstrip("."),
    )
    nudges = [
        asked.say("history.nudge", text=safe(str(n.get("text", ""))))
        for n in asked.result.get("nudges") or []
        if n.get("text")
    ]
    return (asked.tell(text, *nudges, key="history"),)


OPS = {
    "importance": importance,
    "interaction": interaction,
    "model": model,
    "history": history,
}
