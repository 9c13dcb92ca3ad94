"""Every sentence that Tandem can say, keyed, at three levels of language.

The sentences are data (``talk.toml``, and the questions in ``dialogs/questions``).
Invariant: the same key, level, turn and values always give the same text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..facts import Facts
from ..hearing.reading import Told
from ..message import Level
from ..toml_data import toml_data
from .clauses import clauses

__all__ = [
    "about_term", "clauses", "label", "option", "readback", "say", "seconds_text", "slots_text",
    "source", "value_text", "wording",
]  # fmt: skip

_LADDER = {
    Level.PLAIN: ("plain", "named", "technical"),
    Level.NAMED: ("named", "plain", "technical"),
    Level.TECHNICAL: ("technical", "named", "plain"),
}


@cache
def _talk() -> Mapping[str, Any]:
    found = toml_data("words/talk.toml")
    return {**found, **found["contract"]}


def wording(body: Any, level: Level, turn: int = 0) -> str:
    """Return the text of an entry: a string, variants, or one for each level."""
    if isinstance(body, Mapping):
        body = next(body[name] for name in _LADDER[level] if name in body)
    if isinstance(body, list):
        return str(body[turn % len(body)])
    return str(body)


_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?=\s|$)")


def say(key: str, level: Level | str = Level.PLAIN, turn: int = 0, **slots: Any) -> str:
    """Return a sentence with its gaps filled.

    Parameters
    ----------
    key : str
        As in ``talk.toml``.
    level : Level or str
        How technical.
    turn : int
        Picks among variants.
    **slots
        What the wording names in braces.

    Raises
    ------
    KeyError
        If the sentence does not exist, or a gap is not filled.
    """
    said = wording(_talk()[key], Level(str(level)), turn).format_map(slots).strip()
    # A name may end in a full stop of its own.
    return _TWO_STOPS.sub(".", said)


def about_term(
    told: Told, level: Level | str = Level.PLAIN, *, whole: bool = False
) -> str:
    """Return what is said about a term that is not held as it stands.

    Parameters
    ----------
    told : Told
        As hearing found it.
    level : Level or str
        How technical.
    whole : bool
        With the question which of the nearest it shall be, where they are offered.
    """
    body = toml_data("words/terms.toml")
    spoken = Level(str(level))
    note = wording(body["notes"][told.key], spoken).format(name=told.words)
    frame = "term.nearest" if whole and told.offered else "term.same"
    return wording(body[frame], spoken).format(name=told.words, note=note)


def label(slot: str) -> str:
    """Return what a slot is called."""
    labels: Mapping[str, str] = _talk()["labels"]
    return labels.get(slot, slot.split(".", 1)[-1].replace("_", " "))


def option(name: str, **slots: Any) -> str:
    """Return the label of an option."""
    return str(_talk()["options"][name]).format_map(slots)


def source(name: str) -> str:
    """Return how a value is known, in words."""
    return str(_talk()["sources"][name])


def value_text(slot: str, value: Any) -> str:
    """Return a slot's value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if slot == "limits.seconds":
        return seconds_text(float(value))
    if isinstance(value, str):
        named: Mapping[str, str] = _talk()["values"]
        plain = slot.split(".")[0] not in ("table", "compare") and slot != "goal.event"
        return named.get(value, value) if plain else value
    if isinstance(value, int | float):
        shares = (
            "recall", "precision", "fpr", "share", "coverage", "quantile", "test_share",
        )  # fmt: skip
        if slot.split(".")[-1] in shares:
            return f"{100 * value:.4g} of 100"
        return f"{value:,g}"
    if isinstance(value, Mapping):
        pairs = ((str(k).replace("_", " "), v) if slot.startswith("search.") else (k, v)
                 for k, v in value.items())  # fmt: skip
        return ", ".join(f"{k} ({_way(v)})" for k, v in pairs) or "none"
    return ", ".join(_item(v) for v in value) or "none"


def _way(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"{value[0]:g} to {value[1]:g}"
    if isinstance(value, int | float):
        return f"{value:g}"
    ways = {"up": "more raises it", "down": "more lowers it", "none": "no matter"}
    return ways.get(str(value), str(value))


def _item(value: Any) -> str:
    if isinstance(value, Mapping):
        side = "at least" if "at_least" in value else "at most"
        bound = value.get("at_least", value.get("at_most"))
        return must_text(str(value.get("metric")), side, bound)
    return str(value)


def must_text(metric: str, side: str, bound: float) -> str:
    """Return what must hold, with a share as so many of 100."""
    musts: Mapping[str, str] = _talk()["musts"]
    if metric in musts and 0 <= bound <= 1:
        return musts[metric].format(side=side, v=f"{100 * bound:.4g}")
    return f"{metric.replace('_', ' ')} {side} {bound:g}"


def seconds_text(seconds: float) -> str:
    """Return a duration in words."""
    if seconds < 90:
        return f"{seconds:g} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.3g} minutes"
    return f"{seconds / 3600:.3g} hours"


def slots_text(values: Mapping[str, Any]) -> str:
    """Return some slots with their values, as one clause."""
    hidden = {"success.objective"} if len(values) > 1 else set()
    return "; ".join(
        f"{label(slot)}: {value_text(slot, value)}"
        for slot, value in values.items()
        if slot not in hidden
    )


def readback(
    reading: Any, facts: Facts | None = None, target: str | None = None
) -> str:
    """Return what a reading means, as a sentence.

    Parameters
    ----------
    reading : Reading
        As `dialogs.hearing.understand` returns it.
    facts : Facts, optional
    target : str, optional
        The column to predict, where it is agreed already.
    """
    if reading.brief:
        return _sentence(clauses(reading.brief, facts, target))
    if reading.query:
        return " then ".join(str(step.get("op")) for step in reading.query["do"]) + "."
    return ", ".join(a.replace("_", " ") for a in reading.acts) + "."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
