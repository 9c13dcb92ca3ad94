"""How each column is read and used, as the exported script states it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model import TandemModel
from ..search.columns import Codes, DateParts, OneByOne, Words
from ..table.column_schema import NUMBER, WHOLE
from ..table.names import missing
from ..table.numbers import DURATION, SPANS


def script_columns(
    model: TandemModel, members: Iterable[tuple[float, Any]]
) -> dict[str, Any]:
    """Return how each column is read and what role it has."""
    kinds: dict[str, list[str]] = {"numbers": [], "categories": [], "many": [],
                                   "dates": [], "texts": []}  # fmt: skip
    for name, kind in _roles(members).items():
        kinds[kind].append(name)
    used = [name for names in kinds.values() for name in names]
    known = set(model.schema.names)
    read = [model.schema.column(c) for c in [*used, model.target] if c in known]
    return {
        "target": model.target,
        "classes": list(model.classes),
        "columns": used,
        "renamed": {c.source: c.name for c in read if c.source.strip() != c.name},
        "gaps": sorted({"", *missing("always"), *(g for c in read for g in c.gaps)}),
        **kinds,
        "dates": {name: _date_form(model, name) for name in kinds["dates"]},
        "directions": dict(getattr(_first(members), "monotonic", None) or {}),
        "written": {
            c.name: _number_form(c.number)
            for c in read
            if c.dtype in (NUMBER, WHOLE) and not c.number.plain
        },
        "sentinels": {c.name: list(c.gap_values) for c in read if c.gap_values},
        "spelled": {c.name: dict(c.spellings) for c in read if c.spellings},
        "filled": {c.name: c.fill for c in read if c.fill is not None},
    }


def _first(members: Iterable[tuple[float, Any]]) -> Any:
    return next(iter(members))[1]


def _roles(members: Iterable[tuple[float, Any]]) -> dict[str, str]:
    """Return the role of each column that some part reads."""
    found: dict[str, str] = {}
    for _, member in members:
        encoder = getattr(member, "encoder_", None)
        for name in getattr(encoder, "numbers_", ()):
            found[name] = "numbers"
        for name, part in getattr(encoder, "parts_", ()):
            found[name] = _kind(part)
        if not hasattr(encoder, "parts_"):
            roles = dict(getattr(encoder, "roles", {}))
            plural = {"number": "numbers", "date": "dates", "text": "texts"}
            found |= {n: plural.get(r, "categories") for n, r in roles.items() if r}
    return found


def _kind(part: Any) -> str:
    if isinstance(part, DateParts):
        return "dates"
    if isinstance(part, Words):
        return "texts"
    return "categories" if isinstance(part, Codes | OneByOne) else "many"


def _date_form(model: TandemModel, name: str) -> list[str]:
    date = model.schema.column(name).date
    forms = date.format.split("|") if date else ["ISO8601"]
    return [f if f == "ISO8601" or "%" in f else "mixed" for f in forms]


def _number_form(number: Any) -> dict[str, Any]:
    if number.unit == DURATION:
        return {"duration": SPANS}
    form = {"decimal": number.decimal, "thousands": number.thousands}
    return {**form, "percent": True} if number.percent else form
