"""Questions for another answer with columns that cannot change; rows by what is said of them."""

from __future__ import annotations

from typing import Any

import pytest
from test_hearing import facts_of

from dialogs.brief import Brief
from dialogs.hearing import Context, understand
from dialogs.hearing.abbreviating import shortens

KNOWN = Brief.from_dict({"table": {"target": "mastitis_7d"}, "goal": {"event": "1"}})
NUMBER = Brief.from_dict({"table": {"target": "milk_yield_l"}})


def query(text: str, known: Brief = KNOWN) -> dict[str, Any]:
    best = understand(text, Context(facts_of("herd"), known, has_model=True)).best
    assert best is not None
    assert best.query is not None
    return dict(best.query)


@pytest.mark.parametrize(
    "text",
    [
        "what would it take for row 14 to stay healthy, parity can't change of course",
        "what must change for row 14, without changing parity?",
        "what would have to happen for row 14 - parity has to stay - to come out fine",
    ],
)
def test_what_cannot_change_is_kept(text: str) -> None:
    found = query(text)
    assert found["rows"] == {"column": "row", "is": 14}
    assert found["do"][0]["op"] == "counterfactual"
    assert found["do"][0]["keep"] == ["parity"]


def test_a_row_named_by_number_needs_no_more() -> None:
    found = query("why do you think the Jersey in row 84 won't get it")
    assert found["rows"] == {"column": "row", "is": 84}


@pytest.mark.parametrize("text", ["how many tests on a saturday", "count saturdays"])
def test_a_day_in_full_is_the_day_written_short(text: str) -> None:
    assert query(text)["rows"] == {"column": "week_day", "is": "Sat"}


@pytest.mark.parametrize(
    "text",
    ["how many cows does it put over 30?", "how many have a prediction above 30"],
)
def test_a_number_may_be_one_that_the_model_says(text: str) -> None:
    found = query(text, NUMBER)
    assert found["rows"] == {"column": "prediction", "above": 30}
    assert found["do"] == [{"op": "count"}]


@pytest.mark.parametrize(
    ("piece", "word", "met"),
    [
        ("tmp", "temperature", True), ("rwk", "rework", True), ("shft", "shift", True),
        ("opr", "operator", True), ("tmp", "time", False), ("age", "average", False),
        ("cst", "cast", True), ("pct", "percent", False),
    ],
)  # fmt: skip
def test_a_part_of_a_header_shortens_a_word(piece: str, word: str, met: bool) -> None:
    assert shortens(piece, word) is met
