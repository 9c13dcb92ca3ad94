"""The Brief: what the person wants, each value with who said it and in which words.

A default never poses as a wish: every value carries its source. Invariant: a Brief is
immutable, and every value in it has passed `dialogs.schema.check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from .schema import BriefError, check, flatten, slots

__all__ = ["Brief", "BriefError", "Grounding", "Source", "Value"]


class Source(StrEnum):
    """How a value came to be known."""

    SAID = "said"
    CORRECTED = "corrected"
    SEEN = "seen"
    ASSUMED = "assumed"
    DELEGATED = "delegated"


class Grounding(StrEnum):
    """How far both sides know that they agree on a value."""

    NO = "no"
    IMPLICIT = "implicit"
    EXPLICIT = "explicit"


@dataclass(frozen=True)
class Value:
    """One value of the brief, with its provenance."""

    v: Any
    source: Source = Source.SAID
    turn: int = 0
    raw: str = ""
    """The words it came from, as typed."""
    why: str = ""
    """The reason, where Tandem chose: a message key or a short sentence."""
    grounded: Grounding = Grounding.NO


@dataclass(frozen=True)
class Brief:
    """An immutable mapping of slot paths to values with provenance."""

    values: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def from_dict(
        cls, nested: Mapping[str, Any], source: Source = Source.SAID, turn: int = 0
    ) -> Brief:
        """Build a brief from nested tables, as read from TOML or JSON.

        Raises
        ------
        BriefError
            If a key is unknown or a value is of the wrong kind.
        """
        flat = flatten(nested)
        return cls({p: Value(v, source=source, turn=turn) for p, v in flat.items()})

    def __contains__(self, slot: str) -> bool:
        return slot in self.values

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def get(self, slot: str, default: Any = None) -> Any:
        """Return the plain value of a slot, or the default."""
        found = self.values.get(slot)
        return default if found is None else found.v

    def source(self, slot: str) -> Source | None:
        """Return how a slot's value is known, or None where it has none."""
        found = self.values.get(slot)
        return None if found is None else found.source

    def with_value(self, slot: str, value: Value) -> Brief:
        """Return a brief in which the slot holds this value, checked.

        Raises
        ------
        BriefError
            If the slot does not exist or the value is of the wrong kind.
        """
        if slot not in slots():
            raise BriefError(f"unknown slot: {slot!r}")
        checked = replace(value, v=check(slots()[slot], value.v))
        return Brief({**self.values, slot: checked})

    def without(self, *names: str) -> Brief:
        """Return a brief in which these slots hold nothing."""
        return Brief({p: v for p, v in self.values.items() if p not in names})

    def to_dict(self) -> dict[str, Any]:
        """Return nested tables in the form of a brief file, in the schema's order."""
        nested: dict[str, Any] = {}
        for path in slots():
            if path in self.values:
                section, name = path.split(".", 1)
                nested.setdefault(section, {})[name] = _plain(self.values[path].v)
        return nested

    def sources(self) -> dict[str, str]:
        """Return slot path -> source, in the schema's order."""
        return {p: str(self.values[p].source) for p in slots() if p in self.values}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return value
