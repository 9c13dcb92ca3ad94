"""The person's own rule: read whole, or refused with the part that is unclear."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import pytest
from briefing import workshop
from hypothesis import given
from hypothesis import strategies as st

from dialogs.rules import RuleUnclear, rule_filter

FACTS = workshop()


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("hours below 12", {"column": "hours", "below": 12}),
        ("hours > 3.5", {"column": "hours", "above": 3.5}),
        ("if the bill is at least 1,200", {"column": "bill", "at_least": 1200}),
        ("hours 8 or more", {"column": "hours", "at_least": 8}),
        ("hours not above 4", {"column": "hours", "at_most": 4}),
        ("part is pump", {"column": "part", "is": "pump"}),
        ("part = Belt", {"column": "part", "is": "belt"}),
        ("part is belt or lamp", {"column": "part", "is": ["belt", "lamp"]}),
        ("part is not pump", {"not": {"column": "part", "is": "pump"}}),
        ("not part is pump", {"not": {"column": "part", "is": "pump"}}),
        ("hours between 3 and 5",
         {"and": [{"column": "hours", "at_least": 3}, {"column": "hours", "at_most": 5}]}),
        ("hours under 2 and part is lamp",
         {"and": [{"column": "hours", "below": 2}, {"column": "part", "is": "lamp"}]}),
        ("hours under 2 and part is lamp or bill over 500",
         {"or": [{"and": [{"column": "hours", "below": 2},
                          {"column": "part", "is": "lamp"}]},
                 {"column": "bill", "above": 500}]}),
        ("came back is yes", {"column": "came_back", "is": "yes"}),
    ],
)  # fmt: skip
def test_a_rule_is_read_whole(text: str, tree: dict[str, Any]) -> None:
    assert rule_filter(text, FACTS) == tree


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour is red", "names no column"),
        ("part is engine", "It holds: belt, pump, lamp"),
        ("part below 3", "holds no numbers"),
        ("hours", "What should hours be"),
        ("", "empty"),
        ("hours below 3 and then some", "never"),
        ("__import__('os')", "names no column"),
    ],
)
def test_what_is_half_understood_is_refused(text: str, says: str) -> None:
    with pytest.raises(RuleUnclear, match=re.escape(says)):
        rule_filter(text, FACTS)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(RuleUnclear):
        tree = rule_filter(text, FACTS)
        assert set(tree) & {"and", "or", "not", "column"}
