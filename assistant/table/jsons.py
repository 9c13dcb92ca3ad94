"""JSON (a list of objects, columns, or an object around one) and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dialogs.facts import Note

from ..errors import TableUnreadable
from .raw import RawTable, clean_headers, note, text_frame


def read_json(text: str, name: str) -> RawTable:
    """Read a table from JSON.

    Raises
    ------
    TableUnreadable
        If it is not well formed, or holds no table.
    """
    notes: list[Note] = []
    try:
        # Numbers stay the text they are, so that nothing is rounded on the way.
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        data, notes = _lines(text, name)
    records = _records(data)
    if not records:
        raise TableUnreadable(
            "There is no table in this JSON file",
            f"{name} should hold a list of objects, one a row, such as "
            '[{"age": 31, "city": "Bonn"}, ...], or one such object a line.',
        )
    return _to_raw(records, notes)


def _lines(text: str, name: str) -> tuple[list[Any], list[Note]]:
    rows, broken = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(
                json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
            )
        except (ValueError, RecursionError):
            broken.append(number)
    if not rows or len(broken) > len(rows):
        raise TableUnreadable(
            "This JSON file is not well formed",
            f"{name}: line {broken[0] if broken else 1} is not valid JSON. Export the "
            "table again, or as CSV.",
        )
    if not broken:
        return rows, []
    what = "Lines that are not valid JSON are set aside."
    return rows, [note("row_set_aside", what, "", broken)]


def _records(data: Any) -> list[Mapping[str, Any]]:
    if isinstance(data, Mapping):
        return _from_object(data)
    if isinstance(data, list) and data and all(isinstance(r, Mapping) for r in data):
        return data
    if isinstance(data, list) and data and all(isinstance(r, list) for r in data):
        header, *rows = data
        return [dict(zip(map(cell_text, header), r, strict=False)) for r in rows]
    return []


def _from_object(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if {"columns", "data"} <= set(data):
        return [dict(zip(data["columns"], row, strict=False)) for row in data["data"]]
    values = list(data.values())
    if values and all(isinstance(v, list) for v in values):
        longest = max(len(v) for v in values)
        if longest and all(len(v) == longest for v in values):
            return [{k: v[i] for k, v in data.items()} for i in range(longest)]
    if values and all(isinstance(v, Mapping) for v in values):
        keys: Iterable[str] = dict.fromkeys(k for v in values for k in v)
        return [{c: data[c].get(k) for c in data} for k in keys]
    lists = [_records(v) for v in values if isinstance(v, list)]
    return max(lists, key=len, default=[])


def _to_raw(records: list[Mapping[str, Any]], notes: list[Note]) -> RawTable:
    flat = [flatten(r) for r in records]
    sources = list(dict.fromkeys(k for r in flat for k in r))
    names, said = clean_headers(sources)
    columns = [[r.get(k, "") for r in flat] for k in sources]
    aside = sum(n.count for n in notes)
    return RawTable(
        frame=text_frame(columns, names),
        sources=tuple(sources),
        notes=notes + said,
        rows=len(flat) + aside,
    )


def flatten(record: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """Return one level of cells; what lies deeper gets a name with dots.

    Examples
    --------
    >>> flatten({"a": "1", "b": {"c": None, "d": True}})
    {'a': '1', 'b.c': '', 'b.d': 'true'}
    """
    found: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, Mapping) and value:
            found.update(flatten(value, f"{before}{key}."))
        else:
            found[f"{before}{key}"] = cell_text(value)
    return found


def cell_text(value: Any) -> str:
    """Return a JSON value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
