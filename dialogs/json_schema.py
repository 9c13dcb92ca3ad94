"""The JSON Schema of a brief file, made from the slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .schema import Slot, slots

_JSON_TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": ["string", "number", "boolean"]},
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "yes_no": {"type": "boolean"},
    "choice": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "choices": {"type": "array", "items": {"type": "string"}},
    "cost": {"type": ["number", "string"]},
    "directions": {"type": "object", "additionalProperties": {"type": "string"}},
    "dials": {"type": "object", "additionalProperties": {"type": "number"}},
    "ranges": {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": "number"}},
    },
    "matrix": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {"type": "number"},
        },
    },
    "requirements": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["metric"],
            "additionalProperties": False,
            "properties": {
                "metric": {"type": "string"},
                "at_least": {"type": "number"},
                "at_most": {"type": "number"},
                "of": {"type": "string"},
                "column": {"type": "string"},
            },
        },
    },
    "mapping": {"type": "object"},
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a brief file."""
    sections: dict[str, Any] = {}
    for slot in slots().values():
        section, name = slot.path.split(".", 1)
        body = sections.setdefault(
            section,
            {"type": "object", "additionalProperties": False, "properties": {}},
        )
        body["properties"][name] = _json_slot(slot)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tandem brief",
        "type": "object",
        "additionalProperties": False,
        "properties": sections,
    }


def _json_slot(slot: Slot) -> dict[str, Any]:
    body: dict[str, Any] = {**_JSON_TYPES[slot.type], "description": slot.doc}
    if slot.values and slot.type == "choice":
        body["enum"] = list(slot.values)
    elif slot.values and slot.type == "choices":
        body["items"] = {"type": "string", "enum": list(slot.values)}
    elif slot.type in ("dials", "ranges"):
        body["propertyNames"] = {"enum": list(slot.values)}
    elif slot.values:
        body["additionalProperties"] = {"type": "string", "enum": list(slot.values)}
    if slot.minimum is not None:
        body["minimum"] = slot.minimum
    if slot.maximum is not None:
        body["maximum"] = slot.maximum
    return body
