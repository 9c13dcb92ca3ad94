"""The real program in a real terminal: a whole conversation on a small table."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from terminal import Terminal

pytestmark = [pytest.mark.tui, pytest.mark.slow]

MOST_ANSWERS = 12


def write_table(path: Path) -> None:
    """Write 400 rows in which a low mood and a short stay go with leaving."""
    draw = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["mood [0-9]", "stay", "town", "left"])
        for _ in range(400):
            mood, stay = draw.randint(0, 9), draw.randint(1, 60)
            chance = 0.75 if mood < 4 and stay < 30 else 0.1
            left = "yes" if draw.random() < chance else "no"
            writer.writerow([mood, stay, draw.choice(["Köln", "東京", "[/b]"]), left])


@pytest.mark.parametrize("size", [(80, 24)])
def test_from_a_table_to_a_result_and_a_reason(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    write_table(tmp_path / "stays.csv")
    program = ["-m", "assistant", "chat", "stays.csv"]
    with Terminal(program, *size, cwd=tmp_path) as terminal:
        terminal.until("400 rows", 60)
        terminal.type("predict left, find the yes\r")
        for _ in range(MOST_ANSWERS):
            if "Shall I start" in terminal.text:
                break
            quiet(terminal)
            if "Shall I start" not in terminal.text:
                terminal.type("you choose\r")
                quiet(terminal)
        terminal.until("Shall I start")
        terminal.type("take 5 seconds\r")
        quiet(terminal)
        terminal.type("go\r")
        terminal.until("Searching", 60)
        terminal.resize(100, 30)
        terminal.until("Why a certain row?", 90)
        terminal.type("why row 3\r")
        terminal.until("From a typical answer to row 3", 60)
        assert "[31m" not in terminal.text
        terminal.type("/quit\r")
        assert terminal.ended(20) == 0


def quiet(terminal: Terminal) -> None:
    """Read until nothing was painted for a while (the cursor blinks at 0.5 s)."""
    for _ in range(40):
        before = terminal.text
        for _ in range(8):
            terminal.read(0.05)
        if terminal.text == before and "Working" not in before:
            return
