"""What a brief may hold: the slots of ``slots.toml``, checking, and the JSON Schema.

A brief file is written by people, so every refusal names the key, the value found, what
is allowed and the nearest valid name.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .toml_data import toml_data

REQUIREMENT_METRICS = ("recall", "precision", "specificity", "fpr", "accuracy",
                       "latency_ms", "size_mb", "group_gap")  # fmt: skip
"""What `success.require` may name beside every objective."""

_REQUIREMENT_KEYS = ("metric", "at_least", "at_most", "of", "column")


class BriefError(ValueError):
    """A brief that cannot be used; the message says which key and what to write."""


@dataclass(frozen=True)
class Slot:
    """One thing a brief can hold."""

    path: str
    """Dotted path, such as ``success.miss_cost``."""
    type: str
    doc: str
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@cache
def slots() -> Mapping[str, Slot]:
    """Return every slot by its path, in the file's order."""
    found: dict[str, Slot] = {}
    for section, entries in toml_data("slots.toml").items():
        for name, body in entries.items():
            path = f"{section}.{name}"
            body["values"] = tuple(body.get("values", ()))
            found[path] = Slot(path=path, **body)
    return found


def flatten(brief: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a nested brief into slot paths and checked values.

    Parameters
    ----------
    brief : mapping
        As read from TOML or JSON: section -> key -> value.

    Returns
    -------
    dict
        Slot path -> value, lists as tuples.

    Raises
    ------
    BriefError
        For an unknown section or key, or a value of the wrong kind.
    """
    return {slot.path: check(slot, value) for slot, value in _leaves(brief)}


def _leaves(brief: Mapping[str, Any]) -> Iterator[tuple[Slot, Any]]:
    sections = sorted({path.split(".")[0] for path in slots()})
    for section, entries in brief.items():
        if section not in sections:
            raise BriefError(_unknown("section", section, sections))
        if not isinstance(entries, Mapping):
            raise BriefError(
                f"[{section}] must be a table of keys; found {entries!r}. "
                f"Write [{section}] on a line of its own, the keys below it."
            )
        names = [p.split(".", 1)[1] for p in slots() if p.startswith(section + ".")]
        for name, value in entries.items():
            if name not in names:
                raise BriefError(_unknown(f"key in [{section}]", name, names))
            if value is not None:
                yield slots()[f"{section}.{name}"], value


def _unknown(what: str, found: object, allowed: list[str]) -> str:
    near = difflib.get_close_matches(str(found), allowed, 1, 0.5)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    return f"unknown {what}: {found!r}. {hint}Allowed: {', '.join(sorted(allowed))}."


def check(slot: Slot, value: Any) -> Any:
    """Return the value in its stored form, or raise `BriefError` naming the slot."""
    return _CHECKS[slot.type](slot, value)


def _refuse(slot: Slot, value: Any, allowed: str) -> BriefError:
    return BriefError(f"{slot.path} must be {allowed}; found {value!r}. {slot.doc}")


def _text(slot: Slot, value: Any) -> str:
    # A target class may be written as the number it looks like: 0, 1, true.
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise _refuse(slot, value, "a text in quotes")
    return value


def _number(slot: Slot, value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse(slot, value, "a number" + _bounds(slot))
    low, high = slot.minimum, slot.maximum
    inside = (low is None or value >= low) and (high is None or value <= high)
    if not math.isfinite(value) or not inside:
        raise _refuse(slot, value, "a number" + _bounds(slot))
    return value


def _bounds(slot: Slot) -> str:
    if slot.minimum is not None and slot.maximum is not None:
        return f" from {slot.minimum:g} to {slot.maximum:g}"
    if slot.minimum is not None:
        return f" of at least {slot.minimum:g}"
    return ""


def _whole(slot: Slot, value: Any) -> int:
    number = _number(slot, value)
    if number != int(number):
        raise _refuse(slot, value, "a whole number" + _bounds(slot))
    return int(number)


def _yes_no(slot: Slot, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refuse(slot, value, "true or false")
    return value


def _choice(slot: Slot, value: Any) -> str:
    if value not in slot.values:
        near = difflib.get_close_matches(str(value), slot.values, 1, 0.5)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        allowed = ", ".join(slot.values)
        raise _refuse(slot, value, f"one of {allowed}{hint}")
    return str(value)


def _listed(item: Callable[[Slot, Any], str]) -> Callable[[Slot, Any], Any]:
    def check_list(slot: Slot, value: Any) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise _refuse(slot, value, 'a list, such as ["a", "b"]')
        return tuple(item(slot, v) for v in value)

    return check_list


def _cost(slot: Slot, value: Any) -> float | int | str:
    if isinstance(value, str):
        return _text(slot, value)
    return _number(slot, value)


def _mapping(slot: Slot, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _refuse(slot, value, "a table of name = value")
    return dict(value)


def _directions(slot: Slot, value: Any) -> dict[str, str]:
    return {str(c): _choice(slot, d) for c, d in _mapping(slot, value).items()}


def _dial(slot: Slot, name: object) -> str:
    if name not in slot.values:
        near = difflib.get_close_matches(str(name), slot.values, 1, 0.5)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise _refuse(slot, name, f"made of {', '.join(slot.values)}{hint}")
    return str(name)


def _dials(slot: Slot, value: Any) -> dict[str, float]:
    return {
        _dial(slot, name): _number(slot, number)
        for name, number in _mapping(slot, value).items()
    }


def _ranges(slot: Slot, value: Any) -> dict[str, tuple[float, float]]:
    found = {}
    for name, pair in _mapping(slot, value).items():
        numbers = isinstance(pair, list | tuple) and len(pair) == 2
        low, high = (_number(slot, v) for v in pair) if numbers else (1.0, 0.0)
        if low > high:
            raise _refuse(slot, value, "a table of name = [lowest, highest]")
        found[_dial(slot, name)] = (low, high)
    return found


def _matrix(slot: Slot, value: Any) -> dict[str, dict[str, float]]:
    rows = {str(k): _mapping(slot, v) for k, v in _mapping(slot, value).items()}
    return {
        k: {str(c): _number(slot, cost) for c, cost in row.items()}
        for k, row in rows.items()
    }


def _requirements(slot: Slot, value: Any) -> tuple[dict[str, Any], ...]:
    if isinstance(value, Mapping) or not isinstance(value, list | tuple):
        raise _refuse(slot, value, "a list of [[success.require]] tables")
    return tuple(_requirement(slot, item) for item in value)


def _requirement(slot: Slot, value: Any) -> dict[str, Any]:
    item = _mapping(slot, value)
    for key in item:
        if key not in _REQUIREMENT_KEYS:
            raise BriefError(_unknown(f"key in {slot.path}", key, [*_REQUIREMENT_KEYS]))
    names = [*REQUIREMENT_METRICS, *slots()["success.objective"].values]
    if item.get("metric") not in names:
        raise BriefError(_unknown(f"metric in {slot.path}", item.get("metric"), names))
    bounds = [item[k] for k in ("at_least", "at_most") if k in item]
    if len(bounds) != 1:
        raise _refuse(slot, value, "a metric with either at_least or at_most")
    _number(slot, bounds[0])
    return item


_CHECKS: Mapping[str, Callable[[Slot, Any], Any]] = {
    "text": _text,
    "number": _number,
    "whole": _whole,
    "yes_no": _yes_no,
    "choice": _choice,
    "texts": _listed(_text),
    "choices": _listed(_choice),
    "cost": _cost,
    "directions": _directions,
    "dials": _dials,
    "ranges": _ranges,
    "matrix": _matrix,
    "requirements": _requirements,
    "mapping": _mapping,
}
