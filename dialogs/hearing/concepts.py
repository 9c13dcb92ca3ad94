"""Families of outcomes and amounts: which column a goal is about, and which side is bad.

Words belong to families (leaving, not paying back, breaking down ...), columns to a family
by header or values. Invariant: nothing in here knows any table's names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..facts import ColumnFacts, Facts
from ..toml_data import toml_data
from .lexicon import denied, every, find
from .normal import parts

TRUE = frozenset({"yes", "y", "true", "t", "1", "1.0"})
FALSE = frozenset({"no", "n", "false", "f", "0", "0.0"})


@dataclass(frozen=True)
class Side:
    """What a clause says of an outcome: its family, and whether it is the bad side."""

    family: str
    bad: bool
    start: int
    end: int


def _load(name: str) -> Mapping[str, Any]:
    return toml_data(f"hearing/{name}")


def families() -> Mapping[str, Any]:
    """Return the families of outcomes."""
    return _load("concepts.toml")


def amounts() -> Mapping[str, Any]:
    """Return the families of numbers."""
    return _load("amounts.toml")


def sides(text: str, only: str | None = None) -> list[Side]:
    """Return the outcomes that a text names, a denied one as its opposite."""
    found = []
    for family, body in families().items():
        if only is not None and family != only:
            continue
        for key in ("bad", "good"):
            for match in every(body[key], text) if body[key] else ():
                no = denied(text, match.start()) and not match.group().startswith("n")
                bad = (key == "bad") != no
                found.append(Side(family, bad, *match.span()))
    # A longer phrase takes its place from a shorter one within it.
    return [
        s for s in found
        if not any(o.start <= s.start and s.end <= o.end and o != s
                   and o.end - o.start > s.end - s.start for o in found)
    ]  # fmt: skip


def family_of(column: ColumnFacts) -> str | None:
    """Return the family of outcomes that a column records, or None."""
    spoken = () if column.kind.numeric else tuple(v for v, _ in column.top[:8])
    return _family(column.name, spoken)


@lru_cache(maxsize=4096)
def _family(name: str, values: tuple[str, ...]) -> str | None:
    header = " ".join(parts(name))
    spoken = " ; ".join(" ".join(parts(v)) for v in values)
    for text in (header, spoken):
        for family, body in families().items():
            if find([*body["bad"], *body["good"]], text):
                return family
    return None


def value_side(column: ColumnFacts, value: str) -> bool | None:
    """Return whether a value of a column is the bad side, or None where unknown."""
    family = family_of(column)
    spoken = " ".join(parts(value))
    plain = value.strip().casefold()
    if plain in TRUE | FALSE:
        return _flag_side(column, plain in TRUE, family, value)
    for body in families().values():
        if find(body["bad"] or ["\0"], spoken):
            return True
        if find(body["good"] or ["\0"], spoken):
            return False
    if find(("bad", "negative", "rejected", "abnormal", "poor"), spoken):
        return True
    return False if find(("good", "positive", "normal", "ok"), spoken) else None


def _flag_side(
    column: ColumnFacts, true: bool, family: str | None, value: str
) -> bool | None:
    if family is None:
        return None
    header = " ".join(parts(column.name))
    body = families()[family]
    if find(("risk", "status", "class", "type"), header):
        # "credit risk 0/1" does not say which is which: the rarer one is the feared.
        rarest = min(column.top, key=lambda t: t[1])[0] if column.top else value
        return value == rarest
    named_bad = bool(find(body["bad"] or ["\0"], header))
    return named_bad == true


def event_value(column: ColumnFacts, bad: bool) -> str | None:
    """Return the value of a two-class column that is the bad (or good) side."""
    hits = [v for v in column.values[:4] if value_side(column, v) is bad]
    return hits[0] if len(hits) == 1 else None


PAST = frozenset("prev previous prior prv past former hist history earlier".split())
"""Words of headers that tell what was before."""
_HOW_MUCH = re.compile(r"\bhow (?:much |many \w+ |badly )?$", re.IGNORECASE)


def outcome_columns(text: str, facts: Facts) -> list[tuple[str, Side]]:
    """Return the columns that record an outcome which a text names."""
    found = []
    for side in sides(text):
        for column in facts.columns:
            if PAST & set(parts(column.name)):
                continue  # what was before is known, and no goal
            few = 2 <= column.distinct <= 12
            much = column.kind.numeric and _HOW_MUCH.search(text[: side.start])
            if (few or much) and family_of(column) == side.family:
                found.append((column.name, side))
    return found


def amount_columns(text: str, facts: Facts) -> list[tuple[str, int, int]]:
    """Return the numeric columns of the kind of amount that a text asks for."""
    found = []
    for body in amounts().values():
        match = find(body["asked"], text)
        if match is None:
            continue
        for column in facts.columns:
            header = " ".join(parts(column.name))
            if column.kind.numeric and find(body["called"], header):
                found.append((column.name, *match.span()))
    return found
