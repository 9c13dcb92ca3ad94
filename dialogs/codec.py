"""Frozen dataclasses to plain JSON values and back.

The log of a conversation is its only truth, so every event must survive the trip to
text and back unchanged. Invariant: ``decode(type(x), encode(x)) == x`` for every value
built from dataclasses, enums, tuples, mappings and JSON scalars.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin

TAG = "type"

PLAIN = frozenset({str, int, float, bool})


def encode(value: Any) -> Any:
    """Turn a value into JSON-ready dicts, lists and scalars; dataclasses get a tag."""
    if value is None or type(value) in PLAIN:
        # By far the most: a table of thousands of columns has a hundred thousand.
        return value
    if names := _names(value.__class__):
        body = {name: encode(getattr(value, name)) for name in names}
        return {TAG: type(value).__name__, **body}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        items = sorted(value) if isinstance(value, frozenset | set) else value
        return [encode(v) for v in items]
    return value


def decode(kind: Any, data: Any) -> Any:
    """Rebuild a value of type ``kind`` from what `encode` made.

    Parameters
    ----------
    kind : type or typing construct
        A dataclass, an enum, a union of them, ``tuple[X, ...]``, ``Mapping[str, X]``,
        or a scalar type.
    data : JSON value
        As made by `encode`.

    Raises
    ------
    ValueError
        If ``data`` carries a tag that no member of the union has.
    """
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(kind), data)
    if isinstance(kind, type) and is_dataclass(kind):
        return _decode_dataclass(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if origin in (tuple, list):
        return _decode_sequence(origin, get_args(kind), data)
    if origin is not None and issubclass(origin, Mapping):
        value_kind = get_args(kind)[1]
        return {k: decode(value_kind, v) for k, v in data.items()}
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    return data


def _decode_sequence(origin: Any, args: tuple[Any, ...], data: Any) -> Any:
    if origin is list:
        return [decode(args[0], item) for item in data]
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(decode(args[0], item) for item in data)
    return tuple(decode(a, item) for a, item in zip(args, data, strict=True))


def _decode_union(members: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        return None
    classes = [m for m in members if isinstance(m, type) and is_dataclass(m)]
    if classes and isinstance(data, Mapping) and TAG in data:
        for member in classes:
            if member.__name__ == data[TAG]:
                return decode(member, data)
        names = ", ".join(sorted(m.__name__ for m in classes))
        raise ValueError(f"unknown record {data[TAG]!r}; known are {names}")
    rest = [m for m in members if m is not type(None) and m not in classes]
    return decode(rest[0], data) if len(rest) == 1 else data


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass; none of any other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _decode_dataclass(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    # A field that this version does not know is dropped: a log written by a newer
    # version must still open.
    known = {k: decode(hints[k], v) for k, v in data.items() if k in hints}
    return kind(**known)
