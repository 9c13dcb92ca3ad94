"""Questions about the model or the data, heard as query trees of the contract.

A tree has the rows that are meant and what is done with them. The same grammar of
quantities, columns and values serves before and after training.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ..facts import Facts, Kind
from .naming import Named, columns_in, values_in
from .quantities import Quantity, quantities
from .reading import Context

_ROW = re.compile(
    r"\b(?:row|record|line|case|number|no\.?|nr\.?|#|customer|client|patient|applicant|person"
    r"|member|student|entry|instance|item|data ?point|id)\s*(?:number|no\.?|nr\.?|with id|#)?"
    r"\s*#?(?P<n>\d+)\b",
    re.IGNORECASE,
)
_THOSE = re.compile(
    r"\b(?:those|these|them|they|that (?:one|row|group|subset|case)|this (?:one|row|group"
    r"|subset|case)|the same (?:ones|rows|group)|it)\b",
    re.IGNORECASE,
)


@cache
def _cues() -> Mapping[str, Any]:
    text = files("dialogs.hearing").joinpath("queries.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_cues()["ops"][name]), re.IGNORECASE)


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
    change = _change(text, facts) if facts else None
    names = [n for n in _cues()["ops"] if _pattern(n).search(text)]
    rows = _rows(text, facts, change) if facts else None
    follow = context.previous is not None and _THOSE.search(text)
    if rows is None and follow and context.previous:
        rows = context.previous.get("rows")
    if not names and change is None:
        previous = (context.previous or {}).get("do")
        if (
            rows is None
            or not previous
            or not re.match(r"(?:and|what about)\b", text, re.I)
        ):
            return None
        return {"rows": rows, "do": list(previous)}
    steps = [change] if change else []
    steps += _steps(names, text, facts, rows, bool(change))
    return {"rows": rows, "do": steps}


def _steps(
    names: list[str], text: str, facts: Facts | None, rows: Any, changed: bool
) -> list[dict[str, Any]]:
    if not names:
        return [{"op": "predict"}] if changed else []
    name = names[0]
    step: dict[str, Any] = {"op": name}
    named = [n.column for n in columns_in(text, facts)] if facts else []
    whole = next((int(q.value) for q in quantities(text)
                  if q.whole and 0 < q.value < 1000 and q.kind == "number"), None)  # fmt: skip
    if name == "importance":
        if named and rows is None:
            step["column"] = named[0]
        elif whole and re.search(r"\btop\b|\bmost\b|\bfirst\b|\bbest\b", text, re.I):
            step["n"] = whole
        elif re.search(
            r"\bmost important (?:column|feature|factor|thing)\b", text, re.I
        ):
            step["n"] = 1
    elif name == "interaction" and len(named) >= 2:
        step["columns"] = named[:2]
    elif name == "statistic":
        return _statistic(step, text, named)
    elif name == "fairness":
        return [{**step, "column": named[0]}] if named else [{"op": "fairness"}]
    elif name == "show" and whole and rows is None:
        step["n"] = whole
    elif name == "mistakes":
        step.update(_kind_of_mistake(text))
    return [step]


def _statistic(
    step: dict[str, Any], text: str, named: list[str]
) -> list[dict[str, Any]]:
    of = next((k for k, forms in _cues()["statistics"].items()
               if re.search(rf"\b(?:{'|'.join(forms)})\b", text, re.I)), "mean")  # fmt: skip
    return [{**step, "column": named[-1], "of": of}] if named else []


def _kind_of_mistake(text: str) -> dict[str, str]:
    for kind, forms in _cues()["mistakes"].items():
        if re.search(rf"\b(?:{'|'.join(forms)})\b", text, re.IGNORECASE):
            return {"kind": kind}
    return {}


def _change(text: str, facts: Facts) -> dict[str, Any] | None:
    cue = re.search(
        r"\b(?:what if|if|suppose|imagine|assume|set|had|were|change|increase|decrease|raise"
        r"|lower|reduce|double|halve)\b", text, re.I,
    )  # fmt: skip
    if cue is None:
        return None
    rest = text[cue.start() :]
    for named in columns_in(rest, facts):
        near = rest[max(0, named.start - 45) : named.end + 45]
        column = facts.column(named.column)
        if column is None or _filters(rest, named):
            continue
        if column.kind.numeric:
            step = _numeric_change(near, named.column)
        else:
            step = _set_value(rest, facts, named.column)
        if step:
            return step
    if re.search(r"\bwhat if\b|\bsuppose\b|\bif (?:they|it|he|she|that)\b", text, re.I):
        for value in values_in(rest, facts):
            return {"op": "change", "column": value.column, "set": value.value}
    return None


def _filters(rest: str, named: Named) -> bool:
    before = rest[max(0, named.start - 20) : named.start]
    return bool(
        re.search(r"\b(?:with|whose|where|having|for)\s+(?:an? |the )?$", before)
    )


def _numeric_change(near: str, column: str) -> dict[str, Any] | None:
    found = [q for q in quantities(near) if q.kind in ("number", "money", "percent")]
    up = re.search(r"\b(?:more|higher|increase\w*|rais\w*|up|older|longer|add\w*|plus|greater"
                   r"|larger|bigger)\b", near, re.I)  # fmt: skip
    down = re.search(r"\b(?:less|lower\w*|decreas\w*|reduc\w*|down|younger|shorter|fewer|minus"
                     r"|smaller|drop\w*)\b", near, re.I)  # fmt: skip
    base = {"op": "change", "column": column}
    if re.search(r"\bdoubl\w*|\btwice\b", near, re.I):
        return {**base, "factor": 2}
    if re.search(r"\bhalv\w*|\bhalf\b", near, re.I):
        return {**base, "factor": 0.5}
    if not found:
        return None
    q = found[0]
    sign = -1 if down and not up else 1
    if q.kind == "percent" and (up or down):
        return {**base, "factor": round(1 + sign * q.value, 9)}
    value = int(q.value) if q.value == int(q.value) else q.value
    to = re.search(r"\bto\s+(?:about )?[$€£]?\d", near, re.I)
    if (up or down) and not to:
        return {**base, "by": sign * value}
    return {**base, "set": value}


def _set_value(rest: str, facts: Facts, column: str) -> dict[str, Any] | None:
    for value in values_in(rest, facts):
        if value.column == column:
            return {"op": "change", "column": column, "set": value.value}
    return None


def _rows(text: str, facts: Facts, change: Mapping[str, Any] | None) -> Any:
    tests: list[Any] = []
    row = _ROW.search(text)
    if row:
        tests.append({"column": "row", "is": int(row.group("n"))})
    tests += _by_id(text, facts)
    changed = change["column"] if change else None
    tests += _numeric_tests(text, facts, changed)
    tests += _value_tests(text, facts, changed)
    if not tests:
        return None
    if len(tests) == 1:
        return tests[0]
    joint = "or" if re.search(r"\bor\b", text, re.I) else "and"
    return {joint: tests}


def _by_id(text: str, facts: Facts) -> list[Any]:
    for column in facts.columns:
        if column.kind not in (Kind.ID, Kind.CODE):
            continue
        form = _shape(column.examples)
        match = form and re.search(rf"(?<![\w-]){form}(?![\w-])", text)
        if (
            match
            and any(c.isdigit() for c in match.group())
            and not match.group().isdigit()
        ):
            return [{"column": column.name, "is": match.group()}]
    return []


def _shape(examples: tuple[str, ...]) -> str:
    r"""Return a pattern of the IDs' common form: '7590-VHVEG' -> \\d{4}-[A-Z]{5}."""
    forms = {re.sub(r"[a-z]", "c", re.sub(r"[A-Z]", "C", re.sub(r"\d", "0", e)))
             for e in examples[:20]}  # fmt: skip
    if len(forms) != 1 or not (form := forms.pop()):
        return ""
    kinds = {"0": r"\d", "C": "[A-Z]", "c": "[a-z]"}
    return "".join(kinds.get(ch, re.escape(ch)) for ch in form)


