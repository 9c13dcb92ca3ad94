"""The brief: what it may hold, how it refuses, and that it survives every trip."""

from __future__ import annotations

import json
import tomllib

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from dialogs.brief import Brief, BriefError, Source, Value
from dialogs.json_schema import json_schema
from dialogs.schema import slots

WHOLE = """
[table]
path = "members.csv"
target = "cancelled"
ignore = ["member_id"]
row = "member"
[goal]
task = "binary"
event = "yes"
purpose = "production"
[success]
objective = "expected_cost"
miss_cost = 500
false_alarm_cost = "fee"
[[success.require]]
metric = "recall"
at_least = 0.8
[limits]
seconds = 120
families = ["linear", "tree"]
monotonic = { tenure = "down" }
[split]
kind = "group"
column = "household"
[expectations]
drivers = { tenure = "down", plan = "matters" }
"""


def test_a_whole_brief_comes_back_as_it_was_written() -> None:
    nested = tomllib.loads(WHOLE)
    brief = Brief.from_dict(nested)
    assert brief.to_dict() == nested
    assert tomllib.loads(tomli_w.dumps(brief.to_dict())) == nested
    assert set(brief.sources().values()) == {"said"}


@pytest.mark.parametrize(
    ("nested", "named"),
    [
        ({"tabel": {}}, ["tabel", "table"]),
        ({"success": {"mis_cost": 5}}, ["mis_cost", "miss_cost"]),
        ({"success": {"objective": "acuracy"}}, ["acuracy", "accuracy"]),
        ({"limits": {"seconds": "fast"}}, ["limits.seconds", "fast", "number"]),
        ({"limits": {"seconds": 0}}, ["limits.seconds", "0", "at least 1"]),
        ({"limits": {"families": ["liner"]}}, ["liner", "linear"]),
        ({"limits": {"families": "linear"}}, ["limits.families", "list"]),
        ({"success": {"recall": 95}}, ["success.recall", "95", "from 0 to 1"]),
        ({"success": {"k": 2.5}}, ["success.k", "2.5", "whole"]),
        ({"success": {"require": [{"metric": "recal", "at_least": 1}]}}, ["recal"]),
        ({"success": {"require": [{"metric": "recall"}]}}, ["at_least or at_most"]),
        ({"limits": {"monotonic": {"age": "rises"}}}, ["rises", "up, down"]),
        ({"goal": 3}, ["[goal]", "3"]),
        ({"limits": {"glass_box": "yes"}}, ["glass_box", "true or false"]),
    ],
)
def test_a_refusal_names_the_key_the_value_and_what_is_allowed(
    nested: dict[str, object], named: list[str]
) -> None:
    with pytest.raises(BriefError) as refused:
        Brief.from_dict(nested)
    for word in named:
        assert word in str(refused.value)


def test_a_value_keeps_who_said_it() -> None:
    brief = Brief().with_value("limits.seconds", Value(60, Source.ASSUMED, turn=3))
    assert brief.get("limits.seconds") == 60
    assert brief.source("limits.seconds") == Source.ASSUMED
    assert "limits.seconds" not in brief.without("limits.seconds")
    with pytest.raises(BriefError, match="unknown slot"):
        brief.with_value("limits.minutes", Value(1))


def test_the_schema_knows_every_slot() -> None:
    schema = json_schema()
    for path in slots():
        section, name = path.split(".")
        assert name in schema["properties"][section]["properties"]
    json.dumps(schema)


@given(
    st.dictionaries(
        st.sampled_from(["table", "goal", "success", "limits", "nonsense"]),
        st.dictionaries(
            st.sampled_from(["path", "event", "k", "seconds", "families", "x"]),
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(),
                st.floats(),
                st.text(),
                st.lists(st.text()),
                st.dictionaries(st.text(), st.text()),
            ),
        ),
    )
)
def test_any_nested_value_is_taken_or_refused_with_a_sentence(
    nested: dict[str, object],
) -> None:
    refusal = ""
    brief = Brief()
    try:
        brief = Brief.from_dict(nested)
    except BriefError as refused:
        refusal = str(refused)
    assert len(refusal) > 20 or Brief.from_dict(brief.to_dict()) == brief
