"""Suspicions about a table, in words: templates and how their gaps are filled.

The kinds and their sentences are data (``suspicions.toml``); detectors live with the
table. Invariant: every kind that is raised has a sentence, and a question or an offer
wherever it has a repair.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .facts import Suspicion
from .message import Level
from .toml_data import toml_data

_ONE = re.compile(r"(?<![\d,.])1 (?:rows|cells|lines|places|columns|values)\b")
"""A plural after a one."""

SHOWN = 4
"""Columns or values named in a sentence; the rest is counted."""


def kinds() -> Mapping[str, Mapping[str, Any]]:
    """Return every kind with its usual severity, data fields and templates."""
    return toml_data("suspicions.toml")


def sentence(suspicion: Suspicion, level: Level = Level.PLAIN) -> str:
    """Return what is odd, as a sentence or two.

    Parameters
    ----------
    suspicion : Suspicion
        Of a kind in `kinds`.
    level : Level
        Language; a level without words of its own falls back to a plainer one.
    """
    levels = {
        Level.PLAIN: ("plain",),
        Level.NAMED: ("named", "plain"),
        Level.TECHNICAL: ("technical", "named", "plain"),
    }[level]
    return _say(suspicion, levels)


def offer(suspicion: Suspicion) -> str:
    """Return what is proposed, as the end of "I suggest ..."; nothing without one."""
    return _say(suspicion, ("offer",)) if suspicion.repair else ""


def question(suspicion: Suspicion) -> str:
    """Return the question whose answer decides, or nothing."""
    return _say(suspicion, ("ask",))


def why_out(suspicion: Suspicion) -> str:
    """Return why its columns are left out, as a clause."""
    return str(kinds()[suspicion.kind].get("out", "you were in doubt about it"))


def _say(suspicion: Suspicion, names: Sequence[str]) -> str:
    templates = kinds()[suspicion.kind]
    for name in names:
        for variant in (*_variants(suspicion), ""):
            key = f"{name}_{variant}" if variant else name
            if key in templates:
                said = str(templates[key]).format(**_words(suspicion))
                return _ONE.sub(lambda m: m.group()[:-1], said)
    return ""


def fill_words(suspicion: Suspicion, words: str) -> str:
    """Return a text with the gaps of `suspicions.toml` filled from a suspicion."""
    known = _words(suspicion)
    if not known.get("value") and suspicion.data.get("values"):
        known["value"] = _shown(suspicion.data["values"][0])
    for name in (
        "value", "kept", "example", "row", "most", "columns", "column", "rows",
    ):  # fmt: skip
        words = words.replace(f"{{{name}}}", str(known.get(name, "")))
    return words


def _variants(suspicion: Suspicion) -> list[str]:
    """Return the special wordings that this one calls for."""
    data = suspicion.data
    special = {
        "beside": bool(data.get("beside")),
        "same": bool(data.get("same")),
        "id": bool(data.get("without")),
        "sum": data.get("measure") == "sum",
        "product": data.get("measure") == "product",
        "gap": bool(data.get("by_gap")),
        "value": data.get("measure") == "value",
        suspicion.repair: True,
    }
    return [name for name, wanted in special.items() if wanted and name]


def _words(suspicion: Suspicion) -> dict[str, Any]:
    data = suspicion.data
    fields = dict.fromkeys(kinds()[suspicion.kind]["data"], "")
    words: dict[str, Any] = fields | {k: _shown(v) for k, v in data.items()}
    columns = suspicion.columns
    words["columns"] = listed(columns)
    words.setdefault("column", columns[0] if columns else "")
    words["others"] = listed(columns[1:])
    words["rows"] = f"{suspicion.rows:,}"
    words["list"] = listed([_shown(v) for v in data.get("values", ())])
    words["in_100"] = _in_100(data.get("share"))
    lines = data.get("lines") or ("",)
    words["line"] = lines[0]
    return words


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return listed([_shown(v) for v in value])
    return str(value)


def _in_100(share: Any) -> str:
    if not isinstance(share, int | float):
        return ""
    if 0 < share < 0.005:
        return "fewer than 1 in 100"
    if 0.995 < share < 1:
        return "more than 99 in 100"
    return f"{round(100 * share)} in 100"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in words, the fifth and later ones counted.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(list("abcdefg"))
    ('a, b and c', 'a, b, c, d and 3 more')
    """
    if len(names) > SHOWN + 1:
        return f"{', '.join(names[:SHOWN])} and {len(names) - SHOWN} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
