"""Quantities in free text, kind by kind: sentences of our own for every kind of expression."""

from __future__ import annotations

import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.hearing.normal import normal
from dialogs.hearing.quantities import quantities

CASES = {
    # numbers
    "roughly 3,400 parcels": [("number", 3400)],
    "roughly 3.400 parcels": [("number", 3400)],
    "a score of 3,4": [("number", 3.4)],
    "boxes 11,12,13": [("number", 11), ("number", 12), ("number", 13)],
    "two dozen pumps": [("number", 24)],
    "five more minutes": [("duration", 300)],
    "30 extra seconds": [("duration", 30)],
    "two more calls": [("number", 2)],
    "seven hundred and twelve": [("number", 712)],
    "between six and nine": [("number", 6), ("number", 9)],
    "minus four": [("number", -4)],
    "it is minus five percent now": [("percent", -0.05)],
    "three and a half": [("number", 3.5)],
    "7 1/2": [("number", 7.5)],
    "7½ please": [("number", 7.5)],
    "half a million rows": [("number", 500_000)],
    "three quarters million": [("number", 750_000)],
    "1.2 billion": [("number", 1.2e9)],
    "see https://example.org/a?b=20%25 for 4 of them": [("number", 4)],
    # shares
    "two thirds of them": [("percent", 2 / 3)],
    "a seventh": [("percent", 1 / 7)],
    "the top tenth": [("percent", 0.1)],
    "the third attempt": [],
    "forty-five per cent": [("percent", 0.45)],
    "4 alarms out of 5": [("percent", 0.8)],
    "of twenty alarms at least fifteen": [("percent", 0.75)],
    "12 in 7 boxes": [("number", 12), ("number", 7)],
    # money
    "£1.5m": [("money", 1_500_000)],
    "EUR90 or 90EUR": [("money", 90), ("money", 90)],
    "12 dollars 50": [("money", 12.5)],
    "six pounds and five pence": [("money", 6.05)],
    "$900 in 5 weeks": [("money", 900), ("duration", 5 * 604_800)],
    "a quarter million euros": [("money", 250_000)],
    "30 canadian dollars": [("money", 30)],
    "80 cents": [("money", 0.8)],
    "a tenner": [("number", 10)],
    # ratios
    "7:2": [("ratio", 7)],
    "9 to 1": [("ratio", 9)],
    "twice as bad as the other": [("ratio", 2)],
    "a good one: 600": [("number", 600)],
    "from 20 to 50": [("number", 20), ("number", 50)],
    # durations
    "an hour and a quarter": [("duration", 4500)],
    "half an hour": [("duration", 1800)],
    "a tenth of a second": [("duration", 0.1)],
    "2 hours 10 minutes": [("duration", 7800)],
    "all day": [("duration", 86_400)],
    "another minute": [("duration", 60)],
    "a couple of weeks": [("duration", 1_209_600)],
    "a fortnight ago, 2 fortnights": [("duration", 2 * 1_209_600)],
}


@pytest.mark.parametrize("text", CASES)
def test_a_quantity_is_read(text: str) -> None:
    found = [(q.kind, round(q.value, 6)) for q in quantities(normal(text))]
    assert found == [(k, round(v, 6)) for k, v in CASES[text]]


@given(st.text(alphabet=string.digits + " .,-$%:/½ahkm", max_size=30))
def test_any_string_of_digits_and_marks_is_read_or_left(text: str) -> None:
    said = normal(text)
    found = quantities(said)
    assert all(0 <= q.start < q.end <= len(said) for q in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
