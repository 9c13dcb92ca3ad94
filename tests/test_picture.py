"""Pictures as characters: aligned, within the width, never by colour alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.aloud import read_aloud
from dialogs.bars import bar
from dialogs.cells import cell_width
from dialogs.curve import spark
from dialogs.message import Picture
from dialogs.picture import draw
from dialogs.tabular import number

NAMES = ["price [USD]", "[/b]", "x" * 200, "日本語の列", "\x1b]0;t\x07", "شهر", "🙂"]
SAMPLES: dict[str, dict[str, Any]] = {
    "bars": {
        "labels": NAMES,
        "values": [0.3, 0.2, -0.1, 0.05, 0, 0.01, 0.2],
        "low": [0.2] * 7,
        "high": [0.4] * 7,
        "notes": ["why\nso", "", "x" * 90],
        "format": "share",
    },
    "curve": {
        "x": [0, 1, 5, 72],
        "y": [0.6, 0.5, 0.2, 0.1],
        "low": [0.5, 0.4, 0.1, 0.0],
        "high": [0.7, 0.6, 0.3, 0.2],
        "x_title": "price [USD]",
        "y_title": "chance",
        "mark": 5,
    },
    "table": {"headers": NAMES, "rows": [[1, "b", None, 2.5, True, "日本", "\n"]] * 3},
    "histogram": {"edges": [0, 10, 20, 30], "counts": [5, 20, 3], "mark": 12},
    "calibration": {"said": [0.1, 0.7], "seen": [0.2, 0.6], "n": [300, 20]},
    "flow": {
        "base": 0.27,
        "steps": [(n, 0.05 * (-1) ** i) for i, n in enumerate(NAMES)],
        "end": 0.32,
        "format": "points",
    },
    "unheard of": {"[b]": "\x1b[31m"},
}


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("width", [16, 24, 40, 72, 96, 150])
@pytest.mark.parametrize("ascii", [False, True])
def test_every_line_fits_and_is_harmless(kind: str, width: int, ascii: bool) -> None:
    lines = draw(Picture(kind, f"A title {NAMES[4]}", SAMPLES[kind]), width, ascii)
    assert len(lines) >= 2
    assert all(cell_width(line) <= width for line in lines)
    assert not any(c < " " or c == "\x9b" for line in lines for c in line)
    if ascii:
        assert all(line.isascii() for line in lines)


@pytest.mark.parametrize("kind", SAMPLES)
def test_nothing_to_draw_is_no_crash(kind: str) -> None:
    assert draw(Picture(kind, "Empty", {}), 40)[0] == "Empty"


def test_bars_are_proportional_and_written() -> None:
    data = {"labels": ["a", "b"], "values": [1, 2]}
    first, second = draw(Picture("bars", "", data), 60)
    assert 2 * first.count("█") == pytest.approx(second.count("█"), abs=2)
    assert first.endswith("1")
    assert second.endswith("2")


def test_below_zero_differs_in_shape_not_only_in_side() -> None:
    data = {"labels": ["a", "b"], "values": [3, -3]}
    up, down = draw(Picture("bars", "", data), 60)
    assert "█" in up
    assert "▒" in down
    assert down.endswith("−3")


def test_flow_ends_where_the_steps_lead() -> None:
    data = {"base": 10, "steps": [("a", 5), ("b", -3)], "end": 12}
    lines = draw(Picture("flow", "", data), 60)
    assert [line.split()[-2] for line in lines] == ["10", "+5", "−3", "12"]
    assert len(lines[0]) < len(lines[1])
    assert "░" in lines[2]


def test_the_mark_of_a_histogram_stands_at_its_bin() -> None:
    data = {"edges": [0, 10, 20], "counts": [5, 20], "mark": 12, "mark_label": "you"}
    lines = draw(Picture("histogram", "", data), 60)
    assert lines[1].endswith("◂ you")


def test_curve_falls_from_left_to_right() -> None:
    lines = draw(Picture("curve", "", {"x": [0, 10], "y": [5, 1]}), 40)
    columns = [line.index("•") for line in lines if "•" in line]
    assert columns == sorted(columns)


def test_a_curve_over_names_becomes_bars() -> None:
    lines = draw(Picture("curve", "", {"x": ["a", "b"], "y": [5, 1]}), 40)
    assert lines[0].startswith("a  █")


def test_narrow_tables_become_records() -> None:
    data = {"headers": [f"column {i}" for i in range(9)], "rows": [list(range(9))]}
    lines = draw(Picture("table", "", data), 24)
    assert lines[0] == "column 0: 0"


@given(st.floats(0, 1), st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_a_bar_is_never_longer_than_its_room(share: float, width: int) -> None:
    assert cell_width(bar(share, width)) <= width
    assert len(bar(share, width, ascii=True)) <= width


def test_numbers_are_read_by_people() -> None:
    assert [number(v) for v in (0.1234, 1234567.8, -0.5, 12)] == [
        "0.123",
        "1,234,568",
        "−0.5",
        "12",
    ]


def test_spark_of_many_values_fits() -> None:
    assert len(spark(list(range(100)), 12)) == 12
    assert spark([1.0, 1.0], 5) == "▁▁"
    assert spark([], 5) == ""


def test_digits_below_the_interval_are_not_shown() -> None:
    data = {"labels": ["a", "b"], "values": [7.143, 2.2], "low": [4.76, 1.57]}
    data["high"] = [9.52, 2.82]
    lines = draw(Picture("bars", "", data), 60)
    assert lines[0].endswith("7.1 (4.8 to 9.5)")
    steps = {"base": 26.48, "steps": [("a", 12.53)], "end": 39.01}
    assert draw(Picture("flow", "", steps), 60)[1].split()[1] == "+12.5"


@pytest.mark.parametrize("kind", SAMPLES)
def test_aloud_is_words_and_harmless(kind: str) -> None:
    lines = read_aloud(Picture(kind, "A title", SAMPLES[kind]))
    assert len(lines) >= 2
    text = "".join(lines)
    assert not set(text) & set("█▒░•┊│─")
    assert not any(c < " " or c == "\x9b" for c in text)


def test_aloud_says_every_number_that_is_drawn() -> None:
    data = {"base": 10, "steps": [("a", 5), ("b", -3)], "end": 12}
    told = read_aloud(Picture("flow", "", data))
    assert told == ["  typical: 10", "  a: +5", "  b: −3", "  this one: 12"]
