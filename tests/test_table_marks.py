"""A column in which somebody put an X, or nothing: nothing is an answer too."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conversing import Conversation

from assistant.table import Table, read_table
from dialogs.facts import Kind


def kept(path: Path, marks: list[str]) -> Path:
    """Write a table with a column of marks, one for every third row."""
    rows = [
        f"{20 + i % 50},{marks[i % len(marks)] if i % 3 == 0 else ''}"
        for i in range(150)
    ]
    path.write_text("\n".join(["age,returned", *rows]) + "\n", "utf-8")
    return path


def odd(table: Table) -> list[str]:
    return [s.id for s in table.facts.suspicions if s.kind == "marked"]


@pytest.mark.parametrize(
    ("marks", "values"),
    [
        (["X"], {"X", "no"}),
        (["x", "X"], {"X", "no"}),
        (["ja"], {"ja", "no"}),
        (["✓"], {"✓", "no"}),
    ],
)
def test_a_blank_beside_a_mark_is_a_no(
    marks: list[str], values: set[str], tmp_path: Path
) -> None:
    table = read_table(kept(tmp_path / "marks.csv", marks))
    column = table.facts.column("returned")
    assert column is not None
    assert {v.casefold() for v in column.values} == {v.casefold() for v in values}
    assert column.missing == 0
    assert odd(table) == ["marked:returned"]


def test_a_blank_is_a_gap_again_where_that_is_refused(tmp_path: Path) -> None:
    table = read_table(kept(tmp_path / "marks.csv", ["X"]))
    again = table.repaired({"marked:returned": "refused"})
    column = again.facts.column("returned")
    assert column is not None
    assert column.missing == 100


@pytest.mark.parametrize("words", [["Germany"], ["no"]])
def test_one_word_and_blanks_are_no_marks(words: list[str], tmp_path: Path) -> None:
    assert not odd(read_table(kept(tmp_path / "words.csv", words)))


def test_a_few_blanks_are_gaps(tmp_path: Path) -> None:
    path = tmp_path / "full.csv"
    frame = pd.DataFrame({"age": range(100), "paid": ["X"] * 98 + ["", ""]})
    frame.to_csv(path, index=False)
    assert not odd(read_table(path))


def test_new_rows_are_read_in_the_same_way(tmp_path: Path) -> None:
    schema = read_table(kept(tmp_path / "marks.csv", ["X"])).schema
    new = schema.apply(pd.DataFrame({"age": ["30", "40"], "returned": ["", "x"]}))
    assert new["returned"].iloc[0] == "no"


def test_a_column_of_marks_can_be_predicted(tmp_path: Path) -> None:
    chat = Conversation(kept(tmp_path / "marks.csv", ["X"]))
    chat.say("which ones get returned")
    assert chat.state.brief.get("table.target") == "returned"
    assert chat.state.facts is not None
    assert chat.state.facts.column("returned").kind is not Kind.CONSTANT
    assert "the same in every row" not in "".join(str(m) for m in chat.messages)


@pytest.mark.parametrize(
    "asked", ["whats that about the x", "what do you mean, a blank?"]
)
def test_who_asks_about_a_repair_agrees_to_none(asked: str, tmp_path: Path) -> None:
    chat = Conversation(kept(tmp_path / "marks.csv", ["X"]))
    assert "a blank becomes “no”" in chat.say(asked)
    assert "table.repairs" not in chat.state.brief
    assert chat.state.prompt is not None
    assert chat.state.prompt.question == "repairs"
