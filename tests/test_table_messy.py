"""Five made-up tables are read as their owners mean them, and what was done is said."""

from __future__ import annotations

import messy
import pytest

from assistant.table import read_table
from assistant.table.spelling import spellings
from dialogs.facts import Kind

KINDS = {
    "clinic": {
        "Visit no.": Kind.ID, "Date": Kind.DATE, "Age": Kind.NUMBER, "Came": Kind.YES_NO,
        "Distance (km)": Kind.NUMBER, "Fee €": Kind.AMOUNT,
    },
    "farm": {
        "Nitrogen": Kind.NUMBER, "Rain": Kind.NUMBER, "Sown": Kind.DATE,
        "Yield (t/ha)": Kind.NUMBER,
    },
    "calls": {
        "call": Kind.ID, "day": Kind.DATE, "waited": Kind.NUMBER,
        "escalated": Kind.YES_NO,
    },
    "foundry": {
        "Part": Kind.ID, "Pouring temp": Kind.NUMBER, "Sand moisture": Kind.SHARE,
        "Result": Kind.CATEGORY,
    },
    "charity": {
        "donor": Kind.ID, "age": Kind.NUMBER, "given so far": Kind.AMOUNT,
        "last gift": Kind.DATE, "gave again": Kind.YES_NO,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_each_column_is_what_its_owner_means(name, tmp_path):
    table = read_table(messy.make(name, tmp_path), repairs={})
    found = {c: table.facts.column(c).kind for c in KINDS[name]}
    assert found == KINDS[name]


def test_spellings_are_one_word_until_refused(tmp_path):
    path = messy.clinic(tmp_path)
    table = read_table(path, repairs={})
    assert table.facts.column("Came").values == ("Yes", "No")
    odd = next(s for s in table.facts.suspicions if s.kind == "spellings")
    assert odd.repair == "one_spelling"
    assert "Came" in odd.columns
    kept = read_table(path, repairs={odd.id: "refused"})
    assert set(kept.facts.column("Came").values) == {"Yes", "yes", "Y", "No", "no", "N"}


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ({"Yes": 5, "yes": 1, "Y": 1, "No": 9, "N": 2}, {"yes": "Yes", "Y": "Yes", "N": "No"}),
        ({"female": 3, "F": 9, "male": 4, "M": 8}, {"F": "female", "M": "male"}),
        ({"New  York": 1, "new york": 3, "Rome": 2}, {"New  York": "new york"}),
        # Two codes, words that share a letter, a letter of no word, one word alone.
        ({"a": 5, "A": 5, "b": 5}, {}),
        ({"pay": 5, "post": 5, "p": 5}, {}),
        ({"yes": 5, "no": 5, "x": 5}, {}),
        ({"ok": 5, "OK": 5, "Ok": 1}, {}),
    ],
)  # fmt: skip
def test_only_spellings_are_joined(counts, wanted):
    assert spellings(counts) == wanted


def test_copies_of_a_record_go_and_copies_without_a_name_stay(tmp_path):
    table = read_table(messy.call_centre(tmp_path), repairs={})
    assert table.facts.rows == 420
    rows = "".join(f"{i % 9},{i % 4},{i % 5}\n" for i in range(60))
    bare = read_table(f"a,b,c\n{rows}" + rows[:60], repairs={})
    assert bare.facts.rows == 70


def test_two_ways_of_writing_dates_are_read_where_they_cannot_clash():
    rows = "".join(f"2024-01-{d:02};{d}\nJan {d}, 2024;1\n" for d in range(1, 29))
    mixed = read_table(f"day;n\n{rows}")
    assert mixed.facts.column("day").kind == Kind.DATE
    assert mixed.frame["day"].notna().all()
    clash = [f"{d}/01/2024" for d in range(13, 29)] + [f"01/{d}/2024" for d in range(13, 29)]  # fmt: skip
    table = read_table("day;n\n" + "".join(f"{d};1\n" for d in clash))
    assert table.frame["day"].dtype.kind != "M"


def test_times_and_rates_are_numbers():
    rows = [("1h 0m 5s", "5 l/min"), ("3m 20s", "7 l/min"), ("2m 5s", "8 l/min")] * 9
    lines = "".join(f"{a};{b};{i % 4}\n" for i, (a, b) in enumerate(rows))
    table = read_table(f"waited;flow;n\n{lines}")
    assert table.frame["waited"].tolist()[:3] == [3605, 200, 125]
    assert table.frame["flow"].tolist()[:3] == [5, 7, 8]
