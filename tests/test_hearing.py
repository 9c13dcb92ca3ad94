"""What people type, and what it is understood as: sentences about tables of many trades."""

from __future__ import annotations

import json
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dialogs.brief import Brief
from dialogs.facts import ColumnFacts, Facts, Kind
from dialogs.hearing import Context, to_json, understand
from dialogs.hearing.normal import root
from dialogs.message import Option

HERE = Path(__file__).parent / "hearing"
CASES = tomllib.loads((HERE / "cases.toml").read_text("utf-8"))["case"]
ROWS = 400
NOTHING: dict[str, Any] = {"acts": [], "brief": None, "query": None}
"""What is compared where a sentence is not understood."""


@cache
def facts_of(name: str) -> Facts:
    """Return the facts of one of the tables in ``tables.toml``."""
    body = tomllib.loads((HERE / "tables.toml").read_text("utf-8"))[name]
    columns = tuple(
        ColumnFacts(
            column, Kind(c["kind"]), ROWS, distinct=c["distinct"],
            top=tuple((v, 300 // (i + 1)) for i, v in enumerate(c["values"])),
            examples=tuple(c.get("examples", ())),
        )
        for column, c in body.items()
    )  # fmt: skip
    return Facts(f"{name}.csv", f"{name}.csv", ROWS, columns)


def heard(text: str, case: dict[str, Any]) -> dict[str, Any]:
    known = Brief.from_dict(case.get("known", {}))
    context = Context(
        facts_of(case["table"]), known, case.get("asking"),
        has_model=case.get("has_model", False), previous=case.get("previous"),
    )  # fmt: skip
    return dict(json.loads(json.dumps(to_json(understand(text, context), context))))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_a_sentence_is_understood(case: dict[str, Any]) -> None:
    answer = heard(case["text"], case)
    assert answer["outcome"] == case.get("outcome", "understood")
    best = (answer["readings"] or [NOTHING])[0]
    assert best["acts"] == case["acts"]
    assert (best["brief"] or {}) == case.get("brief", {})
    query = best["query"] or {}
    if "rows" in query and query["rows"] is None:
        del query["rows"]
    assert query == case.get("query", {})


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_spaces_change_nothing(case: dict[str, Any]) -> None:
    plain = heard(case["text"], case)
    spaced = heard("  " + case["text"].replace(" ", "  ") + "\t\n", case)
    assert spaced["outcome"] == plain["outcome"]
    assert [r["brief"] for r in spaced["readings"]] == [
        r["brief"] for r in plain["readings"]
    ]


def test_a_word_of_one_act_within_a_long_question_is_not_that_act() -> None:
    known = {"table": {"target": "failure"}, "goal": {"event": "1"}}
    case = {"table": "pumps", "known": known}
    found = heard("which three columns weigh heaviest when it guesses who quits?", case)
    assert all(r["acts"] != ["stop"] for r in found["readings"])


def test_words_that_answer_nothing_asked_before_stay_unheard() -> None:
    known = {"table": {"target": "failure"}, "goal": {"event": "1", "action": "plan"}}
    case = {"table": "pumps", "asking": "success.k", "known": known}
    found = heard("the weather is nice today", case)
    # A remark may be taken for one; it never fills a slot.
    assert not any(r["brief"] for r in found["readings"])


def test_stems_are_the_same_from_many_threads() -> None:
    made = [f"{a}{b}{c}ings" for a in "bcdfglm" for b in "aeiou" for c in "lmnrt"]
    words = [w + e for w in made for e in ("", "ly", "ness", "ational")]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            root.cache_clear()
            together = list(pool.map(root, words * 4))
    finally:
        sys.setswitchinterval(switching)
    root.cache_clear()
    assert together == [root(w) for w in words] * 4


def test_an_option_is_picked_by_its_label_however_short() -> None:
    options = (Option("go", "Go"), Option("change", "Change something"))
    for said, picked in (
        ("Go", "go"),
        ("change something.", "change"),
        ("2", "change"),
    ):
        best = understand(said, Context(options=options)).best
        assert best is not None
        assert best.chosen == picked
