"""What a model goes by, told: the weightiest columns, which are too close to rank, which perhaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.message import Level
from dialogs.sanitise import safe

from .confirming import unconfirmed
from .phrases import say
from .units import listed

MOST_DRIVERS = 6
"""Named in the chat; the report has them all."""


def reason_lines(result: Mapping[str, Any], level: Level) -> list[str]:
    """Return what the model goes by, ties told as ties."""
    drivers = list(result.get("drivers") or [])
    if not drivers:
        return [say("result.no_drivers", level), *perhaps_lines(result, level)]
    lines = [say("result.reasons", level)]
    lines += [
        say(
            "result.driver",
            level,
            x=safe(str(d["column"]), 60),
            text=closed(str(d.get("text", ""))),
        )
        for d in drivers[:MOST_DRIVERS]
        if d.get("text")
    ]
    lines += unconfirmed(sum(not d.get("text") for d in drivers[:MOST_DRIVERS]), level)
    lines += _ties(drivers[:MOST_DRIVERS])
    lines += perhaps_lines(result, level)
    lines.append(say("result.not_cause", level))
    return lines


def perhaps_lines(result: Mapping[str, Any], level: Level) -> list[str]:
    """Return the columns that may matter, where the rows checked are too few to say."""
    names = [safe(str(c), 60) for c in result.get("perhaps") or []][:MOST_DRIVERS]
    if not names:
        return []
    key = "result.perhaps" if len(names) > 1 else "result.perhaps_one"
    return [say(key, level, names=listed(names))]


def closed(text: str) -> str:
    """Return a sentence with a full stop behind it."""
    text = safe(text).rstrip()
    return text if text.endswith((".", "!", "?")) else text + "."


def _ties(drivers: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return which are too close to rank; those told as one thing are so anyway."""
    tiers: dict[Any, list[str]] = {}
    together: set[str] = set()
    for d in drivers:
        if str(d["column"]) in together:
            continue
        together.update(str(c) for c in d.get("shared") or ())
        tiers.setdefault(d.get("tier"), []).append(safe(str(d["column"]), 60))
    return [
        say("result.tie", names=listed(names))
        for names in tiers.values()
        if len(names) > 1
    ]