_AFTER = re.compile(
    r"^\s*(?:is|are|was|being|of|=|equals?|equal to|in)?\s*(?P<cmp>at least|at most|more than"
    r"|less than|greater than|fewer than|over|under|above|below|older than|younger than"
    r"|higher than|lower than|from|up to|>=|<=|>|<|=)?\s*$",
    re.IGNORECASE,
)
_COMPARE = {
    "above": (
        "more than",
        "greater than",
        "over",
        "above",
        "older than",
        "higher than",
        ">",
    ),
    "below": (
        "less than",
        "fewer than",
        "under",
        "below",
        "younger than",
        "lower than",
        "<",
    ),
    "at_least": ("at least", "from", ">="),
    "at_most": ("at most", "up to", "<="),
}


def _numeric_tests(text: str, facts: Facts, changed: str | None) -> list[Any]:
    found = []
    numbers = [q for q in quantities(text) if q.kind in ("number", "money")]
    for named in columns_in(text, facts):
        column = facts.column(named.column)
        if column is None or not column.kind.numeric or named.column == changed:
            continue
        test = _nearest_test(text, named, numbers)
        if test:
            found.append(test)
    return found


def _nearest_test(text: str, named: Named, numbers: list[Quantity]) -> Any:
    for q in numbers:
        value = int(q.value) if q.value == int(q.value) else q.value
        between = text[named.end : q.start] if q.start >= named.end else None
        if between is not None and len(between) < 30:
            match = _AFTER.match(between)
            if match:
                word = (match.group("cmp") or "").casefold()
                return _test(named.column, word, value, text[q.end : q.end + 12])
        if between is None and 0 <= named.start - q.end < 12:
            before = text[max(0, q.start - 14) : q.start].casefold().strip()
            word = next((w for forms in _COMPARE.values() for w in forms
                         if before.endswith(w)), "")  # fmt: skip
            if word:
                return _test(named.column, word, value, "")
    return None


def _test(column: str, word: str, value: Any, after: str) -> dict[str, Any]:
    if re.match(r"\s*(?:or (?:more|above|older|higher)|and up|\+)", after, re.I):
        return {"column": column, "at_least": value}
    if re.match(r"\s*or (?:less|below|younger|lower|fewer)", after, re.I):
        return {"column": column, "at_most": value}
    key = next((k for k, forms in _COMPARE.items() if word in forms), "is")
    return {"column": column, key: value}


def _value_tests(text: str, facts: Facts, changed: str | None) -> list[Any]:
    named = {n.column for n in columns_in(text, facts)}
    found, seen = [], set()
    for value in values_in(text, facts):
        shared = [v for v in values_in(text, facts) if v.start == value.start]
        if value.column == changed or value.column in seen:
            continue
        # "Yes" belongs to many columns: it is a test only beside its column's name.
        if len(value.value or "") <= 3 and value.column not in named:
            continue
        if len(shared) > 1 and value.column not in named:
            continue
        seen.add(value.column)
        found.append({"column": value.column, "is": value.value})
    return found
