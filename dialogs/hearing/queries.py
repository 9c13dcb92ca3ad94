"""Questions about the model or the data, heard as query trees of the contract.

A tree has the rows that are meant and what is done with them. A message is cut into
parts, each of which asks one thing. The same grammar of quantities, columns and values
serves before and after training.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ..facts import Facts
from .contrasts import classes_in, goal_in, sides_in
from .filters import rows_in
from .naming import columns_in
from .quantities import quantities
from .reading import Context
from .referring import of_the_model, refers
from .thesaurus import meant
from .whatif import change_in
from .working import work_asked

_PART = re.compile(
    r"[?.!;](?=\s|$)|,?\s+and\s+(?=(?:what|how|why|whether|tell|let|show|give|explain|list|some"
    r"|is|are|did|does|do|who|which)\b)|,\s+(?=(?:what|how|why)\b)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\s*(?:when|if|for|considering|given|after|on|among|regarding|as for|in|with)\b"
    r"(?![^,]*\b(?:what|how|why|which|predict the|show)\b)",
    re.IGNORECASE,
)
_WHAT_IF = re.compile(
    r"\b(?:what if|suppose|imagine|what happens|what about|how about|still|and for|and if)\b",
    re.I,
)


_NUMBER = r"\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|a dozen|twelve|twenty"
TOP = re.compile(
    rf"\b(?:top|first|best|main|biggest)\s+(?P<a>{_NUMBER})\b|\b(?P<b>{_NUMBER})\s+(?:\w+\s)?(?:most|top|key|main"
    rf"|features?|factors?|columns?|drivers?)\b",
    re.IGNORECASE,
)


@cache
def _cues() -> Mapping[str, Any]:
    text = files("dialogs.hearing").joinpath("queries.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_cues()["ops"][name]), re.IGNORECASE)


_STILL = frozenset({"count", "columns", "define", "teach", "history", "model"})
"""Questions that no what-if moves: it then asks what the model says."""


def query_in(text: str, context: Context) -> dict[str, Any] | None:
    """Return the query tree that a message asks for, or None where it asks nothing.

    Parameters
    ----------
    text : str
        As `normal` returns it.
    context : Context
        With ``previous``, the tree that "those" refers to.
    """
    facts = context.facts
    at_work = work_asked(text, context)
    if at_work is not None:
        return at_work
    found = change_in(text, facts) if facts else None
    change, used = found if found else (None, [])
    named = str(change["column"]) if change else None
    both = sides_in(text, facts) if facts and change is None else None
    if both is not None:
        return {"rows": None, "do": [{"op": "compare", "rows": both}]}
    goal, there = goal_in(text, facts, context.brief.get("table.target"))
    rather, places = classes_in(text, facts, context.brief.get("table.target"))
    used = [*used, *places, *there, *(m.span() for m in TOP.finditer(text))]
    rows = rows_in(text, facts, used, named) if facts else None
    before = context.previous or {}
    if rows is None and before and refers(text):
        rows = before.get("rows")
    names = ops_in(text, rows is not None, change is not None)
    if rows is not None and rows is before.get("rows") and of_the_model(names, text):
        rows = None
    again = before.get("do")
    if change and again and {s.get("op") for s in again} <= _STILL:
        again = None  # "how many ...", then "what if ...": asks what the model says
    if not names and again and (change or rows is not None) and _WHAT_IF.search(text):
        return {"rows": rows, "do": [*([change] if change else []), *_asked(again)]}
    if not names and change is None:
        if (
            rows is None
            or not again
            or not re.match(r"(?:and|what about)\b", text, re.I)
        ):
            return None
        one = isinstance(rows, Mapping) and rows.get("column") == "row"
        if one and {s.get("op") for s in again} & {
            "score",
            "history",
            "stability",
            "model",
        }:
            return {"rows": rows, "do": [{"op": "explain"}]}
        return {"rows": rows, "do": list(again)}
    steps: list[dict[str, Any]] = [change] if change else []
    for name in names or ["predict"]:
        steps += _step(
            name, text, facts, rows, named, context.brief.get("table.target")
        )
    for step in steps:
        if step["op"] == "explain":
            step.update(rather)
        if step["op"] == "counterfactual" and goal is not None:
            step["to"] = goal
    return {"rows": rows, "do": steps} if steps else None


_OF_NO_ROWS = frozenset({"change", "compare"})


def _asked(steps: Any) -> list[dict[str, Any]]:
    """Return what was asked of rows before, which can be asked of changed rows too."""
    return [dict(s) for s in steps if s.get("op") not in _OF_NO_ROWS]


def ops_in(text: str, some: bool, changed: bool) -> list[str]:
    """Return what is asked, part by part, each thing once.

    Parameters
    ----------
    text : str
        The message.
    some : bool
        Whether it says which rows.
    changed : bool
        Whether it changes a column.
    """
    found: list[str] = []
    opening: list[str] = []
    for part in _parts(text):
        names = _ops_of(part, some, changed)
        # "When predicting ..., what are ..." only says what the question is about.
        into = opening if _OPENING.match(part) else found
        into += [n for n in names if n not in into]
    return _settled(found or opening[:1], text)


def _parts(text: str) -> list[str]:
    cuts = [m.span() for m in _PART.finditer(text)]
    starts, stops = [0, *(e for _, e in cuts)], [*(s for s, _ in cuts), len(text)]
    return [text[a:b] for a, b in zip(starts, stops, strict=True) if text[a:b].strip()]


def _ops_of(part: str, some: bool, changed: bool) -> list[str]:
    hits = [n for n in _cues()["ops"] if _pattern(n).search(part)]
    if changed and "counterfactual" in hits:
        hits.remove("counterfactual")
    if not hits:
        return []
    if "counterfactual" in hits and "explain" in hits:
        return ["explain", "counterfactual"]
    if hits[0] == "explain" and "predict" in hits and not some:
        return ["explain"]
    return hits[:1]


def _settled(found: list[str], text: str) -> list[str]:
    """Drop what only introduces another part: 'show me ... and why'."""
    if (
        "score" in found
        and "mistakes" in found
        and not re.search(r"\band\b|\.|\?\s*\w", text)
    ):
        return [n for n in found if n != "score"]
    return found


def _step(
    name: str, text: str, facts: Facts | None, rows: Any, changed: str | None,
    target: str | None,
) -> list[dict[str, Any]]:  # fmt: skip
    step: dict[str, Any] = {"op": name}
    named = _columns(text, facts, rows, changed)
    whole = next((int(q.value) for q in quantities(text)
                  if q.whole and 0 < q.value < 1000 and q.kind == "number"), None)  # fmt: skip
    if name == "importance":
        return _importance(text, named, facts, changed)
    if name == "interaction":
        return [{**step, "columns": named[:2]}] if len(named) >= 2 else [step]
    if name == "statistic":
        return _statistic(step, text, _columns(text, facts, None, changed), rows, facts)
    if name == "fairness":
        found = named or (
            meant(_last_words(text), facts, (target or "",)) if facts else []
        )
        return [{**step, "column": found[0]}] if len(found) == 1 else [step]
    if name == "show" and whole and rows is None:
        step["n"] = whole
    if name == "mistakes":
        step.update(_kind_of_mistake(text))
    return [step]


def _last_words(text: str) -> str:
    cut = re.split(r"\b(?:on|to|towards?|against|for|of|by|between|treat\w*)\b", text)
    return cut[-1] if len(cut) > 1 else ""


def _columns(
    text: str, facts: Facts | None, rows: Any, changed: str | None
) -> list[str]:
    if facts is None:
        return []
    filtered = {t["column"] for t in _tests(rows)}
    names = dict.fromkeys(n.column for n in columns_in(text, facts))
    return [n for n in names if n not in filtered and n != changed]


def _tests(rows: Any) -> list[Mapping[str, Any]]:
    from .filters import plain_rows

    return plain_rows(rows)


def _importance(
    text: str, named: list[str], facts: Facts | None, changed: str | None
) -> list[dict[str, Any]]:
    from .numerals import value_of

    for match in TOP.finditer(text):
        value = value_of(match.group("a") or match.group("b") or "")
        if value and value == int(value) and value < 100:
            return [{"op": "importance", "n": int(value)}]
    every = list(named)
    if changed and facts:
        both = [n.column for n in columns_in(text, facts) if n.column == changed]
        every = (
            [changed, *named]
            if len(both) and re.search(r"\bthan\b", text, re.I)
            else named
        )
    if every and re.search(r"\bthan\b|\bhow|\bdoes|\bis\b|\bor\b", text, re.I):
        return [{"op": "importance", "column": c} for c in dict.fromkeys(every[:2])]
    if re.search(
        r"\bmost important (?:column|feature|factor|thing)\b(?!s)", text, re.I
    ):
        return [{"op": "importance", "n": 1}]
    return [{"op": "importance"}]


def _statistic(
    step: dict[str, Any], text: str, named: list[str], rows: Any, facts: Facts | None
) -> list[dict[str, Any]]:
    of = next((k for k, forms in _cues()["statistics"].items()
               if re.search(rf"\b(?:{'|'.join(forms)})\b", text, re.I)), "mean")  # fmt: skip
    filtered = {t["column"] for t in _tests(rows)}
    cue = _pattern("statistic").search(text)
    if re.search(r"\bhow old\b", text, re.I) and facts:
        named = meant("age", facts) or named
    elif facts and cue:
        near = [n for n in columns_in(text, facts) if n.start >= cue.start()]
        named = [n.column for n in near] or named
    free = [n for n in named if n not in filtered] or named
    return [{**step, "column": free[0], "of": of}] if free else []


def _kind_of_mistake(text: str) -> dict[str, str]:
    found = {k for k, forms in _cues()["mistakes"].items()
             if re.search(rf"\b(?:{'|'.join(forms)})\b", text, re.IGNORECASE)}  # fmt: skip
    for kind in ("count", "miss", "false_alarm", "sample", "typical"):
        if kind in found:
            return {"kind": kind}
    return {}
