"""Questions about models of tables of many trades, in the voices of many people."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dialogs.brief import Brief
from dialogs.facts import ColumnFacts, Facts, Kind
from dialogs.hearing import Context, understand
from dialogs.hearing.reading import CLARIFY, UNDERSTOOD

BODY = tomllib.loads(
    (Path(__file__).parent / "hearing" / "asked.toml").read_text("utf-8")
)
ROWS = 600
QUESTIONS = [
    (name, text, program)
    for name, table in BODY["tables"].items()
    for text, program in table["asked"]
]
SIGNS = {"=": "is", ">": "above", "<": "below", ">=": "at_least", "<=": "at_most"}


@cache
def facts_of(name: str) -> Facts:
    """Return the facts of one of the tables, an unnamed column of IDs in front."""
    made = [ColumnFacts("", Kind.ID, ROWS, distinct=ROWS, minimum=1.0, maximum=999.0)]
    for line in BODY["tables"][name]["columns"]:
        column, *values = line.split()
        numbers = [float(v) for v in values if re.fullmatch(r"\d+", v)]
        few = column == BODY["tables"][name]["target"] or not numbers
        kind = (
            Kind.NUMBER
            if not few
            else Kind.YES_NO
            if len(values) == 2
            else Kind.CATEGORY
        )
        if few and values not in (["yes", "no"], ["0", "1"]):
            kind = Kind.CATEGORY
        made.append(
            ColumnFacts(
                column, kind, ROWS, distinct=len(values) if few else 40,
                minimum=min(numbers, default=None), maximum=max(numbers, default=None),
                top=tuple((v, 9) for v in values) if few else (),
            )
        )  # fmt: skip
    return Facts(f"{name}.csv", f"{name}.csv", ROWS, tuple(made))


def number(text: str) -> Any:
    """Return a value as in a tree."""
    if not re.fullmatch(r"-?[\d.]+", text):
        return text.strip("'")
    return int(text) if float(text).is_integer() else float(text)


def rows_of(text: str, before: Any = None) -> Any:
    """Return the filter that a program's first part stands for."""
    text = text.strip()
    if text == "-":
        return None
    for sign, name in (("|", "or"), ("&", "and")):
        if sign in text:
            return {name: [rows_of(side, before) for side in text.split(sign)]}
    if text == "those":
        return before
    column, sign, value = re.fullmatch(r"!?(\S+) (>=|<=|=|>|<) (\S+)", text).groups()
    test = {"column": column, SIGNS[sign]: number(value)}
    return {"not": test} if text.startswith("!") else test


def step_of(text: str) -> dict[str, Any]:
    """Return one step of a program."""
    op, *rest = text.split()
    if op == "change":
        way = {"column": rest[0], rest[1]: number(rest[2])}
        return {"op": op, **way}
    if op == "importance" and rest:
        return (
            {"op": op, "n": int(rest[0])}
            if rest[0].isdigit()
            else {"op": op, "column": rest[0]}
        )
    if op == "statistic":
        return {"op": op, "column": rest[0], "of": rest[1]}
    if op == "interaction" and rest:
        return {"op": op, "columns": rest}
    named = {"mistakes": "kind", "fairness": "column"}
    return {"op": op, named[op]: rest[0]} if rest else {"op": op}


def tree_of(program: str, before: Any = None) -> dict[str, Any]:
    """Return the query tree that a program stands for."""
    if program.startswith("compare:"):
        sides = [rows_of(side) for side in program[8:].split("/")]
        return {"rows": None, "do": [{"op": "compare", "rows": sides}]}
    rows, *steps = program.split(";")
    return {"rows": rows_of(rows, before), "do": [step_of(s.strip()) for s in steps]}


def heard(text: str, name: str, previous: Any = None) -> Any:
    """Return what a question about a table's model is understood as."""
    target = BODY["tables"][name]["target"]
    brief = Brief.from_dict(
        {"table": {"target": target}, "goal": {"task": "binary", "event": "1"}}
    )
    return understand(text, Context(facts_of(name), brief, None, (), True, previous))


def plain(tree: Any) -> Any:
    """Return a tree without what no answer depends on."""
    steps = [
        {k: v for k, v in s.items() if not (s["op"] == "show" and k == "n")}
        for s in tree["do"]
    ]
    return {"rows": tree["rows"], "do": steps}


@pytest.mark.parametrize(("name", "text", "program"), QUESTIONS, ids=lambda v: v[:50])
def test_a_question_is_heard(name: str, text: str, program: str) -> None:
    found = heard(text, name)
    assert found.best is not None
    assert plain(found.best.query) == tree_of(program)
    assert found.outcome == UNDERSTOOD


@pytest.mark.parametrize(("text", "program"), BODY["follow"]["asked"])
def test_a_next_question_goes_on_from_the_one_before(text: str, program: str) -> None:
    before = tree_of(BODY["follow"]["previous"])
    found = heard(text, BODY["follow"]["table"], before)
    assert found.best is not None
    assert plain(found.best.query) == tree_of(program, before["rows"])
    assert found.outcome == UNDERSTOOD


@pytest.mark.parametrize(("name", "text"), BODY["doubt"]["asked"])
def test_what_no_column_explains_is_offered_and_not_acted_on(
    name: str, text: str
) -> None:
    found = heard(text, name)
    assert found.outcome == CLARIFY
    assert found.best is not None
    assert found.best.unused
