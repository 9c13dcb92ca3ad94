"""The real program in a real terminal: suspended, resized, stopped, closed, resumed."""

from __future__ import annotations

import csv
import os
import random
import signal
from pathlib import Path

import psutil
import pytest
from terminal import Terminal, quiet

pytestmark = [pytest.mark.tui, pytest.mark.slow]

MOST_ANSWERS = 12
WITH_BRIEF = ["-m", "assistant", "chat", "--brief", "brief.toml"]
BRIEF = """
[table]
path = "stays.csv"
target = "left"
[goal]
task = "binary"
event = "yes"
purpose = "production"
action = "contact"
[success]
objective = "expected_cost"
miss_cost = 400
false_alarm_cost = 50
[limits]
seconds = {seconds}
"""


def write_table(path: Path, rows: int = 400) -> None:
    """Write rows in which a low mood and a short stay go with leaving."""
    draw = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["mood [0-9]", "stay", "town", "left"])
        for _ in range(rows):
            mood, stay = draw.randint(0, 9), draw.randint(1, 60)
            chance = 0.75 if mood < 4 and stay < 30 else 0.1
            left = "yes" if draw.random() < chance else "no"
            writer.writerow([mood, stay, draw.choice(["Köln", "東京", "[/b]"]), left])


def write_brief(folder: Path, seconds: int, rows: int = 3000) -> None:
    """Write table and brief of a conversation that only waits for its start."""
    write_table(folder / "stays.csv", rows)
    (folder / "brief.toml").write_text(BRIEF.format(seconds=seconds), "utf-8")


def test_suspended_resized_and_stopped_in_mid_search_and_looked_at(
    tmp_path: Path,
) -> None:
    write_brief(tmp_path, 60)
    with Terminal(WITH_BRIEF, 120, 32, cwd=tmp_path) as terminal:
        to_the_start(terminal)
        assert "What I understood" in terminal.text
        terminal.type("go\r")
        terminal.until("Searching", 60)
        os.kill(terminal.process.pid, signal.SIGTSTP)
        # Going on before it has stopped would leave it stopped for ever, as in a shell.
        terminal.stopped(60)
        os.kill(terminal.process.pid, signal.SIGCONT)
        # The worker went on meanwhile, and what it found is told now.
        terminal.until("so far:", 60)
        terminal.resize(60, 20)
        quiet(terminal)
        assert "Searching" in terminal.text
        assert "What I understood" not in terminal.text
        terminal.resize(120, 32)
        terminal.until("What I understood", 10)
        terminal.type("\x1b")
        terminal.until("Esc again stops the search", 10)
        terminal.type("\x1b")
        terminal.until("Why a certain row?", 60)
        terminal.type("\x12")  # Ctrl+R
        terminal.until("This is where I draw it now.", 10)
        terminal.type("\x1b[D")
        terminal.until("Enter: “set the threshold", 10)
        quiet(terminal)
        assert "This is where I draw it now." not in terminal.text
        terminal.type("\t\t\t")
        terminal.until("From a typical answer to row 1", 20)
        assert "[31m" not in terminal.text
        terminal.type("\x1b")
        terminal.until("Say it in your own words", 10)
        terminal.type("/quit\r")
        assert terminal.ended(20) == 0


def test_a_terminal_closed_in_mid_search_leaves_no_process_and_no_loss(
    tmp_path: Path,
) -> None:
    write_brief(tmp_path, 60)
    with Terminal(WITH_BRIEF, 80, 24, cwd=tmp_path) as terminal:
        to_the_start(terminal)
        terminal.type("go\r")
        terminal.until("so far", 60)
        workers = psutil.Process(terminal.process.pid).children(recursive=True)
        assert workers
        terminal.hang_up()
        terminal.ended(20)
        assert psutil.wait_procs(workers, timeout=10)[1] == []
    again = ["-m", "assistant", "chat", "--resume"]
    with Terminal(again, 80, 24, cwd=tmp_path) as terminal:
        terminal.until("A search was cut off", 60)
        terminal.type("/quit\r")
        assert terminal.ended(20) == 0


def to_the_start(terminal: Terminal) -> None:
    """Wait for the table, and leave every question to Tandem, until it asks to start."""
    terminal.until("4 columns", 60)
    for _ in range(MOST_ANSWERS):
        quiet(terminal)
        if "Shall I start" in terminal.text:
            return
        terminal.type("you choose\r")
    terminal.until("Shall I start")
